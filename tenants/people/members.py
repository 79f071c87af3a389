"""The people of one council, as its clerk keeps them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from tenants import audit
from tenants.access import Member, Office, Role
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable, NotFound
from tenants.messages import Plan, plan_message
from tenants.models import Event, Membership, MessageKind

_ENSURE = text("select ensure_person(:email)")
_AT_FAULT = {
    "uq_membership_council_id_person_id": (
        "email",
        "This person belongs to the council already. Change their entry instead",
    ),
    "uq_membership_council_id_office": (
        "office",
        "Somebody else holds this office. Take it from them first",
    ),
}


def list_members(session: ScopedSession) -> list[Membership]:
    """Return everybody who belongs or belonged to the council: present people first, by name."""
    return list(
        session.scalars(
            select(Membership)
            .options(joinedload(Membership.person))
            .order_by(Membership.left_at.is_not(None), Membership.name, Membership.id)
        )
    )


def get_member(session: ScopedSession, *, membership_id: UUID) -> Membership:
    """Return one entry of the council's people, or raise `NotFound`."""
    found = session.scalars(
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.id == membership_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def holders_of(
    session: ScopedSession, *, offices: Collection[Office] = (), roles: Collection[Role] = ()
) -> list[Membership]:
    """Return the present members with one of these offices or roles; the clerk before the chair."""
    present = session.scalars(
        select(Membership)
        .where(Membership.left_at.is_(None))
        .order_by(Membership.office.desc().nulls_last(), Membership.name, Membership.id)
    )
    wanted = {str(role) for role in roles}
    return [member for member in present if member.office in offices or wanted & set(member.roles)]


def as_member(membership: Membership) -> Member:
    """Return a membership as services are told of who acts."""
    return Member(
        membership.council_id,
        membership.id,
        membership.person_id,
        membership.name,
        frozenset(Role(role) for role in membership.roles),
        Office(membership.office) if membership.office else None,
    )


def add_person(
    session: ScopedSession,
    *,
    by: Member | None,
    name: str,
    email: str,
    place: tuple[Collection[Role], Office | None],
    now: datetime,
) -> Membership:
    """Give somebody a place in the council and plan their invitation.

    `by` is None when whoever runs the service does it. Raises `NotAcceptable` when they belong
    already or the office is taken. Whether the address is known to another council is never said.
    Open breaches are not looked at: `tenants.breaches.handing_over` is for a council that has some.
    """
    roles, office = place
    take_turns(session)
    membership = Membership(
        council_id=session.council_id,
        person_id=_ensure_person(session, email.strip()),
        name=name,
        roles=sorted(roles),
        office=office,
    )
    _save(session, membership)
    plan = Plan(kind=MessageKind.INVITATION, recipient_id=membership.id, due_at=now)
    plan_message(session, plan, now=now)
    audit.record(
        session,
        Event.PERSON_ADDED,
        by=by,
        at=now,
        changes={"membership": str(membership.id), "roles": sorted(roles), "office": office},
    )
    return membership


def change_person(
    session: ScopedSession,
    *,
    by: Member,
    membership_id: UUID,
    place: tuple[Collection[Role], Office | None],
    has_left: bool,
    now: datetime,
) -> None:
    """Change a member's roles and office, or record that they left.

    Raises `NotAcceptable` when the office is taken, or nobody would be left to run the council.
    Open breaches are not looked at: `tenants.breaches.handing_over` is for a council that has some.
    """
    roles, office = place
    take_turns(session)
    membership = get_member(session, membership_id=membership_id)
    before = {"roles": list(membership.roles), "office": membership.office}
    membership.roles = sorted(roles)
    membership.office = office
    membership.left_at = (membership.left_at or now) if has_left else None
    _save(session, membership)
    if not _is_run(session):
        message = "Somebody must hold the clerk's or the chair's office. Give it to another first"
        raise NotAcceptable("office", message)
    audit.record(
        session,
        Event.PERSON_CHANGED,
        by=by,
        at=now,
        changes={
            "membership": str(membership.id),
            "before": before,
            "after": {"roles": sorted(roles), "office": office},
            "left": has_left,
        },
    )


def _ensure_person(session: ScopedSession, email: str) -> UUID:
    """Return the person with this address, who may be new.

    Asks again when another council added the same address at this moment: the first question
    waited for that council's commit and saw the time before it.
    """
    person_id = session.scalar(_ENSURE, {"email": email}) or session.scalar(
        _ENSURE, {"email": email}
    )
    if person_id is None:
        message = "A person was neither found nor made."
        raise RuntimeError(message)
    return UUID(str(person_id))


def _is_run(session: ScopedSession) -> bool:
    """Whether somebody present holds an office."""
    holder = select(Membership.id).where(
        Membership.left_at.is_(None), Membership.office.is_not(None)
    )
    return session.scalar(holder.limit(1)) is not None


def _save(session: ScopedSession, membership: Membership) -> None:
    """Write the entry, turning a constraint that refuses it into words for the field at fault."""
    try:
        with session.begin_nested():
            session.add(membership)
    except IntegrityError as error:
        name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        if name not in _AT_FAULT:
            raise
        raise NotAcceptable(*_AT_FAULT[name]) from error
