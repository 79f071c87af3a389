"""What a council's calendar must hold today: worked out afresh each time, from what is so. Pure.

* The policy's review, on the day that the version in force names.
* Everybody's training: a year after the last one; who never had any has 30 days from the first
  time that the calendar is gone through with them in it.
* The evidence for each year to 31 March, from the year in which the council came here on.
* The return for each such year, by 30 April.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from tenants.models import AdoptedPolicy, Deadline, Membership, ObligationId
from tenants.prompts.days import MORNING, return_due, year_ends, year_of, year_starts, years_after
from tenants.times import at_clock, day, day_of

FIRST_TRAINING: Final = timedelta(days=30)
OBLIGATIONS: Final = frozenset(
    {
        ObligationId.REVIEW_POLICY,
        ObligationId.REFRESH_TRAINING,
        ObligationId.EVIDENCE_PACK,
        ObligationId.ANNUAL_RETURN,
    }
)
BY_POLICY: Final = "the council's policy"
BY_CALENDAR: Final = "the council's own calendar"

Key: TypeAlias = tuple[ObligationId, UUID | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One row that the calendar must hold; `is_met` is None where the row itself knows best."""

    obligation: ObligationId
    due_at: datetime
    citation: str = BY_CALENDAR
    member_id: UUID | None = None
    occasion: str = ""
    is_met: bool | None = False

    @property
    def key(self) -> Key:
        """Return what tells this row from every other."""
        return (self.obligation, self.member_id, self.occasion)

    @property
    def due_words(self) -> str:
        """Return the day in words."""
        return f"by {day(self.due_at)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """What a council's calendar rests on: its policy, people, training, and answers so far."""

    adopted: AdoptedPolicy
    here_since: date
    present: Sequence[Membership]
    trained_on: Mapping[UUID, date]
    returned: frozenset[int]


def key_of(row: Deadline) -> Key:
    """Return what tells a row of the calendar from every other."""
    return (ObligationId(row.obligation), row.member_id, row.occasion)


def wanted_of(council: Council, rows: Mapping[Key, Deadline], *, now: datetime) -> list[Wanted]:
    """List what the calendar must hold; `rows` are those that it holds already."""
    return [
        *_review(council),
        *_training(council, rows, now=now),
        *_years(council, today=day_of(now)),
    ]


def _review(council: Council) -> list[Wanted]:
    review_on = council.adopted.review_on
    if review_on is None:
        return []
    return [
        Wanted(
            obligation=ObligationId.REVIEW_POLICY,
            due_at=at_clock(review_on, MORNING),
            citation=BY_POLICY,
            occasion=review_on.isoformat(),
        )
    ]


def _training(council: Council, rows: Mapping[Key, Deadline], *, now: datetime) -> list[Wanted]:
    wanted = []
    for member in council.present:
        last = council.trained_on.get(member.id)
        occasion = last.isoformat() if last else ""
        due_at = at_clock(training_due(last, day_of(now)), MORNING)
        kept = rows.get((ObligationId.REFRESH_TRAINING, member.id, ""))
        if last is None and kept is not None and kept.due_at is not None:
            due_at = kept.due_at
        one = Wanted(
            obligation=ObligationId.REFRESH_TRAINING,
            due_at=due_at,
            member_id=member.id,
            occasion=occasion,
        )
        wanted.append(one)
    return wanted


def training_due(last: date | None, first_asked: date) -> date:
    """Return when training is due: a year after the last, or 30 days after first being asked."""
    return years_after(last, 1) if last else first_asked + FIRST_TRAINING


def _years(council: Council, *, today: date) -> list[Wanted]:
    """Return this year's evidence and return, and last year's: those before them stay as they are.

    The return is in the calendar before it can be made, so that no tick has to be on time on the
    day on which it is first asked for.
    """
    this = year_of(today)
    wanted = []
    for year in range(max(year_of(council.here_since), this - 1), this + 1):
        evidence = Wanted(
            obligation=ObligationId.EVIDENCE_PACK,
            due_at=at_clock(year_ends(year), MORNING),
            occasion=str(year),
            is_met=None,
        )
        answer = Wanted(
            obligation=ObligationId.ANNUAL_RETURN,
            due_at=at_clock(return_due(year), MORNING),
            occasion=str(year),
            is_met=year in council.returned,
        )
        wanted += [evidence, answer]
    return wanted


def may_return(year: int, today: date) -> bool:
    """Whether the year is over, so that its breaches can be counted."""
    return today >= year_starts(year + 1)
