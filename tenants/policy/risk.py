"""The risk to people: three levels, each found by its own table, and the table that joins them."""

from dataclasses import dataclass
from functools import cache

from tenants.policy.documents import Document, Id, PlainRow, TableReader, Text, read, shipped
from tenants.policy.facts import FactValue
from tenants.policy.tables import Match, Table, Values
from tenants.policy.vocabulary import RiskToPeople


class _LevelRow(PlainRow):
    result: Text
    citation: Text


class _PlainLevel(Document):
    id: Id
    results: tuple[Text, ...]
    rows: tuple[_LevelRow, ...]


class _RiskRow(PlainRow):
    result: RiskToPeople
    citation: Text


class _PlainRisk(Document):
    version: Text
    levels: tuple[_PlainLevel, ...]
    rows: tuple[_RiskRow, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Something in between, found first; its results run from the mildest to the worst."""

    id: str
    results: tuple[str, ...]
    table: Table[str]


@dataclass(frozen=True, slots=True)
class RiskTables:
    """The levels in the order in which they are found, then the table that decides."""

    version: str
    levels: tuple[Level, ...]
    table: Table[RiskToPeople]

    def decide(self, values: Values) -> RiskToPeople:
        """Give only the answer."""
        known: dict[str, FactValue] = dict(values)
        for level in self.levels:
            known[level.id] = level.table.decide(known)
        return self.table.decide(known)

    def explain(self, values: Values) -> tuple[tuple[Match[str], ...], Match[RiskToPeople]]:
        """Give the row that decided each level, and the row that decided the risk."""
        known: dict[str, FactValue] = dict(values)
        found: list[Match[str]] = []
        for level in self.levels:
            match = level.table.match(known)
            known[level.id] = match.row.result
            found.append(match)
        return tuple(found), self.table.match(known)


def load_risk_tables(text: str) -> RiskTables:
    """Read the tables; raises `PolicyDocumentError`."""
    plain = read(text, _PlainRisk, "risk tables")
    reader = TableReader("risk tables")
    levels: list[Level] = []
    for level in plain.levels:
        for row in level.rows:
            if row.result not in level.results:
                reader.problem(
                    f"{level.id} ({row.id})",
                    f'"{row.result}" is not a result',
                    ", ".join(level.results),
                )
        table = reader.table(
            level.id, level.rows, [r.result for r in level.rows], [r.citation for r in level.rows]
        )
        levels.append(Level(level.id, level.results, table))
        reader.level(level.id, level.results)
    risk = reader.table(
        "risk", plain.rows, [r.result for r in plain.rows], [r.citation for r in plain.rows]
    )
    reader.finish()
    return RiskTables(plain.version, tuple(levels), risk)


@cache
def risk_tables() -> RiskTables:
    """Give the tables that come with the engine."""
    return load_risk_tables(shipped("risk.toml"))
