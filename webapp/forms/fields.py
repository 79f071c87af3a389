"""The fields that our forms are made of: what they accept, and what they say when they do not.

Each keeps what was typed as it was typed, and gives the view a clean value in `data`.
"""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import current_app
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from tenants.models import Precision
from webapp.forms.counts import CountRefused, read_count
from webapp.forms.daytime import WhenRefused
from webapp.forms.typed import one_address, tidy
from webapp.forms.when import EXAMPLE, When, read_when, words_of
from webapp.forms.widgets import GovukWidget, LongWidget, SecretWidget

# One address that every mail server takes, and nothing that a letter's head would read as two.
_ONE_ADDRESS = re.compile(r"[!#-'*+\-./-9=?^-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+\.?", re.ASCII)


class Required:
    """Refuses an empty answer with the sentence that says what to write or pick."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        """Stop at the first thing that is missing."""
        if field.data is None or field.data in ("", []):
            raise StopValidation(self.message)


class Optional:
    """Accepts an empty answer and asks nothing more of it."""

    def __call__(self, _form: Any, field: Field) -> None:
        """Stop, without a complaint, where nothing was written."""
        if field.data is None or field.data in ("", []):
            raise StopValidation


class ToTheMinute:
    """Refuses a day without a time: by its first minute, what was late would seem to be in time."""

    def __call__(self, _form: Any, field: Field) -> None:
        """Ask for the time, once the day could be read."""
        if field.data is not None and field.data.precision != Precision.TIME:
            raise StopValidation(f"Enter the time too. Write it like {EXAMPLE}")


class TextField(Field):
    """One line of text of at most `limit` characters; `data` is tidied text."""

    widget = GovukWidget()
    data: str | None

    def __init__(self, label: str, *, limit: int = 200, hint: str = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)
        self.limit = limit

    def _value(self) -> str:
        return self.data or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep a tidy copy; the page shows the original again."""
        if valuelist:
            self.data = self.tidied(valuelist[0])

    def tidied(self, text: str) -> str:
        """Return the text to keep: a field of one line has no line ends."""
        return " ".join(tidy(text).split())

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too long, saying by how much."""
        over = len(self.data or "") - self.limit
        if over > 0:
            raise StopValidation(
                f"This is {over:,} {'character' if over == 1 else 'characters'} too long."
                f" Shorten it to {self.limit:,} or fewer"
            )


class LongTextField(TextField):
    """A text of many lines, at most 10,000 characters unless told otherwise."""

    widget = LongWidget()

    def __init__(self, label: str, *, limit: int = 10_000, hint: str = "", **options: Any) -> None:
        super().__init__(label, limit=limit, hint=hint, **options)

    def tidied(self, text: str) -> str:
        """Keep the lines as they were broken."""
        return tidy(text)


class EmailField(TextField):
    """An e-mail address, in lower case; only its shape is looked at."""

    def __init__(self, label: str, *, hint: str = "", **options: Any) -> None:
        options.setdefault(
            "render_kw", {"type": "email", "autocomplete": "email", "spellcheck": False}
        )
        super().__init__(label, limit=254, hint=hint, **options)

    def tidied(self, text: str) -> str:
        """Take the blanks and capitals out that telephones put in."""
        return one_address(text)

    def pre_validate(self, form: Any) -> None:
        """Refuse what cannot be an address."""
        super().pre_validate(form)
        if self.data and not _ONE_ADDRESS.fullmatch(self.data):
            raise StopValidation("Enter an email address in full, like clerk@example.org")


class SecretField(Field):
    """A password: kept exactly as typed, never shown again."""

    widget = SecretWidget()
    data: str | None

    def __init__(self, label: str, *, hint: str = "", is_new: bool = False, **options: Any) -> None:
        options["render_kw"] = {"autocomplete": "new-password" if is_new else "current-password"}
        super().__init__(label, description=hint, **options)

    def _value(self) -> str:
        return ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Cut nothing but what no password needs: more than a thousand letters of it."""
        if valuelist:
            self.data = valuelist[0][:1000]


class WhenField(Field):
    """A past moment as people type it; `data` is a `When` or None, `typed` the words."""

    widget = GovukWidget()
    data: When | None

    def __init__(self, label: str, *, hint: str = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)
        self.typed = ""

    def _value(self) -> str:
        return self.typed

    def process_data(self, value: When | str | None) -> None:
        """Start from a draft's words, or from a moment that was recorded."""
        self.data = value if isinstance(value, When) else None
        self.typed = words_of(value) if isinstance(value, When) else value or ""
        if self.typed and self.data is None:
            with suppress(WhenRefused):
                self.data = read_when(self.typed, _now())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the words against the service's own clock."""
        self.data = None
        self.typed = tidy(valuelist[0]) if valuelist else ""
        if not self.typed:
            return
        try:
            self.data = read_when(self.typed, _now())
        except WhenRefused as refused:
            raise ValueError(str(refused)) from refused

    def pre_validate(self, form: Any) -> None:
        """Keep "enter a time" away from words that were read and refused already."""
        if self.process_errors:
            raise StopValidation


class CountField(Field):
    """How many people, 1 to 10 million, as people write it; `data` is an int or None."""

    widget = GovukWidget()
    data: int | None

    def __init__(self, label: str, *, hint: str = "", **options: Any) -> None:
        options.setdefault(
            "render_kw", {"classes": "govuk-input--width-10", "inputmode": "numeric"}
        )
        super().__init__(label, description=hint, **options)
        self.typed = ""

    def _value(self) -> str:
        return self.typed

    def process_data(self, value: int | str | None) -> None:
        """Start from a draft's words, or from a number that was recorded."""
        self.data = value if isinstance(value, int) else None
        self.typed = f"{value:,}" if isinstance(value, int) else value or ""
        if self.typed and self.data is None:
            with suppress(CountRefused):
                self.data = read_count(self.typed)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number out of the words."""
        self.data = None
        self.typed = tidy(valuelist[0]) if valuelist else ""
        if not self.typed:
            return
        try:
            self.data = read_count(self.typed)
        except CountRefused as refused:
            raise ValueError(str(refused)) from refused

    def pre_validate(self, form: Any) -> None:
        """Keep "enter a number" away from words that were read and refused already."""
        if self.process_errors:
            raise StopValidation


class VersionField(HiddenField):
    """The version of the row that the form was filled in from; `number` is an int."""

    @property
    def number(self) -> int:
        """Return the version; anything that is not a number is a version long gone."""
        text = str(self.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0


def _now() -> datetime:
    now: datetime = current_app.extensions["clock"].now()
    return now
