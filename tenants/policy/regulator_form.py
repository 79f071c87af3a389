"""The regulator's form for reporting a breach: its questions and answers, in its order, as data.

Answers are plain: a text, a number, an option's value or a list of them, a moment as ISO 8601 with
how exactly it is known. What is left out is not yet known, and may be so for every question.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeAlias

from tenants.policy.documents import Document, Id, Text, read, shipped
from tenants.policy.errors import PolicyDocumentError, Problem
from tenants.policy.vocabulary import NOT_YET_KNOWN

Answers: TypeAlias = Mapping[str, Any]


class AnswerKind(StrEnum):
    """How a question is answered: in words, by number, by a moment, or by what is offered."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    ONE = "one"
    SEVERAL = "several"


class Known(StrEnum):
    """How it is known that the form asks this: read in it, read about it, or only recalled."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    RECALLED = "recalled"


class Only(StrEnum):
    """When alone a question is asked; one with several of these needs them all."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"
    CYBER = "cyber"
    LATE = "late"


class Minimum(StrEnum):
    """The parts of what a report must say at the least (UK GDPR Art. 33(3)), in the law's order."""

    NATURE = "nature"
    CONTACT = "contact"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"


class Option(Document):
    """One answer that the form offers; `status` where it is known otherwise than the others."""

    value: Id
    label: Text
    hint: str = ""
    status: Known | None = None


class Beside(Document):
    """The answers to another question under which alone this one has something to say."""

    question: Id
    values: tuple[Id, ...]


class Part(Document):
    """One of the six parts of the form."""

    id: Id
    title: Text


class Question(Document):
    """One question of the form.

    `is_set` is answered by what the report is; `is_optional` misses nothing when it is empty;
    `is_ours` asks for people of the council or of the regulator, so that a name there is no name of
    those affected.
    """

    id: Id
    number: Text
    part: Id
    question: Text
    hint: str = ""
    kind: AnswerKind
    status: Known
    options_status: Known | None = None
    options: tuple[Option, ...] = ()
    only: frozenset[Only] = frozenset()
    beside: Beside | None = None
    minimum: Minimum | None = None
    is_set: bool = False
    is_optional: bool = False
    is_ours: bool = False

    def label(self, value: str) -> str:
        """Give the form's own words for one of its answers; raises KeyError for any other."""
        return {option.value: option.label for option in self.options}[value]

    @property
    def is_written(self) -> bool:
        """Say whether it is answered in words of one's own."""
        return self.kind in {AnswerKind.LINE, AnswerKind.TEXT}


class _PlainForm(Document):
    version: Text
    confirmed_in: Text
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides which questions are asked: the report's kind, and whether it comes late."""

    is_follow_up: bool = False
    is_late: bool = False


IS_CYBER: Final = "is_cyber"
CASE_REFERENCE: Final = "case_reference"


@cache
def _form() -> _PlainForm:
    plain = read(shipped("regulator_form.toml"), _PlainForm, "regulator_form")
    parts = [part.id for part in plain.parts]
    places = [parts.index(question.part) for question in plain.questions]
    if places != sorted(places) or len({q.id for q in plain.questions}) != len(plain.questions):
        problem = Problem("questions", "are not in the order of the parts", "sort them, each once")
        raise PolicyDocumentError("regulator_form", (problem,))
    return plain


PARTS: Final = _form().parts
QUESTIONS: Final = _form().questions
_BY_ID: Final = {question.id: question for question in QUESTIONS}


def question(question_id: str) -> Question:
    """Give one question; raises KeyError for an unknown id."""
    return _BY_ID[question_id]


def questions_for(situation: Situation, answers: Answers) -> tuple[Question, ...]:
    """Give the questions that a report has to answer, in the form's order."""
    holds = {
        Only.FOLLOW_UP: situation.is_follow_up,
        Only.INITIAL: not situation.is_follow_up,
        Only.LATE: situation.is_late or "late_reason" in answers,
        Only.CYBER: answers.get(IS_CYBER) == "yes",
    }
    return tuple(each for each in QUESTIONS if all(holds[only] for only in each.only))


def is_answered(answers: Answers, question_id: str) -> bool:
    """Say whether something else than "not yet known" stands as an answer."""
    answer = answers.get(question_id)
    return answer not in (None, "", [], NOT_YET_KNOWN, [NOT_YET_KNOWN])


def is_wanted(each: Question, answers: Answers) -> bool:
    """Say whether an empty answer leaves something to be known."""
    if each.is_optional or each.is_set:
        return False
    if each.beside is None:
        return True
    given = answers.get(each.beside.question) or ()
    picked = {given} if isinstance(given, str) else set(given)
    return bool(picked & set(each.beside.values))


def not_yet_known(asked: Collection[Question], answers: Answers) -> tuple[Question, ...]:
    """Give the questions whose answers are still to be found out."""
    return tuple(
        each for each in asked if is_wanted(each, answers) and not is_answered(answers, each.id)
    )


def missing_minimum(answers: Answers) -> Mapping[Minimum, tuple[Question, ...]]:
    """Give what is still not known of what a report must say (UK GDPR Art. 33(3)), by its parts."""
    return {
        minimum: tuple(
            each
            for each in QUESTIONS
            if each.minimum == minimum and not is_answered(answers, each.id)
        )
        for minimum in Minimum
    }


def changed_questions(before: Answers, after: Answers) -> tuple[Question, ...]:
    """Give the questions whose answers are not what they were, in the form's order.

    The regulator's reference is left out: it says which report this is, and is no news to them.
    """
    return tuple(
        each
        for each in QUESTIONS
        if not (each.is_set or each.id == CASE_REFERENCE)
        and (is_answered(before, each.id) or is_answered(after, each.id))
        and _compared(before.get(each.id)) != _compared(after.get(each.id))
    )


def _compared(answer: Any) -> Any:
    """Bring answers that say the same to one form: the order of ticks says nothing."""
    return sorted(answer) if isinstance(answer, list) else answer
