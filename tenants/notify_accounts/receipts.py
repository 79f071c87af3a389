"""What became of texts after Notify took them, and saying by e-mail what a text did not."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from tenants.db import ScopedSession
from tenants.messages import Plan, alike, last_tick_at, plan_message, record_tick
from tenants.models import Message, MessageChannel, MessageKind, Upkeep

# Networks try for 72 hours before they say that a text reached nobody.
LOOKED_AFTER = timedelta(hours=72)
FEWEST_BETWEEN = timedelta(minutes=10)


def is_receipt_check_due(session: ScopedSession, *, now: datetime) -> bool:
    """Whether Notify is to be asked what became of what it took; claims that check for itself."""
    latest_at = _latest_sent_at(session, now)
    if latest_at is None:
        return False
    asked_at = last_tick_at(session, name=_name(session))
    if asked_at is not None and asked_at <= now < asked_at + FEWEST_BETWEEN:
        return False
    record_tick(session, now=now, name=_name(session))
    return True


def plan_receipt_check(session: ScopedSession, *, now: datetime) -> None:
    """Have the council looked at again: soon after a text left, then ever more rarely.

    Whoever is going through its calendar plans the next look themselves, and is not waited for.
    """
    latest_at = _latest_sent_at(session, now)
    if latest_at is None:
        return
    at = now + max(FEWEST_BETWEEN, now - latest_at)
    own = select(Upkeep.council_id).where(Upkeep.council_id == session.council_id)
    free = own.with_for_update(skip_locked=True)
    session.execute(
        update(Upkeep)
        .where(Upkeep.council_id.in_(free))
        .values(next_at=func.least(Upkeep.next_at, at))
        .execution_options(synchronize_session=False)
    )


def failed_messages(
    session: ScopedSession, failures: Mapping[str, str], *, now: datetime
) -> list[Message]:
    """Return, locked, the council's messages that Notify says reached nobody, not yet known."""
    return list(
        session.scalars(
            select(Message)
            .where(
                Message.letter_id.in_(list(failures)),
                Message.their_id != "",
                Message.sent_at > now - LOOKED_AFTER,
                Message.failed_at.is_(None),
            )
            .order_by(Message.id)
            .with_for_update()
        )
    )


def say_by_email(session: ScopedSession, message: Message, *, now: datetime) -> bool:
    """Plan an e-mail in place of a text that its recipient could not be given.

    Returns whether one was needed: not where the same is said, or was said, by e-mail anyway.
    """
    is_said = any(
        other.recipient_id == message.recipient_id and other.channel == MessageChannel.EMAIL
        for other in alike(session, message)
    )
    if is_said:
        return False
    plan = Plan(
        kind=MessageKind(message.kind),
        recipient_id=message.recipient_id,
        due_at=message.due_at,
        breach_id=message.breach_id,
        deadline_id=message.deadline_id,
        hours_before=message.hours_before,
        occasion=message.occasion,
        instead_of_id=message.id,
    )
    plan_message(session, plan, now=now)
    return True


def _latest_sent_at(session: ScopedSession, now: datetime) -> datetime | None:
    return session.scalar(
        select(func.max(Message.sent_at)).where(
            Message.their_id != "",
            Message.sent_at > now - LOOKED_AFTER,
            Message.failed_at.is_(None),
        )
    )


def _name(session: ScopedSession) -> str:
    return f"receipts {session.council_id}"
