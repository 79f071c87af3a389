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
    """A question whose other answer would change something: from what, to any of what, and then.

    `is_added` where the other answer would join those that are ticked, not take their place.
    """

    question: str
    now: str
    others: tuple[str, ...]
    is_added: bool
    then: str


def would_change(changes: Iterable[Change], what: frozenset[str]) -> list[OtherAnswer]:
    """Return the changes that touch these things, the nearest first, like ones in one line."""
    grouped: dict[tuple[str, str, bool, str, int], list[str]] = {}
    numbers: set[tuple[str, bool, str]] = set()
    for change in changes:
        then = " ".join(each.sentence for each in change.becomes if each.what in what)
        if not then or _is_said(change, then, numbers):
            continue
        now, other = _in_words(change)
        key = (change.fact, now, _is_added(change), then, change.distance)
        grouped.setdefault(key, []).append(other)
    return [
        OtherAnswer(fact(name).question, now, tuple(others), is_added, then)
        for (name, now, is_added, then, _), others in grouped.items()
    ]


def to_whom(code: str) -> str:
    """Return whom an obligation is owed to."""
    return _TO_WHOM.get(code, code.replace("_", " ").capitalize())


def due_words(due: Due) -> str:
    """Return by when, where the law or the policy names no instant."""
    return _DUE[due.kind]


def _is_said(change: Change, then: str, numbers: set[tuple[str, bool, str]]) -> bool:
    """Whether a nearer number, on the same side, has led to the same already."""
    if not isinstance(change.after, int):
        return False
    said = (change.fact, _is_fewer(change), then)
    if said in numbers:
        return True
    numbers.add(said)
    return False


def _is_added(change: Change) -> bool:
    """Whether a box would be ticked beside others."""
    before, after = change.before, change.after
    return isinstance(before, tuple) and isinstance(after, tuple) and 0 < len(before) < len(after)


def _is_fewer(change: Change) -> bool:
    before, after = change.before, change.after
    return isinstance(before, int) and isinstance(after, int) and after < before


def _in_words(change: Change) -> tuple[str, str]:
    """Return the answer as it is, and the other one; of a set only what is added or taken away."""
    if isinstance(change.before, tuple) and isinstance(change.after, tuple):
        added = set(change.after) - set(change.before)
        if added:
            return _label(change.fact, change.before), _label(change.fact, tuple(sorted(added)))
        gone = tuple(sorted(set(change.before) - set(change.after)))
        return _label(change.fact, change.before), f"not {_label(change.fact, gone)}"
    other = _label(change.fact, change.after)
    if isinstance(change.after, int):
        other = f"{other} or fewer" if _is_fewer(change) else f"{other} or more"
    return _label(change.fact, change.before), other


def _label(name: str, value: PlainValue) -> str:
    return " and ".join(answer_words(name, value)) or NOT_KNOWN
