"""What the engine concluded, in the words of its questions: reasons, and what would change them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tenants.policy import Change, Due, DueKind, fact
from tenants.policy import OtherAnswer as EngineAnswer
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
        if len(change.answers) > 1:
            continue
        answer = change.answers[0]
        then = " ".join(each.sentence for each in change.becomes if each.what in what)
        if not then or _is_said(answer, then, numbers):
            continue
        now = _label(answer.fact, answer.before)
        key = (answer.fact, now, _is_added(answer), then, change.distance)
        grouped.setdefault(key, []).extend(_others_in_words(answer))
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


def _is_said(answer: EngineAnswer, then: str, numbers: set[tuple[str, bool, str]]) -> bool:
    """Whether a nearer number, on the same side, has led to the same already."""
    if not isinstance(answer.after, int):
        return False
    said = (answer.fact, _is_fewer(answer), then)
    if said in numbers:
        return True
    numbers.add(said)
    return False


def _is_added(answer: EngineAnswer) -> bool:
    """Whether a box would be ticked beside others."""
    before, after = answer.before, answer.after
    return isinstance(before, tuple) and isinstance(after, tuple) and 0 < len(before) < len(after)


def _is_fewer(answer: EngineAnswer) -> bool:
    before, after = answer.before, answer.after
    return isinstance(before, int) and isinstance(after, int) and after < before


def _others_in_words(answer: EngineAnswer) -> list[str]:
    """Return the other answers; of a set only what is added or taken away."""
    return [_in_words(answer, after) for after in (answer.after, *answer.also)]


def _in_words(answer: EngineAnswer, after: PlainValue) -> str:
    name, before = answer.fact, answer.before
    if isinstance(before, tuple) and isinstance(after, tuple):
        if added := set(after) - set(before):
            return _label(name, tuple(sorted(added)))
        return f"not {_label(name, tuple(sorted(set(before) - set(after))))}"
    if isinstance(after, int):
        return f"{after} or fewer" if _is_fewer(answer) else f"{after} or more"
    return _label(name, after)


def _label(name: str, value: PlainValue) -> str:
    return " and ".join(answer_words(name, value)) or NOT_KNOWN
