"""Saying "I have it": from the link in an alert, or signed in, of a breach or of the council."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select

from tenants.access import Member, Office, Permission, Role
from tenants.breaches.alerts import hold_deadline, lock_for_planning
from tenants.breaches.handlers import declared_for
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.deadlines import have_it
from tenants.errors import AlreadyDone, NotAllowed, NotFound
from tenants.models import Breach, Council, Deadline, Membership, Message
from tenants.people import as_member
from tenants.prompts import ask_for_upkeep, lock_calendar


class HoldState(StrEnum):
    """How what an alert is about stands for whoever got it."""

    OPEN = "open"
    YOURS = "yours"
    MET = "met"
    CANCELLED = "cancelled"
    LEFT = "left"
    PASSED_ON = "passed_on"
    INVOLVED = "involved"


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody is asked at this time, by what they are: names are for who signs in."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What an alert is about, as its recipient may see it without signing in."""

    council: Council
    breach: Breach | None
    deadline: Deadline
    state: HoldState
    next_asked: tuple[Asked, ...]


def find_hold(session: ScopedSession, *, message_id: UUID) -> Hold:
    """Return what a message asks of its recipient now; raises `NotFound` where it asks nothing."""
    message, deadline, recipient = _found(session, message_id)
    breach = (
        session.get(Breach, (session.council_id, deadline.breach_id))
        if (deadline.breach_id)
        else None
    )
    return Hold(
        council=get_own_council(session),
        breach=breach,
        deadline=deadline,
        state=_state(session, message, deadline, recipient),
        next_asked=_next_asked(session, deadline, breach, recipient.id),
    )


def say_have_it(session: ScopedSession, *, message_id: UUID, now: datetime) -> Hold:
    """Record that a message's recipient has what it is about, and return how it stands then.

    Said twice of the same alert it counts once. Records nothing where the deadline is met or
    stands no more, or its recipient has left, was involved, or may not read of breaches any more.
    Raises `NotFound`.
    """
    message, deadline, recipient = _found(session, message_id)
    _take_turn(session, deadline)
    if _state(session, message, deadline, recipient) == HoldState.OPEN:
        _hold(session, deadline, by=as_member(recipient), now=now)
    return find_hold(session, message_id=message_id)


def have_it_here(
    session: ScopedSession, *, deadline_id: UUID, by: Member, now: datetime
) -> Deadline:
    """Record that a signed-in member has it: whoever handles breaches, or was asked about this.

    Raises `NotFound`, `NotAllowed` and `AlreadyDone`.
    """
    deadline = session.get(Deadline, (session.council_id, deadline_id))
    if deadline is None:
        raise NotFound
    _take_turn(session, deadline)
    if deadline.met_at is not None or deadline.cancelled_at is not None:
        message = "This is done already. Thank you."
        raise AlreadyDone(message)
    if not may_have(session, deadline, by):
        message = "Only those who are asked about this, and were not involved, can say so."
        raise NotAllowed(message)
    _hold(session, deadline, by=by, now=now)
    return deadline


def may_have(session: ScopedSession, deadline: Deadline, member: Member) -> bool:
    """Whether a member may say "I have it": they may handle breaches or are told, uninvolved."""
    if _was_involved(session, deadline, member.membership_id):
        return False
    if member.can(Permission.HANDLE_BREACH):
        return True
    asked = select(Message.id).where(
        Message.deadline_id == deadline.id,
        Message.recipient_id == member.membership_id,
        Message.cancelled_at.is_(None),
    )
    return session.scalar(asked.limit(1)) is not None


def _hold(session: ScopedSession, deadline: Deadline, *, by: Member, now: datetime) -> None:
    if deadline.breach_id is not None:
        hold_deadline(session, deadline_id=deadline.id, by=by, now=now)
        return
    have_it(session, deadline, by=by, now=now)
    ask_for_upkeep(session, now=now)


def _take_turn(session: ScopedSession, deadline: Deadline) -> None:
    """Wait for whoever changes what this is due in, and see it as it is then."""
    if deadline.breach_id is not None:
        lock_for_planning(session, deadline.breach_id)
    else:
        lock_calendar(session)
    session.refresh(deadline, with_for_update={"key_share": True})


def _found(session: ScopedSession, message_id: UUID) -> tuple[Message, Deadline, Membership]:
    message = session.get(Message, (session.council_id, message_id))
    if message is None or message.deadline_id is None:
        raise NotFound
    deadline = session.get_one(Deadline, (session.council_id, message.deadline_id))
    recipient = session.get_one(Membership, (session.council_id, message.recipient_id))
    return message, deadline, recipient


def _state(
    session: ScopedSession, message: Message, deadline: Deadline, recipient: Membership
) -> HoldState:
    if recipient.left_at is not None:
        return HoldState.LEFT
    if deadline.met_at is not None:
        return HoldState.MET
    if deadline.cancelled_at is not None:
        return HoldState.CANCELLED
    barred = _barred(session, deadline, recipient)
    if barred is not None:
        return barred
    if deadline.held_by_id != recipient.id or deadline.held_at is None:
        return HoldState.OPEN
    has_it = deadline.held_at >= _asked_last(session, message)
    return HoldState.YOURS if has_it else HoldState.OPEN


def _asked_last(session: ScopedSession, message: Message) -> datetime:
    """Return when a message's recipient was last asked: an older letter counts as the newest."""
    newest = session.scalar(
        select(func.max(Message.due_at)).where(
            Message.deadline_id == message.deadline_id,
            Message.recipient_id == message.recipient_id,
            Message.sent_at.is_not(None),
        )
    )
    return max(message.due_at, newest or message.due_at)


def _barred(session: ScopedSession, deadline: Deadline, recipient: Membership) -> HoldState | None:
    """Return why somebody who is still here may not have it in hand, or None."""
    if _was_involved(session, deadline, recipient.id):
        return HoldState.INVOLVED
    may_read = as_member(recipient).can(Permission.SEE_REGISTER)
    return None if may_read or deadline.breach_id is None else HoldState.PASSED_ON


def _was_involved(session: ScopedSession, deadline: Deadline, who: UUID) -> bool:
    if deadline.breach_id is None:
        return False
    return who in declared_for(session, breach_id=deadline.breach_id).involved


def _next_asked(
    session: ScopedSession, deadline: Deadline, breach: Breach | None, own_id: UUID
) -> tuple[Asked, ...]:
    """Return who is asked next and when, from the rows: the first time there is for each person."""
    rows = session.execute(
        select(Message.due_at, Membership)
        .join(Membership, Membership.id == Message.recipient_id)
        .where(
            Message.deadline_id == deadline.id,
            Message.sent_at.is_(None),
            Message.cancelled_at.is_(None),
            Message.failed_at.is_(None),
        )
        .order_by(Message.due_at, Message.position, Message.id)
    )
    first: dict[str, datetime] = {}
    for at, member in rows:
        words = "you" if member.id == own_id else what_they_are(member, breach)
        first.setdefault(words, at)
    return tuple(Asked(at, words) for words, at in first.items())


def what_they_are(member: Membership, breach: Breach | None) -> str:
    """Return what somebody is in the council, without their name."""
    if breach is not None and breach.lead_id == member.id:
        return "the lead investigator"
    match member.office:
        case Office.CLERK:
            return "the clerk"
        case Office.CHAIR:
            return "the chair"
        case _:
            return "a councillor" if Role.COUNCILLOR in member.roles else "another member"
