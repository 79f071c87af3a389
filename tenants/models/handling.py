"""What is worked out about a breach after its rating: consequences, reports, letters, lessons."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, CouncilOwned, one_of, to_own
from tenants.models.vocabulary import LetterOutcome, ReportKind


class RiskAssessment(CouncilOwned, Base):
    """What could follow for people and for the council (the policy's step 3). Append-only.

    `for_people` and `for_council` are lists of consequences, each with what it is, how serious it
    would be and how likely it is.
    """

    __tablename__ = "risk_assessment"

    breach_id: Mapped[UUID]
    sequence: Mapped[int]
    for_people: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    for_council: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    remedy: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("council_id", "breach_id", "sequence"),
        to_own("breach", "breach_id"),
        to_own("membership", "made_by_id"),
    )


class RegulatorReport(CouncilOwned, Base):
    """The regulator's form for a breach: a draft that can be saved, then what was sent.

    A follow-up is another row, with the regulator's reference; a report that was sent is never
    changed again.
    """

    __tablename__ = "regulator_report"

    breach_id: Mapped[UUID]
    sequence: Mapped[int]
    kind: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    their_reference: Mapped[str] = mapped_column(default="")
    saved_by_id: Mapped[UUID]
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so
    __table_args__ = (
        UniqueConstraint("council_id", "breach_id", "sequence"),
        to_own("breach", "breach_id"),
        to_own("membership", "saved_by_id"),
        to_own("membership", "sent_by_id"),
        one_of("kind", ReportKind),
        CheckConstraint("(sent_at is null) = (sent_by_id is null)", name="sender_known"),
    )


class RegulatorLetter(CouncilOwned, Base):
    """A letter of the regulator: its text, what was found in it, and what a person confirmed.

    `breach_id` is empty while nobody has said which breach it is about.
    """

    __tablename__ = "regulator_letter"

    breach_id: Mapped[UUID | None]
    file_id: Mapped[UUID | None]
    source_name: Mapped[str]
    words: Mapped[str]
    found: Mapped[dict[str, Any]] = mapped_column(JSONB)
    outcome: Mapped[str]
    case_reference: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[date | None]
    confirmed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    added_by_id: Mapped[UUID]
    added_at: Mapped[datetime]
    confirmed_by_id: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so
    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("file", "file_id"),
        to_own("membership", "added_by_id"),
        to_own("membership", "confirmed_by_id"),
        one_of("outcome", LetterOutcome),
        CheckConstraint(
            "(confirmed_at is null) = (confirmed_by_id is null)", name="confirmer_known"
        ),
        Index("ix_regulator_letter_council_id_breach_id", "council_id", "breach_id"),
    )


class Review(CouncilOwned, Base):
    """How it went and what is changed because of it (the policy's step 5). Append-only.

    `answers` are by the policy's own questions.
    """

    __tablename__ = "review"

    breach_id: Mapped[UUID]
    sequence: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    lessons: Mapped[str]
    policy_changes: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("council_id", "breach_id", "sequence"),
        to_own("breach", "breach_id"),
        to_own("membership", "made_by_id"),
    )


class SharedLesson(CouncilOwned, Base):
    """A lesson that a council lets its association read: no person in it, and no council."""

    __tablename__ = "shared_lesson"

    breach_id: Mapped[UUID]
    cause: Mapped[str]
    words: Mapped[str]
    shared_by_id: Mapped[UUID]
    shared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "shared_by_id"),
        Index("ix_shared_lesson_council_id_breach_id", "council_id", "breach_id"),
    )


class Acknowledgement(CouncilOwned, Base):
    """That a member said "I have read this" of a report to the council. Append-only."""

    __tablename__ = "acknowledgement"

    breach_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    breach_version: Mapped[int]
    read_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "membership_id"),
        UniqueConstraint(
            "council_id", "breach_id", "membership_id", "breach_version", name="uq_acknowledged"
        ),
    )
