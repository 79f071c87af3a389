"""The yearly return: how many breaches a council had, so that silence is not taken for absence."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from tenants import audit
from tenants.access import Member
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.deadlines import About, find_about, meet
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound
from tenants.models import AnnualReturn, Breach, Event, Nature, ObligationId
from tenants.prompts.days import bounds_of, return_due, year_of, year_starts
from tenants.prompts.upkeep import here_since, keep_up
from tenants.prompts.wanted import may_return
from tenants.times import day_of


@dataclass(frozen=True, slots=True)
class Counts:
    """What the register holds of a year: breaches, and near misses with false alarms apart."""

    breaches: int
    near_misses: int

    @property
    def is_nil(self) -> bool:
        """Whether there was no breach."""
        return self.breaches == 0


@dataclass(frozen=True, slots=True)
class ReturnYear:
    """One year's return: made, or asked for from `asked_from` on until `due_on`."""

    year: int
    asked_from: date
    due_on: date
    made: AnnualReturn | None

    def may_be_made(self, today: date) -> bool:
        """Whether it is asked for now."""
        return self.made is None and today >= self.asked_from

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without an answer."""
        return self.made is None and today > self.due_on


def counts_of(session: ScopedSession, *, year: int) -> Counts:
    """Return what the register holds of a year to 31 March, by the day of the report (London).

    Practice breaches are never counted.
    """
    starts, ends = bounds_of(year)
    apart = Breach.nature.in_((Nature.NEAR_MISS, Nature.NOT_A_BREACH))
    row = session.execute(
        select(func.count().filter(~apart), func.count().filter(apart)).where(
            Breach.reported_at >= starts, Breach.reported_at < ends, Breach.is_drill.is_(False)
        )
    ).one()
    return Counts(*row)


def return_years(session: ScopedSession, *, now: datetime) -> list[ReturnYear]:
    """Return every year since the council came here, the latest first, this one included."""
    made = {row.year: row for row in session.scalars(select(AnnualReturn))}
    first, this = year_of(here_since(session)), year_of(day_of(now))
    return [
        ReturnYear(year, year_starts(year + 1), return_due(year), made.get(year))
        for year in range(this, min(first, this) - 1, -1)
    ]


def make_return(
    session: ScopedSession, *, year: int, seen: Counts, by: Member, now: datetime
) -> AnnualReturn:
    """Record the council's answer for a year: the register's numbers, as somebody confirmed them.

    Raises `NotFound` for a year that is not asked of this council, `NotAcceptable` for one that is
    not over, `AlreadyDone` where it has answered, `ChangedMeanwhile` where the register holds other
    numbers than were seen.
    """
    take_turns(session)
    asked = {one.year: one for one in return_years(session, now=now)}
    if year not in asked:
        raise NotFound
    if asked[year].made is not None:
        message = "The return for this year has been made already. Nothing was changed."
        raise AlreadyDone(message)
    if not may_return(year, day_of(now)):
        message = "The year is not over yet. Come back on 1 April"
        raise NotAcceptable("confirmed", message)
    counts = counts_of(session, year=year)
    if counts != seen:
        message = "The register changed while you had this page open. Look at the numbers again"
        raise ChangedMeanwhile(message)
    answer = AnnualReturn(
        council_id=session.council_id,
        year=year,
        breaches=counts.breaches,
        near_misses=counts.near_misses,
        made_by_id=by.membership_id,
        made_at=now,
    )
    session.add(answer)
    audit.record(
        session,
        Event.RETURN_MADE,
        by=by,
        at=now,
        changes={
            "year": year,
            "breaches": counts.breaches,
            "near_misses": counts.near_misses,
        },
    )
    session.flush()
    keep_up(session, now=now)
    # The calendar looks after the last two years; an older one that was still asked is met here.
    row = find_about(session, About(occasion=str(year)), obligation=ObligationId.ANNUAL_RETURN)
    if row is not None:
        meet(session, row, now=now)
    return answer
