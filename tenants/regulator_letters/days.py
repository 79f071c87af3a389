"""Days as letters write them: 2 August 2023, 02/08/2023 (day first), 2023-08-02. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
YEARS: Final = range(1998, 2100)
"""Years of letters: data breaches are heard of since the Act of 1998."""


def _torn(name: str) -> str:
    """Return a month's pattern: in full, torn by blanks or not, or its first letters."""
    full = r"\s?".join(name)
    short = name[:3] if name != "september" else "sept?"
    return rf"{full}|{short}(?![a-z])\.?"


_MONTH: Final = "|".join(_torn(name) for name in _MONTHS)
_YEAR: Final = r"[12]\s?\d\s?\d\s?\d(?!\d)"
_IN_WORDS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?(?:\s+of)?[\s,-]*(?P<month>{_MONTH})[\s,-]*(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_IN_DIGITS = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?([/.-])\s?(?P<month>\d{1,2})\s?\2\s?(?P<year>\d{4}|\d{2})(?![\d/-])"
)
_ISO = re.compile(r"(?<![\d/-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a text, and where it stands."""

    on: date
    start: int
    end: int


def days_in(text: str) -> list[Day]:
    """Return the days in a text, in its order; what is in no calendar is left out."""
    found: dict[int, Day] = {}
    for pattern in (_ISO, _IN_WORDS, _MONTH_FIRST, _IN_DIGITS):
        for match in pattern.finditer(text):
            on = _date(match)
            if on is not None and not any(_overlap(day, match) for day in _near(found, match)):
                found[match.start()] = Day(on, match.start(), match.end())
    return [found[start] for start in sorted(found)]


def months_later(on: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    count = on.year * 12 + on.month - 1 + months
    year, month = divmod(count, 12)
    for day in range(on.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, on.day)


def working_days_later(on: date, days: int) -> date:
    """Return the day so many Mondays to Fridays later; bank holidays are not known here."""
    while days:
        on += timedelta(days=1)
        days -= on.weekday() < 5
    return on


def _near(found: dict[int, Day], match: re.Match[str]) -> Iterator[Day]:
    return (found[at] for at in range(match.start() - 40, match.end()) if at in found)


def _overlap(day: Day, match: re.Match[str]) -> bool:
    return day.start < match.end() and match.start() < day.end


def _date(match: re.Match[str]) -> date | None:
    year = int("".join(match["year"].split()))
    year += 2000 if year < 100 else 0
    month, day = _month(match["month"]), int(match["day"])
    if match.re is _IN_DIGITS and month > 12 >= day:
        # Nothing else can be meant: the month stands first.
        month, day = day, month
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _month(words: str) -> int:
    name = "".join(words.split()).lower().rstrip(".")
    if name.isdigit():
        return int(name)
    return next(at for at, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))
