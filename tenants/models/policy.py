"""Policies: what an association publishes, what a council drafts, adopts and answers."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, CouncilOwned, one_of, to_own
from tenants.models.vocabulary import Origin


class ModelPolicy(Base):
    """A version of a model policy that an association published. Its words never change."""

    __tablename__ = "model_policy"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    association_id: Mapped[UUID] = mapped_column(ForeignKey("association.id"))
    model: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    document: Mapped[str]
    note: Mapped[str]
    published_at: Mapped[datetime]
    # Who it was is the association's own affair: a council's session may not read these two.
    published_by_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id"), deferred=True, deferred_raiseload=True
    )
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), deferred=True, deferred_raiseload=True
    )

    __table_args__ = (
        UniqueConstraint("association_id", "model", "version"),
        CheckConstraint("version > 0", name="version_counted"),
        CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by_id is null)", name="withdrawal_signed"
        ),
    )


class TakenFrom:
    """Where a council's document comes from.

    ``based_on`` is the number of the council's own earlier version, ``model_id`` the published
    model that the words descend from, however many versions ago.
    """

    origin: Mapped[str]
    based_on: Mapped[int | None]
    model_id: Mapped[UUID | None] = mapped_column(ForeignKey("model_policy.id"))


def _taken_from() -> tuple[CheckConstraint | ForeignKeyConstraint, ...]:
    return (
        one_of("origin", Origin),
        CheckConstraint(
            "(origin = 'version_in_force') = (based_on is not null)", name="version_named"
        ),
        CheckConstraint("origin <> 'published_model' or model_id is not null", name="model_named"),
        ForeignKeyConstraint(
            ["council_id", "based_on"], ["adopted_policy.council_id", "adopted_policy.number"]
        ),
    )


class AdoptedPolicy(TakenFrom, CouncilOwned, Base):
    """A version of a council's policy; the latest is in force, and the database keeps it so.

    Number 0 is the model that the council was given when it was founded; the versions that it
    adopted at a meeting are 1, 2, 3 and so on. Nothing changes but the end of being in force.
    """

    __tablename__ = "adopted_policy"

    number: Mapped[int]
    document: Mapped[str]
    adopted_on: Mapped[date | None]
    minute: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    in_force: Mapped[bool] = mapped_column(default=True)
    superseded_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("council_id", "number"),
        *_taken_from(),
        Index(
            "uq_adopted_policy_council_id_in_force",
            "council_id",
            unique=True,
            postgresql_where=text("in_force"),
        ),
        CheckConstraint("(number = 0) = (adopted_on is null)", name="adopted_from_one_on"),
        CheckConstraint("(number = 0) = (origin = 'shipped_model')", name="given_once"),
        CheckConstraint("based_on < number", name="based_on_earlier"),
        CheckConstraint("adopted_on is null or btrim(minute) <> ''", name="adoption_minuted"),
        CheckConstraint("review_on > adopted_on", name="reviewed_later"),
        CheckConstraint("in_force = (superseded_at is null)", name="superseded_ends_force"),
    )


class PolicyDraft(TakenFrom, CouncilOwned, Base):
    """The policy that a council is writing: one is open at most, and everybody in office shares it.

    It can be read as a policy document, and may yet contradict itself.
    """

    __tablename__ = "policy_draft"

    document: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    started_by_id: Mapped[UUID]
    started_at: Mapped[datetime]
    saved_by_id: Mapped[UUID]
    saved_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so
    __table_args__ = (
        *_taken_from(),
        to_own("membership", "started_by_id"),
        to_own("membership", "saved_by_id"),
        Index(
            "uq_policy_draft_council_id_open",
            "council_id",
            unique=True,
            postgresql_where=text("finished_at is null"),
        ),
    )


class ModelAnswer(CouncilOwned, Base):
    """A council's answer to a published model: "we keep our own". Append-only."""

    __tablename__ = "model_answer"

    model_id: Mapped[UUID] = mapped_column(ForeignKey("model_policy.id"))
    answered_by_id: Mapped[UUID]
    answered_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("council_id", "model_id"),
        to_own("membership", "answered_by_id"),
    )
