"""Places in a policy document, such as `clauses.guidance.cites[0]`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

KEYS: Final[Mapping[str, str]] = {
    "scale": "value",
    "judgements": "id",
    "answers": "value",
    "axes": "id",
    "rows": "id",
    "parties": "id",
    "ladders": "id",
    "rungs": "to",
    "responsibilities": "act",
    "steps": "id",
    "form": "id",
    "questions": "id",
    "obligations": "id",
    "clauses": "id",
    "retention": "id",
    "notes": "id",
}
"""By which of its keys an entry of each list is known."""

STATEMENTS: Final = frozenset(
    {
        "title", "meaning", "name", "question", "hint", "label", "sentence", "section", "tasks",
        "text", "completed_by", "cites", "what", "at", "minimum_content",
    }
)  # fmt: skip
"""The keys under which a policy says something in words."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a policy says in words, and where."""

    place: str
    text: str

    @property
    def part(self) -> str:
        """The part of the document that it stands in."""
        return self.place.partition(".")[0].partition("[")[0]


def named(list_name: str, entries: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Give each entry of a list under its name; one that comes again is counted: `assess (2)`."""
    seen: Counter[str] = Counter()
    found = {}
    for entry in entries:
        name = str(entry.get(KEYS[list_name], ""))
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = entry
    return found


def is_list_of_entries(name: str, value: object) -> bool:
    """Say whether a value is a list whose entries have names of their own."""
    return name in KEYS and isinstance(value, list) and all(isinstance(e, dict) for e in value)


def statements(document: Mapping[str, Any]) -> Iterator[Statement]:
    """Walk everything that the policy itself says in words; its notes, which explain, are not.

    Blanks that follow each other are given as one, so that no pattern has to try them all.
    """
    for part, value in document.items():
        if part != "notes":
            yield from _said(part, part, value)


def _said(place: str, name: str, value: Any) -> Iterator[Statement]:
    if isinstance(value, str) and name in STATEMENTS:
        yield Statement(place, " ".join(value.split()))
    for inner in _inside(place, name, value):
        yield from _said(*inner)


def _inside(place: str, name: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Give what stands in a table or a list; criteria are no words of the policy."""
    if isinstance(value, dict):
        yield from ((f"{place}.{key}", key, each) for key, each in value.items() if key != "when")
    elif is_list_of_entries(name, value):
        yield from ((f"{place}.{key}", key, each) for key, each in named(name, value).items())
    elif isinstance(value, list):
        yield from ((f"{place}[{number}]", name, each) for number, each in enumerate(value))
