"""The figures that an association may see: counts, never a council's case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.db import ScopedSession
from tenants.models import Breach, SectorFact, State


@dataclass(frozen=True, slots=True)
class YearOfBreaches:
    """One year of all member councils, to the nearest five; None stands for fewer than five."""

    year: int
    breaches: int | None
    near_misses: int | None
    regulator_told: int | None
    in_time: int | None


@dataclass(frozen=True, slots=True)
class CauseOfBreaches:
    """How often something went wrong in a year, as `YearOfBreaches` counts."""

    year: int
    cause: str
    breaches: int | None


@dataclass(frozen=True, slots=True)
class PolicyFigures:
    """How many councils have no adopted policy, and how many a review overdue, as breaches are."""

    not_adopted: int | None
    review_overdue: int | None


@dataclass(frozen=True, slots=True)
class OverdueReview:
    """A member council whose policy's review day, which it publishes, has passed."""

    council: str
    review_on: date


@dataclass(frozen=True, slots=True)
class ReturnFigures:
    """How many councils answered for a year, how many did not, and how many had no breach.

    As breaches are counted: to the nearest five, None for fewer than five.
    """

    answered: int | None
    not_answered: int | None
    nil: int | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a member council learned and chose to share, and the month (its first day) it did.

    It names neither the council nor the breach.
    """

    cause: str
    words: str
    shared_in: date


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """How many councils work under words that descend from a published model, as breaches are."""

    model_id: UUID
    title: str
    version: int
    councils: int | None


def keep_count(
    session: ScopedSession,
    breach: Breach,
    *,
    regulator_told: bool | None,
    in_time: bool | None,
) -> None:
    """Write the breach's line in the sector figures; None stands for what is not known yet."""
    values: dict[str, object] = {
        "council_id": breach.council_id,
        "breach_id": breach.id,
        "year": breach.year,
        "cause": breach.cause,
        "nature": breach.nature,
        "rating": breach.rating,
        "risk": breach.risk,
        "regulator_told": regulator_told,
        "in_time": in_time,
        "is_open": breach.state != State.CLOSED,
    }
    line = insert(SectorFact).values(values)
    session.execute(
        line.on_conflict_do_update(
            index_elements=[SectorFact.council_id, SectorFact.breach_id],
            set_={name: line.excluded[name] for name in values},
        )
    )


def years_of(session: Session, *, association_id: UUID, officer_id: UUID) -> list[YearOfBreaches]:
    """Return the association's figures by year, the latest first, in a session of the sector role.

    Nothing comes back to a person who is not an officer of the association.
    """
    rows = session.execute(
        text("select * from sector_by_year(:association, :person)"),
        {"association": association_id, "person": officer_id},
    )
    return [YearOfBreaches(*row) for row in rows]


def causes_of(session: Session, *, association_id: UUID, officer_id: UUID) -> list[CauseOfBreaches]:
    """Return how often each cause was counted by year, the commonest first, as `years_of` does."""
    rows = session.execute(
        text("select * from sector_by_cause(:association, :person)"),
        {"association": association_id, "person": officer_id},
    )
    return [CauseOfBreaches(*row) for row in rows]


def councils_in(session: Session, *, association_id: UUID, officer_id: UUID) -> int:
    """Return how many councils the association hosts, as `years_of` does."""
    number: int = session.execute(
        text("select sector_councils(:association, :person)"),
        {"association": association_id, "person": officer_id},
    ).scalar_one()
    return number


def policies_of(
    session: Session, *, association_id: UUID, officer_id: UUID, today: date
) -> PolicyFigures:
    """Return how the councils' own policies stand on a day in Europe/London, as `years_of` does."""
    row = session.execute(
        text("select * from sector_policies(:association, :person, :today)"),
        {"association": association_id, "person": officer_id, "today": today},
    ).one_or_none()
    return PolicyFigures(*row) if row else PolicyFigures(None, None)


def models_of(session: Session, *, association_id: UUID, officer_id: UUID) -> list[ModelFigures]:
    """Return how many councils took up each model, the latest published first, as `years_of` does.

    A council counts for the model that its policy in force descends from, amended or not.
    """
    rows = session.execute(
        text("select * from sector_models(:association, :person)"),
        {"association": association_id, "person": officer_id},
    )
    return [ModelFigures(*row) for row in rows]


def reviews_overdue(
    session: Session, *, association_id: UUID, officer_id: UUID, today: date
) -> list[OverdueReview]:
    """Return which councils' reviews are overdue on a day, the longest first, as `years_of` does.

    A policy's review day stands on the council's own published policy.
    """
    rows = session.execute(
        text("select * from sector_reviews_overdue(:association, :person, :today)"),
        {"association": association_id, "person": officer_id, "today": today},
    )
    return [OverdueReview(*row) for row in rows]


def returns_of(
    session: Session, *, association_id: UUID, officer_id: UUID, year: int
) -> ReturnFigures:
    """Return how the councils answered for the year to 31 March, as `years_of` does.

    Only those that had a place here in that year are counted.
    """
    row = session.execute(
        text("select * from sector_returns(:association, :person, :year)"),
        {"association": association_id, "person": officer_id, "year": year},
    ).one_or_none()
    return ReturnFigures(*row) if row else ReturnFigures(None, None, None)


def returns_missing(
    session: Session, *, association_id: UUID, officer_id: UUID, year: int, today: date
) -> list[str]:
    """Return the names of the councils that have not answered in time, as `years_of` does.

    Empty up to and on 30 April of that year, the day by which they are asked to.
    """
    rows = session.scalars(
        text("select * from sector_returns_missing(:association, :person, :year, :today)"),
        {"association": association_id, "person": officer_id, "year": year, "today": today},
    )
    return list(rows)


def lessons_in(session: Session, *, association_id: UUID, officer_id: UUID) -> list[Lesson]:
    """Return what councils shared, the latest month first and at most 200, as `years_of` does."""
    rows = session.execute(
        text("select * from sector_lessons(:association, :person)"),
        {"association": association_id, "person": officer_id},
    )
    return [Lesson(*row) for row in rows]
