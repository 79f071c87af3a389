"""When a council's office is open, and when what can wait is not sent."""

import json
import re
from typing import Any, ClassVar, Final

from wtforms.validators import StopValidation, ValidationError

from tenants.policy.ladder_format import NONE, OFFICE_HOURS, QUIET_HOURS, WEEKDAYS, DailyHours
from tenants.policy.part_words import hours_words
from webapp.forms import CheckboxField, RadioField, TextField
from webapp.policy.amending.document import Plain, with_value
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here, Part, Shape
from webapp.policy.amending.texts import only
from webapp.policy.criteria import sentence_case

_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_HINT: Final = "On a 24 hour clock, like {}."


class ClockField(TextField):
    """A time of day on a 24 hour clock; `data` is like 07:00."""

    def tidied(self, text: str) -> str:
        """Write 7.00 and 7:00 as 07:00."""
        typed = super().tidied(text)
        found = _CLOCK.fullmatch(typed)
        return f"{int(found[1]):02}:{found[2]}" if found else typed

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no time of day."""
        super().pre_validate(form)
        if self.data and not _CLOCK.fullmatch(self.data):
            raise StopValidation("Enter a time on a 24 hour clock, like 07:00 or 21:30")


class HoursForm(AmendForm):
    """Hours of the day, and the days of the week on which they begin."""

    start = ClockField("When do they begin?", hint=_HINT.format("09:00"))
    until = ClockField(
        "When do they end?",
        hint=f"{_HINT.format('17:00')} A time before the beginning is on the next day.",
    )
    days = CheckboxField("On which days do they begin?", [(d, d.capitalize()) for d in WEEKDAYS])
    usual: ClassVar[DailyHours] = OFFICE_HOURS

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out what the format takes for granted."""
        usual = cls.usual.model_dump(mode="json")
        return {**usual, "days": list(WEEKDAYS), **here.old} if here.old else usual

    def validate_start(self, field: Any) -> None:
        """Want a beginning."""
        self.want(field, "Enter when they begin")

    def validate_until(self, field: Any) -> None:
        """Want an end."""
        self.want(field, "Enter when they end")

    def validate_days(self, field: Any) -> None:
        """Want a day."""
        self.want(field, "Tick at least one day")

    def want(self, field: Any, words: str) -> None:
        """Refuse a field that is empty."""
        if not field.data:
            raise ValidationError(words)


class QuietForm(HoursForm):
    """The hours in which what can wait is not sent; or that there are none."""

    has_them = RadioField(
        "Is anything held back at night?",
        [("yes", "Yes, what can wait"), ("no", "No")],
        hint="What the law counts in hours is never held back.",
    )
    order: ClassVar[tuple[str, ...]] = ("has_them",)
    usual: ClassVar[DailyHours] = QUIET_HOURS
    reveals: ClassVar[Any] = {"has_them": {"yes": ("start", "until", "days")}}

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Say no where the document says that there are none."""
        is_none = here.document.get("quiet_hours") == NONE
        return {**super().filled(here), "has_them": "no" if is_none else "yes"}

    def want(self, field: Any, words: str) -> None:
        """Refuse a field that is empty, where there are such hours."""
        if self.has_them.data != "no":
            super().want(field, words)

    def change(self, here: Here) -> Plain:
        """Return the document with the hours, or with none."""
        if self.has_them.data == "no":
            return with_value(here.document, ("quiet_hours",), NONE)
        return super().change(here)

    def entry(self, here: Here) -> Plain:
        """Return the hours alone."""
        return {name: each for name, each in super().entry(here).items() if name != "has_them"}


def _office_words(document: Plain) -> str:
    return _said("office_hours", document, OFFICE_HOURS)


def _quiet_words(document: Plain) -> str:
    if document.get("quiet_hours") == NONE:
        return "None: everything is sent at its time."
    return _said("quiet_hours", document, QUIET_HOURS)


def _said(name: str, document: Plain, usual: DailyHours) -> str:
    said = document.get(name)
    hours = DailyHours.model_validate_json(json.dumps(said)) if said else usual
    return f"{sentence_case(hours_words(hours))}."


OFFICE: Final = Part(
    name="office-hours", title="When the office is open", at=("office_hours",), form=HoursForm,
    item=only, shape=Shape.ONE, summary=_office_words,
)  # fmt: skip
QUIET: Final = Part(
    name="quiet-hours", title="Quiet hours, for what can wait", at=("quiet_hours",),
    form=QuietForm, item=only, shape=Shape.ONE, summary=_quiet_words,
)  # fmt: skip
