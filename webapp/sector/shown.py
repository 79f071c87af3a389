"""The association's figures laid out for a page; a number too small to be said stays None."""

from collections.abc import Iterable
from dataclasses import dataclass

from tenants.policy import fact
from tenants.sector import CauseOfBreaches, YearOfBreaches


@dataclass(frozen=True, slots=True)
class ShownYear:
    """One year's figures; `share` is the bar's length, 0 to 100, against the longest."""

    figures: YearOfBreaches
    name: str
    share: int | None
    compared: str


@dataclass(frozen=True, slots=True)
class ShownCause:
    """How often one thing went wrong this year and the year before."""

    words: str
    number: int | None
    share: int | None
    before: int | None
    is_new: bool


def years_shown(years: list[YearOfBreaches], *, this_year: int) -> list[ShownYear]:
    """Return the years, the latest first, each against the year before it."""
    by_year = {year.year: year for year in years}
    longest = max((year.breaches or 0 for year in years), default=0)
    return [
        ShownYear(
            year,
            f"{year.year} so far" if year.year == this_year else str(year.year),
            _share(year.breaches, longest),
            _compared(year, by_year.get(year.year - 1), is_so_far=year.year == this_year),
        )
        for year in years
    ]


def causes_shown(causes: Iterable[CauseOfBreaches], *, year: int) -> list[ShownCause]:
    """Return what went wrong in a year, the commonest first."""
    listed = list(causes)
    before = {cause.cause: cause for cause in listed if cause.year == year - 1}
    here = [cause for cause in listed if cause.year == year]
    longest = max((cause.breaches or 0 for cause in here), default=0)
    return [
        ShownCause(
            words_for(cause.cause),
            cause.breaches,
            _share(cause.breaches, longest),
            before[cause.cause].breaches if cause.cause in before else None,
            cause.cause not in before,
        )
        for cause in here
    ]


def words_for(cause: str) -> str:
    """Return a cause in the words of the question that it answers."""
    try:
        return fact("cause").label(cause)
    except KeyError:
        return cause.replace("_", " ").capitalize()


def _compared(year: YearOfBreaches, before: YearOfBreaches | None, *, is_so_far: bool) -> str:
    """Say the difference from the year before, or why it is not said."""
    if before is None:
        return "No earlier year to compare"
    if year.breaches is None or before.breaches is None:
        return "Too few to compare"
    more = year.breaches - before.breaches
    ending = f"the whole of {before.year}" if is_so_far else f"{before.year}"
    if more == 0:
        return f"About as many as in {ending}"
    return f"About {abs(more):,} {'more' if more > 0 else 'fewer'} than in {ending}"


def _share(number: int | None, longest: int) -> int | None:
    return None if number is None or longest == 0 else round(100 * number / longest)
