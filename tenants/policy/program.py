"""A policy and the law's tables made ready, so that one pass over the facts decides them all.

Every alternative of every table has a bit in one number. For each value of each fact the bits that
it leaves are worked out once; "and" over the facts leaves, for every table, its lowest bit as its
first match. What a table finds is in turn a value that later tables may test. The matches of all
tables, in order, are the *path* of a case: whatever follows from the path is worked out once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from tenants.policy.council_policy import OVERALL, RISK, Policy
from tenants.policy.facts import FACT_NAMES, FactValue
from tenants.policy.risk import RiskTables, risk_tables
from tenants.policy.tables import Row, Table, Values
from tenants.policy.vocabulary import NOT_YET_KNOWN

Path: TypeAlias = tuple[int, ...]
"""For every table in its order, the number of the alternative that matched first."""

_REMEMBERED: Final = 4096
"""How many values of one fact are kept with their bits; more are worked out each time."""


def tables_of(policy: Policy, tables: RiskTables | None = None) -> Iterator[tuple[str, Table[Any]]]:
    """Give every table with the name of what it finds, each after those that it builds on."""
    tables = tables or risk_tables()
    for level in tables.levels:
        yield level.id, level.table
    yield RISK, tables.table
    for axis in policy.axes:
        yield axis.id, axis.table
    if policy.overall is not None:
        yield OVERALL, policy.overall


@dataclass(frozen=True, slots=True)
class Stage:
    """One table and where its bits stand; its alternatives are numbered from ``first`` on."""

    name: str
    table: Table[Any]
    first: int
    mask: int


class _Bits(dict[FactValue, int]):
    """For each value of one fact or of one table's result, the bits that it leaves."""

    def __init__(self, stages: Sequence[Stage], name: str) -> None:
        super().__init__()
        self._name = name
        self._asking = [stage for stage in stages if name in stage.table.facts]
        self._free = sum(stage.mask for stage in stages if stage not in self._asking)

    def __missing__(self, value: FactValue) -> int:
        bits = self._free
        for stage in self._asking:
            bits |= stage.table.bits(self._name, value) << stage.first
        if len(self) < _REMEMBERED:
            self[value] = bits
        return bits


class Program:
    """All tables of one policy and of the law, in one; `program_of` makes it once for a policy."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        conditions = [
            (condition(name), line.table) for name, line in policy.lines.items() if line.table
        ]
        self.stages = tuple(_laid_out([*tables_of(policy), *conditions]))
        self.everything = sum(stage.mask for stage in self.stages)
        judged = [judgement.id for judgement in policy.judgements]
        asked = {name for stage in self.stages for name in stage.table.facts}
        self.facts = tuple(name for name in (*FACT_NAMES, *judged) if name in asked)
        self._bits = {name: _Bits(self.stages, name) for name in self.facts}
        self.rows: tuple[Row[Any], ...] = tuple(
            row for stage in self.stages for row in stage.table.rows for _ in row.alternatives
        )
        self._later = {name: _Bits(self.stages, name) for name in asked - set(self.facts)}
        axes = {axis.id for axis in policy.axes}
        self._ratings = [place for place, s in enumerate(self.stages) if s.name in axes]
        self._rated_at = self._place_of_highest()
        self._walk = tuple(
            (stage.mask, self._after(stage), place == self._rated_at)
            for place, stage in enumerate(self.stages)
        )

    def bits(self, name: str, value: FactValue) -> int:
        """Give what a fact's value leaves; two values with the same bits come to the same."""
        return self._bits[name][value]

    def left(self, values: Values) -> int:
        """Give what all facts together leave."""
        left = self.everything
        for name, bits in self._bits.items():
            left &= bits[values.get(name, NOT_YET_KNOWN)]
        return left

    def path(self, left: int) -> Path:
        """Give the first match of every table, of what the facts leave."""
        path: list[int] = []
        for mask, after, is_rated in self._walk:
            here = left & mask
            match = (here & -here).bit_length() - 1
            path.append(match)
            if after is not None:
                left &= after[match]
            if is_rated:
                left &= self._later[OVERALL][self._highest(path)]
        return tuple(path)

    def found(self, values: Values, forced: Mapping[str, FactValue]) -> dict[str, FactValue]:
        """Give what every table finds, where ``forced`` takes the place of some of it."""
        left, found, path = self.left(values), dict(forced), []
        for place, stage in enumerate(self.stages):
            here = left & stage.mask
            path.append((here & -here).bit_length() - 1)
            result = found.setdefault(stage.name, self.rows[path[-1]].result)
            if stage.name in self._later:
                left &= self._later[stage.name][result]
            if place == self._rated_at:
                left &= self._later[OVERALL][found.get(OVERALL, self._highest(path))]
        found.setdefault(OVERALL, self._highest(path))
        return found

    def results(self, path: Path) -> dict[str, FactValue]:
        """Give what every table finds on a path, the highest rating as the overall one."""
        matched = zip(self.stages, path, strict=True)
        found = {stage.name: self.rows[match].result for stage, match in matched}
        found.setdefault(OVERALL, self._highest(path))
        return found

    def _highest(self, path: Sequence[int]) -> int | None:
        return max((self.rows[path[place]].result for place in self._ratings), default=None)

    def _after(self, stage: Stage) -> Mapping[int, int] | None:
        """Give, for each of its alternatives, what its result leaves of the later tables."""
        if stage.name not in self._later:
            return None
        last = stage.first + stage.mask.bit_count()
        bits = self._later[stage.name]
        return {match: bits[self.rows[match].result] for match in range(stage.first, last)}

    def _place_of_highest(self) -> int | None:
        """Give the table after which the highest rating stands, if later tables ask for it."""
        if OVERALL not in self._later or self.policy.overall is not None:
            return None
        names = [stage.name for stage in self.stages]
        return self._ratings[-1] if self._ratings else names.index(RISK)


@lru_cache(maxsize=128)
def program_of(policy: Policy) -> Program:
    """Give a policy's program; the same policy is made ready once."""
    return Program(policy)


def condition(name: str) -> str:
    """Give the name of the table that decides a line's own criteria, apart from every other."""
    return f"criteria of {name}"


def _laid_out(tables: Sequence[tuple[str, Table[Any]]]) -> Iterator[Stage]:
    first = 0
    for name, table in tables:
        width = sum(len(row.alternatives) for row in table.rows)
        yield Stage(name, table, first, ((1 << width) - 1) << first)
        first += width
