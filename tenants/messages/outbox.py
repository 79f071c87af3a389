"""Planning, claiming and marking messages. A row exists before anything is sent, and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert

from tenants import audit
from tenants.db import ScopedSession
from tenants.models import Breach, Deadline, Event, Heartbeat, Membership, Message, MessageKind

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(days=5)
# Some ten hours of trying: a message that waited for days for a worker is not given up at once.
FEWEST_TRIES = 24
TICK = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a message is about: a breach, and for a clock alert its deadline and hours left."""

    kind: MessageKind
    recipient_id: UUID
    due_at: datetime
    breach_id: UUID | None = None
    deadline_id: UUID | None = None
    hours_before: int | None = None
    position: int = 0


def plan_messages(session: ScopedSession, plans: Iterable[Plan], *, now: datetime) -> None:
    """Put messages into the outbox; the same alert to the same person is planned once only."""
    rows = [
        {
            "council_id": session.council_id,
            "id": uuid4(),
            "letter_id": uuid4().hex,
            "kind": plan.kind,
            "recipient_id": plan.recipient_id,
            "breach_id": plan.breach_id,
            "deadline_id": plan.deadline_id,
            "hours_before": plan.hours_before,
            "position": plan.position,
            "planned_at": now,
            "due_at": plan.due_at,
            "next_try_at": plan.due_at,
            "tries": 0,
            "problem": "",
        }
        for plan in plans
    ]
    session.flush()
    if rows:
        session.execute(insert(Message).values(rows).on_conflict_do_nothing())


def plan_message(session: ScopedSession, plan: Plan, *, now: datetime) -> None:
    """Put one message into the outbox, as `plan_messages` does."""
    plan_messages(session, [plan], now=now)


def cancel_unsent(
    session: ScopedSession,
    *,
    breach_id: UUID,
    now: datetime,
    kind: MessageKind | None = None,
    deadline_id: UUID | None = None,
    recipient_id: UUID | None = None,
) -> None:
    """Take back what has not been sent and is no longer true."""
    waiting = update(Message).where(
        Message.breach_id == breach_id,
        Message.sent_at.is_(None),
        Message.cancelled_at.is_(None),
        Message.failed_at.is_(None),
    )
    if kind is not None:
        waiting = waiting.where(Message.kind == kind)
    if deadline_id is not None:
        waiting = waiting.where(Message.deadline_id == deadline_id)
    if recipient_id is not None:
        waiting = waiting.where(Message.recipient_id == recipient_id)
    session.flush()
    session.execute(waiting.values(cancelled_at=now).execution_options(synchronize_session="fetch"))


def councils_with_due_messages(session: ScopedSession, *, now: datetime) -> list[UUID]:
    """Return the councils that have something to send; ids and nothing else."""
    return list(
        session.scalars(text("select councils_with_due_messages(:now)").bindparams(now=now))
    )


def claim_due_message(session: ScopedSession, *, now: datetime) -> Message | None:
    """Lock the session's council's next due message until the transaction ends, or return None.

    A row that another worker holds is passed over. A message whose reason has gone (its deadline
    met, its step taken, its recipient left) is cancelled here and the next one is taken.
    """
    while True:
        message = session.scalars(
            select(Message)
            .where(
                Message.next_try_at <= now,
                Message.sent_at.is_(None),
                Message.cancelled_at.is_(None),
                Message.failed_at.is_(None),
            )
            .order_by(Message.next_try_at, Message.position, Message.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if message is None or _still_true(session, message):
            return message
        message.cancelled_at = now
        session.flush()


def mark_sent(session: ScopedSession, message: Message, *, now: datetime) -> None:
    """Record that the mail server has taken the letter."""
    message.sent_at = now
    message.tries += 1
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
) -> None:
    """Record that the letter was not taken: try again later, or give up when that is final.

    `problem` is a closed word such as "refused 550", never the server's own text, which may hold
    an address.
    """
    message.tries += 1
    message.problem = problem
    is_old = now - max(message.due_at, message.planned_at) > GIVE_UP_AFTER
    if is_final or (is_old and message.tries >= FEWEST_TRIES):
        message.failed_at = now
        audit.record(
            session,
            Event.MESSAGE_FAILED,
            by=None,
            at=now,
            breach_id=message.breach_id,
            changes={**_said(message), "problem": problem},
        )
        return
    message.next_try_at = now + min(FIRST_RETRY * 2 ** min(message.tries - 1, 10), LONGEST_RETRY)


def messages_of(session: ScopedSession, *, breach_id: UUID) -> list[Message]:
    """Return a breach's messages that were not taken back, in the order they are due."""
    return list(
        session.scalars(
            select(Message)
            .where(Message.breach_id == breach_id, Message.cancelled_at.is_(None))
            .order_by(Message.due_at, Message.position, Message.id)
        )
    )


def undelivered_since(session: ScopedSession, *, since: datetime, most: int = 10) -> list[Message]:
    """Return the council's letters that were given up from this instant on, the latest first."""
    return list(
        session.scalars(
            select(Message)
            .where(Message.failed_at >= since)
            .order_by(Message.failed_at.desc(), Message.id)
            .limit(most)
        )
    )


def record_tick(session: ScopedSession, *, now: datetime) -> None:
    """Leave the tick's sign of life."""
    beat = insert(Heartbeat).values(name=TICK, at=now)
    session.execute(
        beat.on_conflict_do_update(index_elements=[Heartbeat.name], set_={"at": beat.excluded.at})
    )


def last_tick_at(session: ScopedSession) -> datetime | None:
    """Return when the tick last looked for due messages, in UTC."""
    return session.scalar(select(Heartbeat.at).where(Heartbeat.name == TICK))


def _still_true(session: ScopedSession, message: Message) -> bool:
    """Whether what a message says, and to whom, is so at the moment of sending."""
    recipient = session.get_one(Membership, (message.council_id, message.recipient_id))
    if recipient.left_at is not None:
        return False
    if message.deadline_id is not None:
        deadline = session.get_one(Deadline, (message.council_id, message.deadline_id))
        return deadline.met_at is None and deadline.cancelled_at is None
    if message.breach_id is None:
        return True
    breach = session.get_one(Breach, (message.council_id, message.breach_id))
    return _is_still_asked(MessageKind(message.kind), breach, message.recipient_id)


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
    }
