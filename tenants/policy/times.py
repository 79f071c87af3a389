"""When things are due. Every time is an instant in UTC; 72 hours are 72 elapsed hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from tenants.policy.council_policy import Policy
from tenants.policy.errors import NaiveTimeError
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force


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


def regulator_deadline(aware_at: datetime, law: Law | None = None) -> datetime:
    """Give the end of the 72 elapsed hours, in UTC. UK GDPR Art. 33(1)."""
    hours = (law or law_in_force()).regulator_hours
    return in_utc("aware_at", aware_at) + timedelta(hours=hours)


def alert_times(policy: Policy, due_at: datetime) -> tuple[tuple[int, datetime], ...]:
    """Give when to alert, each with the hours then left; the last, 0, is when it is overdue."""
    due = in_utc("due_at", due_at)
    return tuple((hours, due - timedelta(hours=hours)) for hours in (*policy.alert_hours, 0))
