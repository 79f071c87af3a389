"""Conditions: "any one of these is enough; in each, all of it must be so", in words and as a form.

A condition that nobody touched is kept as the document wrote it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Self, cast

from wtforms import HiddenField
from wtforms.validators import ValidationError

from webapp.forms import CheckboxField, Required, SelectField
from webapp.policy.amending.document import Entry, Plain, with_value
from webapp.policy.amending.fields import NumberField, TickField
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here, Item, Part
from webapp.policy.amending.questions import OVERALL, Question, Sort, questions_in

ADD: Final = "add"
LEAVE_OUT: Final = "leave-out-"
_MOST_PEOPLE: Final = 1_000_000_000
_FACT = "is-"
_BOUNDS = (("at_least", "low-"), ("at_most", "high-"))
_UNKNOWN = "unknown-"


def questions_for(here: Here) -> tuple[Question, ...]:
    """Return what the conditions of a row or of a trigger may ask about."""
    names = here.where.split("/")
    if names[0] == "axes":
        return questions_in(here.document, before=names[1])
    return questions_in(here.document, before=OVERALL if names[0] == OVERALL else None)


def alternative_words(alternative: Entry, questions: Iterable[Question]) -> tuple[str, ...]:
    """Return one line for each condition of an alternative: the question, then its answers."""
    known = {question.name: question for question in questions}
    return tuple(_words(name, test, known.get(name)) for name, test in alternative.items())


def cases_words(alternatives: Sequence[Entry], questions: Sequence[Question]) -> list[str]:
    """Return one line for each alternative; any one of them is enough."""
    cases = ("; and: ".join(alternative_words(each, questions)) for each in alternatives)
    return [f"Or: {case}" if number else case for number, case in enumerate(cases)]


def _words(name: str, test: Any, question: Question | None) -> str:
    if question is None:
        return f"{name.replace('_', ' ')} (nothing in this policy asks for it any more)"
    if question.sort == Sort.COUNTED:
        return f"{question.words} {bounds_words(test)}"
    answers = [question.label(answer) for answer in question.picked(test)]
    return f"{question.words} {_or(answers) or 'Nothing that can be answered any more'}"


def bounds_words(bounds: Entry) -> str:
    """Return bounds on a number in words: "5 to 20, or not yet known"."""
    low, high = bounds.get("at_least"), bounds.get("at_most")
    words = []
    if low is not None and high is not None:
        words.append(f"{low:,}" if low == high else f"{low:,} to {high:,}")
    elif low is not None:
        words.append(f"{low:,} or more")
    elif high is not None:
        words.append(f"{high:,} or fewer")
    if bounds.get("not_yet_known"):
        words.append("not yet known")
    return ", or ".join(words).capitalize() or "Any number"


def _names_after(sent: Mapping[str, str]) -> list[str]:
    """Return the facts that a form asks about once its button has been heeded."""
    then, names = sent.get("then", ""), sent.get("facts", "").split()
    if sent.get("add"):
        # Whoever picks a fact and presses another button means to add it all the same.
        names.append(sent.get("add", ""))
    return [name for name in dict.fromkeys(names) if then != f"{LEAVE_OUT}{name}"]


def _or(answers: Sequence[str]) -> str:
    quoted = [f"“{answer}”" for answer in answers]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))


class ConditionForm(AmendForm):
    """One alternative: some facts, and for each of them the answers or the numbers that count."""

    facts = HiddenField()
    add = SelectField("What else must be so?", [])
    asked: tuple[Question, ...] = ()
    strange: tuple[str, ...] = ()
    grew = False

    @classmethod
    def shaped(cls, here: Here, sent: Mapping[str, str] | None) -> type[Self]:
        """Return the form with fields for the facts that it asks about already."""
        names = list(here.old) if sent is None else _names_after(sent)
        questions = {question.name: question for question in questions_for(here)}
        asked = tuple(questions[name] for name in names if name in questions)
        fields: dict[str, Any] = {
            "asked": asked,
            "grew": bool(sent and sent.get("add") in questions),
            "strange": tuple(name for name in names if name not in questions and name in here.old),
        }
        for question in asked:
            fields |= _fields(question)
        return cast("type[Self]", type("ShapedConditionForm", (cls,), fields))

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Tick what the document lists, and write out its bounds."""
        filled: dict[str, Any] = {"facts": " ".join(here.old)}
        for question in questions_for(here):
            if question.name in here.old:
                filled |= _filled(question, here.old[question.name])
        return filled

    def offer(self, here: Here) -> None:
        """Offer every fact that is not asked about yet, under its question."""
        self.facts.data = " ".join((*(each.name for each in self.asked), *self.strange))
        if self.add.data in self.facts.data.split():
            self.add.data = ""
        left = [each for each in questions_for(here) if each not in self.asked]
        self.add.offer([("", "Choose one"), *((each.name, each.words) for each in left)])
        if not self.asked:
            self.add.label.text = "What must be so?"

    def reshapes(self, then: str) -> bool:
        """Whether a fact is only added to the form, or left out of it."""
        return then.startswith(LEAVE_OUT) or self.grew

    @property
    def button(self) -> str:
        """Return what the green button says: a case that asks nothing yet cannot be saved."""
        return "Save" if self.asked or self.strange else "Continue"

    def answers(self) -> list[Any]:
        """Return the fields of the facts alone."""
        return [field for field in super().answers() if field.name not in ("facts", "add")]

    def validate_add(self, _field: Any) -> None:
        """Want at least one fact."""
        if not (self.asked or self.strange):
            raise ValidationError("Choose what must be so, then press the button")

    def entry(self, here: Here) -> Plain:
        """Return the alternative; what was not touched stays as it was written."""
        kept = {name: here.old[name] for name in self.strange}
        return {each.name: self._test(each, here.old.get(each.name)) for each in self.asked} | kept

    def _test(self, question: Question, old: Any) -> Any:
        if question.sort == Sort.COUNTED:
            return self._bounds(question.name)
        ticked = self[_FACT + question.name].data or []
        picked = [answer for answer, _ in question.answers if str(answer) in ticked]
        return old if old is not None and list(question.picked(old)) == picked else picked

    def _bounds(self, name: str) -> Plain:
        bounds = {key: self[prefix + name].data for key, prefix in _BOUNDS}
        test = {key: number for key, number in bounds.items() if number is not None}
        return {**test, "not_yet_known": True} if self[_UNKNOWN + name].is_ticked else test


