"""The five pages of the report. Only what happened and its kind must be answered."""

from collections.abc import Iterator
from typing import Any, Final

from wtforms import Field
from wtforms.validators import ValidationError

from tenants.policy import NOT_YET_KNOWN, fact
from webapp.forms import (
    CheckboxField,
    CountField,
    Form,
    LongTextField,
    RadioField,
    Required,
    TextField,
    VersionField,
    WhenField,
)
from webapp.report.kinds import KindField
from webapp.report.moments import agree, in_words

UNKNOWN: Final = "yes"
RECOVERABLE: Final = {
    "yes": "Yes, all of it",
    "partly": "Some of it",
    "no": "No",
    NOT_YET_KNOWN: "Not yet known",
}
_CATEGORIES = fact("categories")
CATEGORIES: Final = {value.value: value.label for value in _CATEGORIES.values}


_SMALL: Final = {"classes": "govuk-checkboxes--small"}
_NO_ANSWER: Final = {"version", "csrf_token"}
LONGEST_COUNT: Final = 100


class PageForm(Form):
    """One page of the report, with the version of the draft that it was filled in from."""

    version = VersionField()

    def questions(self) -> Iterator[Field]:
        """Yield the fields that hold answers, in the order of the page."""
        return (field for field in self if field.name not in _NO_ANSWER)


class WhatHappenedForm(PageForm):
    """What went wrong."""

    description = LongTextField(
        "Tell us in your own words",
        hint="A few sentences are enough. You can leave out the names of the people it is about.",
        validators=[Required("Tell us what happened. One sentence is enough to start with")],
    )
    cause = KindField(
        "Which of these is nearest?",
        hint="Pick the nearest. It can be changed later.",
        validators=[Required("Pick the nearest kind. If none fits, pick “Not sure”")],
    )


class WhenForm(PageForm):
    """When it was found out, and when it happened."""

    found = WhenField(
        "When did you find out?",
        hint="For example: yesterday 4pm, this morning, or 21/11/2026 18:40. The day alone is"
        " enough.",
    )
    found_unknown = CheckboxField(
        "If you cannot say when you found out", [(UNKNOWN, "I do not know")], render_kw=_SMALL
    )
    occurred = WhenField(
        "When did it happen?",
        hint="Write it in the same way. It may be long before you found out.",
    )
    occurred_unknown = CheckboxField(
        "If you cannot say when it happened", [(UNKNOWN, "Not known")], render_kw=_SMALL
    )

    def validate_found(self, field: WhenField) -> None:
        """Refuse a time beside "I don't know"."""
        refuse_both(field, self.found_unknown, "I do not know")

    def validate_occurred(self, field: WhenField) -> None:
        """Refuse a time beside "Not known", and one that is later than finding out."""
        refuse_both(field, self.occurred_unknown, "Not known")
        refuse_later(field, self.found)


class WhoseInformationForm(PageForm):
    """Whose information it is, how many people, and what kind of information."""

    whose = TextField(
        "Who are they?",
        hint="A few words, like: allotment holders, one resident, everyone on a mailing list.",
        limit=500,
    )
    people = CountField(
        "Roughly how many people is it about?",
        hint="Count the people whose information it is, not those who received it. A guess will"
        " do, like about 20.",
        render_kw={"classes": "govuk-input--width-10"},
    )
    people_unknown = CheckboxField(
        "If you cannot say how many", [(UNKNOWN, "Not yet known")], render_kw=_SMALL
    )
    categories = CheckboxField(
        "What kind of information is it?",
        [*CATEGORIES.items(), (NOT_YET_KNOWN, "Not yet known")],
        hint="Tick all that you know of.",
        alone=NOT_YET_KNOWN,
        render_kw=_SMALL,
    )

    def validate_people(self, field: CountField) -> None:
        """Refuse a number beside "Not yet known", and a tale instead of a number."""
        refuse_a_tale(field)
        refuse_both(field, self.people_unknown, "Not yet known")


class RecoveryForm(PageForm):
    """Whether it can be got back, and what has been done."""

    recoverable = RadioField(
        "Can the information be got back?",
        RECOVERABLE.items(),
        hint="Or, if somebody has a copy, can it be deleted before it is used?",
    )
    action_taken = LongTextField(
        "What has been done so far?",
        hint="For example: asked them to delete it, took the page down, rang the bus company."
        " “Nothing yet” is a good answer too.",
    )


class ContactForm(PageForm):
    """How to reach the reporter."""

    contact = LongTextField(
        "Where can the clerk or the chair reach you?",
        hint="An email address or a telephone number. Say when is a good time, if you like.",
        limit=500,
    )


class CheckForm(Form):
    """The press that sends the report; its faults stand on the rows that they are about."""

    version = VersionField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row_faults: dict[str, str] = {}

    def faults(self) -> Iterator[dict[str, str]]:
        """Yield the faults of the whole form, then those of the rows."""
        yield from super().faults()
        for field, message in self.row_faults.items():
            yield {"text": message, "href": f"#{field}"}


class DeleteForm(Form):
    """The press that throws a report away that was begun."""


def refuse_later(occurred: WhenField, found: WhenField) -> None:
    """Refuse a time at which it happened that is later than finding out."""
    if found.data is not None and not agree(found.data, occurred.data):
        raise ValidationError(
            f"You wrote that you found out on {in_words(found.data)}, which is before this. Check"
            " both"
        )


def refuse_a_tale(field: CountField) -> None:
    """Refuse more words than a number needs."""
    if len(field.typed) > LONGEST_COUNT:
        raise ValidationError("Enter only a number, like 20 or about 150")


def refuse_both(field: WhenField | CountField, unknown: CheckboxField, words: str) -> None:
    """Refuse an answer that stands beside "I do not know"."""
    if field.typed and unknown.data:
        raise ValidationError(f"You wrote an answer and also ticked “{words}”. Clear one of them")
