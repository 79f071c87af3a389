"""Places of a policy document in words: "axes.harm.rows[2]" is the third row of "Harm"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenants.policy import Problem
from tenants.policy.policy_format import Act
from webapp.policy.wording import ACTS

_STEP = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+)\]|\(([^)]*)\)")
PARTS = {
    "scale": "The scale",
    "judgements": "What only a person can judge",
    "axes": "The ratings",
    "overall": "The overall rating",
    "thresholds": "From where on somebody is told",
    "parties": "Whom the policy names",
    "ladders": "Who is reached, and how",
    "responsibilities": "Who does what",
    "steps": "The steps",
    "form": "The form's questions",
    "obligations": "Who is told, and by when",
    "clauses": "What else it says",
    "retention": "How long things are kept",
    "public_return": "What the council publishes",
    "notes": "Where the wording needs care",
    "review": "When it is looked at again",
    "alert_hours": "Reminders",
    "office_hours": "When the office is open",
    "quiet_hours": "Quiet hours",
    "title": "The title",
    "version": "The version",
    "source": "Where it comes from",
    "id": "The policy's id",
    "format": "The format",
}
_KEYS = {
    "when": "its conditions",
    "rating": "its rating",
    "scale": "its scale",
    "applies": "when it applies",
    "due": "by when",
    "by": "who does it",
    "to_whom": "to whom",
    "sentence": "its sentence",
    "section": "where it stands",
    "title": "its title",
    "name": "its name",
    "id": "its id",
    "page": "the page on which it is asked",
    "answered_by": "the fact that answers it",
    "channels": "how they are reached",
    "after_hours": "the hours before it",
    "about": "what it is for",
    "hours": "at what hours",
    "start": "when they begin",
    "until": "when they end",
    "days": "on which days",
    "cites": "what it cites",
    "states_scale": "the scale that it speaks of",
    "minimum_content": "what must be said",
    "full_council": "all councillors",
    "regulator": "the regulator",
    "people": "the people affected",
    "told": "who is told",
    "meaning": "its meaning",
    "value": "its value",
}
_LISTS = ("rows", "rungs", "questions", "answers")
_NAMES = ("title", "question", "name", "what", "text", "sentence")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One thing to mend in words; `address` is the page on which it is mended, if there is one."""

    place: str
    wrong: str
    instead: str
    address: str = ""


def problems_in_words(
    problems: Iterable[Problem], document: Mapping[str, Any] | None = None
) -> tuple[ShownProblem, ...]:
    """Return the problems of a document that somebody brought, with their places in words."""
    return tuple(
        ShownProblem(
            place_in_words(each.place, document), _sentence(each.wrong), _sentence(each.instead)
        )
        for each in problems
    )


def place_in_words(place: str, document: Mapping[str, Any] | None = None) -> str:
    """Return where something is, with the names that the document itself uses, if it is known."""
    first, *steps = _STEP.findall(place) or [("", "", "")]
    part, here = _part(first[0], document or {})
    if not part:
        return place if place not in ("", "the document") else "The document as a whole"
    words: list[str] = []
    for before, (key, index, named) in zip([first, *steps], steps, strict=False):
        if index:
            here = _item(here, int(index))
            words.append(_entry(here, int(index)))
        elif key or not before[1]:
            here, said = _inner(here, key or named)
            words.append(said)
    inside = ", ".join(word for word in words if word)
    return f"{part}: {inside}" if inside else part


def part_words(part: str) -> str:
    """Return what a part of a policy document is called."""
    return PARTS.get(part, _plain(part))


def _part(key: str, document: Mapping[str, Any]) -> tuple[str, Any]:
    """Begin with a part of the policy, or with the duty that a condition is named after."""
    if key in PARTS:
        return PARTS[key], document.get(key)
    duty = _by_id(document.get("obligations"), key)
    return (f"{PARTS['obligations']}: {_named(duty)}", duty) if duty else ("", None)


def _inner(here: Any, key: str) -> tuple[Any, str]:
    """Go into an entry by its id or its act, or into one of its keys."""
    if isinstance(here, Mapping) and key not in here:
        inside = [_by_id(value, key) for value in here.values()]
        here = next((entry for entry in inside if entry), None)
        return here, _named(here) if here else _said(key)
    if isinstance(here, Mapping):
        found = here[key]
        return found, _said(key)
    entry = _by_id(here, key)
    return entry, _named(entry) if entry else _said(key)


def _by_id(entries: Any, key: str) -> Mapping[str, Any] | None:
    """Find an entry of a list, if it is one, by its id or its act."""
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        return None
    found = (
        entry
        for entry in entries
        if isinstance(entry, Mapping) and key in (entry.get("id"), entry.get("act"))
    )
    return next(found, None)


def _entry(entry: Any, index: int) -> str:
    """Name an entry of a list by its number, and by its own words."""
    named = _named(entry) if isinstance(entry, Mapping) else ""
    return f"number {index + 1}, {named}" if named else f"number {index + 1}"


def _said(key: str) -> str:
    return "" if key in _LISTS else _KEYS.get(key, _plain(key))


def _named(entry: Mapping[str, Any]) -> str:
    if "act" in entry and entry["act"] in tuple(Act):
        return ACTS[Act(entry["act"])]
    for key in _NAMES:
        words = entry.get(key)
        if isinstance(words, str) and words:
            return f"“{_short(words)}”"
    return _plain(str(entry.get("id", "")))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"


def _item(here: Any, index: int) -> Any:
    if isinstance(here, Sequence) and not isinstance(here, str) and index < len(here):
        return here[index]
    return None


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _plain(key: str) -> str:
    return key.replace("_", " ").replace("-", " ")
