"""The risk to people: three levels, each found by its own table, and the table that joins them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tenants.policy.documents import Document, Id, PlainRow, Text, read, shipped
from tenants.policy.table_reader import Source, TableReader
from tenants.policy.tables import Table
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


def load_risk_tables(text: str) -> RiskTables:
    """Read the tables; raises `PolicyDocumentError`."""
    plain = read(text, _PlainRisk, "risk tables")
    reader = TableReader("risk tables")
    levels: list[Level] = []
    for level in plain.levels:
        for row in level.rows:
            if row.result not in level.results:
                place = f"{level.id} ({row.id})"
                reader.problem(place, f'"{row.result}" is no result', ", ".join(level.results))
        table = reader.table(level.id, _sources(level.rows), [row.result for row in level.rows])
        levels.append(Level(level.id, level.results, table))
        reader.level(level.id, {result: result for result in level.results})
    risk = reader.table("risk", _sources(plain.rows), [row.result for row in plain.rows])
    reader.finish()
    return RiskTables(plain.version, tuple(levels), risk)


def _sources(rows: Sequence[_LevelRow | _RiskRow]) -> list[Source]:
    return [Source(row, row.citation) for row in rows]


@cache
def risk_tables() -> RiskTables:
    """Give the tables that come with the engine."""
    return load_risk_tables(shipped("risk.toml"))
