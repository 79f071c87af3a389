"""The other answers that each question could have, nearest first, and those that count as one.

Two answers count as one where no table tells them apart; the nearest then stands for the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from tenants.policy.council_policy import Policy
from tenants.policy.coverage import edges
from tenants.policy.facts import (
    CHOICES,
    NONE_OF_THESE,
    SETS,
    FactValue,
    PlainValue,
    as_plain,
    is_known,
)
from tenants.policy.program import program_of
from tenants.policy.questions import fact as question
from tenants.policy.tables import Values
from tenants.policy.vocabulary import NOT_YET_KNOWN

_REMEMBERED: Final = 4096
"""How many answers a survey keeps the others of; more are worked out each time."""


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """Another answer to one question; ``also`` lists those that come to the same as ``after``.

    ``distance`` counts the steps from the answer as it is, where answers have an order, else 1;
    ``bits`` is what the answer leaves of the policy's program.
    """

    fact: str
    before: PlainValue
    after: PlainValue
    also: tuple[PlainValue, ...]
    distance: int
    bits: int = field(repr=False)


class Survey:
    """What a policy and the law ask about, worked out once for a policy; see `survey_of`."""

    def __init__(self, policy: Policy) -> None:
        self.program = program_of(policy)
        self._edges = edges(test for stage in self.program.stages for test in stage.table.tests())
        self._judged = {each.id: each for each in policy.judgements}
        self._known: dict[tuple[str, FactValue], tuple[OtherAnswer, ...]] = {}

    def other_answers(
        self, values: Values, *, only_unknown: bool = False
    ) -> list[tuple[OtherAnswer, ...]]:
        """Give, for each question that is asked, its other answers that a table tells apart."""
        asked = ((name, values.get(name, NOT_YET_KNOWN)) for name in self.program.facts)
        found = [
            self._answers(name, value)
            for name, value in asked
            if not (only_unknown and is_known(value))
        ]
        return [answers for answers in found if answers]

    def _answers(self, name: str, value: FactValue) -> tuple[OtherAnswer, ...]:
        answers = self._known.get((name, value))
        if answers is None:
            answers = self._told_apart(name, value)
            if len(self._known) < _REMEMBERED:
                self._known[name, value] = answers
        return answers

    def _told_apart(self, name: str, value: FactValue) -> tuple[OtherAnswer, ...]:
        alike: dict[int, list[tuple[int, FactValue]]] = {}
        for distance, other in sorted(self._others(name, value), key=lambda each: each[0]):
            bits = self.program.bits(name, other)
            if bits != self.program.bits(name, value):
                alike.setdefault(bits, []).append((distance, other))
        return tuple(
            OtherAnswer(
                fact=name,
                before=as_plain(value),
                after=as_plain(nearest),
                also=tuple(as_plain(other) for _, other in rest),
                distance=distance,
                bits=bits,
            )
            for bits, ((distance, nearest), *rest) in alike.items()
        )

    def _others(self, name: str, value: FactValue) -> Iterable[tuple[int, FactValue]]:
        """Give other answers with their distance; "not yet known" is never one."""
        if name in self._judged:
            order = tuple(answer.value for answer in self._judged[name].answers)
            return _other_choices(order, str(value), is_ordered=True)
        if name in CHOICES:
            asked = question(name)
            return _other_choices(asked.order, str(value), is_ordered=asked.ordered)
        if isinstance(value, frozenset):
            return ((1, other) for other in _other_sets(name, value))
        return _other_counts(value if isinstance(value, int) else None, self._edges)


@lru_cache(maxsize=128)
def survey_of(policy: Policy) -> Survey:
    """Give what a policy asks about; the same policy is surveyed once."""
    return Survey(policy)


def _other_choices(
    order: tuple[str, ...], value: str, *, is_ordered: bool
) -> Iterator[tuple[int, FactValue]]:
    here = order.index(value) if value in order else -1
    for place, other in enumerate(order):
        if place != here:
            yield (abs(place - here) if is_ordered else 1), other


def _other_sets(name: str, members: frozenset[str]) -> Iterator[FactValue]:
    for member in SETS[name]:
        if member == NONE_OF_THESE:
            if len(members) < 2 and member not in members:
                yield frozenset({member})
        elif member not in members:
            yield (members | {member}) - {NONE_OF_THESE}
        elif len(members) > 1:
            yield members - {member}


def _other_counts(value: int | None, bounds: tuple[int, ...]) -> Iterator[tuple[int, FactValue]]:
    """Give the nearest count of every other band; 0 only where a table tells it from 1."""
    bands = [*pairwise(bounds), (bounds[-1], None)]
    here = -1 if value is None else max(i for i, (low, _) in enumerate(bands) if low <= value)
    for place, (low, beyond) in enumerate(bands):
        if place > here:
            yield place - here, 1 if low == 0 and beyond != 1 else low
        elif place < here and beyond is not None:
            yield here - place, beyond - 1
