"""Planning what will be said of a deadline, to whom and when; and taking it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants import audit
from tenants.access import Member
from tenants.db import ScopedSession
from tenants.deadlines.schedules import schedule_of, steps_of
from tenants.messages import Plan, plan_messages
from tenants.models import Deadline, Event, Message, MessageChannel
from tenants.policy import Policy
from tenants.policy.ladder_format import Channel
from tenants.policy.ladders import Call, ContactsAt, Held, People, Step, calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whom a deadline is spoken of to, hour by hour, by which policy, and who can have it in hand.

    Who said "I have it" and has since left, or was involved after all, has it no longer. `people`
    are those who may stand in, and how they are reached.
    """

    policy: Policy
    contacts_at: ContactsAt
    may_hold: Callable[[UUID], bool] = lambda _who: True
    people: People = field(default_factory=dict)


def plan_alerts(
    session: ScopedSession, deadline: Deadline, asking: Asking, *, now: datetime
) -> None:
    """Plan the deadline's alerts for whoever stands on its ladder at each time.

    What waits for a later time, or for somebody who is no longer to be told, is taken back and
    planned again. An alert whose time has come and that has not been sent stays: it must go out,
    and passes to whoever is asked now where it was for somebody else. Once the due time has passed,
    whoever has not been told is told now.
    """
    if deadline.met_at is not None or deadline.cancelled_at is not None:
        return
    steps = steps_of(
        deadline.obligation, policy=asking.policy, due_at=deadline.due_at, set_at=deadline.set_at
    )
    schedule = schedule_of(deadline.obligation)
    planned = calls(
        steps,
        asking.contacts_at,
        last_hours=schedule.last_hours(has_due_time=deadline.due_at is not None),
        held=_held(deadline, asking),
        people=asking.people,
    )
    unheard = _take_back(session, deadline, steps, planned, may_hold=asking.may_hold, now=now)
    said_now = {*unheard, *_due_now(session, deadline, steps, now)}
    plans = [
        Plan(
            kind=schedule.kind_of(call.step),
            channel=channel_of(call.channel),
            recipient_id=call.who,
            due_at=call.at,
            breach_id=deadline.breach_id,
            deadline_id=deadline.id,
            hours_before=call.step,
            position=call.position,
        )
        for call in planned
        if call.at > now or call.step in said_now
    ]
    plan_messages(session, plans, now=now)


def _due_now(
    session: ScopedSession, deadline: Deadline, steps: Sequence[Step], now: datetime
) -> set[int]:
    """Return the step that is to be said at once to whoever has not heard it.

    Once the due time has passed, that is the last one that came; and news is told when it is new.
    """
    come = [step for step, at in steps if at <= now]
    if not come:
        return set()
    if deadline.due_at is not None:
        return {come[-1]} if come[-1] <= 0 else set()
    said = select(Message.id).where(Message.deadline_id == deadline.id).limit(1)
    is_news = schedule_of(deadline.obligation).first is not None
    return {0} if is_news and session.scalar(said) is None else set()


def have_it(session: ScopedSession, deadline: Deadline, *, by: Member, now: datetime) -> None:
    """Record that somebody said "I have it": nobody further is asked until the next alert.

    Whoever plans alerts must plan the deadline's again afterwards.
    """
    deadline.held_by_id = by.membership_id
    deadline.held_at = now
    audit.record(
        session,
        Event.DEADLINE_HELD,
        by=by,
        at=now,
        breach_id=deadline.breach_id,
        changes={"obligation": deadline.obligation},
    )
    session.flush()


def _held(deadline: Deadline, asking: Asking) -> Held | None:
    held = holder_of(deadline)
    return held if held is not None and asking.may_hold(held.by) else None


def holder_of(deadline: Deadline) -> Held | None:
    """Return who said "I have it" of a deadline, and when."""
    if deadline.held_by_id is None or deadline.held_at is None:
        return None
    return Held(deadline.held_by_id, deadline.held_at)


def channel_of(channel: Channel) -> MessageChannel:
    """Return how the service itself reaches somebody: it can write, and neither ring nor call."""
    if channel in {Channel.TEXT, Channel.PHONE}:
        return MessageChannel.TEXT
    return MessageChannel.EMAIL


def _way(message: Message) -> MessageChannel:
    return MessageChannel(message.channel)


def take_back_alerts(session: ScopedSession, deadline: Deadline, *, now: datetime) -> None:
    """Take back all that has not been sent of a deadline."""
    _take_back(session, deadline, (), (), may_hold=lambda _who: False, now=now)


def _take_back(
    session: ScopedSession,
    deadline: Deadline,
    steps: Sequence[Step],
    planned: Sequence[Call],
    *,
    may_hold: Callable[[UUID], bool],
    now: datetime,
) -> set[int]:
    """Cancel the deadline's unsent alerts that are no longer among the calls.

    What came to somebody in another's place stays with them, unless they may not have it either.
    Returns the steps whose time has come and whose recipient is told no longer.
    """
    session.flush()
    waiting = session.scalars(
        select(Message)
        .where(
            Message.deadline_id == deadline.id,
            Message.sent_at.is_(None),
            Message.cancelled_at.is_(None),
            Message.failed_at.is_(None),
        )
        .with_for_update()
    )
    wanted = {(c.step, c.at, c.who, channel_of(c.channel)): c.position for c in planned}
    standing = dict(steps)
    unheard = set()
    for message in waiting:
        step = message.hours_before
        place = wanted.get((step or 0, message.due_at, message.recipient_id, _way(message)))
        if place == message.position or (place is not None and message.due_at <= now):
            continue
        is_instead = message.instead_of_id is not None and step in standing
        if is_instead and may_hold(message.recipient_id):
            continue
        message.cancelled_at = now
        if message.due_at <= now and step in standing and standing[step] <= message.due_at:
            unheard.add(step)
    session.flush()
    return {step for step in unheard if step is not None}
