"""The ENISA 2013 method as data: its parts, bands, flags and words, checked when they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Any, Final, Literal

from tenants.policy.documents import Document, Id, PlainRow, Text, read, shipped
from tenants.policy.errors import FactsError
from tenants.policy.facts import BreachFacts
from tenants.policy.table_reader import Source, TableReader
from tenants.policy.tables import Table
from tenants.policy.vocabulary import RiskToPeople

DOCUMENT: Final = "ENISA method"

Points = Literal["0", "0.25", "0.5", "0.75", "1", "2", "3", "4"]
"""Quarters alone, which a float holds, adds and multiplies exactly."""


class PartName(StrEnum):
    """What the score is made of: the first two are multiplied, the rest are added."""

    INFORMATION = "information"
    IDENTIFIABILITY = "identifiability"
    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"
    INTENT = "intent"


FACTORS: Final = (PartName.INFORMATION, PartName.IDENTIFIABILITY)


class Band(StrEnum):
    """The method's four words for a score."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def words(self) -> str:
        """The band as it is read aloud."""
        return self.replace("_", " ")


class _PointsRow(PlainRow):
    result: Points
    citation: Text
    exception: bool = False


class _PlainTable(Document):
    id: Id
    rows: tuple[_PointsRow, ...]


class _PlainPart(Document):
    part: PartName
    title: Text
    points: tuple[Points, ...]
    tables: tuple[_PlainTable, ...]


class _FlagRow(PlainRow):
    result: Literal["raised", "not_raised"]
    citation: Text


class _PlainFlag(Document):
    id: Id
    rows: tuple[_FlagRow, ...]


class _DifferenceRow(PlainRow):
    citation: Text


class _PlainDifference(Document):
    score: Literal["higher", "lower"]
    rows: tuple[_DifferenceRow, ...]


class _PlainBand(Document):
    band: Band
    at_least: Points
    reads_as: RiskToPeople


class _PlainMethod(Document):
    version: Text
    title: Text
    about: Text
    citation: Text
    convention: Text
    mildest: dict[str, str | list[str]]
    bands: tuple[_PlainBand, ...]
    parts: tuple[_PlainPart, ...]
    flags: tuple[_PlainFlag, ...]
    differences: tuple[_PlainDifference, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What the method is, in words for people: no law, and read by a custom of tools."""

    title: str
    about: str
    convention: str
    citation: str
    version: str


@dataclass(frozen=True, slots=True)
class ScoredBand:
    """From which score on a band applies, and what tools usually read it as."""

    band: Band
    at_least: float
    reads_as: RiskToPeople


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """One part: the highest of its tables counts; ``most`` is what it can come to."""

    name: PartName
    title: str
    most: float
    tables: tuple[Table[float], ...]


@dataclass(frozen=True, slots=True)
class Method:
    """The whole method, its parts in the order of `PartName` and its bands from the lowest up."""

    about: About
    mildest: Mapping[str, Any]
    bands: tuple[ScoredBand, ...]
    parts: tuple[ScoredPart, ...]
    flags: tuple[Table[bool], ...]
    differences: Mapping[str, Table[str]]

    def band(self, score: float) -> ScoredBand:
        """Give the band that a score falls in."""
        return [band for band in self.bands if score >= band.at_least][-1]


def load_method(text: str) -> Method:
    """Read the method; raises `PolicyDocumentError` naming every problem."""
    plain = read(text, _PlainMethod, DOCUMENT)
    reader = TableReader(DOCUMENT)
    _check_bands(plain.bands, reader)
    parts = tuple(_part(part, reader) for part in plain.parts)
    _check_names("parts", [part.name for part in parts], list(PartName), reader)
    _check_names("differences", [d.score for d in plain.differences], ["higher", "lower"], reader)
    _check_mildest(plain.mildest, parts, reader)
    flags = tuple(
        reader.table(flag.id, _sources(flag.rows), [row.result == "raised" for row in flag.rows])
        for flag in plain.flags
    )
    differences: dict[str, Table[str]] = {
        each.score: reader.table(each.score, _sources(each.rows), [row.id for row in each.rows])
        for each in plain.differences
    }
    reader.finish()
    about = About(plain.title, plain.about, plain.convention, plain.citation, plain.version)
    bands = tuple(ScoredBand(b.band, float(b.at_least), b.reads_as) for b in plain.bands)
    return Method(about, plain.mildest, bands, parts, flags, differences)


@cache
def enisa_method() -> Method:
    """Give the method that comes with the engine."""
    return load_method(shipped("enisa.toml"))


def _part(plain: _PlainPart, reader: TableReader) -> ScoredPart:
    tables: list[Table[float]] = []
    for each in plain.tables:
        for row in each.rows:
            if row.result not in plain.points:
                wrong = f'"{row.result}" is not among the points of {plain.part}'
                reader.problem(f"{each.id} ({row.id})", wrong, ", ".join(plain.points))
        # Ranked in quarters, so that a milder row above a worse one has to say that it means it.
        ranked = [
            Source(row, row.citation, int(float(row.result) * 4), row.exception)
            for row in each.rows
        ]
        tables.append(reader.table(each.id, ranked, [float(row.result) for row in each.rows]))
    always = [each for each in plain.tables if all(row.result != "0" for row in each.rows)]
    if plain.part in FACTORS and not always:
        reader.problem(str(plain.part), "can come to nothing", "one table without a result of 0")
    most = max((float(points) for points in plain.points), default=0.0)
    if plain.part is PartName.IDENTIFIABILITY and most > 1:
        reader.problem(str(plain.part), "counts more than all", "points from 0.25 to 1")
    return ScoredPart(plain.part, plain.title, most, tuple(tables))


def _sources(rows: Sequence[_FlagRow | _DifferenceRow]) -> list[Source]:
    return [Source(row, row.citation) for row in rows]


def _check_names(
    place: str, found: Sequence[str], wanted: Sequence[str], reader: TableReader
) -> None:
    if list(found) != list(wanted):
        listed = ", ".join(found) or "nothing"
        reader.problem(place, f"has {listed}", f"each once, in this order: {', '.join(wanted)}")


def _check_bands(bands: Sequence[_PlainBand], reader: TableReader) -> None:
    """Refuse bands that leave a score without a word, or with two."""
    _check_names("bands", [band.band for band in bands], list(Band), reader)
    starts = [float(band.at_least) for band in bands]
    if starts[:1] != [0.0] or any(upper <= lower for lower, upper in pairwise(starts)):
        reader.problem("bands", "do not rise from 0", "at_least from the lowest up, first 0")
    ranks = [band.reads_as.rank for band in bands]
    if ranks != sorted(ranks):
        reader.problem("bands", "read a higher score as a milder risk", "reads_as that rises")


def _check_mildest(
    mildest: Mapping[str, Any], parts: Sequence[ScoredPart], reader: TableReader
) -> None:
    """Refuse a list of mildest answers that leaves out a fact, or names an answer wrongly."""
    try:
        BreachFacts.from_json(mildest)
    except FactsError as error:
        reader.problem("mildest", str(error), "an answer that the fact has")
    read_facts = {name for part in parts for table in part.tables for name in table.facts}
    for name in sorted(read_facts ^ set(mildest)):
        wrong = "is read and not listed" if name in read_facts else "is listed and never read"
        reader.problem(f"mildest.{name}", wrong, "exactly the facts that the parts read")
