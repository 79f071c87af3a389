"""First-match tables: the only way in which the engine ever decides anything.

A table is data. Its rows are tried in order and the first that matches decides. A row matches when
one of its alternatives does; an alternative matches when all of its tests do; a test asks whether
one fact is one of some values, or whether a count lies within bounds. There are no expressions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from tenants.policy.facts import COUNTS, SETS, FactValue, is_known
from tenants.policy.questions import vocabulary_of
from tenants.policy.vocabulary import NOT_YET_KNOWN

Result = TypeVar("Result")
Values: TypeAlias = Mapping[str, FactValue]
PlainTest: TypeAlias = list[str] | dict[str, int | bool]
PlainAlternative: TypeAlias = Mapping[str, PlainTest]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Holds when a choice, or a level that another table found, is one of the values."""

    fact: str
    values: frozenset[str]

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
        if not value:
            return NOT_YET_KNOWN in self.values
        return isinstance(value, frozenset) and not self.values.isdisjoint(value)


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

    def match(self, values: Values) -> Alternative | None:
        """Give the first alternative that holds; a row without any always matches."""
        if not self.when:
            return ()
        for alternative in self.when:
            for test in alternative:
                if not test.holds(values[test.fact]):
                    break
            else:
                return alternative
        return None


@dataclass(frozen=True, slots=True)
class Match(Generic[Result]):
    """The row that decided, and the names of the facts that it looked at."""

    row: Row[Result]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table(Generic[Result]):
    """Rows in order; the last has no condition, so that every case has exactly one answer."""

    id: str
    rows: tuple[Row[Result], ...]

    def decide(self, values: Values) -> Result:
        """Give only the result, for callers that need no explanation."""
        return self.match(values).row.result

    def match(self, values: Values) -> Match[Result]:
        """Give the first row that matches, with the facts that mattered."""
        for row in self.rows:
            alternative = row.match(values)
            if alternative is not None:
                tested = tuple(test.fact for test in alternative) or self._unanswered(values)
                return Match(row, tested)
        raise AssertionError(f"{self.id} has no last row")

    def tests(self) -> Iterable[Test]:
        """Walk every test of every row."""
        for row in self.rows:
            for alternative in row.when:
                yield from alternative

    def _unanswered(self, values: Values) -> tuple[str, ...]:
        """Name what a last row rests on: the answers that are missing."""
        tested = dict.fromkeys(test.fact for test in self.tests())
        return tuple(name for name in tested if not is_known(values[name]))


BOUNDS: Final = ("at_least", "at_most", "not_yet_known")


def read_alternative(
    plain: PlainAlternative, levels: Mapping[str, Sequence[str]]
) -> tuple[Alternative, tuple[str, ...]]:
    """Turn one table of a document into tests; also gives what is wrong with it, one line each.

    ``levels`` names the results of earlier tables, which later tables may test like facts.
    """
    tests: list[Test] = []
    problems: list[str] = []
    for fact, condition in plain.items():
        allowed = tuple(levels[fact]) if fact in levels else vocabulary_of(fact)
        if fact not in COUNTS and not allowed:
            problems.append(f'"{fact}" is not a fact; write the name of one')
        elif fact in COUNTS:
            tests.append(_within(fact, condition, problems))
        else:
            tests.append(_listed(fact, condition, allowed, problems))
    return tuple(tests), tuple(problems)


def _within(fact: str, condition: PlainTest, problems: list[str]) -> Test:
    if not isinstance(condition, dict) or not condition or not set(condition) <= set(BOUNDS):
        problems.append(
            f'"{fact}" is a count; write bounds such as {{ at_least = 5, at_most = 20 }}'
        )
        return Within(fact)
    at_least, at_most = condition.get("at_least"), condition.get("at_most")
    if at_least is not None and at_most is not None and at_least > at_most:
        problems.append(f'"{fact}" can never be at least {at_least} and at most {at_most}')
    return Within(fact, at_least, at_most, bool(condition.get("not_yet_known", False)))


def _listed(fact: str, condition: PlainTest, allowed: tuple[str, ...], problems: list[str]) -> Test:
    if not isinstance(condition, list) or not condition:
        problems.append(f'"{fact}" needs a list of values, of: {", ".join(allowed)}')
        return OneOf(fact, frozenset())
    problems.extend(
        f'"{value}" is not a value of "{fact}"; write one of: {", ".join(allowed)}'
        for value in condition
        if value not in allowed
    )
    return (AnyOf if fact in SETS else OneOf)(fact, frozenset(condition))
