"""When things are due. Every time is an instant in UTC; 72 hours are 72 elapsed hours."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from tenants.policy.council_policy import Policy
from tenants.policy.duties import DueRule
from tenants.policy.errors import NaiveTimeError
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force

LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Times:
    """The three times of a breach and the council's next meeting; raises `NaiveTimeError`.

    ``aware_at`` is when the council was reasonably certain; the 72 hours run from it.
    """

    occurred_at: datetime | None = None
    suspected_at: datetime | None = None
    aware_at: datetime | None = None
    next_meeting_on: date | None = None

    def __post_init__(self) -> None:
        for name in ("occurred_at", "suspected_at", "aware_at"):
            moment: datetime | None = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, in_utc(name, moment))


class DueKind(StrEnum):
    """How the law or the policy says by when."""

    AT = "at"
    AT_ONCE = "at_once"
    WITHOUT_UNDUE_DELAY = "without_undue_delay"
    NEXT_MEETING = "next_meeting"


@dataclass(frozen=True, slots=True)
class Due:
    """By when: an instant (``at``, UTC), a day of meeting (``on``, if known), or words alone."""

    kind: DueKind
    at: datetime | None = None
    on: date | None = None


def in_utc(name: str, moment: datetime) -> datetime:
    """Give the same instant in UTC; raises `NaiveTimeError` if it names no time zone."""
    if moment.utcoffset() is None:
        raise NaiveTimeError(name)
    return moment.astimezone(UTC)


def due_under(rule: DueRule, times: Times) -> Due:
    """Turn a document's words for by when into a due time.

    Hours and days are elapsed. Working days leave out Saturdays and Sundays; bank holidays are not
    known here, so the time is never later than meant. Months are the calendar's, in London. Without
    the time that a span is counted from, it is due without undue delay.
    """
    match rule.kind:
        case "at_once":
            return Due(DueKind.AT_ONCE)
        case "without_undue_delay":
            return Due(DueKind.WITHOUT_UNDUE_DELAY)
        case "next_meeting":
            return Due(DueKind.NEXT_MEETING, on=times.next_meeting_on)
        case "within":
            start: datetime | None = getattr(times, f"{rule.counted_from}_at")
            if start is None:
                return Due(DueKind.WITHOUT_UNDUE_DELAY)
            return Due(DueKind.AT, at=_after(start, rule))


def _after(start: datetime, rule: DueRule) -> datetime:
    if rule.months is not None:
        return _months_after(start, rule.months)
    if rule.working_days is not None:
        return _working_days_after(start, rule.working_days)
    return start + timedelta(hours=rule.hours or 0, days=rule.days or 0)


def _months_after(start: datetime, months: int) -> datetime:
    """Give the same day and time so many months on, or that month's last day if it has no such."""
    here = start.astimezone(LONDON)
    years, month = divmod(here.month - 1 + months, 12)
    year, month = here.year + years, month + 1
    day = min(here.day, monthrange(year, month)[1])
    return here.replace(year=year, month=month, day=day).astimezone(UTC)


def _working_days_after(start: datetime, days: int) -> datetime:
    """Give the same time of day after so many days that are no Saturday or Sunday."""
    here = start.astimezone(LONDON)
    while days:
        here += timedelta(days=1)
        days -= here.weekday() < 5
    return here.astimezone(UTC)


def regulator_deadline(aware_at: datetime, law: Law | None = None) -> datetime:
    """Give the end of the 72 elapsed hours, in UTC. UK GDPR Art. 33(1)."""
    hours = (law or law_in_force()).regulator_hours
    return in_utc("aware_at", aware_at) + timedelta(hours=hours)


def alert_times(policy: Policy, due_at: datetime) -> tuple[tuple[int, datetime], ...]:
    """Give when to alert, each with the hours then left; the last, 0, is when it is overdue."""
    due = in_utc("due_at", due_at)
    return tuple((hours, due - timedelta(hours=hours)) for hours in (*policy.alert_hours, 0))
