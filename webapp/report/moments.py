"""Moments as a reporter knows them: kept as they were read, shown so that they read the same again.

"Yesterday 4pm" means another day tomorrow, so what was read on the day it was typed is what counts.
"""

from collections.abc import Mapping
from datetime import datetime

from tenants.models.vocabulary import Precision
from tenants.times import LONDON, when
from webapp.forms import When
from webapp.forms.daytime import WhenRefused
from webapp.forms.when import read_when


def in_words(moment: When) -> str:
    """Return "Sunday 22 November 2026, 6:40 pm", or the day alone where only that is known."""
    return when(moment.at, moment.precision)


def found_at(found: When | None, occurred: When | None) -> datetime | None:
    """Return the instant (UTC) at which it was found out: on a day named alone, the earliest.

    That is the day's first minute, or, where it happened on the same day, when it happened.
    """
    if found is None or occurred is None or found.precision != Precision.DAY:
        return found.at if found else None
    is_same_day = found.at.astimezone(LONDON).date() == occurred.at.astimezone(LONDON).date()
    return max(found.at, occurred.at) if is_same_day else found.at


def agree(found: When | None, occurred: When | None) -> bool:
    """Whether it can have happened at the one time and been found out at the other."""
    known_at = found_at(found, occurred)
    return known_at is None or occurred is None or occurred.at <= known_at


def words_again(typed: str, moment: When, now: datetime) -> str:
    """Return words that still mean this moment: the full date, or what was typed at first."""
    words = in_words(moment)
    try:
        return words if read_when(words, now) == moment else typed
    except WhenRefused:
        return typed


def as_json(moment: When) -> dict[str, str]:
    """Return the moment as JSON can hold it."""
    return {"at": moment.at.isoformat(), "precision": moment.precision.value}


def from_json(kept: Mapping[str, str]) -> When:
    """Return the moment that `as_json` wrote down."""
    return When(datetime.fromisoformat(kept["at"]), Precision(kept["precision"]))
