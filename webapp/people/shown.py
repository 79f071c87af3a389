"""Somebody's place in a council, in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.access import Office, Role
from tenants.models import Membership
from webapp.people.forms import NO_OFFICE, OFFICES, ROLES


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """One entry of the council's people, as a page shows it."""

    id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    office: str | None
    left_at: datetime | None

    @property
    def place(self) -> str:
        """Return the whole place in one line, to tell two states of it apart."""
        parts = [OFFICES[Office(self.office)]] if self.office else []
        parts += [words for role, words in ROLES.items() if role in self.roles]
        return ", ".join([*parts, *(["has left"] if self.left_at else [])])

    @property
    def roles_in_words(self) -> str:
        """Return "Lead investigator, councillor"."""
        words = [ROLES[Role(role)] for role in ROLES if role in self.roles]
        return ", ".join([words[0], *(word.lower() for word in words[1:])]) if words else ""

    def as_form(self) -> dict[str, object]:
        """Return what the form about this person starts with."""
        return {
            "roles": list(self.roles),
            "office": self.office or NO_OFFICE,
            "has_left": ["yes"] if self.left_at else [],
            "seen": self.place,
        }


def shown_person(membership: Membership) -> ShownPerson:
    """Return an entry as a page shows it; the person must have been loaded with it."""
    return ShownPerson(
        membership.id,
        membership.name,
        membership.person.email,
        tuple(membership.roles),
        membership.office,
        membership.left_at,
    )
