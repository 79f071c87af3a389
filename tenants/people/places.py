"""Where a signed-in person belongs: their councils and associations, through narrow functions.

Each of these wants a session opened with the person's id and no council.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, text

from tenants.access import Member, Office, Role
from tenants.db import ScopedSession
from tenants.models import Person
from tenants.passwords import stamp_of

_MY_MEMBERSHIPS = text("select * from my_memberships()")
_MY_ASSOCIATIONS = text("select * from my_associations()")


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in one council, with what a page's header needs of the council."""

    council_name: str
    council_slug: str
    council_colour: str
    member: Member


@dataclass(frozen=True, slots=True)
class OfficerPlace:
    """An officer's place in one association."""

    association_id: UUID
    association_name: str
    association_slug: str
    name: str


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """Someone who signed in. A new password gives a new stamp, which ends older sign-ins."""

    person_id: UUID
    email: str
    stamp: str


def find_person(session: ScopedSession, *, person_id: UUID) -> SignedInPerson | None:
    """Return the person whose session this is, or None when there is no such person now."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    return SignedInPerson(person.id, person.email, stamp_of(person.password_hash))


def places_of(session: ScopedSession) -> list[Place]:
    """Return the councils that the session's person belongs to, by name."""
    return [_place(row, session.person_id) for row in session.execute(_MY_MEMBERSHIPS).mappings()]


def officer_places_of(session: ScopedSession) -> list[OfficerPlace]:
    """Return the associations that the session's person is an officer of, by name."""
    return [
        OfficerPlace(row.association_id, row.association_name, row.association_slug, row.name)
        for row in session.execute(_MY_ASSOCIATIONS)
    ]


def _place(found: RowMapping, person_id: UUID | None) -> Place:
    if person_id is None:
        message = "A membership was found for nobody."
        raise RuntimeError(message)
    member = Member(
        council_id=found["council_id"],
        membership_id=found["membership_id"],
        person_id=person_id,
        name=found["name"],
        roles=frozenset(Role(role) for role in found["roles"]),
        office=Office(found["office"]) if found["office"] else None,
    )
    return Place(found["council_name"], found["council_slug"], found["council_colour"], member)
