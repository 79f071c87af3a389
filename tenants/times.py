"""Instants and dates in words, as people in a parish read them: Europe/London, weekday first.

Pure: every function is told what it needs, the present instant too.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tenants.models.vocabulary import Precision

LONDON = ZoneInfo("Europe/London")

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Urgency(StrEnum):
    """How loudly a clock speaks; the words beside it say the same without colour."""

    CALM = "calm"
    SOON = "soon"
    URGENT = "urgent"
    OVERDUE = "overdue"


def when(at: datetime, precision: Precision = Precision.TIME) -> str:
    """Return "Sunday 22 November 2026, 6:40 pm"; the day alone when only the day is known."""
    match precision:
        case Precision.NOT_KNOWN:
            return "not known"
        case Precision.DAY:
            return day(at)
        case _:
            return f"{day(at)}, {clock_time(at)}"


def when_short(at: datetime) -> str:
    """Return "Sun 22 Nov 2026, 6:40 pm", for a column of a table."""
    local = at.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b} {local.year}, {clock_time(at)}"


def when_nearby(at: datetime, now: datetime) -> str:
    """Return "Sunday 6:40 pm" for an instant within six days of now, for a subject line."""
    if abs(at - now) > 6 * _DAY:
        return when_short(at)
    return f"{at.astimezone(LONDON):%A} {clock_time(at)}"


def day(on: date) -> str:
    """Return "Sunday 22 November 2026" for a date, or for the London day of an instant."""
    local = _london_day(on)
    return f"{local:%A} {local.day} {local:%B} {local.year}"


def day_short(on: date) -> str:
    """Return "22 Nov 2026", for a column of a table."""
    local = _london_day(on)
    return f"{local.day} {local:%b} {local.year}"


def clock_time(at: datetime) -> str:
    """Return "6:40 pm"; in the hour that October has twice, also which of the two it is."""
    local = at.astimezone(LONDON)
    hour = local.hour % 12 or 12
    text = f"{hour}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
    return f"{text} {local.tzname()}" if _comes_twice(local) else text


def time_left(due_at: datetime, now: datetime) -> str:
    """Return "31 hours left", "40 minutes left", "5 days left" or "3 hours overdue".

    Counts elapsed time in UTC, so a clock change adds nothing and takes nothing away, and
    rounds down, so that nobody is promised an hour that they do not have.
    """
    left = due_at.astimezone(UTC) - now.astimezone(UTC)
    if timedelta() < left < timedelta(minutes=1):
        return "less than a minute left"
    if timedelta(minutes=-1) < left <= timedelta():
        return "due now"
    return f"{_length(abs(left))} {'left' if left > timedelta() else 'overdue'}"


def urgency(due_at: datetime, now: datetime) -> Urgency:
    """Return how loudly to show a due time: urgent from 6 hours before it, soon from 24."""
    left = due_at.astimezone(UTC) - now.astimezone(UTC)
    if left <= timedelta():
        return Urgency.OVERDUE
    if left <= 6 * _HOUR:
        return Urgency.URGENT
    return Urgency.SOON if left <= 24 * _HOUR else Urgency.CALM


def day_of(at: datetime) -> date:
    """Return the day that it is in London at an instant."""
    return at.astimezone(LONDON).date()


def at_clock(on: date, clock: time) -> datetime:
    """Return the instant, in UTC, at which a clock in London shows this time on this day."""
    return datetime.combine(on, clock, tzinfo=LONDON).astimezone(UTC)


def iso(at: datetime) -> str:
    """Return the instant for a `time` element's machine-readable attribute."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _length(length: timedelta) -> str:
    """Say a length of time in its one fitting unit: minutes, hours up to four days, then days."""
    if length < _HOUR:
        return _counted(length // timedelta(minutes=1), "minute")
    if length < 4 * _DAY:
        return _counted(length // _HOUR, "hour")
    return _counted(length // _DAY, "day")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _london_day(on: date) -> date:
    """Return the London day of an instant; a plain date is its own day."""
    return day_of(on) if isinstance(on, datetime) else on


def _comes_twice(local: datetime) -> bool:
    """Whether this wall-clock time happens twice: the hour when the clocks go back."""
    return local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()  # type: ignore[operator]  # London always has an offset
