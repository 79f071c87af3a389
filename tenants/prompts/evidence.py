"""What belongs into a year's evidence: counts and days, read from what the council recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from tenants import audit
from tenants.access import Member
from tenants.breaches.drill_results import DrillResult, drill_results
from tenants.db import ScopedSession
from tenants.deadlines import About, find_about, meet
from tenants.errors import AlreadyDone, NotFound
from tenants.models import (
    Action,
    AdoptedPolicy,
    AnnualReturn,
    Breach,
    Event,
    Membership,
    ObligationId,
)
from tenants.policies import policy_in_force
from tenants.prompts.days import bounds_of, year_ends, year_of
from tenants.prompts.returns import Counts, counts_of
from tenants.prompts.training import trained_within
from tenants.prompts.upkeep import here_since, keep_up
from tenants.times import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A year to 31 March as the record has it; `prepared_at` is when somebody said it is ready.

    Training is that of the present members in the two years up to the year's end, or to today.
    """

    year: int
    until: date
    counts: Counts
    answer: AnnualReturn | None
    policy: AdoptedPolicy
    people: int
    trained: int
    drills: int
    practices: tuple[DrillResult, ...]
    open_actions: int
    overdue_actions: int
    prepared_at: datetime | None
    is_asked: bool


def years_here(session: ScopedSession, *, now: datetime) -> list[int]:
    """Return the years to 31 March in which the council had a place here, the latest first."""
    this = year_of(day_of(now))
    return list(range(this, min(year_of(here_since(session)), this) - 1, -1))


def evidence_of(session: ScopedSession, *, year: int, now: datetime) -> Evidence:
    """Return what the record holds for a year; raise `NotFound` for one not spent here."""
    if year not in years_here(session, now=now):
        raise NotFound
    today = day_of(now)
    until = min(year_ends(year), today)
    adopted, _ = policy_in_force(session)
    present = frozenset(session.scalars(select(Membership.id).where(Membership.left_at.is_(None))))
    trained = trained_within(session, on=until)
    row = find_about(session, About(occasion=str(year)), obligation=ObligationId.EVIDENCE_PACK)
    open_actions, overdue_actions = _actions(session, today)
    starts, ends = bounds_of(year)
    practices = tuple(drill_results(session, since=starts, until=ends, now=now))
    return Evidence(
        year=year,
        until=until,
        counts=counts_of(session, year=year),
        answer=session.scalars(select(AnnualReturn).where(AnnualReturn.year == year)).first(),
        policy=adopted,
        people=len(present),
        trained=len(present & trained),
        drills=len(practices),
        practices=practices,
        open_actions=open_actions,
        overdue_actions=overdue_actions,
        prepared_at=row.met_at if row else None,
        is_asked=row is not None,
    )


def prepare_evidence(session: ScopedSession, *, year: int, by: Member, now: datetime) -> None:
    """Record that the year's evidence is prepared, and ask for it no more.

    Raises `NotFound` for a year that is not asked of this council, `AlreadyDone` where it is.
    """
    keep_up(session, now=now)
    row = find_about(session, About(occasion=str(year)), obligation=ObligationId.EVIDENCE_PACK)
    if row is None:
        raise NotFound
    if row.met_at is not None:
        message = "The evidence for this year is prepared already. Nothing was changed."
        raise AlreadyDone(message)
    meet(session, row, now=now)
    audit.record(session, Event.EVIDENCE_PREPARED, by=by, at=now, changes={"year": year})
    session.flush()


def _actions(session: ScopedSession, today: date) -> tuple[int, int]:
    """Return how many actions are open and how many of them are overdue; no practice ones."""
    row = session.execute(
        select(func.count(), func.count().filter(Action.due_on < today))
        .select_from(Action)
        .outerjoin(Breach, Breach.id == Action.breach_id)
        .where(
            Action.done_on.is_(None),
            Action.dropped_at.is_(None),
            Breach.is_drill.is_not(True),
        )
    ).one()
    return row[0], row[1]
