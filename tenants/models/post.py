"""What must happen later: deadlines, the outbox, and the tick's own sign of life."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, CouncilOwned, one_of, to_own
from tenants.models.vocabulary import MessageKind, ObligationId


class Deadline(CouncilOwned, Base):
    """Something that the law or the policy requires of a breach, and when, if a time is set."""

    __tablename__ = "deadline"

    breach_id: Mapped[UUID]
    obligation: Mapped[str]
    due_at: Mapped[datetime | None]
    due_words: Mapped[str]
    citation: Mapped[str]
    met_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (
        to_own("breach", "breach_id"),
        one_of("obligation", ObligationId),
        Index(
            "uq_deadline_council_id_breach_id_obligation",
            "council_id",
            "breach_id",
            "obligation",
            unique=True,
            postgresql_where=text("cancelled_at is null"),
        ),
    )


class Message(CouncilOwned, Base):
    """The outbox: one e-mail to one recipient. Its words are written when it is sent."""

    __tablename__ = "message"

    kind: Mapped[str]
    breach_id: Mapped[UUID | None]
    deadline_id: Mapped[UUID | None]
    hours_before: Mapped[int | None]
    recipient_id: Mapped[UUID]
    letter_id: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    planned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("deadline", "deadline_id"),
        to_own("membership", "recipient_id"),
        one_of("kind", MessageKind),
        UniqueConstraint("council_id", "letter_id"),
        CheckConstraint("tries >= 0", name="tries_counted"),
        Index(
            "uq_message_one_alert_each",
            "council_id",
            "deadline_id",
            "hours_before",
            "recipient_id",
            "due_at",
            unique=True,
            postgresql_where=text("cancelled_at is null and deadline_id is not null"),
        ),
        Index(
            "ix_message_waiting",
            "next_try_at",
            "council_id",
            postgresql_where=text("sent_at is null and cancelled_at is null and failed_at is null"),
        ),
        Index("ix_message_council_id_breach_id", "council_id", "breach_id"),
    )


class Heartbeat(Base):
    """When a clock last ticked: no tick for some minutes is itself an alarm."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
