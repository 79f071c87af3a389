"""The alerts of a breach: planned again whenever something changes, held, and passed on."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member, Office, Role
from tenants.breaches.handlers import declared_for
from tenants.breaches.ladder import asking_about
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.deadlines import deadlines_of, have_it, plan_alerts, take_back_alerts
from tenants.errors import AlreadyDone, NotFound
from tenants.messages import Plan, alike, plan_message
from tenants.models import Breach, Deadline, Message, MessageChannel, MessageKind, ObligationId
from tenants.people import holders_of
from tenants.policies import policy_in_force

# Deciding whether to tell comes before telling: of two that are open, only the first is spoken of.
_PAIRS = {
    ObligationId.NOTIFY_REGULATOR: ObligationId.DECIDE_REGULATOR,
    ObligationId.TELL_PEOPLE: ObligationId.DECIDE_PEOPLE,
}
# What is said to its recipient alone, or to everybody anyway.
_PERSONAL = {
    MessageKind.INVITATION,
    MessageKind.PASSWORD_RESET,
    MessageKind.LEAD_APPOINTED,
    MessageKind.COUNCIL_TOLD,
    MessageKind.REPORT_FINISHED,
    MessageKind.WEEKLY_DIGEST,
}


def plan_clock_alerts(session: ScopedSession, breach: Breach, *, now: datetime) -> None:
    """Plan the alerts of all that is due on a breach again, for whoever is asked now.

    Nobody gets two letters about the same 72 hours: while a decision is open, nothing is said of
    carrying it out.
    """
    _, policy = policy_in_force(session)
    asking = asking_about(session, breach, policy)
    standing = [one for one in deadlines_of(session, breach_id=breach.id) if one.met_at is None]
    open_now = {deadline.obligation for deadline in standing}
    for deadline in standing:
        before = _PAIRS.get(ObligationId(deadline.obligation))
        if before is not None and before in open_now:
            take_back_alerts(session, deadline, now=now)
        else:
            plan_alerts(session, deadline, asking(deadline), now=now)


def plan_all_again(session: ScopedSession, *, now: datetime) -> None:
    """Plan the alerts of every breach of which something is due, open or closed.

    Each breach is locked against whoever changes it at this moment, and one that is being reported
    is waited for.
    """
    take_turns(session)
    is_due = select(Deadline.breach_id).where(
        Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None), Deadline.breach_id.is_not(None)
    )
    breaches = session.scalars(
        select(Breach)
        .where(Breach.id.in_(is_due))
        .order_by(Breach.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    for breach in breaches:
        plan_clock_alerts(session, breach, now=now)


def hold_deadline(
    session: ScopedSession, *, deadline_id: UUID, by: Member, now: datetime
) -> Deadline:
    """Record that somebody has it, and ask nobody further until the next alert.

    Locks the breach, as whoever changes it does, and then the deadline.
    Raises `NotFound` for a deadline of no breach of this council, `AlreadyDone` when it is met or
    no longer stands.
    """
    deadline = session.get(Deadline, (session.council_id, deadline_id))
    if deadline is None or deadline.breach_id is None:
        raise NotFound
    breach = lock_for_planning(session, deadline.breach_id)
    session.refresh(deadline, with_for_update={"key_share": True})
    if deadline.met_at is not None or deadline.cancelled_at is not None:
        message = "This is done already. Thank you."
        raise AlreadyDone(message)
    have_it(session, deadline, by=by, now=now)
    plan_clock_alerts(session, breach, now=now)
    return deadline


def lock_for_planning(session: ScopedSession, breach_id: UUID) -> Breach:
    """Return a breach as it is now, which nobody else changes, or plans alerts of, meanwhile.

    Two who plan at once would each take back what the other has just planned. Lock the breach
    before anything that belongs to it.
    """
    key = (session.council_id, breach_id)
    return session.get_one(Breach, key, with_for_update={"key_share": True}, populate_existing=True)


def pass_on(session: ScopedSession, message: Message, *, now: datetime) -> UUID | None:
    """Plan for the next contact what its recipient could not be given; None if nobody is left.

    Returns who that is: first somebody of the deadline's ladder, then clerk and chair, then whoever
    may investigate; never somebody who has had it. What is for its recipient alone stays so, what
    was taken back meanwhile is said to nobody, and nothing is passed on twice.
    """
    if message.kind in _PERSONAL or message.channel == MessageChannel.TEXT:
        return None
    said = alike(session, message)
    if message.cancelled_at is not None or any(row.instead_of_id == message.id for row in said):
        return None
    for who in _next_in_line(session, message, had={row.recipient_id for row in said}):
        plan = Plan(
            kind=MessageKind(message.kind),
            recipient_id=who,
            due_at=message.due_at,
            breach_id=message.breach_id,
            deadline_id=message.deadline_id,
            hours_before=message.hours_before,
            occasion=message.occasion,
            instead_of_id=message.id,
        )
        plan_message(session, plan, now=now)
        return who
    return None


def _next_in_line(session: ScopedSession, message: Message, *, had: Collection[UUID]) -> list[UUID]:
    people: list[UUID] = []
    if message.breach_id is not None and message.deadline_id is not None:
        breach = session.get_one(Breach, (session.council_id, message.breach_id))
        deadline = session.get_one(Deadline, (session.council_id, message.deadline_id))
        _, policy = policy_in_force(session)
        ladder = asking_about(session, breach, policy)(deadline).contacts_at(message.due_at)
        people += [contact.who for contact in ladder]
    others = holders_of(session, offices=tuple(Office), roles=(Role.LEAD_INVESTIGATOR,))
    people += [member.id for member in others]
    not_theirs = _involved(session, message).union(had)
    return [who for who in dict.fromkeys(people) if who not in not_theirs]


def _involved(session: ScopedSession, message: Message) -> frozenset[UUID]:
    """Return who said that they were involved in the breach that a message is about."""
    if message.breach_id is None:
        return frozenset()
    return declared_for(session, breach_id=message.breach_id).involved
