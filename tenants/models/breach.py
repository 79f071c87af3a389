"""One line of the breach register (UK GDPR Art. 33(5)), and what is concluded about it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, CouncilOwned, one_of, to_own
from tenants.models.vocabulary import (
    DraftKind,
    Nature,
    PeopleException,
    Precision,
    State,
    Subject,
)

PRACTICE = "PRACTICE - "
"""What every subject line and title about a practice breach begins with."""


class Breach(CouncilOwned, Base):
    """A personal data breach, or a suspected one (UK GDPR Art. 4(1)(12))."""

    __tablename__ = "breach"

    year: Mapped[int]
    number: Mapped[int]
    is_drill: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default=State.REPORTED)
    nature: Mapped[str] = mapped_column(default=Nature.SUSPECTED)
    version: Mapped[int] = mapped_column(default=1)

    cause: Mapped[str]
    description: Mapped[str]
    whose: Mapped[str]
    people_words: Mapped[str]
    recoverable: Mapped[str]
    action_taken: Mapped[str]
    contact: Mapped[str]

    occurred_at: Mapped[datetime | None]
    occurred_precision: Mapped[str]
    suspected_at: Mapped[datetime | None]
    aware_at: Mapped[datetime]
    aware_reason: Mapped[str] = mapped_column(default="")

    # Empty where somebody without an account reported it.
    reporter_id: Mapped[UUID | None]
    reported_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    received_by_id: Mapped[UUID | None]
    lead_id: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    learned: Mapped[str] = mapped_column(default="")

    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    rating: Mapped[int | None]
    risk: Mapped[str | None]
    council_told_rating: Mapped[int | None]
    council_told_word: Mapped[str] = mapped_column(default="")
    reported_to_council_on: Mapped[date | None]
    council_minute: Mapped[str] = mapped_column(default="")
    # What is known has changed since it was rated: when, and which facts.
    reassess_since: Mapped[datetime | None]
    reassess_why: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so
    __table_args__ = (
        UniqueConstraint("council_id", "year", "is_drill", "number"),
        to_own("membership", "reporter_id"),
        to_own("membership", "received_by_id"),
        to_own("membership", "lead_id"),
        one_of("state", State),
        one_of("nature", Nature),
        one_of("occurred_precision", Precision),
        CheckConstraint("occurred_at is null or occurred_at <= reported_at", name="occurred_past"),
        CheckConstraint("aware_at <= reported_at or aware_reason <> ''", name="aware_explained"),
        Index("ix_breach_council_id_reported_at", "council_id", "reported_at"),
    )

    @property
    def reference(self) -> str:
        """Return the breach's number as people say it: 2026-004, or 2026-D01 for a practice one."""
        number = f"D{self.number:02d}" if self.is_drill else f"{self.number:03d}"
        return f"{self.year}-{number}"

    @property
    def name(self) -> str:
        """Return "breach 2026-004", or "practice breach 2026-D01": never the one for the other."""
        return f"{'practice ' if self.is_drill else ''}breach {self.reference}"

    @property
    def marker(self) -> str:
        """Return what stands before a practice breach wherever a title names it; else nothing."""
        return PRACTICE if self.is_drill else ""


class Draft(CouncilOwned, Base):
    """A form begun and not yet sent, saved page by page."""

    __tablename__ = "draft"

    kind: Mapped[str]
    membership_id: Mapped[UUID]
    breach_id: Mapped[UUID | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so
    __table_args__ = (
        to_own("membership", "membership_id"),
        to_own("breach", "breach_id"),
        one_of("kind", DraftKind),
        Index("ix_draft_council_id_membership_id", "council_id", "membership_id"),
    )


class Involvement(CouncilOwned, Base):
    """What a member said when asked whether they caused a breach. Append-only; a yes stays."""

    __tablename__ = "involvement"

    breach_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    was_involved: Mapped[bool]
    declared_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "membership_id"),
        Index("ix_involvement_council_id_breach_id", "council_id", "breach_id"),
    )


class InitialAssessment(CouncilOwned, Base):
    """The first look at a report (the policy's step 1). Append-only."""

    __tablename__ = "initial_assessment"

    breach_id: Mapped[UUID]
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]
    nature: Mapped[str]
    what_data: Mapped[str]
    cause: Mapped[str]
    extent: Mapped[str]
    harm: Mapped[str]
    containment: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "made_by_id"),
        one_of("nature", Nature),
        CheckConstraint(
            "nature in ('suspected', 'breach') or reason <> ''", name="closing_explained"
        ),
        Index("ix_initial_assessment_council_id_breach_id", "council_id", "breach_id"),
    )


class AssessmentRow(CouncilOwned, Base):
    """What the engine concluded from which facts under which policy. Append-only.

    Nobody made the first look at a report whose reporter has no account.
    """

    __tablename__ = "assessment"

    breach_id: Mapped[UUID]
    sequence: Mapped[int]
    policy_id: Mapped[UUID]
    made_by_id: Mapped[UUID | None]
    made_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    findings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    conclusion: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        UniqueConstraint("council_id", "breach_id", "sequence"),
        to_own("breach", "breach_id"),
        to_own("adopted_policy", "policy_id"),
        to_own("membership", "made_by_id"),
        CheckConstraint("sequence = 0 or made_by_id is not null", name="rater_known"),
    )


class Decision(CouncilOwned, Base):
    """What a person decided beside what the engine proposed, and why. Append-only."""

    __tablename__ = "decision"

    breach_id: Mapped[UUID]
    subject: Mapped[str]
    proposed: Mapped[str]
    decided: Mapped[str]
    reason: Mapped[str]
    decided_by_id: Mapped[UUID]
    decided_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    their_reference: Mapped[str] = mapped_column(default="")
    # Who exactly, where the subject alone does not say; what they are told; by which way.
    party_name: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="")
    exception: Mapped[str | None]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "decided_by_id"),
        one_of("subject", Subject),
        one_of("exception", PeopleException),
        CheckConstraint("decided = proposed or reason <> ''", name="difference_explained"),
        Index("ix_decision_council_id_breach_id", "council_id", "breach_id"),
    )
