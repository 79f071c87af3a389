"""What must happen later: deadlines, the outbox, and the signs of life of what sends it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, CouncilOwned, one_of, to_own
from tenants.models.vocabulary import MessageChannel, MessageKind, ObligationId


class Deadline(CouncilOwned, Base):
    """Something that the law or the policy requires, of a breach or of the council, and when.

    What it is about besides stands in `action_id`, `complaint_id` or `member_id`; `occasion` tells
    one year's from another's. `held_by_id` said "I have it", at `held_at`.
    """

    __tablename__ = "deadline"

    breach_id: Mapped[UUID | None]
    obligation: Mapped[str]
    action_id: Mapped[UUID | None]
    complaint_id: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    occasion: Mapped[str] = mapped_column(default="")
    set_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_words: Mapped[str]
    citation: Mapped[str]
    held_by_id: Mapped[UUID | None]
    held_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("action", "action_id"),
        to_own("complaint", "complaint_id"),
        to_own("membership", "member_id"),
        to_own("membership", "held_by_id"),
        one_of("obligation", ObligationId),
        CheckConstraint("(held_by_id is null) = (held_at is null)", name="holder_dated"),
        Index(
            "uq_deadline_standing",
            "council_id",
            "breach_id",
            "obligation",
            "action_id",
            "complaint_id",
            "member_id",
            "occasion",
            unique=True,
            postgresql_where=text("cancelled_at is null"),
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "ix_deadline_open",
            "council_id",
            "due_at",
            postgresql_where=text("met_at is null and cancelled_at is null"),
        ),
    )


class Message(CouncilOwned, Base):
    """The outbox: one e-mail or text to one recipient. Its words are written when it is sent.

    `trying_until` is the claim of the worker that is sending it; a claim that ran out without an
    end leaves it in doubt whether the message was taken, and is counted in `doubts`.
    """

    __tablename__ = "message"

    kind: Mapped[str]
    channel: Mapped[str] = mapped_column(default=MessageChannel.EMAIL)
    breach_id: Mapped[UUID | None]
    deadline_id: Mapped[UUID | None]
    hours_before: Mapped[int | None]
    occasion: Mapped[str] = mapped_column(default="")
    recipient_id: Mapped[UUID]
    instead_of_id: Mapped[UUID | None]
    letter_id: Mapped[str]
    their_id: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    planned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    trying_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("deadline", "deadline_id"),
        to_own("membership", "recipient_id"),
        to_own("message", "instead_of_id"),
        one_of("kind", MessageKind),
        one_of("channel", MessageChannel),
        UniqueConstraint("council_id", "letter_id"),
        CheckConstraint("tries >= 0 and doubts >= 0", name="tries_counted"),
        Index(
            "uq_message_one_alert_each",
            "council_id",
            "deadline_id",
            "hours_before",
            "recipient_id",
            "channel",
            "due_at",
            unique=True,
            postgresql_where=text("cancelled_at is null and deadline_id is not null"),
        ),
        Index(
            "uq_message_one_each_occasion",
            "council_id",
            "occasion",
            "kind",
            "recipient_id",
            "breach_id",
            "channel",
            unique=True,
            postgresql_where=text("cancelled_at is null and occasion <> ''"),
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "ix_message_waiting",
            "next_try_at",
            "council_id",
            postgresql_where=text("sent_at is null and cancelled_at is null and failed_at is null"),
        ),
        Index(
            "ix_message_tried",
            "next_try_at",
            "council_id",
            postgresql_where=text(
                "sent_at is null and cancelled_at is null and failed_at is null and tries > 0"
            ),
        ),
        Index("ix_message_council_id_breach_id", "council_id", "breach_id"),
        Index("ix_message_council_id_deadline_id", "council_id", "deadline_id"),
        Index("ix_message_council_id_recipient_id", "council_id", "recipient_id"),
        Index("ix_message_letter_id", "letter_id"),
        Index("ix_message_failed_at", "failed_at", postgresql_where=text("failed_at is not null")),
    )


class Upkeep(Base):
    """When a council's calendar is gone through next: its reviews, training, returns, digest."""

    __tablename__ = "upkeep"

    council_id: Mapped[UUID] = mapped_column(
        ForeignKey("council.id", ondelete="CASCADE"), primary_key=True
    )
    next_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (Index("ix_upkeep_next_at", "next_at"),)


class Heartbeat(Base):
    """When a clock last ticked: no tick for some minutes is itself an alarm."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Gauge(Base):
    """A figure that a process read off at some instant: how long the queue is, how many work."""

    __tablename__ = "gauge"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]


class Outage(Base):
    """That a way out takes nothing at present, for no council: since when, and when it is tried."""

    __tablename__ = "outage"

    channel: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    try_at: Mapped[datetime]
    tries: Mapped[int]
    problem: Mapped[str]
