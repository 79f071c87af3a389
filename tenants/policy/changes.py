"""What would change the answer: single answers, and pairs; and which missing answers could."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tenants.policy.conclusion import Conclusion, conclusions_of
from tenants.policy.council_policy import Policy
from tenants.policy.facts import BreachFacts, PlainValue
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.other_answers import OtherAnswer, survey_of
from tenants.policy.outcomes import Becomes, differences
from tenants.policy.vocabulary import NOT_YET_KNOWN


@dataclass(frozen=True, slots=True)
class Change:
    """One other answer, or two together, and what would follow; ``distance`` 1 is the nearest."""

    answers: tuple[OtherAnswer, ...]
    becomes: tuple[Becomes, ...]

    @property
    def distance(self) -> int:
        """The steps from the answers as they are."""
        return sum(answer.distance for answer in self.answers)

    def as_json(self) -> dict[str, Any]:
        """Give the change as JSON can hold it."""
        return {
            "facts": [
                {
                    "fact": answer.fact,
                    "from": _as_json(answer.before),
                    "to": _as_json(answer.after),
                    "or_to": [_as_json(other) for other in answer.also],
                }
                for answer in self.answers
            ],
            "becomes": [each.as_json() for each in self.becomes],
            "distance": self.distance,
        }


def what_would_change(
    policy: Policy, facts: BreachFacts, law: Law | None = None
) -> tuple[Change, ...]:
    """List the single answers, then the pairs, that change a rating, the risk or a duty.

    Each in the order of distance, then of the questions. A pair is listed only where the two
    together come to something that neither of them comes to alone.
    """
    probe = _Probe(policy, facts, law or law_in_force())
    alone = [
        [(each, probe.then(probe.without(each.fact) & each.bits)) for each in answers]
        for answers in survey_of(policy).other_answers(facts.values())
    ]
    singles = [Change((each,), then) for answers in alone for each, then in answers if then]
    pairs: list[Change] = []
    for some, others in combinations(alone, 2):
        rest = probe.without(some[0][0].fact, others[0][0].fact)
        for one, by_one in some:
            left = rest & one.bits
            pairs += [
                Change((one, other), then)
                for other, by_other in others
                if _is_new(then := probe.then(left & other.bits), by_one, by_other)
            ]
    return (*sorted(singles, key=_distance), *sorted(pairs, key=_distance))


def unanswered(policy: Policy, facts: BreachFacts, law: Law | None = None) -> tuple[str, ...]:
    """Name the facts not yet known of which some answer, on its own, would change the outcome."""
    probe = _Probe(policy, facts, law or law_in_force())
    missing = survey_of(policy).other_answers(facts.values(), only_unknown=True)
    return tuple(
        answers[0].fact
        for answers in missing
        if any(probe.then(probe.without(each.fact) & each.bits) for each in answers)
    )


def _distance(change: Change) -> int:
    return change.distance


def _is_new(
    then: tuple[Becomes, ...], by_one: tuple[Becomes, ...], by_other: tuple[Becomes, ...]
) -> bool:
    """Say whether two answers together come to something that neither comes to alone."""
    if not then or then is by_one or then is by_other:
        return False
    return not set(then) <= {*by_one, *by_other}


class _Probe:
    """Tries other answers for one breach, on what its facts leave of the policy's program."""

    def __init__(self, policy: Policy, facts: BreachFacts, law: Law) -> None:
        self._policy = policy
        self._conclusions = conclusions_of(policy, law)
        self._program = self._conclusions.program
        values = facts.values()
        self._bits = {
            name: self._program.bits(name, values.get(name, NOT_YET_KNOWN))
            for name in self._program.facts
        }
        self._now = self._conclusions.at(self._program.path(self._program.left(values)))
        self._known: dict[Conclusion, tuple[Becomes, ...]] = {}

    def without(self, *names: str) -> int:
        """Give what the facts leave when these are set aside."""
        left = self._program.everything
        for name, bits in self._bits.items():
            if name not in names:
                left &= bits
        return left

    def then(self, left: int) -> tuple[Becomes, ...]:
        """Give what would be different, of what the facts would leave."""
        then = self._conclusions.at(self._program.path(left))
        known = self._known.get(then)
        if known is None:
            known = self._known[then] = tuple(differences(self._policy, self._now, then))
        return known


def _as_json(value: PlainValue) -> str | int | list[str] | None:
    return list(value) if isinstance(value, tuple) else value
