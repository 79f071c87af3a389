"""Which cases a table's rows leave out, which rows no case reaches, and which rows compete.

Exact, and without trying every case: the values of a fact that no test tells apart count as one, so
that each fact has a short list of different answers, and a set of cases is a mask for each fact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Final, TypeAlias

from tenants.policy.facts import CHOICES, COUNTS, NONE_OF_THESE, SETS, FactValue
from tenants.policy.tables import Alternative, Test, Within
from tenants.policy.vocabulary import NOT_YET_KNOWN

Cases: TypeAlias = Mapping[str, int]
"""For each fact that is limited, which of its different answers are left, one bit each."""

PATIENCE: Final = 200_000
"""How many comparisons a table may take before its rows count as too tangled for anybody to read.

That is a moment; the busiest table that comes with the engine takes some hundreds.
"""
MOST_TRIALS: Final = 2_000_000
"""How often tests may be tried on answers to find those that differ; as often as 16 kinds of
information need when there is a row for each of them, and once again."""


class TooTangledError(Exception):
    """The rows overlap in so many ways that they cannot be checked."""


@dataclass(slots=True)
class Space:
    """All cases that the tests of a few rows can tell apart."""

    answers: Mapping[str, tuple[FactValue, ...]]
    patience: int = PATIENCE

    @classmethod
    def of(
        cls, alternatives: Iterable[Alternative], levels: Mapping[str, Sequence[str | int]]
    ) -> "Space":
        """Make the space of some tests; ``levels`` gives what other tables can find.

        Raises `TooTangledError` where one fact is tested in too many ways.
        """
        tests: dict[str, dict[Test, None]] = {}
        for alternative in alternatives:
            for test in alternative:
                tests.setdefault(test.fact, {})[test] = None
        return cls({name: _different(name, tuple(some), levels) for name, some in tests.items()})

    def cases(self, alternative: Alternative) -> Cases:
        """Give the cases that an alternative takes."""
        taken: dict[str, int] = {}
        for test in alternative:
            held = ("01"[test.holds(answer)] for answer in reversed(self.answers[test.fact]))
            mask = int("".join(held), base=2)
            taken[test.fact] = taken.get(test.fact, self._all(test.fact)) & mask
        return taken

    def common(self, some: Cases, others: Cases) -> Cases | None:
        """Give the cases that two sets share, or None if they share none.

        Raises `TooTangledError` where this has been asked too often.
        """
        self.patience -= 1
        if self.patience < 0:
            raise TooTangledError
        shared = dict(some)
        for name, mask in others.items():
            shared[name] = shared.get(name, self._all(name)) & mask
            if not shared[name]:
                return None
        return shared if all(shared.values()) else None

    def left_over(self, cases: Cases, taken: Sequence[Cases]) -> Cases | None:
        """Give some of the cases that none of the others takes, or None if they take them all.

        Raises `TooTangledError` where that would take too long.
        """
        for place, other in enumerate(taken):
            if self.common(cases, other) is None:
                continue
            inside = dict(cases)
            for name, mask in other.items():
                here = inside.get(name, self._all(name))
                if here & ~mask:
                    outside = {**inside, name: here & ~mask}
                    found = self.left_over(outside, taken[place + 1 :])
                    if found is not None:
                        return found
                inside[name] = here & mask
            return None
        return cases

    def in_words(self, cases: Cases) -> str:
        """Name one of the cases, for whoever has to write a row for it."""
        named = []
        for name, mask in cases.items():
            if mask != self._all(name):
                answer = self.answers[name][(mask & -mask).bit_length() - 1]
                named.append(f"{name} is {_in_words(answer)}")
        return " and ".join(named) or "every case"

    def _all(self, name: str) -> int:
        return (1 << len(self.answers[name])) - 1


def _in_words(answer: FactValue) -> str:
    if answer is None or answer == frozenset():
        return NOT_YET_KNOWN
    return ", ".join(sorted(answer)) if isinstance(answer, frozenset) else str(answer)


def _different(
    name: str, tests: Sequence[Test], levels: Mapping[str, Sequence[str | int]]
) -> tuple[FactValue, ...]:
    """Give one answer for each way in which the tests can turn out."""
    if name in SETS:
        return _different_sets(name, tests)
    if name in COUNTS:
        every: Sequence[FactValue] = (None, *edges(tests))
    else:
        every = levels[name] if name in levels else tuple(CHOICES[name])
    if len(every) * len(tests) > MOST_TRIALS:
        raise TooTangledError
    by_outcome: dict[int, FactValue] = {}
    for answer in every:
        by_outcome.setdefault(_outcome(tests, answer), answer)
    return tuple(by_outcome.values())


def _outcome(tests: Sequence[Test], answer: FactValue) -> int:
    """Give one bit for each test, set where the answer passes it."""
    return sum(test.holds(answer) << place for place, test in enumerate(tests))


def edges(tests: Iterable[Test]) -> tuple[int, ...]:
    """Give the counts at which any of the tests starts to say something else, from 0 upwards."""
    found = {0}
    for test in tests:
        if isinstance(test, Within):
            found.update([] if test.at_least is None else [test.at_least])
            found.update([] if test.at_most is None else [test.at_most + 1])
    return tuple(sorted(found))


def _different_sets(name: str, tests: Sequence[Test]) -> tuple[FactValue, ...]:
    """Give the smallest set of members for each way, "none of these" only alone.

    A set passes a test if one of its members does, so that only members have to be tried.
    Raises `TooTangledError` where more of them differ than can be tried together.
    """
    by_outcome: dict[int, FactValue] = {_outcome(tests, frozenset()): frozenset()}
    members = list(SETS[name])
    if NONE_OF_THESE in members:
        members = [member for member in members if member != NONE_OF_THESE]
        alone: FactValue = frozenset({NONE_OF_THESE})
        by_outcome.setdefault(_outcome(tests, alone), alone)
    alike: dict[int, str] = {}
    for member in members:
        alike.setdefault(_outcome(tests, frozenset({member})), member)
    if len(tests) << len(alike) > MOST_TRIALS:
        raise TooTangledError
    for size in range(1, len(alike) + 1):
        for some in combinations(alike, size):
            by_outcome.setdefault(reduce(or_, some), frozenset(alike[each] for each in some))
    return tuple(by_outcome.values())
