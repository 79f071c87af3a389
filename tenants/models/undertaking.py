"""What somebody undertook to do, complaints beside a breach, training, and yearly returns."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, CouncilOwned, one_of, to_own
from tenants.models.vocabulary import ActionKind


class Action(CouncilOwned, Base):
    """Something that somebody undertook to do; a follow-up is promised to the regulator."""

    __tablename__ = "action"

    breach_id: Mapped[UUID | None]
    kind: Mapped[str]
    words: Mapped[str]
    owner_id: Mapped[UUID]
    due_on: Mapped[date | None]
    set_by_id: Mapped[UUID]
    set_at: Mapped[datetime]
    done_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(default="")
    dropped_at: Mapped[datetime | None]
    dropped_why: Mapped[str] = mapped_column(default="")
    letter_id: Mapped[UUID | None]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("regulator_letter", "letter_id"),
        to_own("membership", "owner_id"),
        to_own("membership", "set_by_id"),
        one_of("kind", ActionKind),
        CheckConstraint("(dropped_at is null) = (dropped_why = '')", name="dropping_explained"),
        Index("ix_action_council_id_breach_id", "council_id", "breach_id"),
    )


class Complaint(CouncilOwned, Base):
    """That somebody complained about a breach (DPA 2018 s.164A): its days, and no word of it."""

    __tablename__ = "complaint"

    breach_id: Mapped[UUID]
    received_on: Mapped[date]
    acknowledged_on: Mapped[date | None]
    recorded_by_id: Mapped[UUID]
    recorded_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "recorded_by_id"),
        CheckConstraint(
            "acknowledged_on is null or acknowledged_on >= received_on", name="days_in_order"
        ),
        Index("ix_complaint_council_id_breach_id", "council_id", "breach_id"),
    )


class Training(CouncilOwned, Base):
    """That a member had training in data protection, on which day, and what it was."""

    __tablename__ = "training"

    membership_id: Mapped[UUID]
    trained_on: Mapped[date]
    what: Mapped[str]
    recorded_by_id: Mapped[UUID]
    recorded_at: Mapped[datetime]

    __table_args__ = (
        to_own("membership", "membership_id"),
        to_own("membership", "recorded_by_id"),
        UniqueConstraint("council_id", "membership_id", "trained_on"),
    )


class AnnualReturn(CouncilOwned, Base):
    """What a council answered for a year to 31 March: so many breaches, or that there were none."""

    __tablename__ = "annual_return"

    year: Mapped[int]
    breaches: Mapped[int]
    near_misses: Mapped[int]
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]

    __table_args__ = (
        to_own("membership", "made_by_id"),
        UniqueConstraint("council_id", "year"),
        CheckConstraint("breaches >= 0 and near_misses >= 0", name="counted"),
    )
