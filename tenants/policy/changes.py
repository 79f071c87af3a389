"""What would change the answer: single answers, and pairs; and which missing answers could."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from tenants.policy.conclusion import Conclusion, conclusions_of
from tenants.policy.council_policy import Policy
from tenants.policy.facts import BreachFacts, PlainValue
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.other_answers import OtherAnswer, survey_of
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople


@dataclass(frozen=True, slots=True)
class Becomes:
    """One answer that would be another; ``what`` is, for example, "overall" or "tell_people"."""

    what: str
    before: int | str | bool | None
    after: int | str | bool | None
    sentence: str


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
            "becomes": [
                {"what": b.what, "from": b.before, "to": b.after, "sentence": b.sentence}
                for b in self.becomes
            ],
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


_RISK_SENTENCES: Final = {
    RiskToPeople.UNLIKELY: "A risk to people would be unlikely.",
    RiskToPeople.RISK: "There would be a risk to people.",
    RiskToPeople.HIGH_RISK: "There would be a high risk to people.",
}
_DUTY_SENTENCES: Final = (
    (
        "notify_regulator",
        "The regulator would have to be told.",
        "The regulator would not have to be told.",
    ),
    ("tell_people", "The people would have to be told.", "The people would not have to be told."),
    (
        "tell_full_council",
        "The full council would hear of it.",
        "The full council would not hear of it.",
    ),
)


def differences(policy: Policy, now: Conclusion, then: Conclusion) -> Iterator[Becomes]:
    """Give what is different in another conclusion under the same policy, in words."""
    for axis, before, after in zip(policy.axes, now.ratings, then.ratings, strict=True):
        if before != after:
            words = f"“{axis.title}” would be rated {axis.word(after)}, not {axis.word(before)}."
            yield Becomes(f"ratings.{axis.id}", before, after, words)
    if now.overall != then.overall:
        words = f"{policy.word(then.overall)}, not {policy.word(now.overall)}"
        sentence = f"The overall rating would be {words}."
        yield Becomes("overall", now.overall, then.overall, sentence)
    if now.risk_to_people is not then.risk_to_people:
        sentence = _RISK_SENTENCES[then.risk_to_people]
        before_risk, after_risk = str(now.risk_to_people), str(then.risk_to_people)
        yield Becomes("risk_to_people", before_risk, after_risk, sentence)
    for duty, arises, falls_away in _DUTY_SENTENCES:
        was, is_then = getattr(now, duty), getattr(then, duty)
        if was != is_then:
            yield Becomes(duty, was, is_then, arises if is_then else falls_away)
    yield from _duty_differences(policy, now, then)


def _duty_differences(policy: Policy, now: Conclusion, then: Conclusion) -> Iterator[Becomes]:
    if now.duties == then.duties:
        return
    for duty in policy.obligations:
        was, is_then = duty.id in now.duties, duty.id in then.duties
        if was != is_then:
            asks = "would also ask" if is_then else "would no longer ask"
            sentence = f"The policy {asks}: {duty.sentence}"
            yield Becomes(f"obligations.{duty.id}", was, is_then, sentence)


def _as_json(value: PlainValue) -> str | int | list[str] | None:
    return list(value) if isinstance(value, tuple) else value
