"""The forms with which somebody decides whom to tell, moves the clock's start, and closes."""

from collections.abc import Mapping
from typing import Final

from tenants.breaches.decisions import DO_NOT_TELL, TELL
from tenants.models import Subject
from webapp.breaches.refusals import VersionedForm
from webapp.forms import LongTextField, Optional, RadioField, Required, TextField, WhenField
from webapp.forms.when import EXAMPLE

_CHOICES: Final[Mapping[Subject, Mapping[str, str]]] = {
    Subject.REGULATOR: {TELL: "Tell the regulator", DO_NOT_TELL: "Do not tell the regulator"},
    Subject.PEOPLE: {TELL: "Tell the people affected", DO_NOT_TELL: "Do not tell them"},
}
_ENOUGH = 5_000


class DecisionForm(VersionedForm):
    """Whether somebody is told, why, and whether it has been done."""

    decided = RadioField(
        "What do you decide?", [], validators=[Required("Choose whether to tell them or not")]
    )
    reason = LongTextField(
        "Why?",
        hint=(
            "One sentence is enough. We need it if you decide differently from what is proposed, if"
            " nobody is told, or if it was done late."
        ),
        limit=_ENOUGH,
    )
    done = WhenField(
        "If you have told them already, when?",
        hint=f"For example, {EXAMPLE}. Leave it empty if it is still to be done.",
        validators=[Optional()],
    )
    their_reference = TextField(
        "The number that they gave you, if any",
        hint="You find it in their answer, like IC-123456-A1B2.",
        limit=100,
        render_kw={"classes": "govuk-input--width-20"},
    )

    def offer(self, subject: Subject, *, is_drill: bool = False) -> None:
        """Offer the two choices in the words of the subject; in practice nobody is told."""
        if is_drill:
            self.decided.label.text = "What would you decide?"
            self.done.label.text = "When would you have told them?"
            self.done.description = f"For example, {EXAMPLE}. Leave it empty to come back to it."
        self.decided.offered = dict(_CHOICES[subject])
        self.decided.choices = list(self.decided.offered.items())


class TimesForm(VersionedForm):
    """When the council became aware, and why then."""

    aware = WhenField(
        "When did the council become aware?",
        hint=f"For example, {EXAMPLE}.",
        validators=[Required("Enter when the council became aware")],
    )
    reason = LongTextField(
        "Why then, and not at another time?",
        hint="What did you know then that you did not know before?",
        limit=_ENOUGH,
    )


class CloseForm(VersionedForm):
    """What the council learned."""

    learned = LongTextField(
        "What did the council learn?",
        hint=(
            "What will you do differently, who does it, and by when? If there is nothing to learn,"
            " say why."
        ),
        limit=10_000,
    )
