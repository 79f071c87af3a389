"""Measures that make another breach of the same kind less likely, from a list that is data."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import Field

from tenants.policy.documents import Document, Text, read, shipped
from tenants.policy.vocabulary import Cause


class _PlainMeasure(Document):
    id: Text
    words: Text
    causes: Annotated[tuple[Cause, ...], Field(min_length=1)]


class _PlainMeasures(Document):
    measures: tuple[_PlainMeasure, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that a small council can do, and the kinds of breach that it helps against."""

    id: str
    words: str
    causes: frozenset[Cause]


def measures_for(cause: Cause) -> tuple[Measure, ...]:
    """Return what helps against this kind of breach, in the list's own order."""
    return tuple(one for one in every_measure() if cause in one.causes)


@cache
def every_measure() -> tuple[Measure, ...]:
    """Return the whole list, each measure once."""
    plain = read(shipped("measures.toml"), _PlainMeasures, "measures")
    return tuple(Measure(one.id, one.words, frozenset(one.causes)) for one in plain.measures)
