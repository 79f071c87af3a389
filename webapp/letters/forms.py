"""The forms of a letter: its file or text, and what it says."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import HiddenField

from tenants.models import LetterOutcome, RegulatorLetter
from webapp.breaches.duty_forms import OwnedForm
from webapp.forms import (
    CheckboxField,
    CountField,
    FormWithFile,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SelectField,
    TextField,
    UploadField,
)
from webapp.letters.words import CLOSED, LATE, LATE_WORDS, OUTCOMES
from webapp.policy.days import DayField
from webapp.record.forms import BesideForm

MOST_PASTED: Final = 100_000
_SHORT: Final = {"classes": "govuk-input--width-20", "spellcheck": False}
_DAY: Final = "For example, 14 March 2026."


class LetterForm(FormWithFile, BesideForm):
    """A letter as a file, as text, or as both; `kept` is the id of a file that is kept already."""

    kept = HiddenField()
    file = UploadField(
        "Choose the letter",
        hint="At most 10 MB: a PDF, an email (.eml or .msg), a Word file (.docx) or a text file.",
        validators=[Optional()],
    )
    words = LongTextField(
        "Paste its text",
        hint="Everything from the first line to the last, with the leaflet if there is one.",
        limit=MOST_PASTED,
        validators=[Optional()],
    )


class ConfirmForm(OwnedForm):
    """What a letter says, every part of it to be put right, and what becomes an action."""

    outcome = SelectField(
        "What did the regulator decide?",
        [(outcome.value, words) for outcome, words in OUTCOMES.items()],
        validators=[Required("Choose what the regulator decided")],
    )
    case_reference = TextField("The regulator's reference", limit=60, render_kw=_SHORT)
    own_reference = TextField("Your own reference on it", limit=60, render_kw=_SHORT)
    sent_on = DayField("When was it sent?", hint=_DAY, validators=[Optional()])
    received_on = DayField("When did it come?", hint=_DAY, validators=[Optional()])
    reported_on = DayField(
        "When does it say that you reported the breach?", hint=_DAY, validators=[Optional()]
    )
    late = RadioField("Does it say that the report came late?", LATE.items())
    closed = RadioField("Does it say that the matter is closed?", CLOSED.items())
    penalty = CountField("The penalty in pounds, if there is one", validators=[Optional()])
    specific = CheckboxField("What it recommends to your council", [])
    deadlines = CheckboxField("What it wants by a certain day", [])
    standing = CheckboxField("What it recommends to everybody", [])
    measures = CheckboxField("Measures in the leaflet", [])
    more = LongTextField(
        "Anything else to do, or in other words? (optional)",
        hint="One thing on each line. Untick above what you put in other words here.",
        limit=10_000,
    )

    owner = RadioField("Who has what you ticked?", [])
    due_on = DayField(
        "By which day?",
        hint="For all that has no day of its own. You can change each one later.",
        validators=[Optional()],
    )

    def offer_tasks(self, tasks: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """Offer what the letter asks for, under the field that each kind has."""
        for name, choices in tasks.items():
            self[name].offer(choices)

    def show_evidence(self, evidence: Mapping[str, str]) -> None:
        """Put the letter's own words beside each field that they fill."""
        for name, words in evidence.items():
            if name in self:
                self[name].description = f"The letter: “{words}”"


def start_of(letter: RegulatorLetter) -> dict[str, Any]:
    """Return what the form starts with: everything that was found, what is specific ticked."""
    found = letter.found
    penalty = found.get("penalty") or {}
    return {
        "outcome": LetterOutcome(letter.outcome).value,
        "case_reference": letter.case_reference,
        "own_reference": found.get("own_reference") or "",
        "late": LATE_WORDS[found.get("late")],
        "closed": "yes" if found.get("closed") else "no",
        "penalty": penalty.get("amount"),
    }
