"""First-match tables: the only way in which the engine ever decides anything.

A table is data. Its rows are tried in order and the first that matches decides. A row matches when
one of its alternatives does; an alternative matches when all of its tests do; a test asks whether
one fact is one of some values, or whether a count lies within bounds. There are no expressions.

Every alternative of a table has one bit. For each value of each fact, the bits of the alternatives
that the value satisfies are worked out once; a case is then decided by "and" over its facts, and
the lowest bit that is left is the first match.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeAlias, TypeVar

from tenants.policy.facts import FactValue, is_known
from tenants.policy.vocabulary import NOT_YET_KNOWN

Result = TypeVar("Result")
Values: TypeAlias = Mapping[str, FactValue]

_REMEMBERED: Final = 4096
"""How many values of one fact a table keeps the bits of; more are worked out each time."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Holds when a choice, or a level that another table found, is one of the values."""

    fact: str
    values: frozenset[str | int]

    def holds(self, value: FactValue) -> bool:
        """Say whether the value is listed."""
        return value in self.values


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when a set has any of the values; an empty set is "not yet known"."""

    fact: str
    values: frozenset[str]

    def holds(self, value: FactValue) -> bool:
        """Say whether any member is listed."""
        if isinstance(value, frozenset) and value:
            return not self.values.isdisjoint(value)
        return not is_known(value) and NOT_YET_KNOWN in self.values


@dataclass(frozen=True, slots=True)
class Within:
    """Holds for a count within bounds, both included; one not yet known must be asked for."""

    fact: str
    at_least: int | None = None
    at_most: int | None = None
    not_yet_known: bool = False

    def holds(self, value: FactValue) -> bool:
        """Say whether the count lies within the bounds."""
        if not isinstance(value, int):
            return self.not_yet_known
        if self.at_least is None and self.at_most is None:
            return False
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


Test: TypeAlias = OneOf | AnyOf | Within
Alternative: TypeAlias = tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Row(Generic[Result]):
    """One row: what it concludes, in one sentence, and where that comes from."""

    id: str
    result: Result
    sentence: str
    citation: str
    when: tuple[Alternative, ...] = ()

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The ways in which it matches; a row without any condition always does."""
        return self.when or ((),)


@dataclass(frozen=True, slots=True)
class Match(Generic[Result]):
    """The row that decided, and the names of the facts that it looked at."""

    row: Row[Result]
    facts: tuple[str, ...]


class _Bits(dict[FactValue, int]):
    """For each value of one fact, the bits of the alternatives that it satisfies."""

    def __init__(self, alternatives: Iterable[Alternative], fact: str) -> None:
        super().__init__()
        self._free = 0
        self._tests: list[tuple[int, Test]] = []
        for place, alternative in enumerate(alternatives):
            tests = [test for test in alternative if test.fact == fact]
            if not tests:
                self._free |= 1 << place
            self._tests += [(1 << place, test) for test in tests]

    def __missing__(self, value: FactValue) -> int:
        bits = self._free
        for bit, test in self._tests:
            if test.holds(value):
                bits |= bit
        if len(self) < _REMEMBERED:
            self[value] = bits
        return bits


@dataclass(frozen=True, slots=True)
class Table(Generic[Result]):
    """Rows in order that leave no case out, so that every case has exactly one answer."""

    id: str
    rows: tuple[Row[Result], ...]
    _matches: tuple[Match[Result], ...] = field(init=False, repr=False, compare=False)
    _bits: tuple[tuple[str, _Bits], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = [(row, each) for row in self.rows for each in row.alternatives]
        matches = tuple(Match(row, tuple(test.fact for test in each)) for row, each in every)
        alternatives = [each for _, each in every]
        bits = tuple((name, _Bits(alternatives, name)) for name in self.facts)
        object.__setattr__(self, "_matches", matches)
        object.__setattr__(self, "_bits", bits)

    @property
    def facts(self) -> tuple[str, ...]:
        """The names that any row tests, in their order."""
        return tuple(dict.fromkeys(test.fact for test in self.tests()))

    def tests(self) -> Iterator[Test]:
        """Walk every test of every row."""
        for row in self.rows:
            for alternative in row.when:
                yield from alternative

    def decide(self, values: Values) -> Result:
        """Give only the result, for callers that need no explanation."""
        return self._first(values).row.result

    def match(self, values: Values) -> Match[Result]:
        """Give the first row that matches, with the facts that mattered."""
        found = self._first(values)
        return found if found.facts else Match(found.row, self._unanswered(values))

    def bits(self, name: str, value: FactValue) -> int:
        """Give a number that two values of a fact share if no row tells them apart."""
        for tested, bits in self._bits:
            if tested == name:
                return bits[value]
        return 0

    def tested(self, alternative: int) -> tuple[str, ...]:
        """Name what one alternative tests, counted over all rows; nothing for a row without any."""
        return self._matches[alternative].facts

    def _first(self, values: Values) -> Match[Result]:
        left = -1
        for name, bits in self._bits:
            left &= bits[values.get(name, NOT_YET_KNOWN)]
        return self._matches[(left & -left).bit_length() - 1]

    def _unanswered(self, values: Values) -> tuple[str, ...]:
        """Name what a row without conditions rests on: the answers that are missing."""
        return tuple(n for n in self.facts if not is_known(values.get(n, NOT_YET_KNOWN)))
