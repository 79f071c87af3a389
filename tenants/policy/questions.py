"""What the facts are called and asked in plain words: one source for forms and schemas."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Final

from pydantic import ConfigDict, Field, TypeAdapter

from tenants.policy.facts import CHOICES, FACT_NAMES, SETS
from tenants.policy.vocabulary import NOT_YET_KNOWN

Text = Annotated[str, Field(min_length=1)]


class FactKind(StrEnum):
    """How a fact is answered."""

    CHOICE = "choice"
    SET = "set"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Value:
    """One possible answer."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    value: Text
    label: Text
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One question; where it is ordered, its answers run from the mildest to the worst."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: Text
    kind: FactKind
    page: Text
    question: Text
    hint: str = ""
    ordered: bool = False
    values: tuple[Value, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """The answers without "not yet known", as they stand on the page."""
        return tuple(v.value for v in self.values if v.value != NOT_YET_KNOWN)

    def label(self, value: str) -> str:
        """Give the words for one answer; raises KeyError for what is not an answer."""
        return {v.value: v.label for v in self.values}[value]


@dataclass(frozen=True, slots=True)
class Page:
    """One short page of questions."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: Text
    title: Text


def vocabulary_of(name: str) -> tuple[str, ...]:
    """Give the values that a table may list for a fact; none for a count or an unknown name."""
    if name in CHOICES:
        return tuple(CHOICES[name])
    return (*SETS[name], NOT_YET_KNOWN) if name in SETS else ()


def fact(name: str) -> Fact:
    """Give one fact's question by name; raises KeyError for an unknown name."""
    return _BY_NAME[name]


_DOCUMENT: Final = tomllib.loads(
    files("tenants.policy").joinpath("data", "facts.toml").read_text(encoding="utf-8")
)
PAGES: Final = TypeAdapter(tuple[Page, ...]).validate_python(_DOCUMENT["pages"])
FACTS: Final = TypeAdapter(tuple[Fact, ...]).validate_python(_DOCUMENT["facts"])
_BY_NAME: Final = {fact.name: fact for fact in FACTS}

if tuple(sorted(_BY_NAME)) != tuple(sorted(FACT_NAMES)):
    raise RuntimeError("data/facts.toml and BreachFacts must name the same facts")
