"""Days to come as people type them: "12 January 2027", "Tue 12/1/27", "tomorrow".

The past is read by `webapp.forms.when`; here a day without a year is the next one of that name.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from wtforms import Field
from wtforms.validators import StopValidation

from tenants.times import LONDON, day
from webapp.forms.typed import tidy
from webapp.forms.widgets import GovukWidget

EXAMPLE = "12 January 2027 or 12/1/2027"
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"sept": "sep", "weds": "wed"}
_WORD = re.compile(r"[a-z]+")
_FILLERS = {"on", "the", "of", "st", "nd", "rd", "th"}
_STRANGE = re.compile(r"[^a-z0-9 /.,-]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NEARBY = {"today": 0, "tomorrow": 1}


class DayRefused(ValueError):
    """The words name no single day; the message says what to write instead."""


class DayField(Field):
    """A calendar day in Europe/London, mostly one to come; `data` is a date or None."""

    widget = GovukWidget()
    data: date | None

    def __init__(self, label: str, *, hint: str = "", **options: Any) -> None:
        options.setdefault("render_kw", {"classes": "govuk-input--width-20"})
        super().__init__(label, description=hint, **options)
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return written(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the words against the service's own clock."""
        self.data = None
        self.typed = tidy(valuelist[0]) if valuelist else ""
        if self.typed:
            self.data = read_day(self.typed, today=today())

    def pre_validate(self, form: Any) -> None:
        """Keep other complaints away from words that were read and refused already."""
        if self.process_errors:
            raise StopValidation


def today() -> date:
    """Return the day that it is in Europe/London, by the service's clock."""
    now: Callable[[], datetime] = current_app.extensions["clock"].now
    return now().astimezone(LONDON).date()


def written(on: date) -> str:
    """Return a date as somebody would type it, "12 January 2027"."""
    return f"{on.day} {on:%B} {on.year}"


def read_day(typed: str, *, today: date) -> date:
    """Return the day that was meant, or raise `DayRefused` with what to write instead."""
    text = " ".join(typed.casefold().split())
    if len(text) > 100:
        raise DayRefused(f"Write the day like {EXAMPLE}")
    if text in _NEARBY:
        return today + timedelta(days=_NEARBY[text])
    if match := _ISO.fullmatch(text):
        return _real_date(int(match[1]), int(match[2]), int(match[3]))
    if _STRANGE.search(text):
        raise DayRefused(f"We could not read that as a day. Write it like {EXAMPLE}")
    weekday, month, numbers = _parts(text)
    on = _from_parts(month, numbers, today)
    if weekday is not None and on.weekday() != weekday:
        raise DayRefused(f"Check the day: {written(on)} is a {day(on).split()[0]}")
    return on


def _parts(text: str) -> tuple[int | None, int | None, list[int]]:
    """Take a text apart into its weekday, its month and its numbers; refuse other words."""
    weekday: int | None = None
    month: int | None = None
    for word in _WORD.findall(text):
        if word in _FILLERS:
            continue
        if weekday is None and (number := _named(word, _WEEKDAYS)) is not None:
            weekday = number
        elif month is None and (number := _named(word, _MONTHS)) is not None:
            month = number + 1
        else:
            raise DayRefused(f"We could not read that as a day. Write it like {EXAMPLE}")
    return weekday, month, [int(digits) for digits in re.findall(r"[0-9]+", text)]


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Return which of the names a word is or begins, from three letters on."""
    short = _SHORT.get(word, word)
    found = (number for number, name in enumerate(names) if name.startswith(short))
    return next(found, None) if len(word) >= 3 else None


def _from_parts(month: int | None, numbers: list[int], today: date) -> date:
    if month is not None:
        numbers = [*numbers[:1], month, *numbers[1:]]
    match numbers:
        case [day_number, month_number]:
            this_year = _real_date(today.year, month_number, day_number)
            is_past = this_year < today
            return _real_date(today.year + 1, month_number, day_number) if is_past else this_year
        case [day_number, month_number, year]:
            return _real_date(year + 2000 if year < 100 else year, month_number, day_number)
        case _:
            raise DayRefused(f"Write the day, the month and the year, like {EXAMPLE}")


def _real_date(year: int, month: int, day_number: int) -> date:
    if not 2000 <= year < 2100:
        raise DayRefused(f"Check the year. Write the day like {EXAMPLE}")
    try:
        return date(year, month, day_number)
    except ValueError as error:
        message = f"That day is not in the calendar. Write the day, then the month: {EXAMPLE}"
        raise DayRefused(message) from error
