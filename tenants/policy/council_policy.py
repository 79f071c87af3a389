"""A council's policy as data: its scale, tables, thresholds, steps, form and duties."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from tenants.policy.documents import Document, Id, PlainRow, TableReader, Text, read, shipped
from tenants.policy.tables import Table
from tenants.policy.vocabulary import RiskToPeople

Threshold = int | RiskToPeople
Hours = Annotated[int, Field(ge=1, le=8760)]


class ScaleValue(Document):
    """One rung of the ladder."""

    value: int
    meaning: Text
    name: str = ""


class Thresholds(Document):
    """From which rating or risk to people something follows; the law's own lines always hold."""

    full_council: Threshold | None = None
    regulator: Threshold | None = None
    people: Threshold | None = None


class Office(StrEnum):
    """Who receives reports."""

    CLERK = "clerk"
    CHAIR = "chair"


class Recipients(Document):
    """Who is written to, and who stands in, in this order, for whoever cannot be."""

    id: Id
    sentence: Text
    offices: tuple[Office, ...]
    fall_back: tuple[Office, ...] = ()


class Step(Document):
    """One step of the policy's procedure."""

    id: Id
    title: Text
    section: Text
    tasks: tuple[Text, ...]


class FormQuestion(Document):
    """One question of the policy's own form."""

    id: Id
    text: Text


class FormSection(Document):
    """One section of the policy's own form."""

    id: Id
    title: Text
    section: Text
    completed_by: Text
    questions: tuple[FormQuestion, ...]


class Applies(StrEnum):
    """When a duty of the policy arises."""

    ALWAYS = "always"
    FULL_COUNCIL = "full_council"
    RISK = "risk"
    HIGH_RISK = "high_risk"


class PlainDue(Document):
    """By when: hours are elapsed hours from becoming aware."""

    kind: Literal["at_once", "without_undue_delay", "next_meeting", "within"]
    hours: Hours | None = None


class PolicyObligation(Document):
    """A duty that the policy adds to the law's."""

    id: Id
    to_whom: Text
    applies: Applies
    due: PlainDue
    section: Text
    sentence: Text
    minimum_content: tuple[Text, ...] = ()


class Note(Document):
    """Something that whoever reads the policy here must know about it."""

    id: Id
    sentence: Text


class Review(Document):
    """How often the council looks at the policy again."""

    months: Annotated[int, Field(ge=1, le=120)]
    sentence: str = ""


class _AxisRow(PlainRow):
    rating: int
    section: Text


class _PlainAxis(Document):
    id: Id
    title: Text
    rows: tuple[_AxisRow, ...]


class _PlainPolicy(Document):
    id: Id
    title: Text
    version: Text
    source: str = ""
    scale: tuple[ScaleValue, ...] = ()
    axes: tuple[_PlainAxis, ...] = ()
    thresholds: Thresholds = Thresholds()
    recipients: tuple[Recipients, ...] = ()
    steps: tuple[Step, ...] = ()
    form: tuple[FormSection, ...] = ()
    obligations: tuple[PolicyObligation, ...] = ()
    notes: tuple[Note, ...] = ()
    review: Review
    alert_hours: tuple[Hours, ...] = (48, 24, 6, 1)


@dataclass(frozen=True, slots=True)
class Axis:
    """One column of a policy's table."""

    id: str
    title: str
    table: Table[int]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document, checked; ``axes`` and ``scale`` are empty where nothing is rated."""

    id: str
    title: str
    version: str
    source: str
    scale: tuple[ScaleValue, ...]
    axes: tuple[Axis, ...]
    thresholds: Thresholds
    recipients: tuple[Recipients, ...]
    steps: tuple[Step, ...]
    form: tuple[FormSection, ...]
    obligations: tuple[PolicyObligation, ...]
    notes: tuple[Note, ...]
    review: Review
    alert_hours: tuple[int, ...]


def load_policy(text: str) -> Policy:
    """Read a policy from TOML; raises `PolicyDocumentError`, which says what to write instead."""
    plain = read(text, _PlainPolicy, "policy")
    reader = TableReader("policy")
    _check_scale(plain, reader)
    axes = tuple(
        Axis(
            axis.id,
            axis.title,
            reader.table(
                f"axes.{axis.id}",
                axis.rows,
                [r.rating for r in axis.rows],
                [r.section for r in axis.rows],
            ),
        )
        for axis in plain.axes
    )
    _check_duties(plain, reader)
    reader.finish()
    return Policy(
        id=plain.id,
        title=plain.title,
        version=plain.version,
        source=plain.source,
        scale=plain.scale,
        axes=axes,
        thresholds=plain.thresholds,
        recipients=plain.recipients,
        steps=plain.steps,
        form=plain.form,
        obligations=plain.obligations,
        notes=plain.notes,
        review=plain.review,
        alert_hours=tuple(sorted(set(plain.alert_hours), reverse=True)),
    )


def _check_scale(plain: _PlainPolicy, reader: TableReader) -> None:
    values = [step.value for step in plain.scale]
    allowed = ", ".join(map(str, values)) or "a scale first"
    if values != sorted(set(values)):
        reader.problem(
            "scale", "does not rise from row to row", "each value once, the mildest first"
        )
    for axis in plain.axes:
        for index, row in enumerate(axis.rows):
            if row.rating not in values:
                place = f"axes.{axis.id}.rows[{index}] ({row.id}).rating"
                reader.problem(place, f"{row.rating} is not on the scale", allowed)
    for name, threshold in plain.thresholds:
        if isinstance(threshold, int) and threshold not in values:
            reader.problem(f"thresholds.{name}", f"{threshold} is not on the scale", allowed)


def _check_duties(plain: _PlainPolicy, reader: TableReader) -> None:
    for index, duty in enumerate(plain.obligations):
        if (duty.due.kind == "within") != (duty.due.hours is not None):
            place = f"obligations[{index}] ({duty.id}).due"
            reader.problem(
                place, "hours and their kind do not fit", '{ kind = "within", hours = 24 }'
            )


@cache
def scotton() -> Policy:
    """Give the model policy that comes with the engine."""
    return load_policy(shipped("scotton.toml"))
