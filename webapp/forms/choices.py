"""Fields that offer answers to pick from: radios, checkboxes, and a list for many."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from wtforms import RadioField as WtRadioField
from wtforms import SelectField as WtSelectField
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from webapp.forms.widgets import ChoiceWidget, SelectWidget

Choice = tuple[str, str]


class _Choices:
    """What radios, checkboxes and lists share: hints beside choices, one that stands apart."""

    offered: Mapping[str, str]
    hints: Mapping[str, str]
    divided: str | None
    alone: str | None
    choices: Any

    def offer(self, choices: Iterable[Choice]) -> None:
        """Offer these answers, where only the view knows them."""
        self.offered = dict(choices)
        self.choices = _values(self.offered)


class RadioField(_Choices, WtRadioField):
    """One of a few; `hints` by value, `divided` is the value that stands below an "or"."""

    widget = ChoiceWidget("govukRadios")

    def __init__(
        self,
        label: str,
        choices: Iterable[Choice],
        *,
        hint: str = "",
        hints: Mapping[str, str] | None = None,
        divided: str | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("validate_choice", True)
        self.offered = dict(choices)
        super().__init__(label, choices=_values(self.offered), description=hint, **options)
        self.hints, self.divided, self.alone = hints or {}, divided, None

    def process_data(self, value: Any) -> None:
        """Start with nothing picked."""
        self.data = None if value is None else str(value)

    def pre_validate(self, form: Any) -> None:
        """Refuse a value that the page never offered."""
        if self.data is not None and self.data not in self.offered:
            raise ValidationError("Choose one of the answers on this page")


class CheckboxField(_Choices, SelectMultipleField):
    """Any of several; `alone` is the value that unpicks the others, like "not yet known"."""

    widget = ChoiceWidget("govukCheckboxes")

    def __init__(
        self,
        label: str,
        choices: Iterable[Choice],
        *,
        hint: str = "",
        hints: Mapping[str, str] | None = None,
        alone: str | None = None,
        **options: Any,
    ) -> None:
        self.offered = dict(choices)
        super().__init__(label, choices=_values(self.offered), description=hint, **options)
        self.hints, self.divided, self.alone = hints or {}, alone, alone

    def pre_validate(self, form: Any) -> None:
        """Refuse values that were never offered, and "not known" beside something known."""
        picked = self.data or []
        if not set(picked) <= self.offered.keys():
            raise ValidationError("Choose from the answers on this page")
        if self.alone and self.alone in picked and len(picked) > 1:
            label = self.offered[self.alone]
            raise ValidationError(f"Choose either “{label}” or the other answers, not both")


class SelectField(_Choices, WtSelectField):
    """One of many, as a drop-down list."""

    widget = SelectWidget()

    def __init__(
        self, label: str, choices: Iterable[Choice], *, hint: str = "", **options: Any
    ) -> None:
        self.offered = dict(choices)
        super().__init__(label, choices=_values(self.offered), description=hint, **options)
        self.hints, self.divided, self.alone = {}, None, None

    def _value(self) -> str:
        return str(self.data or "")

    def pre_validate(self, form: Any) -> None:
        """Refuse a value that the list never offered."""
        if self.data not in self.offered:
            raise ValidationError("Choose one from the list")


def choices_of(words: Mapping[StrEnum, str]) -> list[Choice]:
    """Return the choices of a closed set, from a table of its words for people."""
    return [(value.value, text) for value, text in words.items()]


def _values(offered: Mapping[str, str]) -> Any:
    """Return the values alone, which the library takes gladly and its published types do not."""
    return list(offered)
