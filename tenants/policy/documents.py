"""Reading documents: TOML or JSON, checked, with errors that say where, what and what instead."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
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

MOST_PROBLEMS: Final = 200
"""More of one kind than this are the same slip over and over again."""


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
    text = text.removeprefix("\ufeff")
    is_json = text.lstrip().startswith("{")
    instead = 'write keys as: "title": "words"' if is_json else 'write keys as: title = "words"'
    if not is_json and _TOO_DOTTED.search(text):
        raise _unreadable(name, "a key in it has too many dots", instead)
    try:
        decoded: Mapping[str, Any] = decode_json(text) if is_json else tomllib.loads(text)
    except RecursionError as error:
        raise _unreadable(name, "it is nested too deeply", instead) from error
    except ValueError as error:
        words, _, _ = str(error).partition(";")
        wrong = f"it is not {'JSON' if is_json else 'TOML'}: {words}"
        raise _unreadable(name, wrong, instead) from error
    return decoded


def decode_json(text: str) -> Any:
    """Give what JSON text holds; raises ValueError for a key that stands twice and for NaN too.

    Of two answers under one key, one would be lost unseen.
    """
    return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    decoded: dict[str, Any] = {}
    for name, value in pairs:
        if name in decoded:
            raise ValueError(f'"{name}" stands twice in one place; write it once')
        decoded[name] = value
    return decoded


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number; write a whole number, or null for not yet known")


def check(document: Mapping[str, Any], model: type[Model], name: str) -> Model:
    """Check a decoded document; raises `PolicyDocumentError` naming every problem in it."""
    try:
        problems = tuple(_unwritable(document, ""))
        if problems:
            raise PolicyDocumentError(name, problems)
        # By way of JSON, whose strict mode takes lists, dates and names of enums but no "3" for 3.
        return model.model_validate_json(json.dumps(document, default=str))
    except RecursionError as error:
        raise _unreadable(name, "it is nested too deeply", "write fewer lists in lists") from error
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise PolicyDocumentError(name, _problems(details[:MOST_PROBLEMS], document)) from error


_TOO_DOTTED: Final = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}"""
)
"""A key of a thousand dots would take gigabytes to read; nothing in a policy needs three."""
_NOT_WRITING: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs that no text has, and that no database keeps."""


def _unwritable(value: object, place: str) -> Iterator[Problem]:
    """Find every text with signs in it that cannot be read or kept."""
    if isinstance(value, str):
        found = _NOT_WRITING.search(value)
        if found:
            wrong = f"it holds the sign {found[0]!r}, which nobody can read"
            yield Problem(place or "the document", wrong, "leave it out")
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _unwritable(name, place)
            yield from _unwritable(each, f"{place}.{name}" if place else str(name))
    elif isinstance(value, (list, tuple)):
        for index, each in enumerate(value):
            yield from _unwritable(each, f"{place}[{index}]")


def _unreadable(name: str, wrong: str, instead: str) -> PolicyDocumentError:
    return PolicyDocumentError(name, (Problem("the document", wrong, instead),))


def _problems(details: Sequence[Any], document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Make one problem of all that is said about one place: each way in which it might be read."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for detail in details:
        problem = _problem(detail, document)
        found.setdefault((problem.place, problem.wrong), {})[problem.instead] = None
    return tuple(
        Problem(place, wrong, ", or ".join(ways)) for (place, wrong), ways in found.items()
    )


def _problem(detail: Mapping[str, Any], document: Mapping[str, Any]) -> Problem:
    is_missing = detail["type"] == "missing"
    place = _place(detail["loc"], document, is_missing=is_missing) or "the document"
    given = _short(detail["input"])
    match detail["type"]:
        case "missing":
            return Problem(place, "is missing", "write it")
        case "extra_forbidden":
            return Problem(place, "the format has no such key", "remove it or correct its spelling")
        case "enum" | "literal_error":
            return Problem(place, f"{given} is not allowed", f"write {detail['ctx']['expected']}")
        case "json_invalid":  # nothing else is left that pydantic's own reader stumbles over
            return Problem(place, "it is nested too deeply", "write fewer lists in lists")
        case "string_pattern_mismatch":
            return Problem(place, f"{given} is no id", "write small letters, digits and hyphens")
        case _:
            return Problem(place, f"{given} cannot be used", _small(detail["msg"]))


def _short(given: object) -> str:
    words = repr(given)
    return words if len(words) <= 60 else f"{words[:57]}..."


_WORDS: Final = (
    ("Value error, ", ""),
    ("Input should be greater", "write a number greater"),
    ("Input should be less", "write a number less"),
    ("Input should be a valid tuple", "write a list"),
    ("Input should be a valid array", "write a list"),
    ("Input should be a valid dictionary", "write keys with values"),
    ("Input should be an object", "write keys with values"),
    ("Input should be a valid integer", "write a whole number"),
    ("Input should be a valid string", "write words in quotation marks"),
    ("Input should be a valid boolean", "write true or false"),
    ("Input should be a valid date", "write a date, such as 2027-05-01"),
    ("Input should be", "write"),
    ("String should have", "write"),
    ("Tuple should have", "write"),
)
"""How what pydantic says begins, and what stands for it here."""


def _small(message: str) -> str:
    for theirs, ours in _WORDS:
        if message.startswith(theirs):
            message = ours + message.removeprefix(theirs)
            break
    return message[:1].lower() + message[1:]


def _place(loc: Sequence[str | int], document: object, *, is_missing: bool) -> str:
    """Follow the way into the document; steps that are not in it are pydantic's own names."""
    place = ""
    here: Any = document
    for index, step in enumerate(loc):
        if step in (here if isinstance(here, Mapping) else range(_length(here))):
            here = here[step]
        elif not (is_missing and index == len(loc) - 1):
            continue
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place


def _length(value: object) -> int:
    return len(value) if isinstance(value, (list, tuple)) else 0
