"""The library of published worked cases, each told in the facts that a breach is told in.

The law for a case is known from where it was published; how it is known is part of its data.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Annotated, Any, Final

from pydantic import Field

from tenants.policy.documents import Document, Text, read, shipped
from tenants.policy.errors import FactsError, PolicyDocumentError, Problem
from tenants.policy.facts import CHOICES, FACT_NAMES, BreachFacts, FactValue, is_known
from tenants.policy.questions import fact as question
from tenants.policy.vocabulary import RiskToPeople

WHOLE: Final = 840
"""The greatest difference in one fact; its halves, thirds and so on to eighths are whole too."""

MAGNITUDES: Final = 8
"""Steps from one person to a thousand million, ten times as many at each."""

_RISKS: Final = tuple(RiskToPeople)


class SourceStatus(StrEnum):
    """How something about a case is known."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    RECALLED = "recalled"


class Weight(Document):
    """How much one fact counts when cases are compared; ``words`` name it in a sentence.

    Answers that stand together in one of ``groups`` are half alike.
    """

    fact: Text
    points: Annotated[int, Field(ge=1, le=100)]
    words: Text
    reason: Text
    groups: tuple[tuple[Text, ...], ...] = ()

    def difference(self, one: FactValue, other: FactValue) -> int:
        """Say how far apart two values are, from 0 to `WHOLE`; not known counts half."""
        if not is_known(one) or not is_known(other):
            return WHOLE // 2
        if isinstance(one, frozenset) and isinstance(other, frozenset):
            return WHOLE - WHOLE * len(one & other) // len(one | other)
        if isinstance(one, int) and isinstance(other, int):
            return WHOLE * abs(_magnitude(one) - _magnitude(other)) // MAGNITUDES
        asked = question(self.fact)
        if asked.ordered:
            steps = abs(asked.order.index(str(one)) - asked.order.index(str(other)))
            return WHOLE * steps // (len(asked.order) - 1)
        if one == other:
            return 0
        return WHOLE // 2 if any(one in each and other in each for each in self.groups) else WHOLE


class _PlainExpected(Document):
    notify_regulator: bool
    tell_people: bool


class _PlainCase(Document):
    id: Text
    source: Text
    title: Text
    story: Text
    parish: Text
    outcome_status: SourceStatus
    outcome_source: Text
    facts_status: SourceStatus
    expected: _PlainExpected
    facts: dict[str, Any]


class _PlainLibrary(Document):
    version: Text
    far: Annotated[int, Field(ge=1, le=1000)]
    weights: Annotated[tuple[Weight, ...], Field(min_length=1)]
    cases: Annotated[tuple[_PlainCase, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One published case; ``parish`` tells what it would be in a parish.

    A fact that is not yet known is one that the case does not tell.
    """

    id: str
    source: str
    title: str
    story: str
    parish: str
    facts: BreachFacts
    risk_to_people: RiskToPeople
    outcome_status: SourceStatus
    outcome_source: str
    facts_status: SourceStatus

    @property
    def notify_regulator(self) -> bool:
        """Say whether the regulator had to be told."""
        return self.risk_to_people is not RiskToPeople.UNLIKELY

    @property
    def tell_people(self) -> bool:
        """Say whether the people had to be told."""
        return self.risk_to_people is RiskToPeople.HIGH_RISK

    def as_json(self) -> dict[str, Any]:
        """Give the case as JSON can hold it, without its facts."""
        return {
            "id": self.id,
            "source": self.source,
            "title": self.title,
            "story": self.story,
            "parish": self.parish,
            "notify_regulator": self.notify_regulator,
            "tell_people": self.tell_people,
            "outcome_status": str(self.outcome_status),
            "outcome_source": self.outcome_source,
            "facts_status": str(self.facts_status),
        }


@dataclass(frozen=True, slots=True)
class CaseLibrary:
    """The cases in their fixed order, and the weights by which they are compared.

    Beyond a distance of ``far``, of 1000, no case is called like a breach.
    """

    version: str
    far: int
    weights: tuple[Weight, ...]
    cases: tuple[WorkedCase, ...]


def load_worked_cases(text: str) -> CaseLibrary:
    """Read a library; raises `PolicyDocumentError` naming every problem with its place."""
    plain = read(text, _PlainLibrary, "worked cases")
    problems = [
        *_repeated("weights", [weight.fact for weight in plain.weights]),
        *_repeated("cases", [case.id for case in plain.cases]),
        *_unfit(plain.weights),
    ]
    cases = tuple(
        _case(f"cases[{number}] ({case.id})", case, problems)
        for number, case in enumerate(plain.cases)
    )
    if problems:
        raise PolicyDocumentError("worked cases", tuple(problems))
    return CaseLibrary(plain.version, plain.far, plain.weights, cases)


@cache
def worked_cases() -> CaseLibrary:
    """Give the library that comes with the engine."""
    return load_worked_cases(shipped("worked_cases.toml"))


def _magnitude(count: int) -> int:
    """Give 1 up to 10, 2 up to 100 and so on: the steps lie where the law's tables have theirs."""
    return len(str(max(count - 1, 0)))


def _repeated(place: str, names: Sequence[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem(
                f"{place}[{number}]", f'"{name}" stands there twice', "remove one of them"
            )


def _unfit(weights: Sequence[Weight]) -> Iterator[Problem]:
    for number, weight in enumerate(weights):
        if weight.fact not in FACT_NAMES:
            instead = f"write one of: {', '.join(FACT_NAMES)}"
            yield Problem(f"weights[{number}].fact", f'"{weight.fact}" is not a fact', instead)
            continue
        allowed = () if question(weight.fact).ordered else CHOICES.get(weight.fact, ())
        for value in chain.from_iterable(weight.groups):
            if value not in tuple(allowed):
                wrong = f'"{value}" is no answer of {weight.fact} that can stand in a group'
                instead = f"write one of: {', '.join(allowed)}" if allowed else "leave `groups` out"
                yield Problem(f"weights[{number}].groups", wrong, instead)


def _case(place: str, plain: _PlainCase, problems: list[Problem]) -> WorkedCase:
    expected = plain.expected
    if expected.tell_people and not expected.notify_regulator:
        wrong = "the people are told and the regulator is not"
        instead = "write notify_regulator = true as well, for a high risk is a risk"
        problems.append(Problem(f"{place}.expected", wrong, instead))
    return WorkedCase(
        id=plain.id,
        source=plain.source,
        title=plain.title,
        story=plain.story,
        parish=plain.parish,
        facts=_facts(f"{place}.facts", plain.facts, problems),
        risk_to_people=_RISKS[expected.notify_regulator + expected.tell_people],
        outcome_status=plain.outcome_status,
        outcome_source=plain.outcome_source,
        facts_status=plain.facts_status,
    )


def _facts(place: str, plain: dict[str, Any], problems: list[Problem]) -> BreachFacts:
    try:
        return BreachFacts.from_json(plain)
    except FactsError as error:
        instead = f"write one of: {', '.join(error.allowed)}" if error.allowed else "write another"
        problems.append(Problem(f"{place}.{error.field}", error.problem, instead))
        return BreachFacts()
