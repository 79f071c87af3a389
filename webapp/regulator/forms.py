"""The forms of the report: one made for each part from the questions, and those around it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tenants.breaches.regulator_answers import as_moment, moment_in
from tenants.breaches.regulator_screening import Found
from tenants.models import Action
from tenants.policy import NOT_YET_KNOWN
from tenants.policy.regulator_form import AnswerKind, Known, Question
from tenants.times import day
from webapp.breaches.refusals import VersionedForm
from webapp.forms import (
    CheckboxField,
    CountField,
    LongTextField,
    Optional,
    RadioField,
    Required,
    TextField,
    ToTheMinute,
    When,
    WhenField,
)
from webapp.forms.when import EXAMPLE

_RECALLED: Final = "The form may also ask this. We could not check it."
_OTHER_WORDS: Final = "The form may word these answers otherwise."
_LONGEST_LINE: Final = 500


class PartForm(VersionedForm):
    """The questions of one part of the form; an empty answer is one that is not yet known."""

    def is_empty(self) -> bool:
        """Say whether nothing is asked in this part."""
        return all(field.type in {"VersionField", "CSRFTokenField"} for field in self)

    def start_from(self, questions: Iterable[Question], answers: Mapping[str, Any]) -> None:
        """Fill in what is saved; moments in the words in which they are typed."""
        for question in questions:
            answer = answers.get(question.id)
            if answer is not None and question.kind == AnswerKind.MOMENT:
                answer = When(*moment_in(answer))
            if answer is not None:
                self[question.id].process_data(answer)

    def answers(self, questions: Iterable[Question]) -> dict[str, Any]:
        """Return what was typed, as a report keeps it."""
        return {question.id: _plain(self[question.id].data) for question in questions}


class SentForm(VersionedForm):
    """When the report was sent, and what the regulator answered."""

    sent = WhenField(
        "When did you send it?",
        hint=f"For example, {EXAMPLE}.",
        validators=[Required("Enter when you sent it"), ToTheMinute()],
    )
    their_reference = TextField(
        "The reference that they gave you, if any",
        hint="It stands in their answer, like IC-123456-A1B2. You can add it later.",
        limit=100,
        render_kw={"classes": "govuk-input--width-20", "spellcheck": False},
    )
    reason = LongTextField("Why?", limit=5_000)
    keeps = CheckboxField("Does it keep what was promised?", [], validators=[Optional()])

    def offer_promises(self, promises: Sequence[Action]) -> None:
        """Offer what was promised to the regulator and is still open."""
        self.keeps.offer(
            (str(row.id), f"{row.words} (by {day(row.due_on)})" if row.due_on else row.words)
            for row in promises
        )
        self.keeps.description = (
            "Tick what this report says. It is then recorded as done. What you leave open is still"
            " asked for."
        )

    def say_what_is_asked(self, *, is_late: bool, is_drill: bool) -> None:
        """Say for what the reason is: the delay, or deciding differently."""
        if is_late:
            self.reason.label.text = "Why did it take more than 72 hours?"
            self.reason.description = "This was drafted from the record. Put it in your own words."
        else:
            self.reason.label.text = "Why did you tell them? (optional)"
            self.reason.description = (
                "Needed only where the rating does not ask you to tell the regulator."
            )
        if is_drill:
            self.sent.label.text = "When would you have sent it?"


class LookedForm(VersionedForm):
    """Which of the words that were found name nobody affected."""

    words = CheckboxField(
        "Which of these are not about somebody affected?",
        [],
        hint="Tick what may stay, like the name of a firm. Leave out of the report what may not.",
        validators=[Required("Tick at least one, or change the answer that it stands in")],
    )

    def offer_found(self, found: Sequence[Found]) -> None:
        """Offer each piece of text once, with the question in whose answer it stands."""
        self.words.offer((each.finding.words, each.finding.words) for each in found)
        self.words.hints = {each.finding.words: each.question.question for each in found}


def part_form(questions: Sequence[Question]) -> type[PartForm]:
    """Return the form of these questions, in their order."""
    fields = {question.id: _field(question) for question in questions if not question.is_set}
    return type("AskedForm", (PartForm,), fields)


def _field(question: Question) -> Any:
    options: dict[str, Any] = {"hint": _hint(question), "validators": [Optional()]}
    offered = [(option.value, option.label) for option in question.options]
    hints = {option.value: option.hint for option in question.options if option.hint}
    apart = NOT_YET_KNOWN if NOT_YET_KNOWN in dict(offered) else None
    match question.kind:
        case AnswerKind.LINE:
            return TextField(question.question, limit=_LONGEST_LINE, **options)
        case AnswerKind.TEXT:
            return LongTextField(question.question, **options)
        case AnswerKind.NUMBER:
            return CountField(question.question, **options)
        case AnswerKind.MOMENT:
            return WhenField(question.question, **options)
        case AnswerKind.ONE:
            return RadioField(question.question, offered, hints=hints, divided=apart, **options)
        case AnswerKind.SEVERAL:
            return CheckboxField(question.question, offered, hints=hints, alone=apart, **options)


def _hint(question: Question) -> str:
    is_moment = question.kind == AnswerKind.MOMENT
    own = question.hint or (f"For example, {EXAMPLE}." if is_moment else "")
    doubt = _RECALLED if question.status == Known.RECALLED else ""
    if not doubt and question.options_status == Known.RECALLED:
        doubt = _OTHER_WORDS
    return " ".join(each for each in (own, doubt) if each)


def _plain(answer: Any) -> Any:
    return as_moment(answer.at, answer.precision) if isinstance(answer, When) else answer
