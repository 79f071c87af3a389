"""A council's policy, read and checked: its ladder, tables, lines, people, duties and texts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from tenants.policy.documents import check, plain, shipped
from tenants.policy.duties import Duty, Trigger
from tenants.policy.errors import PolicyDocumentError, Problem
from tenants.policy.ladder_format import NONE, DailyHours, Ladder
from tenants.policy.policy_checks import check_duties, check_names, check_scale
from tenants.policy.policy_format import (
    Clause,
    FormSection,
    Judgement,
    Note,
    Party,
    PlainAxis,
    PlainPolicy,
    PolicyRow,
    PublicReturn,
    Responsibility,
    Retention,
    Review,
    ScaleValue,
    Step,
    Thresholds,
)
from tenants.policy.risk import risk_tables
from tenants.policy.table_reader import Level, Source, TableReader
from tenants.policy.tables import Alternative, Row, Table
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople

RISK = "risk_to_people"
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Axis:
    """One column of a policy's table, with the ladder that its ratings stand on."""

    id: str
    title: str
    table: Table[int]
    scale: tuple[ScaleValue, ...]

    def word(self, rating: int) -> str:
        """Give the council's word for a rating: the rung's name, or the number."""
        return next((rung.word for rung in self.scale if rung.value == rating), str(rating))


@dataclass(frozen=True, slots=True)
class Line:
    """A trigger made ready: from where on something follows."""

    trigger: Trigger
    rating: int | None
    table: Table[bool] | None


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A policy document, checked; ``axes`` and ``scale`` are empty where nothing is rated.

    ``document`` is the whole document as JSON can hold it, without what it leaves at its default.
    Two policies are the same only if they are one object, so that work on one can be remembered.
    """

    id: str
    title: str
    version: str
    source: str
    scale: tuple[ScaleValue, ...]
    judgements: tuple[Judgement, ...]
    axes: tuple[Axis, ...]
    overall: Table[int] | None
    thresholds: Thresholds
    parties: tuple[Party, ...]
    ladders: tuple[Ladder, ...]
    responsibilities: tuple[Responsibility, ...]
    steps: tuple[Step, ...]
    form: tuple[FormSection, ...]
    obligations: tuple[Duty, ...]
    clauses: tuple[Clause, ...]
    retention: tuple[Retention, ...]
    public_return: PublicReturn | None
    notes: tuple[Note, ...]
    review: Review
    alert_hours: tuple[int, ...]
    office_hours: DailyHours
    quiet_hours: DailyHours | None
    lines: Mapping[str, Line] = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)

    def word(self, rating: int | str | None) -> str:
        """Give the council's word for an overall rating, or "not rated"."""
        if rating is None:
            return "not rated"
        rungs = (rung.word for rung in self.scale if rating in (rung.value, rung.name))
        return next(rungs, str(rating))

    def party(self, party_id: str) -> str:
        """Give the council's own name for a party, or the id in words."""
        known = {party.id: party.name for party in self.parties}
        return known.get(party_id, party_id.replace("_", " "))

    def as_text(self) -> str:
        """Give the document as JSON text, always the same for it; `load_policy` reads it."""
        return json.dumps(self.document, ensure_ascii=False, sort_keys=True)


def load_policy(text: str) -> Policy:
    """Read a policy from TOML or JSON; raises `PolicyDocumentError`, which says what to write."""
    return policy_from(plain(text, "policy"))


