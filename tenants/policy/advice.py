"""What to do right now, and everyday examples for whoever wonders whether it is a breach."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from tenants.policy.documents import Document, Text, read, shipped
from tenants.policy.errors import PolicyDocumentError, Problem
from tenants.policy.vocabulary import Cause

ThreeLines = tuple[Text, Text, Text]


class _PlainExample(Document):
    id: Text
    cause: Cause
    sentence: Text


class _PlainAdvice(Document):
    advice: dict[Cause, ThreeLines]
    examples: tuple[_PlainExample, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Something that happens in parish life, and the cause that it would be reported under."""

    id: str
    sentence: str
    cause: Cause


def containment_advice(cause: Cause) -> tuple[str, ...]:
    """Give the three things to do right now for a cause, the most urgent first."""
    return _advice().advice[cause]


@cache
def _advice() -> _PlainAdvice:
    plain = read(shipped("advice.toml"), _PlainAdvice, "advice")
    missing = [cause for cause in Cause if cause not in plain.advice]
    if missing:
        problems = [
            Problem(f"advice.{cause}", "is missing", "write three lines") for cause in missing
        ]
        raise PolicyDocumentError("advice", tuple(problems))
    return plain


EXAMPLES: Final = tuple(Example(e.id, e.sentence, e.cause) for e in _advice().examples)
