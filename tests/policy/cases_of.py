"""Every case that the rows of a table tell apart, and which of two answers is the worse."""

from collections.abc import Iterator, Set
from functools import cached_property
from itertools import pairwise, product
from math import prod
from typing import Any

from tenants.policy import Policy, fact
from tenants.policy.coverage import Space
from tenants.policy.facts import COUNTS, NONE_OF_THESE, SETS, FactValue
from tenants.policy.program import tables_of
from tenants.policy.risk import risk_tables
from tenants.policy.tables import Table
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople
from tests.policy.plain_reading import PlainReading

Case = dict[str, FactValue]
Moves = Set[tuple[int, int]]


def levels_of(policy: Policy) -> dict[str, tuple[str | int, ...]]:
    """Give what each table before the last, and each judgement, can come to; mildest first."""
    ladder = tuple(rung.value for rung in policy.scale)
    return {
        **{level.id: level.results for level in risk_tables().levels},
        "risk_to_people": tuple(map(str, RiskToPeople)),
        **{judgement.id: judged(policy, judgement.id) for judgement in policy.judgements},
        **{axis.id: tuple(rung.value for rung in axis.scale) for axis in policy.axes},
        "overall": ladder,
    }


def judged(policy: Policy, name: str) -> tuple[str, ...]:
    """Give the answers of a judgement, mildest first, and that there is none yet."""
    (answers,) = (each.answers for each in policy.judgements if each.id == name)
    return (*(answer.value for answer in answers), NOT_YET_KNOWN)