def policy_from(document: Mapping[str, Any]) -> Policy:
    """Read a decoded policy document; raises `PolicyDocumentError`, which says what to write."""
    read = check(document, PlainPolicy, "policy")
    reader = TableReader("policy")
    check_scale(read, reader)
    check_names(read, reader)
    check_duties(read, reader)
    reader.level(RISK, {str(risk): str(risk) for risk in RiskToPeople})
    for level in risk_tables().levels:
        reader.level(level.id, {result: result for result in level.results})
    for judgement in read.judgements:
        answers = (*(answer.value for answer in judgement.answers), NOT_YET_KNOWN)
        place = f"judgements.{judgement.id}"
        reader.level(judgement.id, {answer: answer for answer in answers}, place)
    axes = tuple(_axis(axis, read, reader) for axis in read.axes)
    overall = None
    if read.overall is not None:
        overall = _rated(OVERALL, read.overall.rows, read.scale, reader)
    reader.level(OVERALL, _written(read.scale))
    lines = _lines(read, reader)
    reader.finish()
    plain_parts = {
        name: getattr(read, name)
        for name in PlainPolicy.model_fields
        if name not in ("format", "axes", "overall", "alert_hours", "quiet_hours")
    }
    return Policy(
        **plain_parts,
        axes=axes,
        overall=overall,
        alert_hours=tuple(sorted(set(read.alert_hours), reverse=True)),
        quiet_hours=None if read.quiet_hours == NONE else read.quiet_hours,
        lines=lines,
        document=read.model_dump(mode="json", exclude_defaults=True),
    )


def problems_of(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """List everything that is wrong with a decoded policy document; nothing, if it can be used."""
    try:
        policy_from(document)
    except PolicyDocumentError as error:
        return error.problems
    return ()


def _axis(axis: PlainAxis, read: PlainPolicy, reader: TableReader) -> Axis:
    scale = axis.scale or read.scale
    table = _rated(f"axes.{axis.id}", axis.rows, scale, reader)
    reader.level(axis.id, _written(scale), f"axes.{axis.id}")
    return Axis(axis.id, axis.title, table, scale)


def _rated(
    place: str, rows: Sequence[PolicyRow], scale: Sequence[ScaleValue], reader: TableReader
) -> Table[int]:
    written = _written(scale)
    ratings = [int(written.get(row.rating, 0)) for row in rows]
    sources = [
        Source(row, row.section, rating, row.exception)
        for row, rating in zip(rows, ratings, strict=True)
    ]
    return reader.table(place, sources, ratings)


def _written(scale: Sequence[ScaleValue]) -> Level:
    """Give the ways to write each rung: its value, or its name."""
    by_value: dict[str | int, str | int] = {rung.value: rung.value for rung in scale}
    return by_value | {rung.name: rung.value for rung in scale if rung.name}


def _lines(read: PlainPolicy, reader: TableReader) -> dict[str, Line]:
    """Make every trigger ready, under the name of its threshold or the id of its duty."""
    triggers = {threshold(name): each for name, each in read.thresholds if each is not None}
    triggers |= {duty.id: duty.applies for duty in read.obligations}
    written = _written(read.scale)
    return {
        name: Line(
            trigger,
            None if trigger.rating is None else int(written.get(trigger.rating, 0)),
            _condition(name, trigger, reader),
        )
        for name, trigger in triggers.items()
    }


def threshold(name: str) -> str:
    """Give the name under which a threshold's line is kept, apart from every duty's id."""
    return f"thresholds.{name}"


def _condition(name: str, trigger: Trigger, reader: TableReader) -> Table[bool] | None:
    if not trigger.when:
        return None
    if any(not each for each in trigger.when):
        reader.problem(f"{name}.when", "has an empty alternative", '"always", or a fact in it')
    when: tuple[Alternative, ...] = tuple(
        reader.alternative(f"{name}.when[{place}]", each) for place, each in enumerate(trigger.when)
    )
    rows = (Row(name, result=True, sentence="", citation="", when=when),)
    return Table(name, (*rows, Row(f"{name}-not", result=False, sentence="", citation="")))


@cache
def shipped_policy(name: str) -> Policy:
    """Give a policy that comes with the engine; raises FileNotFoundError for an unknown name."""
    return load_policy(shipped(f"policies/{name}.toml"))


@cache
def shipped_policies() -> tuple[str, ...]:
    """Name the policies that come with the engine, in the order of the alphabet."""
    folder = files("tenants.policy").joinpath("data", "policies")
    return tuple(sorted(PurePath(file.name).stem for file in folder.iterdir()))


def scotton() -> Policy:
    """Give the model policy that comes with the engine."""
    return shipped_policy("scotton")
