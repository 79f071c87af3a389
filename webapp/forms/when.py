"""Dates as people type them: "yesterday 4pm", "21/11/2026 18:40", "last Tuesday morning".

The time of day is taken out first (`daytime`), then the day is read from what is left. The answer
is an instant in UTC and how exactly it is known; anything that could mean two things is refused
with the words to write instead.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import dateparser

from tenants.models.vocabulary import Precision
from tenants.times import LONDON, day, when
from webapp.forms.daytime import Daytime, WhenRefused, take_daytime
from webapp.forms.numerals import NUMERALS

EXAMPLE = "21 November 2026, 6:40pm or yesterday 4pm"
_NOT_YET = "Enter a day in the past: this one has not come yet"
_OLDEST = timedelta(days=100 * 365 + 25)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    r"\b(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday)\b\.?"
)
_FILLERS = re.compile(
    r"\b(on|at|about|around|approximately|approx|roughly|circa|the|in|of|by|sometime|maybe|"
    r"probably|perhaps|think|i|it was|was|this|same|early|late|day(?= before))\b|[~,;]"
)
_SLASHED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AGO = re.compile(r"(?P<length>.+?)\s+ago")
_NEARBY = {"today": 0, "yesterday": 1, "before yesterday": 2}
_DAY_AND_MONTH = re.compile(r".*\d.*[a-z]{3}|.*[a-z]{3}.*\d|.*\bago")


@dataclass(frozen=True, slots=True)
class When:
    """An instant (aware, UTC) and how exactly it is known: to the minute, or only the day."""

    at: datetime
    precision: Precision


def words_of(moment: When) -> str:
    """Return a moment in words that `read_when` understands again."""
    return when(moment.at, moment.precision)


def read_when(typed: str, now: datetime) -> When:
    """Return the past instant that was meant, or raise `WhenRefused` with what to write instead.

    A time that October has twice is taken as the earlier of the two; one that March skips is
    refused. A day without a time stands for its first minute and keeps the precision "day".
    """
    text = " ".join(typed.casefold().split())
    if not text or len(text) > 100:
        raise WhenRefused(f"Write it like {EXAMPLE}")
    local_now = now.astimezone(LONDON)
    if text in {"now", "just now", "right now"}:
        return When(_whole_minute(now), Precision.TIME)
    if (elapsed := _elapsed(text, now)) is not None:
        return When(_whole_minute(elapsed), Precision.TIME)
    # The date goes to one side first, or "21.11.2026" would be read as a time.
    daytime, rest = take_daytime(text)
    on = _read_day(rest, local_now.date(), daytime)
    return _placed(on, daytime, now)


def _placed(on: date, daytime: Daytime, now: datetime) -> When:
    """Put a day and a time of day together in London, and refuse what cannot have been."""
    today = now.astimezone(LONDON).date()
    if on > today:
        raise WhenRefused(_NOT_YET)
    if on < today - _OLDEST:
        raise WhenRefused("Check the year: this is more than 100 years ago")
    local = datetime.combine(on, daytime.at or time(), LONDON)
    at = local.astimezone(UTC)
    if at.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise WhenRefused(
            f"The clocks went forward on {day(on)}, so the time between 1am and 2am did not"
            " happen. Enter a time before 1am or after 2am"
        )
    if not daytime.is_exact:
        return When(min(at, now.astimezone(UTC)), Precision.DAY)
    if at > now:
        raise WhenRefused("Enter a time in the past: this one has not come yet")
    return When(at, Precision.TIME)


def _read_day(text: str, today: date, daytime: Daytime) -> date:
    """Return the day that is named in what the time of day has left over."""
    words = " ".join(_FILLERS.sub(" ", text).split()).removesuffix("'s")
    if words == "tomorrow":
        raise WhenRefused(_NOT_YET)
    if not words:
        return today - timedelta(days=1) if daytime.is_last_night else today
    if words in _NEARBY:
        return today - timedelta(days=_NEARBY[words])
    weekday = _WEEKDAY.search(words)
    if weekday is None:
        return _calendar_day(words, today)
    others = (words[: weekday.start()] + words[weekday.end() :]).strip()
    return _on_weekday(_weekday_number(weekday[1]), others, today, daytime)


def _on_weekday(number: int, others: str, today: date, daytime: Daytime) -> date:
    """Return the day that a weekday and the words around it name; a date must agree with it."""
    if others == "":
        return _latest_weekday(number, today, daytime)
    if others in {"last", "past"}:
        return today - timedelta(days=(today.weekday() - number) % 7 or 7)
    if others in {"last week", "week last"}:
        return today - timedelta(days=today.weekday() + 7 - number)
    on = _calendar_day(others, today)
    if on.weekday() != number:
        shown = day(on).partition(" ")[2]
        raise WhenRefused(f"Check the day: {shown} was a {_WEEKDAYS[on.weekday()].title()}")
    return on


def _latest_weekday(number: int, today: date, daytime: Daytime) -> date:
    """Return the most recent such day; the name of today's own needs a time to settle it."""
    back = (today.weekday() - number) % 7
    if back == 0 and daytime.at is None:
        raise WhenRefused(f"Today is {_WEEKDAYS[number].title()}. Write today, or the day's date")
    return today - timedelta(days=back)


def _calendar_day(words: str, today: date) -> date:
    """Read a date in digits, day first, or in words; a missing year is the latest that fits."""
    if match := _ISO.fullmatch(words):
        return _real_date(int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASHED.fullmatch(words):
        return _slashed(match, today)
    if not _DAY_AND_MONTH.fullmatch(words):
        raise WhenRefused(f"Enter the day too. Write it like {EXAMPLE}")
    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "past",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    if found is None:
        raise WhenRefused(f"We could not read that as a real date. Write it like {EXAMPLE}")
    return found.date()


def _slashed(match: re.Match[str], today: date) -> date:
    day_number, month = int(match[1]), int(match[2])
    if match[3] is None:
        this_year = _real_date(today.year, month, day_number)
        return this_year if this_year <= today else _real_date(today.year - 1, month, day_number)
    year = int(match[3])
    return _real_date(year + 2000 if year < 100 else year, month, day_number)


def _real_date(year: int, month: int, day_number: int) -> date:
    try:
        return date(year, month, day_number)
    except ValueError as error:
        raise WhenRefused(
            f"That day is not in the calendar. Write the day, then the month: {EXAMPLE}"
        ) from error


_UNITS = {"minute": timedelta(minutes=1), "min": timedelta(minutes=1), "hour": timedelta(hours=1)}
_ELAPSED = re.compile(
    r"(?:about |around |roughly |just over |over |nearly )?"
    r"(?P<number>an?|half an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple of|"
    r"a couple of|twenty|thirty|\d{1,3}) (?P<unit>minute|min|hour)s? ago"
)
_NUMBERS = NUMERALS | {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "thirty": 30}


def _elapsed(text: str, now: datetime) -> datetime | None:
    """Return the instant that "two hours ago" or "half an hour ago" names, in elapsed time."""
    match = _ELAPSED.fullmatch(text)
    if match is None:
        return None
    unit = _UNITS[match["unit"]]
    if match["number"] == "half an":
        return now - unit / 2
    number = _NUMBERS.get(match["number"])
    return now - unit * (int(match["number"]) if number is None else number)


def _weekday_number(word: str) -> int:
    return next(number for number, name in enumerate(_WEEKDAYS) if name.startswith(word[:3]))


def _whole_minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