class _Bounds:
    """Wants one bound at least, and the smaller one first; stands on the field of the lower one."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse bounds that no number, or every number, keeps."""
        high, unknown = form[f"high-{self.name}"], form[_UNKNOWN + self.name]
        if high.process_errors:
            return
        if field.data is None and high.data is None and not unknown.is_ticked:
            raise ValidationError("Enter the smallest number, the largest number, or both")
        if None not in (field.data, high.data) and field.data > high.data:
            raise ValidationError(f"Nothing is {field.data} or more and {high.data} or fewer")


def _fields(question: Question) -> dict[str, Any]:
    """Return the fields of one fact."""
    name = question.name
    if question.sort == Sort.PICKED:
        choices = [(str(answer), words) for answer, words in question.answers]
        small = {"classes": "govuk-checkboxes--small"} if len(choices) > 12 else {}
        return {
            _FACT + name: CheckboxField(
                question.words,
                choices,
                hint="Tick each answer that counts. One of them is enough.",
                validators=[Required("Tick an answer, or leave this question out")],
                render_kw=small,
            )
        }
    return {
        f"low-{name}": NumberField(
            "The smallest number that counts", low=0, high=_MOST_PEOPLE, validators=[_Bounds(name)]
        ),
        f"high-{name}": NumberField(
            "The largest number that counts", low=0, high=_MOST_PEOPLE, validators=[]
        ),
        _UNKNOWN + name: TickField("If the number is not yet known", "This counts too"),
    }


def _filled(question: Question, test: Any) -> dict[str, Any]:
    """Return what the fields of one fact hold for a condition of the document."""
    if question.sort == Sort.PICKED:
        return {_FACT + question.name: [str(answer) for answer in question.picked(test)]}
    return {
        **{prefix + question.name: test.get(key) for key, prefix in _BOUNDS},
        _UNKNOWN + question.name: bool(test.get("not_yet_known")),
    }


def condition_item(here: Here) -> Item:
    """Say what one alternative asks."""
    lines = alternative_words(here.old, questions_for(here))
    return Item(f"Case {(here.index or 0) + 1}", lines or ("Nothing is asked yet",))


class TriggerConditionForm(ConditionForm):
    """A condition of a trigger; the first one takes the place of "in every case"."""

    def change(self, here: Here) -> Plain:
        """Return the document with the condition, and without "in every case" beside it."""
        changed = super().change(here)
        return with_value(changed, (*here.way[:-1], "always"), None)


def conditions(*at: str, of_trigger: bool) -> Part:
    """Return the part for the conditions at a place inside an entry."""
    return Part(
        name="conditions",
        title="The cases in which it applies" if of_trigger else "The cases that it takes",
        at=at,
        form=TriggerConditionForm if of_trigger else ConditionForm,
        item=condition_item,
        noun="case",
        intro="Any one of these cases is enough. In each, everything that it says must be so.",
        keyed_by="",
        is_shy=of_trigger,
    )
