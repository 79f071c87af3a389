"""Every other answer to every question of a policy, tried with the plain reading."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

from tenants.policy import NOT_YET_KNOWN, BreachFacts, Policy, fact
from tenants.policy.facts import FACT_NAMES, NONE_OF_THESE, SETS
from tests.policy.plain_reading import COUNT, PlainReading, plain

Kind = tuple[str, tuple[bool, ...]]
Differences = frozenset[tuple[str, Any]]
"""What would be different, and what it would be then."""


class Tried(NamedTuple):
    """One answer, as JSON has it, that could stand in the place of another."""

    fact: str
    answer: Any
    distance: int


class EveryAnswer:
    """One breach under one policy, with all that other answers would come to."""

    def __init__(self, policy: Policy, facts: BreachFacts) -> None:
        self.policy, self.reading = policy, PlainReading(policy)
        self.values = plain(facts)
        self.now = self.reading.conclude(self.values)
        self._asked: dict[str, list[Any]] = {}
        self.judged = {each.id: [a.value for a in each.answers] for each in policy.judgements}
        self.tried = {
            name: list(self._others(name, self.values.get(name, NOT_YET_KNOWN)))
            for name in (*FACT_NAMES, *self.judged)
        }

    def then(self, *tried: Tried) -> Differences:
        """Give what would be different with these answers."""
        values = {**self.values, **{each.fact: each.answer for each in tried}}
        return frozenset(
            (name, after)
            for name, after in self.reading.conclude(values).items()
            if after != self.now[name]
        )

    def singles(self) -> dict[tuple[str, Any], Differences]:
        """Give what each answer comes to on its own, where that is anything at all."""
        found = {each[:2]: self.then(each) for some in self.tried.values() for each in some}
        return {tried: then for tried, then in found.items() if then}

    def pairs(self) -> dict[frozenset[Kind], Differences]:
        """Give what two answers come to, where that is something that neither comes to alone.

        Answers that no criterion of any document tells apart count as one.
        """
        kinds = [list(self._kinds(some).values()) for some in self.tried.values()]
        alone = {each: self.then(each) for some in kinds for each in some}
        found = {}
        for some, others in combinations(kinds, 2):
            for one, other in product(some, others):
                then = self.then(one, other)
                if not then <= alone[one] | alone[other]:
                    found[frozenset({self.kind(*one[:2]), self.kind(*other[:2])})] = then
        return found

    def kind(self, name: str, answer: Any) -> Kind:
        """Give what all criteria on a fact say of an answer."""
        return name, tuple(
            self.reading.meets({name: each}, {name: answer}) for each in self._criteria(name)
        )

    def _kinds(self, some: Sequence[Tried]) -> dict[Kind, Tried]:
        found: dict[Kind, Tried] = {}
        for each in some:
            found.setdefault(self.kind(*each[:2]), each)
        return found

    def _criteria(self, name: str) -> list[Any]:
        if name not in self._asked:
            parts = [self.policy.document, *self.reading.tables.values()]
            self._asked[name] = list(_criteria(parts, name))
        return self._asked[name]

    def _others(self, name: str, value: Any) -> Iterator[Tried]:
        if name == COUNT:
            yield from self._counts(value)
        elif name in SETS:
            for other in sorted(_one_more_or_less(name, frozenset(value))):
                yield Tried(name, other, 1)
        else:
            order = self.judged.get(name) or fact(name).order
            steps = name in self.judged or fact(name).ordered
            here = order.index(value) if value in order else -1
            for place, other in enumerate(order):
                if other != value:
                    yield Tried(name, other, abs(place - here) if steps else 1)

    def _counts(self, value: int | None) -> Iterator[Tried]:
        """Give the nearest number of each band between the numbers that the documents name."""
        bands = [*pairwise([*self._edges(), 10**9])]
        here = -1
        if value is not None:
            (here,) = (i for i, (low, end) in enumerate(bands) if low <= value < end)
        for place, (low, end) in enumerate(bands):
            if place != here:
                first = 1 if low == 0 and end > 1 else low
                yield Tried(COUNT, first if place > here else end - 1, abs(place - here))

    def _edges(self) -> list[int]:
        found = {0}
        for criterion in self._criteria(COUNT):
            found |= {criterion.get("at_least", 0), criterion.get("at_most", -1) + 1}
        return sorted(found)


def _criteria(part: Any, name: str) -> Iterator[Any]:
    """Find every criterion on a fact, wherever it stands in a document."""
    if isinstance(part, Mapping):
        for way in part.get("when", ()):
            if name in way:
                yield way[name]
        for each in part.values():
            yield from _criteria(each, name)
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from _criteria(each, name)


def _one_more_or_less(name: str, members: frozenset[str]) -> Iterator[tuple[str, ...]]:
    for member in SETS[name]:
        if member == NONE_OF_THESE:
            others = frozenset({member}) if len(members) < 2 else members
        elif member in members:
            others = members - {member}
        else:
            others = (members | {member}) - {NONE_OF_THESE}
        if others and others != members:
            yield tuple(sorted(map(str, others)))
