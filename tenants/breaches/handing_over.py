"""People's places change, and open breaches pass on: no clock rings for somebody who has gone."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants import audit, contacts, people
from tenants.access import Member, Office, Permission, Role
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.receiving import investigators, stand_down
from tenants.breaches.undertakings import marks_of, possible_owners
from tenants.db import ScopedSession
from tenants.models import Action, Breach, Deadline, Event, Membership, State


def give_place(
    session: ScopedSession,
    *,
    by: Member,
    name: str,
    email: str,
    place: tuple[Collection[Role], Office | None],
    now: datetime,
) -> Membership:
    """Add somebody to the council, who hears the clocks that run where their place asks for it.

    Raises what `add_person` raises.
    """
    membership = people.add_person(session, by=by, name=name, email=email, place=place, now=now)
    _hand_over_open_breaches(session, by, now)
    return membership


def change_place(
    session: ScopedSession,
    *,
    by: Member,
    membership_id: UUID,
    place: tuple[Collection[Role], Office | None],
    has_left: bool,
    now: datetime,
) -> None:
    """Change a member's place, or record that they left; what was theirs to handle passes on.

    How somebody who leaves was reached is forgotten.
    Raises what `change_person` raises.
    """
    people.change_person(
        session, by=by, membership_id=membership_id, place=place, has_left=has_left, now=now
    )
    if has_left:
        contacts.forget_entry(session, membership_id=membership_id, now=now)
    _hand_over_open_breaches(session, by, now)


def _hand_over_open_breaches(session: ScopedSession, by: Member, now: datetime) -> None:
    """Pass on what was in the hands of whoever may no longer have it, and plan the alerts again.

    That is a breach that is led, an action that is owned, and a deadline that somebody said they
    had; closed breaches have things due as well.
    """
    present = people.holders_of(session, offices=tuple(Office), roles=tuple(Role))
    stand_in = next((member.id for member in present if member.office), None)
    owners = {member.id for member in possible_owners(session)}
    if stand_in is not None:
        _hand_over_actions(session, owners, to=stand_in, by=by, now=now)
    _let_go(session, present)
    standing = select(Deadline.breach_id).where(
        Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None)
    )
    breaches = session.scalars(
        select(Breach)
        .where((Breach.state != State.CLOSED) | Breach.id.in_(standing))
        .order_by(Breach.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    may_investigate = {member.id for member in investigators(session)}
    for breach in breaches:
        is_led = breach.state != State.CLOSED and breach.lead_id is not None
        if is_led and breach.lead_id not in may_investigate:
            stand_down(session, breach, by=by, now=now)
        plan_clock_alerts(session, breach, now=now)


def _hand_over_actions(
    session: ScopedSession, owners: Collection[UUID], *, to: UUID, by: Member, now: datetime
) -> None:
    """Give the open actions of whoever may own none any more to the clerk, or who stands in."""
    left_behind = session.scalars(
        select(Action)
        .where(Action.done_on.is_(None), Action.dropped_at.is_(None))
        .where(Action.owner_id.not_in(owners))
        .order_by(Action.id)
    )
    for action in left_behind:
        action.owner_id = to
        audit.record(
            session,
            Event.ACTION_SET,
            by=by,
            at=now,
            breach_id=action.breach_id,
            changes=marks_of(action),
        )
    session.flush()


def _let_go(session: ScopedSession, present: Collection[Membership]) -> None:
    """Take "I have it" back from whoever has left, and of a breach from who may not read of it."""
    here = [member.id for member in present]
    readers = [
        member.id for member in present if people.as_member(member).can(Permission.SEE_REGISTER)
    ]
    has_lost_it = Deadline.breach_id.is_not(None) & Deadline.held_by_id.not_in(readers)
    held = session.scalars(
        select(Deadline).where(
            Deadline.held_by_id.is_not(None),
            Deadline.held_by_id.not_in(here) | has_lost_it,
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
    )
    for deadline in held:
        deadline.held_by_id = deadline.held_at = None
    session.flush()
