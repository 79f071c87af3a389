"""Who may do what: roles, offices, and the permissions that follow from them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a membership may do in its council."""

    REPORTER = "reporter"
    LEAD_INVESTIGATOR = "lead_investigator"
    COUNCILLOR = "councillor"


class Office(StrEnum):
    """An office that a member holds: it receives reports and, the clerk's, runs the council."""

    CLERK = "clerk"
    CHAIR = "chair"


class Permission(StrEnum):
    """One thing that a view asks for."""

    REPORT_BREACH = "report_breach"
    SEE_HOME = "see_home"
    SEE_POLICY = "see_policy"
    SEE_REGISTER = "see_register"
    SEE_REPORTER = "see_reporter"
    HANDLE_BREACH = "handle_breach"
    MANAGE_PEOPLE = "manage_people"


_EVERYONE = frozenset({Permission.REPORT_BREACH, Permission.SEE_HOME, Permission.SEE_POLICY})
_OF_ROLE = {
    Role.REPORTER: frozenset[Permission](),
    Role.LEAD_INVESTIGATOR: frozenset(
        {Permission.SEE_REGISTER, Permission.SEE_REPORTER, Permission.HANDLE_BREACH}
    ),
    Role.COUNCILLOR: frozenset({Permission.SEE_REGISTER}),
}
_OF_ANY_OFFICE = frozenset(
    {
        Permission.SEE_REGISTER,
        Permission.SEE_REPORTER,
        Permission.HANDLE_BREACH,
        Permission.MANAGE_PEOPLE,
    }
)


def permissions_of(roles: Collection[Role], office: Office | None) -> frozenset[Permission]:
    """Return all that these roles and this office allow, taken together."""
    granted = set(_EVERYONE)
    for role in roles:
        granted |= _OF_ROLE[role]
    if office is not None:
        granted |= _OF_ANY_OFFICE
    return frozenset(granted)


@dataclass(frozen=True, slots=True)
class Member:
    """A person in their place in one council: what every service is told about who acts."""

    council_id: UUID
    membership_id: UUID
    person_id: UUID
    name: str
    roles: frozenset[Role]
    office: Office | None

    def can(self, permission: Permission) -> bool:
        """Whether this member's roles and office allow it."""
        return permission in permissions_of(self.roles, self.office)
