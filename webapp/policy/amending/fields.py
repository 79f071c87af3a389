"""Fields for the pages that amend a policy: whole numbers, one thing a line, one tick.

Each gives, as `kept`, what the document is to hold; `kept` and `words_of` do so for any field.
"""

import re
from typing import Any, Final

from wtforms import Field
from wtforms.validators import StopValidation

from webapp.forms import CheckboxField, LongTextField, RadioField, SelectField
from webapp.forms.typed import tidy
from webapp.forms.widgets import GovukWidget
from webapp.policy.days import DayField, written

_WHOLE = re.compile(r"[-\u2212]?[0-9]{1,9}")
TICKED: Final = "yes"


class NumberField(Field):
    """A whole number within bounds; `data` is an int or None, and the page keeps what was typed."""

    widget = GovukWidget()
    data: int | None

    def __init__(
        self, label: str, *, low: int, high: int, hint: str = "", suffix: str = "", **options: Any
    ) -> None:
        shown: dict[str, Any] = {"classes": "govuk-input--width-5", "inputmode": "numeric"}
        if suffix:
            shown["suffix"] = {"text": suffix}
        options.setdefault("render_kw", shown)
        super().__init__(label, description=hint, **options)
        self.low, self.high = low, high
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number in digits; commas between thousands are fine."""
        self.data = None
        self.typed = tidy(valuelist[0]) if valuelist else ""
        if not self.typed:
            return
        digits = self.typed.replace(",", "").replace(" ", "")
        if not _WHOLE.fullmatch(digits):
            message = f"Enter a whole number in digits, like {max(self.low, 1)}"
            raise ValueError(message)
        self.data = int(digits.replace("\u2212", "-"))

    def pre_validate(self, form: Any) -> None:
        """Refuse what lies outside the bounds, and let no other complaint hide a bad number."""
        if self.process_errors:
            raise StopValidation
        if self.data is not None and not self.low <= self.data <= self.high:
            raise StopValidation(f"Enter a number from {self.low:,} to {self.high:,}")


class LinesField(LongTextField):
    """Several short texts, one a line; `lines` gives them without the empty ones."""

    def __init__(
        self, label: str, *, each: int = 4_000, most: int = 200, hint: str = "", **options: Any
    ) -> None:
        super().__init__(label, limit=50_000, hint=hint, **options)
        self.each, self.most = each, most

    def process_data(self, value: Any) -> None:
        """Start from a list of texts."""
        self.data = value if isinstance(value, str) else "\n".join(map(_one_line, value or ()))

    @property
    def lines(self) -> list[str]:
        """Return each line that says something."""
        return [line for line in map(_one_line, (self.data or "").splitlines()) if line]

    def pre_validate(self, form: Any) -> None:
        """Refuse a line that is too long, saying which, and more lines than anybody reads."""
        super().pre_validate(form)
        for number, line in enumerate(self.lines, start=1):
            if len(line) > self.each:
                over = f"Line {number} is longer than {self.each:,} characters. Shorten it"
                raise StopValidation(over)
        if len(self.lines) > self.most:
            raise StopValidation(f"Write at most {self.most} lines")


class NumbersField(LinesField):
    """Several whole numbers, one a line or with commas between; `data` holds the words."""

    def __init__(self, label: str, *, low: int, high: int, hint: str = "", **options: Any) -> None:
        super().__init__(label, most=20, hint=hint, **options)
        self.low, self.high = low, high

    def process_data(self, value: Any) -> None:
        """Start from a list of numbers."""
        super().process_data([str(each) for each in value or ()])

    @property
    def lines(self) -> list[str]:
        """Return each number as it was typed."""
        return [number for number in re.split(r"[\s,;]+", self.data or "") if number]

    @property
    def numbers(self) -> list[int]:
        """Return the numbers; raises ValueError before the form was checked."""
        return [int(each) for each in self.lines]

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no whole number within the bounds."""
        super().pre_validate(form)
        for each in self.lines:
            if not (each.isascii() and each.isdecimal() and len(each) < 9):
                raise StopValidation(f"“{each[:40]}” is no whole number. Write it in digits")
            if not self.low <= int(each) <= self.high:
                raise StopValidation(f"Enter numbers from {self.low:,} to {self.high:,}")


class TickField(CheckboxField):
    """One box to tick; `is_ticked` says whether it is."""

    def __init__(self, label: str, words: str, *, hint: str = "", **options: Any) -> None:
        super().__init__(label, [(TICKED, words)], hint=hint, **options)

    def process_data(self, value: Any) -> None:
        """Start from true or false."""
        super().process_data([TICKED] if value in (True, [TICKED]) else [])

    @property
    def is_ticked(self) -> bool:
        """Whether the box is ticked."""
        return TICKED in (self.data or [])


def kept(field: Field) -> Any:
    """Return what a document holds of a field: text, number, list, truth, or nothing at all."""
    match field:
        case TickField():
            return True if field.is_ticked else None
        case NumbersField():
            return field.numbers
        case LinesField():
            return field.lines
        case DayField():
            return field.data.isoformat() if field.data else None
        case _:
            return field.data


def words_of(field: Field) -> str:
    """Return a field's answer in words, as the page would show it."""
    return _words(field) or "Nothing"


def _words(field: Field) -> str:
    match field:
        case TickField():
            return "Yes" if field.is_ticked else "No"
        case CheckboxField():
            return "; ".join(field.offered.get(each, each) for each in field.data or ())
        case RadioField() | SelectField():
            return field.offered.get(field.data or "", field.data or "")
        case DayField():
            return written(field.data) if field.data else ""
        case LinesField():
            return "; ".join(field.lines)
        case _:
            return "" if field.data is None else str(field.data)


def _one_line(text: Any) -> str:
    return " ".join(tidy(str(text)).split())
