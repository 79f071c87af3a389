"""Planning messages and taking them back. A row exists before anything is sent, and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from tenants.db import ScopedSession
from tenants.models import Message, MessageChannel, MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a message is about: a breach, and for an alert its deadline and hours left.

    `occasion` marks what is said once for it, such as "2026-W47"; `instead_of_id` the message that
    its recipient could not be given.
    """

    kind: MessageKind
    recipient_id: UUID
    due_at: datetime
    breach_id: UUID | None = None
    deadline_id: UUID | None = None
    hours_before: int | None = None
    position: int = 0
    channel: MessageChannel = MessageChannel.EMAIL
    occasion: str = ""
    instead_of_id: UUID | None = None


def plan_messages(session: ScopedSession, plans: Iterable[Plan], *, now: datetime) -> None:
    """Put messages into the outbox; the same alert to the same person is planned once only."""
    rows = [
        {
            "council_id": session.council_id,
            "id": uuid4(),
            "letter_id": uuid4().hex,
            "kind": plan.kind,
            "channel": plan.channel,
            "occasion": plan.occasion,
            "instead_of_id": plan.instead_of_id,
            "their_id": "",
            "doubts": 0,
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
    now: datetime,
    breach_id: UUID | None = None,
    kind: MessageKind | None = None,
    deadline_id: UUID | None = None,
    recipient_id: UUID | None = None,
) -> None:
    """Take back what has not been sent and is no longer true; of a breach, of a deadline, or both.

    The news of a report stays what it is once its time has come.
    """
    waiting = update(Message).where(
        Message.sent_at.is_(None),
        Message.cancelled_at.is_(None),
        Message.failed_at.is_(None),
    )
    if breach_id is not None:
        waiting = waiting.where(Message.breach_id == breach_id)
    if kind is not None:
        waiting = waiting.where(Message.kind == kind)
    if deadline_id is not None:
        is_ahead = (Message.kind != MessageKind.REPORT_RECEIVED) | (Message.due_at > now)
        waiting = waiting.where(Message.deadline_id == deadline_id, is_ahead)
    if recipient_id is not None:
        waiting = waiting.where(Message.recipient_id == recipient_id)
    session.flush()
    session.execute(waiting.values(cancelled_at=now).execution_options(synchronize_session="fetch"))


def messages_of(session: ScopedSession, *, breach_id: UUID) -> list[Message]:
    """Return a breach's messages that were not taken back, in the order they are due."""
    return list(
        session.scalars(
            select(Message)
            .where(
                Message.breach_id == breach_id,
                Message.cancelled_at.is_(None) | Message.sent_at.is_not(None),
            )
            .order_by(Message.due_at, Message.position, Message.id)
        )
    )


def alike(session: ScopedSession, message: Message) -> list[Message]:
    """Return every message that says the same of the same occasion, to whoever it is."""
    return list(
        session.scalars(
            select(Message).where(
                Message.kind == message.kind,
                Message.breach_id.is_not_distinct_from(message.breach_id),
                Message.deadline_id.is_not_distinct_from(message.deadline_id),
                Message.hours_before.is_not_distinct_from(message.hours_before),
                Message.occasion == message.occasion,
                Message.due_at == message.due_at,
                Message.cancelled_at.is_(None),
            )
        )
    )


def undelivered_since(session: ScopedSession, *, since: datetime, most: int = 10) -> list[Message]:
    """Return the council's letters that nobody has taken, the latest first.

    Those are the ones given up from this instant on, and before them what was refused with a no for
    good and is tried again all the same.
    """
    is_refused = and_(
        Message.sent_at.is_(None),
        Message.cancelled_at.is_(None),
        Message.failed_at.is_(None),
        Message.tries > 0,
        Message.problem.like("refused 5%"),
    )
    return list(
        session.scalars(
            select(Message)
            .where(or_(Message.failed_at >= since, is_refused))
            .order_by(Message.failed_at.desc().nulls_first(), Message.id)
            .limit(most)
        )
    )
