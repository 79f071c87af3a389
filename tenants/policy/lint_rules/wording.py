"""The patterns by which the check looks for stale law and for what must not be missing."""

import re
from datetime import date
from functools import cache
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from tenants.policy.documents import Document, Id, Text, read, shipped
from tenants.policy.policy_format import ClauseKind


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        message = f"it is no pattern: {error}"
        raise ValueError(message) from error
    return text


Patterns = Annotated[tuple[Annotated[str, AfterValidator(_pattern)], ...], Field(min_length=1)]


class _Words(Document):
    """Words that are looked for in what a policy says."""

    id: Id
    words: Patterns
    reason: Text
    rule: Id | None = None

    def are_in(self, text: str) -> bool:
        """Say whether any of the patterns is in a text."""
        return any(re.search(each, text, re.IGNORECASE | re.DOTALL) for each in self.words)


class Stale(_Words):
    """Law that has gone or moved; the citation of today comes from a rule, or stands here."""

    mend: Text
    since: date | None = None
    citation: Text | None = None


class Missing(_Words):
    """Something that a policy must settle: in a clause of this kind, or in words like these."""

    kind: ClauseKind
    sentence: Text


class Wording(Document):
    """All that is looked for."""

    stale: tuple[Stale, ...]
    missing: tuple[Missing, ...]


@cache
def wording() -> Wording:
    """Give what comes with the engine; raises `PolicyDocumentError`."""
    return read(shipped("lint.toml"), Wording, "lint")


_WORDS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
NUMBERS: Final = {
    **{word: number for number, word in enumerate(_WORDS)},
    "nought": 0,
    "a": 1,
    "an": 1,
}


def number_in(text: str) -> int:
    """Read a small number, in digits or as a word; raises KeyError for what is none."""
    return int(text) if text.isdigit() else NUMBERS[text.lower()]
