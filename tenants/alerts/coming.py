"""What one member will be told, and what they were told: the outbox's rows with their case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, select

from tenants.access import Member
from tenants.db import ScopedSession
from tenants.models import Breach, Deadline, Message

MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Told:
    """A message with what it is about."""

    message: Message
    breach: Breach | None
    deadline: Deadline | None


def coming_for(session: ScopedSession, *, member: Member) -> list[Told]:
    """Return what waits to be sent to a member, the next `MOST`, in the order it is due."""
    wanted = (
        told()
        .where(
            Message.recipient_id == member.membership_id,
            Message.sent_at.is_(None),
            Message.cancelled_at.is_(None),
            Message.failed_at.is_(None),
        )
        .order_by(Message.due_at, Message.position, Message.id)
    )
    return read(session, wanted.limit(MOST))


def told_lately(session: ScopedSession, *, member: Member, since: datetime) -> list[Told]:
    """Return what was sent to a member from an instant on, or given up; the latest first."""
    wanted = (
        told()
        .where(
            Message.recipient_id == member.membership_id,
            (Message.sent_at >= since) | (Message.failed_at >= since),
        )
        .order_by(Message.due_at.desc(), Message.position, Message.id)
    )
    return read(session, wanted.limit(MOST))


def told() -> Select[Message, Breach, Deadline]:
    """Return the query for messages with their breach and deadline."""
    return (
        select(Message, Breach, Deadline)
        .outerjoin(
            Breach,
            and_(Breach.council_id == Message.council_id, Breach.id == Message.breach_id),
        )
        .outerjoin(
            Deadline,
            and_(Deadline.council_id == Message.council_id, Deadline.id == Message.deadline_id),
        )
    )


def read(session: ScopedSession, wanted: Select[Message, Breach, Deadline]) -> list[Told]:
    """Return what a query of `told` finds."""
    return [Told(*row) for row in session.execute(wanted)]


def passed_on_to(session: ScopedSession, messages: Sequence[Message]) -> dict[UUID, UUID]:
    """Return, for each message that somebody else got instead, who that is."""
    rows = session.execute(
        select(Message.instead_of_id, Message.recipient_id).where(
            Message.instead_of_id.in_([message.id for message in messages]),
            Message.cancelled_at.is_(None),
        )
    )
    return {row.instead_of_id: row.recipient_id for row in rows}
