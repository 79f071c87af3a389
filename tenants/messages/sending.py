"""Claiming a message, and saying what became of it. A claim is a promise that runs out.

A worker claims a message in one transaction, sends it in none, and says what became of it in
another, so that nothing waits for a mail server. A claim that runs out without an end leaves it in
doubt whether the message was taken: it is sent again, with the same Message-ID, and counted.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from tenants import audit
from tenants.db import ScopedSession
from tenants.models import (
    Breach,
    Contact,
    Deadline,
    Event,
    Membership,
    Message,
    MessageChannel,
    MessageKind,
)

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(days=5)
# Some ten hours of trying: a message that waited for days for a worker is not given up at once.
FEWEST_TRIES = 24
# Longer than any conversation with a mail server may last.
CLAIM_LASTS = timedelta(seconds=90)
# Two workers look at the clock, and only then at each other's claims: so much is no wrong clock.
CLOCKS_DIFFER = timedelta(minutes=1)
# A message that ended its worker so often is not tried again: the next contact is.
MOST_DOUBTS = 5
_AT_HAND = "at_hand"
# What people may choose not to get; everything else reaches them whatever they chose.
MAY_BE_MUTED = frozenset({MessageKind.PROMPT, MessageKind.STALE_BREACH, MessageKind.WEEKLY_DIGEST})


def claim_due_message(
    session: ScopedSession, *, now: datetime, channels: Collection[str] = tuple(MessageChannel)
) -> Message | None:
    """Claim the session's council's next due message until `CLAIM_LASTS` is over, or return None.

    Only messages by these ways are looked at: one that is shut need not keep back another's.
    The claim holds once it is committed. A message whose reason has gone (its deadline met, its
    step taken, its recipient left) is cancelled here and the next one is taken. A retry or a claim
    that lies further ahead than any can was made by a wrong clock, and binds nobody.
    """
    while True:
        message = session.scalars(
            select(Message)
            .where(
                or_(
                    Message.next_try_at <= now,
                    and_(
                        Message.tries > 0,
                        Message.due_at <= now,
                        Message.next_try_at > now + LONGEST_RETRY + CLOCKS_DIFFER,
                    ),
                ),
                or_(
                    Message.trying_until.is_(None),
                    Message.trying_until <= now,
                    Message.trying_until > now + CLAIM_LASTS + CLOCKS_DIFFER,
                ),
                Message.sent_at.is_(None),
                Message.cancelled_at.is_(None),
                Message.failed_at.is_(None),
                Message.channel.in_(channels),
            )
            .order_by(Message.next_try_at, Message.position, Message.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if message is None:
            return None
        if _still_true(session, message):
            message.doubts += message.trying_until is not None
            message.trying_until = now + CLAIM_LASTS
            message.tries += 1
            session.flush()
            return message
        message.cancelled_at = now
        session.flush()


def get_claimed(session: ScopedSession, *, message_id: UUID) -> Message:
    """Return a message to say what became of it; its row is locked until the transaction ends."""
    return session.get_one(Message, (session.council_id, message_id), with_for_update=True)


def mark_sent(
    session: ScopedSession, message: Message, *, now: datetime, their_id: str = ""
) -> None:
    """Record that the mail server, or the text service under `their_id`, has taken the message."""
    message.sent_at = now
    message.their_id = their_id
    message.trying_until = None
    message.problem = ""
    audit.record(
        session,
        Event.MESSAGE_SENT,
        by=None,
        at=now,
        breach_id=message.breach_id,
        changes=_said(message),
    )


def mark_refused(
    session: ScopedSession, message: Message, *, problem: str, is_final: bool, now: datetime
) -> bool:
    """Record that the message was not taken: try again later, or give up when that is final.

    `problem` is a closed word such as "refused 550", never the server's own text, which may hold
    an address. Returns whether it was given up: then the next contact must be told instead.
    """
    message.problem = problem
    message.trying_until = None
    is_old = now - max(message.due_at, message.planned_at) > GIVE_UP_AFTER
    if is_final or (is_old and message.tries >= FEWEST_TRIES):
        _give_up(session, message, Event.MESSAGE_FAILED, now)
        return True
    message.next_try_at = now + min(FIRST_RETRY * 2 ** min(message.tries - 1, 10), LONGEST_RETRY)
    return False


def mark_untried(message: Message, *, problem: str) -> None:
    """Give a claim back: the way out takes nothing for anybody, and no message is at fault."""
    message.trying_until = None
    message.tries -= 1
    message.problem = problem


def mark_doubted(message: Message) -> None:
    """Count that a message was handed over and nobody said whether it was taken.

    What is to be done next is said by `mark_refused` or `mark_untried`, as for any other.
    """
    message.doubts += 1


def mark_bounced(session: ScopedSession, message: Message, *, problem: str, now: datetime) -> bool:
    """Record that a message which had been taken came back; returns whether that is news."""
    if message.failed_at is not None:
        return False
    message.problem = problem
    _give_up(session, message, Event.MESSAGE_BOUNCED, now)
    return True


def _give_up(session: ScopedSession, message: Message, event: Event, now: datetime) -> None:
    message.failed_at = now
    audit.record(
        session,
        event,
        by=None,
        at=now,
        breach_id=message.breach_id,
        changes={**_said(message), "problem": message.problem},
    )


def _still_true(session: ScopedSession, message: Message) -> bool:
    """Whether what a message says, and to whom, is so at the moment of sending."""
    recipient = session.get_one(Membership, (message.council_id, message.recipient_id))
    if recipient.left_at is not None or _is_muted(session, message):
        return False
    if message.deadline_id is not None:
        deadline = session.get_one(Deadline, (message.council_id, message.deadline_id))
        # A session forgets what nobody holds, and the letter would ask the database again.
        session.info[_AT_HAND] = deadline
        is_open = deadline.met_at is None and deadline.cancelled_at is None
        return is_open or message.kind == MessageKind.REPORT_RECEIVED
    if message.breach_id is None:
        return True
    breach = session.get_one(Breach, (message.council_id, message.breach_id))
    session.info[_AT_HAND] = breach
    if message.kind == MessageKind.STALE_BREACH:
        return breach.closed_at is None and breach.changed_at <= message.planned_at
    return _is_still_asked(MessageKind(message.kind), breach, message.recipient_id)


def _is_muted(session: ScopedSession, message: Message) -> bool:
    """Whether the recipient chose not to get this, and may."""
    if message.kind not in MAY_BE_MUTED:
        return False
    contact = session.get(Contact, (message.council_id, message.recipient_id))
    return contact is not None and message.kind in contact.muted


def _is_still_asked(kind: MessageKind, breach: Breach, recipient_id: UUID) -> bool:
    """Whether a message that asks somebody to act on a breach still has its reason."""
    if kind == MessageKind.ROUTED_TO_YOU:
        return breach.received_at is None
    if kind == MessageKind.LEAD_APPOINTED:
        return breach.lead_id == recipient_id and breach.closed_at is None
    if kind == MessageKind.LEAD_WANTED:
        return breach.lead_id is None and breach.closed_at is None
    # That there was a report, and how it was rated, stays news after a breach is closed.
    return True


def _said(message: Message) -> dict[str, object]:
    return {
        "kind": message.kind,
        "to": str(message.recipient_id),
        "hours_before": message.hours_before,
        "channel": message.channel,
    }
