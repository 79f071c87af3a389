"""Whom an association can help now: overdue reviews and missing returns, by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tenants.prompts.days import return_due, year_of
from tenants.sector import (
    OverdueReview,
    ReturnFigures,
    returns_missing,
    returns_of,
    reviews_overdue,
)
from webapp.sector.officers import Asking


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """Who could use a call; `year` is the last year to 31 March that is over."""

    reviews: list[OverdueReview]
    year: int
    returns: ReturnFigures
    missing: list[str]
    is_due: bool


def help_wanted(session: Any, who: Asking, today: date) -> HelpWanted:
    """Return whose review is overdue today, and who has not answered for the last year."""
    year = year_of(today) - 1
    return HelpWanted(
        reviews=reviews_overdue(session, **who, today=today),
        year=year,
        returns=returns_of(session, **who, year=year),
        missing=returns_missing(session, **who, year=year, today=today),
        is_due=today > return_due(year),
    )
