"""What the engine concluded, in the words of its questions: reasons, and what would change them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tenants.policy import Change, Due, DueKind, fact
from tenants.policy.facts import PlainValue
from webapp.breaches.rating_answers import NOT_KNOWN, answer_words

AT_FIRST: Final = 5
_TO_WHOM: Final = {
    "regulator": "The regulator",
    "people": "The people affected",
    "register": "The breach register",
    "clerk_and_chair": "The clerk and the chair",
    "full_council": "The full council",
    "others": "Others outside the council",
}
_DUE: Final = {
    DueKind.AT: "",
    DueKind.AT_ONCE: "At once",
    DueKind.WITHOUT_UNDUE_DELAY: "Without undue delay",
    DueKind.NEXT_MEETING: "At the next meeting",
}


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """A question whose other answer would change something: from what, to any of what, and then."""

    question: str
    now: str
    others: tuple[str, ...]
    then: str


def would_change(changes: Iterable[Change], what: frozenset[str]) -> list[OtherAnswer]:
    """Return the changes that touch these things, the nearest first, like ones in one line."""
    grouped: dict[tuple[str, str, str, int], list[str]] = {}
    for change in changes:
        sentences = tuple(each.sentence for each in change.becomes if each.what in what)
        if not sentences:
            continue
        now, other = _in_words(change)
        key = (change.fact, now, " ".join(sentences), change.distance)
        grouped.setdefault(key, []).append(other)
    return [
        OtherAnswer(fact(name).question, now, tuple(others), then)
        for (name, now, then, _), others in grouped.items()
    ]


def to_whom(code: str) -> str:
    """Return whom an obligation is owed to."""
    return _TO_WHOM.get(code, code.replace("_", " ").capitalize())


def due_words(due: Due) -> str:
    """Return by when, where the law or the policy names no instant."""
    return _DUE[due.kind]


def _in_words(change: Change) -> tuple[str, str]:
    """Return the answer as it is, and the other one; of a set only what is added or taken away."""
    if isinstance(change.before, tuple) and isinstance(change.after, tuple):
        added = set(change.after) - set(change.before)
        if added:
            return _label(change.fact, change.before), _label(change.fact, tuple(sorted(added)))
        gone = tuple(sorted(set(change.before) - set(change.after)))
        return _label(change.fact, change.before), f"not {_label(change.fact, gone)}"
    return _label(change.fact, change.before), _label(change.fact, change.after)


def _label(name: str, value: PlainValue) -> str:
    return " and ".join(answer_words(name, value)) or NOT_KNOWN
