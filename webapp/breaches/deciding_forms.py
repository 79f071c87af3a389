"""The forms with which somebody decides whom to tell, and moves the clock's start."""

from typing import Final

from wtforms import HiddenField

from tenants.breaches.choices import METHODS
from tenants.breaches.decisions import DO_NOT_TELL, EXCEPTION_RULES, TELL
from tenants.breaches.parties import party_words
from tenants.models import PeopleException, Subject
from tenants.policy import law
from webapp.breaches.refusals import VersionedForm
from webapp.forms import (
    LongTextField,
    Optional,
    RadioField,
    Required,
    TextField,
    ToTheMinute,
    WhenField,
)
from webapp.forms.when import EXAMPLE

_ENOUGH: Final = 5_000
_OTHER_WAY: Final = "other"
_NUMBERS: Final = {
    Subject.REGULATOR: "You find it in their answer, like IC-123456-A1B2.",
    Subject.POLICE: "For example, the crime number.",
    Subject.INSURERS: "For example, the number of the claim.",
}


class DecisionForm(VersionedForm):
    """Whether somebody is told, why, what they are told, and whether it has been done.

    `drafted` is what the reason began with where the service drafted it, so that nobody's draft is
    taken for their own words.
    """

    drafted = HiddenField()
    party_name = TextField(
        "Who is it?", hint="For example, the school, or the company that keeps the list.", limit=200
    )
    decided = RadioField(
        "What do you decide?", [], validators=[Required("Choose whether to tell them or not")]
    )
    exception = RadioField(
        "If you do not tell them, which of these is true?",
        [],
        hint="The risk is high, so the law lets you do that only if one of them is.",
        validators=[Optional()],
    )
    reason = LongTextField(
        "Why?",
        hint=(
            "One sentence is enough. We need it if you decide differently from what is proposed, if"
            " nobody is told, or if it was done late."
        ),
        limit=_ENOUGH,
    )
    message = LongTextField(
        "What do they need to hear?",
        hint=(
            "How and when it happened, what information it was, what has been done, and what they"
            " can do themselves."
        ),
        limit=_ENOUGH,
    )
    method = RadioField(
        "By which way?", [*METHODS.items(), (_OTHER_WAY, "Another way")], validators=[Optional()]
    )
    other_method = TextField("Which way?", limit=100)
    done = WhenField(
        "If you have told them already, when?",
        hint=f"For example, {EXAMPLE}. Leave it empty if it is still to be done.",
        validators=[Optional()],
    )
    their_reference = TextField(
        "The number that they gave you, if any",
        hint="",
        limit=100,
        render_kw={"classes": "govuk-input--width-20"},
    )

    def offer(self, subject: Subject, *, name: str, is_excepted: bool, is_drill: bool) -> None:
        """Offer the two choices in the words of the party; in practice nobody is told.

        `is_excepted` is whether the people may stay untold only for one of the law's exceptions.
        """
        if is_drill:
            self.decided.label.text = "What would you decide?"
            self.done.label.text = "When would you have told them?"
            self.done.description = f"For example, {EXAMPLE}. Leave it empty to come back to it."
        if subject == Subject.REGULATOR:
            self.done.validators = [Optional(), ToTheMinute()]
        whom = party_words(subject, name)
        if subject == Subject.OTHER and not name:
            whom = "them"
        self.decided.offer([(TELL, f"Tell {whom}"), (DO_NOT_TELL, f"Do not tell {whom}")])
        if is_excepted:
            self.exception.offer(exception_words().items())
        else:
            del self.exception
        self.their_reference.description = _NUMBERS.get(subject, "")
        if subject != Subject.OTHER or name:
            del self.party_name

    @property
    def way(self) -> str:
        """Return by which way they are told: one of the closed ones, or what was typed."""
        picked = self.method.data or ""
        return (self.other_method.data or "") if picked == _OTHER_WAY else picked

    @property
    def picked_exception(self) -> PeopleException | None:
        """Return the exception that was picked, where one was offered."""
        field = self._fields.get("exception")
        return PeopleException(field.data) if field is not None and field.data else None

    @property
    def typed_name(self) -> str:
        """Return who it is, where that was asked."""
        field = self._fields.get("party_name")
        return (field.data or "") if field is not None else ""

    @property
    def why(self) -> str:
        """Return the reason as somebody wrote or changed it."""
        return self.reason.data or ""

    @property
    def is_as_drafted(self) -> bool:
        """Whether the reason is word for word what the service drafted."""
        return bool(self.why) and self.why.split() == str(self.drafted.data or "").split()


def start_of_method(method: str) -> dict[str, str]:
    """Return what the form starts with for a way that was recorded."""
    if not method or method in METHODS:
        return {"method": method} if method else {}
    return {"method": _OTHER_WAY, "other_method": method}


def exception_words() -> dict[str, str]:
    """Return each of the law's exceptions as its sentence with its source."""
    rules = law()
    return {
        each.value: f"{rules.sentence_on(rule).removesuffix('.')} ({rules.rule(rule).citation})"
        for each, rule in EXCEPTION_RULES.items()
    }


class NobodyElseForm(VersionedForm):
    """That nobody of those still undecided is told, with one reason for all of them."""

    reason = LongTextField(
        "Why does nobody else need to be told?", hint="One sentence is enough.", limit=_ENOUGH
    )


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
