"""Days of a council's year, as a calendar in London has them. Pure."""

from datetime import date, datetime, time, timedelta
from typing import Final

from tenants.times import at_clock

# What is due on a day is due from this hour of it on: late enough to be read, early enough to act.
MORNING: Final = time(9)
MIDNIGHT: Final = time()
# A council's year ends with its financial year.
LAST_DAY: Final = (3, 31)
RETURN_DAY: Final = (4, 30)


def year_of(on: date) -> int:
    """Return the year to 31 March that a day belongs to, named for the year in which it ends."""
    return on.year if (on.month, on.day) <= LAST_DAY else on.year + 1


def year_starts(year: int) -> date:
    """Return the first day of the year to 31 March."""
    return date(year - 1, 4, 1)


def year_ends(year: int) -> date:
    """Return the last day of the year to 31 March."""
    return date(year, *LAST_DAY)


def bounds_of(year: int) -> tuple[datetime, datetime]:
    """Return the instants, in UTC, at which the year to 31 March begins and the next one does."""
    return at_clock(year_starts(year), MIDNIGHT), at_clock(year_starts(year + 1), MIDNIGHT)


def return_due(year: int) -> date:
    """Return the day by which a council says how many breaches it had in the year."""
    return date(year, *RETURN_DAY)


def years_after(on: date, years: int) -> date:
    """Return the same day so many years later (before, below nought); 28 February for the 29th."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return on.replace(year=on.year + years, day=28)


def monday_of(on: date) -> date:
    """Return the Monday of a day's week."""
    return on - timedelta(days=on.weekday())


def week_name(on: date) -> str:
    """Return "2026-W48" for a day, as ISO 8601 counts weeks."""
    return f"{on:%G}-W{on:%V}"
