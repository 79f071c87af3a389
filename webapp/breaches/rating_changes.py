"""Which other answers would change what was concluded, one or two at a time, in sentences. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tenants.policy import Becomes, Change, Policy
from tenants.policy import OtherAnswer as EngineAnswer
from tenants.policy.facts import PlainValue, is_known
from webapp.breaches.rating_questions import question_of

AT_FIRST: Final = 5


class Manner(StrEnum):
    """How another answer differs: taken in its place, ticked besides, unticked, or a number."""

    INSTEAD = "instead"
    ADDED = "added"
    TAKEN_AWAY = "taken_away"
    MORE = "more"
    FEWER = "fewer"


_LEADS: Final[Mapping[Manner, str]] = {
    Manner.INSTEAD: "the answer on {} were",
    Manner.ADDED: "the answers on {} also included",
    Manner.TAKEN_AWAY: "the answers on {} did not include",
    Manner.MORE: "{} were",
    Manner.FEWER: "{} were",
}


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """A question with other answers, any one of which is enough; `now` is empty if not yet known.

    `lead`, `either` and `tail` are the words of its sentence, in this order.
    """

    fact: str
    manner: Manner
    topic: str
    now: str
    others: tuple[str, ...]

    @property
    def lead(self) -> str:
        """Return the words before the other answers: "the number of people were"."""
        topic = self.topic if self.now else f"{self.topic}, which is not yet known,"
        return _LEADS[self.manner].format(topic)

    @property
    def either(self) -> str:
        """Return the other answers, any one of them."""
        *first, last = self.others
        return f"{', '.join(first)} or {last}" if first else last

    @property
    def tail(self) -> str:
        """Return the words after them: ", instead of 12"."""
        is_beside = self.manner in (Manner.ADDED, Manner.TAKEN_AWAY)
        return "" if is_beside or not self.now else f", instead of {self.now}"


@dataclass(frozen=True, slots=True)
class WouldChange:
    """One other answer, or two together, and what would then be so; `then` has its full stop."""

    answers: tuple[OtherAnswer, ...]
    then: str

    @property
    def sentence(self) -> str:
        """Return it as it is read aloud."""
        said = (f"{each.lead} {each.either}{each.tail}" for each in self.answers)
        return f"If {', and '.join(said)}: {self.then}"


def would_change(
    changes: Sequence[Change], what: Collection[str], policy: Policy
) -> list[WouldChange]:
    """Return what would change these things: single answers, then pairs, the nearest first.

    `what` names them as the engine does: "overall", "tell_people". Like ones are one line. Of a
    pair only what neither of the two brings about alone is told.
    """
    alone = _brought_about_alone(changes)
    lines: list[WouldChange] = []
    for change in changes:
        then = [each for each in change.becomes if each.what in what]
        if len(change.answers) > 1 and _is_nothing_new(change, then, alone):
            continue
        if then:
            answers = tuple(_in_words(answer, policy) for answer in change.answers)
            _put(lines, WouldChange(answers, _then(then)))
    return _folded(lines)


_Outcome = tuple[str, int | str | bool | None]


def _brought_about_alone(
    changes: Iterable[Change],
) -> Mapping[tuple[str, PlainValue], frozenset[_Outcome]]:
    """Return what each single answer comes to on its own."""
    return {
        (answer.fact, answer.after): frozenset((each.what, each.after) for each in change.becomes)
        for change in changes
        if len(change.answers) == 1
        for answer in change.answers
    }


def _is_nothing_new(
    change: Change,
    then: Iterable[Becomes],
    alone: Mapping[tuple[str, PlainValue], frozenset[_Outcome]],
) -> bool:
    known: set[_Outcome] = set()
    for answer in change.answers:
        known |= alone.get((answer.fact, answer.after), frozenset())
    return {(each.what, each.after) for each in then} <= known


def _then(becomes: Iterable[Becomes]) -> str:
    """Join what would be so; it stands after a colon, and so begins small."""
    words = " ".join(each.sentence for each in becomes)
    return words[:1].lower() + words[1:]


def _in_words(answer: EngineAnswer, policy: Policy) -> OtherAnswer:
    """Put another answer into words; of a set only what is added or taken away."""
    asked = question_of(policy, answer.fact)
    manner, others = _how(answer.before, (answer.after, *answer.also))
    is_number = manner in (Manner.MORE, Manner.FEWER)
    words = [" and ".join(asked.in_words(other)) for other in others]
    return OtherAnswer(
        fact=answer.fact,
        manner=manner,
        topic=asked.topic,
        now=_now(answer.before, asked.said(answer.before)),
        others=tuple(f"{each} or {manner}" for each in words[:1])
        if is_number
        else tuple(f"“{each}”" for each in words),
    )


def _now(before: PlainValue, said: str) -> str:
    if not is_known(before):
        return ""
    return said if isinstance(before, int) else f"“{said}”"


def _how(before: PlainValue, others: Sequence[PlainValue]) -> tuple[Manner, Sequence[PlainValue]]:
    """Say how other answers differ, and return what of them is other."""
    after = others[0]
    if isinstance(after, int):
        is_fewer = isinstance(before, int) and after < before
        return Manner.FEWER if is_fewer else Manner.MORE, others
    if isinstance(before, tuple) and isinstance(after, tuple) and before:
        sets = [set(other) for other in others if isinstance(other, tuple)]
        if set(before) < sets[0]:
            return Manner.ADDED, [tuple(sorted(each - set(before))) for each in sets]
        if sets[0] < set(before):
            return Manner.TAKEN_AWAY, [tuple(sorted(set(before) - each)) for each in sets]
    return Manner.INSTEAD, others


def _put(lines: list[WouldChange], new: WouldChange) -> None:
    """Add a line, or let a nearer one that differs in one answer alone speak for it too."""
    for place, line in enumerate(lines):
        both = _together(line, new)
        if both is not None:
            lines[place] = both
            return
    lines.append(new)


def _together(line: WouldChange, new: WouldChange) -> WouldChange | None:
    """Return one line for two, or None where they cannot be said as one."""
    if line.then != new.then or len(line.answers) != len(new.answers):
        return None
    pairs = list(zip(line.answers, new.answers, strict=True))
    if any(a.fact != b.fact or a.manner != b.manner for a, b in pairs):
        return None
    apart = [place for place, (a, b) in enumerate(pairs) if a.others != b.others]
    if len(apart) > 1:
        return None
    return replace(line, answers=tuple(_either(pairs)))


def _either(pairs: Iterable[tuple[OtherAnswer, OtherAnswer]]) -> Iterator[OtherAnswer]:
    """Yield each question with the answers of both lines; of two numbers the nearer is enough."""
    for nearer, further in pairs:
        if nearer.manner in (Manner.MORE, Manner.FEWER):
            yield nearer
        else:
            yield replace(nearer, others=tuple(dict.fromkeys((*nearer.others, *further.others))))


def _folded(lines: list[WouldChange]) -> list[WouldChange]:
    """Join lines until no two can be said as one."""
    while True:
        fewer: list[WouldChange] = []
        for line in lines:
            _put(fewer, line)
        if len(fewer) == len(lines):
            return fewer
        lines = fewer
