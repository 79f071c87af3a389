"""Reading documents: TOML or JSON, checked, with errors that say where, what and what instead."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tenants.policy.errors import PolicyDocumentError, Problem

Model = TypeVar("Model", bound=BaseModel)
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+|_[a-z0-9]+)*$", max_length=80)]

LONGEST: Final = 1_000_000
"""Characters; a policy of twenty printed pages takes a tenth of it."""

PlainTest = list[str | int] | dict[str, int | bool]
PlainAlternative = dict[str, PlainTest]


class Document(BaseModel):
    """A piece of a document: nothing may be added to it by accident, and it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PlainRow(Document):
    """What every row of every table has in a document."""

    id: Id
    sentence: Text
    when: Annotated[tuple[PlainAlternative, ...], Field(max_length=40)] = ()


def shipped(name: str) -> str:
    """Give the text of a document that comes with the engine."""
    return files("tenants.policy").joinpath("data", *name.split("/")).read_text(encoding="utf-8")


def read(text: str, model: type[Model], name: str) -> Model:
    """Read a TOML or JSON document; raises `PolicyDocumentError` naming every problem in it."""
    return check(plain(text, name), model, name)


def plain(text: str, name: str) -> Mapping[str, Any]:
    """Give what a document holds, not yet checked; raises `PolicyDocumentError` if it is neither.

    A document that begins with a brace is read as JSON, every other as TOML.
    """
    if len(text) > LONGEST:
        raise _unreadable(name, "it is too long", f"write at most {LONGEST} characters")
    try:
        if text.lstrip().startswith("{"):
            decoded: Mapping[str, Any] = json.loads(text)
            return decoded
        return tomllib.loads(text)
    except json.JSONDecodeError as error:
        wrong = f"it is not JSON: {error}"
        raise _unreadable(name, wrong, 'write keys as: "title": "words"') from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        wrong = f"it is not TOML: {error}"
        raise _unreadable(name, wrong, 'write keys as: title = "words"') from error


def check(document: Mapping[str, Any], model: type[Model], name: str) -> Model:
    """Check a decoded document; raises `PolicyDocumentError` naming every problem in it."""
    try:
        # By way of JSON, whose strict mode takes lists, dates and names of enums but no "3" for 3.
        return model.model_validate_json(json.dumps(document, default=str))
    except ValidationError as error:
        problems = dict.fromkeys(_problem(each) for each in error.errors(include_url=False))
        raise PolicyDocumentError(name, tuple(problems)) from error


def _unreadable(name: str, wrong: str, instead: str) -> PolicyDocumentError:
    return PolicyDocumentError(name, (Problem("the document", wrong, instead),))


def _problem(detail: Mapping[str, Any]) -> Problem:
    place = _place(detail["loc"]) or "the document"
    given = _short(detail["input"])
    match detail["type"]:
        case "missing":
            return Problem(place, "is missing", "write it")
        case "extra_forbidden":
            return Problem(place, "the format has no such key", "remove it or correct its spelling")
        case "enum" | "literal_error":
            return Problem(place, f"{given} is not allowed", f"write {detail['ctx']['expected']}")
        case "string_pattern_mismatch":
            return Problem(place, f"{given} is no id", "write small letters, digits and hyphens")
        case _:
            return Problem(place, f"{given} cannot be used", _small(detail["msg"]))


def _short(given: object) -> str:
    words = repr(given)
    return words if len(words) <= 60 else f"{words[:57]}..."


def _small(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _place(loc: Sequence[str | int]) -> str:
    place = ""
    for step in loc:
        if isinstance(step, int):
            place += f"[{step}]"
        elif step.isidentifier() or "-" in step:
            place += f".{step}" if place else step
    return place