class Walk:
    """One table of a policy, with the product of all answers that its tests tell apart."""

    def __init__(self, policy: Policy, name: str) -> None:
        self.name, self.policy = name, policy
        self.table: Table[Any] = dict(tables_of(policy))[name]
        self.levels = levels_of(policy)
        ways = [way for row in self.table.rows for way in row.alternatives]
        self.answers = Space.of(ways, self.levels).answers
        self.size = prod(map(len, self.answers.values()))
        self.order = list(self.levels[name])
        self.ranked = range(len(self.order))
        self.longest = max(self.answers, key=lambda each: len(self.answers[each]), default="")

    def __str__(self) -> str:
        return f"{self.policy.id}-{self.name}"

    def cases(self, **only: FactValue) -> Iterator[Case]:
        """Give every case, or only those with some answer."""
        ways = [
            (only[name],) if name in only else answers for name, answers in self.answers.items()
        ]
        for answers in product(*ways):
            yield dict(zip(self.answers, answers, strict=True))

    @cached_property
    def ranks(self) -> list[int]:
        """How bad what is found is in every case, in the order of `cases`; 0 is the mildest."""
        rank = {result: place for place, result in enumerate(self.order)}
        ranks = [rank[row.result] for row in self.table.rows for _ in row.alternatives]
        return [ranks[match] for match in self.matches]

    @cached_property
    def matches(self) -> list[int]:
        """The number of the alternative that matches first in every case."""
        left = [-1]
        for name, answers in self.answers.items():
            bits = [self.table.bits(name, answer) for answer in answers]
            left = [some & more for some in left for more in bits]
        return [(each & -each).bit_length() - 1 for each in left]

    def rank(self, case: Case) -> int:
        """Give how bad it is what is found in one case; 0 is the mildest."""
        return self.order.index(self.table.decide(case))

    def results(self, name: str, answer: FactValue) -> set[str | int]:
        """Give what can be found with one answer."""
        block, starts = self._blocks(name)
        here = self.answers[name].index(self.alike(name, answer)) * block
        ranks = {rank for at in starts for rank in self.ranks[at + here : at + here + block]}
        return {self.order[rank] for rank in ranks}

    def _blocks(self, name: str) -> tuple[int, range]:
        """Give how many cases in a row share an answer, and where its answers begin anew."""
        names = list(self.answers)
        block = prod(len(self.answers[each]) for each in names[names.index(name) + 1 :])
        return block, range(0, self.size, block * len(self.answers[name]))

    def worsened(self, name: str) -> list[tuple[FactValue, FactValue]]:
        """Give for one fact each answer with a worse one that the tests tell from it."""
        pairs = {
            (self.alike(name, one), self.alike(name, other)): (one, other)
            for one, other in self._steps(name)
        }
        return [pair for alike, pair in pairs.items() if alike[0] != alike[1]]

    def _steps(self, name: str) -> Iterator[tuple[FactValue, FactValue]]:
        if name in self.levels:
            yield from pairwise(each for each in self.levels[name] if each != NOT_YET_KNOWN)
        elif name in COUNTS:
            yield from pairwise(sorted(a for a in self.answers[name] if isinstance(a, int)))
        elif name in SETS:
            members = [each for each in SETS[name] if each != NONE_OF_THESE]
            for some in self.answers[name]:
                if isinstance(some, frozenset) and some and some != {NONE_OF_THESE}:
                    yield from ((some, some | {member}) for member in members)
            if len(members) < len(SETS[name]):
                yield from ((frozenset({NONE_OF_THESE}), frozenset({m})) for m in members)
        elif fact(name).ordered:
            yield from pairwise(fact(name).order)

    def alike(self, name: str, answer: FactValue) -> FactValue:
        """Give the answer that stands in the walk for one that no test tells from it."""
        bits = self.table.bits(name, answer)
        return next(a for a in self.answers[name] if self.table.bits(name, a) == bits)

    def milder(self, name: str, than: Moves | None = None) -> Iterator[tuple[Case, Case]]:
        """Give every case with the one that is milder although one answer is worse.

        ``than`` has the moves from one rank to another that count as milder, if not every fall.
        """
        for better, worse in self.worsened(name):
            yield from self.falling(name, better, worse, than)

    def falling(
        self, name: str, one: FactValue, other: FactValue, than: Moves | None = None
    ) -> Iterator[tuple[Case, Case]]:
        """Give the cases that become milder when one answer is put in the place of another."""
        if than is None:
            than = {
                (before, after)
                for before, after in product(self.ranked, repeat=2)
                if after < before
            }
        block, starts = self._blocks(name)
        answers = self.answers[name]
        here, there = (answers.index(self.alike(name, each)) * block for each in (one, other))
        for start in starts:
            before = self.ranks[start + here : start + here + block]
            after = self.ranks[start + there : start + there + block]
            if not than.isdisjoint(zip(before, after, strict=True)):
                for place, move in enumerate(zip(before, after, strict=True)):
                    if move in than:
                        yield (
                            {**self.case(start + here + place), name: one},
                            {**self.case(start + there + place), name: other},
                        )

    def case(self, place: int) -> Case:
        """Give one case by its place in the order of `cases`."""
        case: Case = {}
        for name in reversed(self.answers):
            place, answer = divmod(place, len(self.answers[name]))
            case[name] = self.answers[name][answer]
        return dict(reversed(case.items()))


class PlainWalk:
    """The same table as its document has it, with every criterion tried on every answer once."""

    def __init__(self, walk: Walk, reading: PlainReading) -> None:
        rows = reading.tables[walk.name]
        self.ids = [row["id"] for row in rows]
        self._ways = [
            [
                [
                    (name, {a: reading.meets({name: condition}, {name: given(a)}) for a in answers})
                    for name, condition in way.items()
                    for answers in [walk.answers[name]]
                ]
                for way in row.get("when", ({},))
            ]
            for row in rows
        ]

    def row(self, case: Case) -> str:
        """Give the id of the first row that matches."""
        for name, ways in zip(self.ids, self._ways, strict=True):
            for way in ways:
                if all(met[case[asked]] for asked, met in way):
                    return name
        raise LookupError(case)


def given(answer: FactValue) -> Any:
    """Give an answer as JSON has it."""
    return list(answer) if isinstance(answer, frozenset) else answer
