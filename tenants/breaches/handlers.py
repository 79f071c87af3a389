"""Who handles a breach: past whoever was involved in causing it, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member, Office, Permission, Role
from tenants.db import ScopedSession
from tenants.errors import InvolvementNotDeclared, NotAllowed, WasInvolved
from tenants.models import Breach, Involvement, Membership
from tenants.people import holders_of


@dataclass(frozen=True, slots=True)
class Handlers:
    """Who receives and assesses a breach now, and the sentence that says why it is they."""

    members: tuple[Membership, ...]
    why: str

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Return the members' ids, the one first in line first."""
        return tuple(member.id for member in self.members)


@dataclass(frozen=True, slots=True)
class Declared:
    """Who has said, of one breach, that they were involved in causing it or that they were not."""

    involved: frozenset[UUID]
    not_involved: frozenset[UUID]


def declared_for(session: ScopedSession, *, breach_id: UUID) -> Declared:
    """Return what people have said about their part in a breach; a yes outweighs a no."""
    rows = session.scalars(select(Involvement).where(Involvement.breach_id == breach_id)).all()
    involved = frozenset(row.membership_id for row in rows if row.was_involved)
    return Declared(involved, frozenset(row.membership_id for row in rows) - involved)


def choose_handlers(members: Sequence[Membership], involved: Collection[UUID]) -> Handlers:
    """Return who handles a breach: clerk and chair, else who may investigate; never the involved.

    `members` are the council's present members, the clerk before the chair.
    """
    officers = [member for member in members if member.office]
    free = tuple(member for member in officers if member.id not in involved)
    if free:
        return Handlers(free, _why_these(officers, free))
    investigators = tuple(
        member
        for member in members
        if Role.LEAD_INVESTIGATOR in member.roles and member.id not in involved
    )
    if investigators:
        return Handlers(
            investigators,
            "Nobody who holds an office can assess this breach, because they were involved in"
            " causing it. It goes to those who may investigate.",
        )
    return Handlers(
        (),
        "Everybody who may assess breaches was involved in this one. The clerk or the chair should"
        " give somebody else a place as a lead investigator, on the People page.",
    )


def handlers_of(session: ScopedSession, breach: Breach) -> Handlers:
    """Return who receives and assesses this breach now."""
    members = holders_of(session, offices=tuple(Office), roles=(Role.LEAD_INVESTIGATOR,))
    return choose_handlers(members, declared_for(session, breach_id=breach.id).involved)


def require_handler(session: ScopedSession, breach: Breach, by: Member) -> None:
    """Raise unless this member may receive and assess the breach and said they were not involved.

    Raises `NotAllowed`, `InvolvementNotDeclared` or `WasInvolved`.
    """
    _require_uninvolved(session, breach, by)
    handlers = handlers_of(session, breach)
    if by.membership_id not in handlers.ids:
        raise NotAllowed(handlers.why)


def require_lead_or_handler(session: ScopedSession, breach: Breach, by: Member) -> None:
    """Raise unless this member leads the breach or receives it, and was not involved.

    Raises `NotAllowed`, `InvolvementNotDeclared` or `WasInvolved`.
    """
    if breach.lead_id == by.membership_id:
        require_lead(session, breach, by)
    else:
        require_handler(session, breach, by)


def require_lead(session: ScopedSession, breach: Breach, by: Member) -> None:
    """Raise unless this member is the breach's lead investigator and was not involved.

    Raises `NotAllowed`, `InvolvementNotDeclared` or `WasInvolved`.
    """
    if breach.lead_id != by.membership_id:
        message = "Only this breach's lead investigator may do this."
        raise NotAllowed(message)
    _require_uninvolved(session, breach, by)


def _require_uninvolved(session: ScopedSession, breach: Breach, by: Member) -> None:
    if not by.can(Permission.HANDLE_BREACH):
        message = "Only the clerk, the chair and lead investigators handle breaches."
        raise NotAllowed(message)
    declared = declared_for(session, breach_id=breach.id)
    if by.membership_id in declared.involved:
        message = (
            "You said that you were, or may have been, involved, so somebody else assesses and"
            " decides. That protects you as much as the council."
        )
        raise WasInvolved(message)
    if by.membership_id not in declared.not_involved:
        message = "Say first whether you were involved in causing this breach."
        raise InvolvementNotDeclared(message)


def _why_these(officers: Sequence[Membership], free: Sequence[Membership]) -> str:
    if len(officers) == len(free):
        return "Reports go to the clerk and the chair. Either of them can do this."
    passed = " and ".join(f"the {member.office}" for member in officers if member not in free)
    return f"{passed.capitalize()} said that they were involved, so {free[0].name} assesses it."
