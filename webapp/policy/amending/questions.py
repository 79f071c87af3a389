"""What a policy's conditions can ask about: the facts of a breach, its own judgements, its columns.

Each has a name that the document uses, a question in words, and answers as they may be written.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from tenants.policy import FACTS, NOT_YET_KNOWN, Fact, FactKind, RiskToPeople
from tenants.policy.policy_format import Judgement
from tenants.policy.risk import risk_tables
from webapp.policy.amending.document import Entry

Written = str | int
OVERALL: Final = "overall"
RISK: Final = "risk_to_people"
_UNKNOWN: Final = "Not yet known"
RISKS: Final[Mapping[str, str]] = {
    RiskToPeople.UNLIKELY: "A risk to people is unlikely",
    RiskToPeople.RISK: "There is a risk to people",
    RiskToPeople.HIGH_RISK: "There is a high risk to people",
}
_LEVELS: Final[Mapping[str, str]] = {
    "exposure": "Who could have it now, as this service finds it",
    "sensitivity": "How sensitive it is, as this service finds it",
    "availability": "What was lost, as this service finds it",
}


class Sort(StrEnum):
    """How a question is answered: by picking from a list, or by a number."""

    PICKED = "picked"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a condition can ask; ``answers`` are what the document writes, and its words.

    ``numbers`` gives the number of an answer that has one, so that bounds can be read.
    """

    name: str
    words: str
    sort: Sort
    answers: tuple[tuple[Written, str], ...] = ()
    hint: str = ""
    numbers: Mapping[Written, int] | None = None

    def picked(self, condition: Any) -> tuple[Written, ...]:
        """Return the answers that a condition of the document takes, in the question's order."""
        if isinstance(condition, Mapping):
            low, high = condition.get("at_least"), condition.get("at_most")
            numbers = self.numbers or {}
            return tuple(
                answer
                for answer, _ in self.answers
                if answer in numbers
                and (low is None or numbers[answer] >= low)
                and (high is None or numbers[answer] <= high)
            )
        listed = condition if isinstance(condition, Sequence) else ()
        numbers = self.numbers or {}
        return tuple(
            answer
            for answer, _ in self.answers
            if answer in listed or (answer in numbers and numbers[answer] in listed)
        )

    def label(self, answer: Written) -> str:
        """Return the words of an answer, or the answer itself where it has none any more."""
        return dict(self.answers).get(answer, str(answer))


def questions_in(document: Entry, *, before: str | None = None) -> tuple[Question, ...]:
    """Return all that a condition can ask about, the engine's facts first.

    In a column's own rows only the columns ``before`` it can be asked about; None means all of
    them, and `OVERALL` all but the overall rating.
    """
    return (
        *_facts(),
        *map(_judged, document.get("judgements", ())),
        *_columns(document, before),
        Question(RISK, "How great is the risk to people?", Sort.PICKED, tuple(RISKS.items())),
        *_found_levels(),
    )


@cache
def _facts() -> tuple[Question, ...]:
    return tuple(_fact(fact) for fact in FACTS)


def _fact(fact: Fact) -> Question:
    if fact.kind == FactKind.COUNT:
        return Question(fact.name, fact.question, Sort.COUNTED, hint=fact.hint)
    answers: list[tuple[Written, str]] = [(each.value, each.label) for each in fact.values]
    if NOT_YET_KNOWN not in dict(answers):
        answers.append((NOT_YET_KNOWN, _UNKNOWN))
    return Question(fact.name, fact.question, Sort.PICKED, tuple(answers))


def _judged(entry: Entry) -> Question:
    judgement = Judgement.model_validate_json(json.dumps(entry))
    answers: list[tuple[Written, str]] = [(each.value, each.label) for each in judgement.answers]
    answers.append((NOT_YET_KNOWN, _UNKNOWN))
    return Question(judgement.id, judgement.question, Sort.PICKED, tuple(answers), judgement.hint)


def _columns(document: Entry, before: str | None) -> Iterator[Question]:
    scale = document.get("scale", ())
    for axis in document.get("axes", ()):
        if axis["id"] == before:
            return
        rungs = axis.get("scale") or scale
        yield _column(axis["id"], f"What is the rating for “{axis['title']}”?", rungs)
    if before is None:
        yield _column(OVERALL, "What is the overall rating?", scale)


def _column(name: str, words: str, rungs: Sequence[Entry]) -> Question:
    answers: list[tuple[Written, str]] = []
    numbers: dict[Written, int] = {}
    for rung in rungs:
        written: Written = rung.get("name") or rung["value"]
        answers.append((written, f"{written}: {rung['meaning']}"))
        numbers[written] = rung["value"]
    return Question(name, words, Sort.PICKED, tuple(answers), numbers=numbers)


@cache
def _found_levels() -> tuple[Question, ...]:
    return tuple(
        Question(
            level.id,
            _LEVELS.get(level.id, level.id.replace("_", " ")),
            Sort.PICKED,
            tuple((result, result.replace("_", " ").capitalize()) for result in level.results),
        )
        for level in risk_tables().levels
    )
