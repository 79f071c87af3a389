"""Reading documents: TOML, checked, with errors that say where, what and what instead."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tenants.policy.errors import PolicyDocumentError
from tenants.policy.facts import FACT_NAMES
from tenants.policy.tables import (
    Alternative,
    PlainAlternative,
    PlainTest,
    Result,
    Row,
    Table,
    read_alternative,
)

Model = TypeVar("Model", bound=BaseModel)
Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+|_[a-z0-9]+)*$")]


class Document(BaseModel):
    """A piece of a document: nothing may be added to it by accident, and it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PlainRow(Document):
    """What every row of every table has in a document."""

    id: Id
    sentence: Text
    when: tuple[dict[str, PlainTest], ...] = ()


def shipped(name: str) -> str:
    """Give the text of a document that comes with the engine."""
    return files("tenants.policy").joinpath("data", name).read_text(encoding="utf-8")


def read(text: str, model: type[Model], name: str) -> Model:
    """Read a TOML document; raises `PolicyDocumentError` naming every problem that it finds."""
    try:
        # By way of JSON, whose strict mode takes lists, dates and names of enums but no "3" for 3.
        return model.model_validate_json(json.dumps(tomllib.loads(text), default=str))
    except tomllib.TOMLDecodeError as error:
        problem = f'it is not TOML: {error}; write keys as: title = "words"'
        raise PolicyDocumentError(name, (problem,)) from error
    except ValidationError as error:
        problems = tuple(_problem(detail) for detail in error.errors(include_url=False))
        raise PolicyDocumentError(name, problems) from error


class TableReader:
    """Turns the rows of one document into tables, and collects what is wrong on the way."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.problems: list[str] = []
        self.levels: dict[str, Sequence[str]] = {}
        self._row_ids: set[str] = set()

    def table(
        self,
        place: str,
        rows: Sequence[PlainRow],
        results: Sequence[Result],
        citations: Sequence[str],
    ) -> Table[Result]:
        """Make one table; ``results`` and ``citations`` stand beside the rows, in their order."""
        made: list[Row[Result]] = []
        for index, (row, result, citation) in enumerate(zip(rows, results, citations, strict=True)):
            here = f"{place}.rows[{index}] ({row.id})"
            self._check_position(here, row, is_last=index == len(rows) - 1)
            when = tuple(self._alternative(here, alternative) for alternative in row.when)
            made.append(Row(row.id, result, row.sentence, citation, when))
        if not rows:
            self.problem(place, "has no rows", "at least one row, the last one without `when`")
        return Table(place, tuple(made))

    def level(self, name: str, results: Sequence[str]) -> None:
        """Let later tables test the result of this one under its name."""
        if name in FACT_NAMES or name in self.levels:
            self.problem(name, "is already the name of a fact or level", "another id")
        self.levels[name] = results

    def problem(self, place: str, wrong: str, instead: str) -> None:
        """Note one problem."""
        self.problems.append(f"{place}: {wrong}; write {instead}")

    def finish(self) -> None:
        """Raise `PolicyDocumentError` if anything was wrong."""
        if self.problems:
            raise PolicyDocumentError(self.document, tuple(self.problems))

    def _check_position(self, here: str, row: PlainRow, *, is_last: bool) -> None:
        if row.id in self._row_ids:
            self.problem(here, "has an id that another row has", "an id of its own")
        self._row_ids.add(row.id)
        if is_last and row.when:
            self.problem(here, "is the last row but has `when`", "a last row without it")
        if not is_last and not row.when:
            self.problem(here, "has no `when`, so later rows are never reached", "it last")
        if any(not alternative for alternative in row.when):
            self.problem(here, "has an empty alternative", "at least one fact in it")

    def _alternative(self, here: str, plain: PlainAlternative) -> Alternative:
        tests, problems = read_alternative(plain, self.levels)
        self.problems.extend(f"{here}.when: {problem}" for problem in problems)
        return tests


def _problem(detail: Mapping[str, Any]) -> str:
    place = _place(detail["loc"]) or "the document"
    match detail["type"]:
        case "missing":
            return f"{place}: is missing; write it"
        case "extra_forbidden":
            return f"{place}: the format has no such key; remove it or correct its spelling"
        case "enum" | "literal_error":
            return f"{place}: {detail['input']!r} is not allowed; write {detail['ctx']['expected']}"
        case "string_pattern_mismatch":
            return f"{place}: {detail['input']!r} is no id; write small letters, digits and hyphens"
        case _:
            return f"{place}: {detail['input']!r} cannot be used; {_small(detail['msg'])}"


def _small(message: str) -> str:
    return message[:1].lower() + message[1:]


def _place(loc: Sequence[str | int]) -> str:
    place = ""
    for step in loc:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place
