"""What would change the answer: single answers, and pairs; and which missing answers could."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from tenants.policy.conclusion import Conclusion, follow
from tenants.policy.council_policy import Policy
from tenants.policy.facts import BreachFacts, FactValue, PlainValue
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.other_answers import OtherAnswer, survey_of
from tenants.policy.vocabulary import RiskToPeople


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
    probe = Probe(policy, facts, law or law_in_force())
    questions = probe.survey.other_answers(probe.values)
    alone = [[(each, probe.differences(each)) for each in answers] for answers in questions]
    singles = [Change((each,), then) for answers in alone for each, then in answers if then]
    pairs = [
        Change((one, other), together)
        for some, others in combinations(alone, 2)
        for one, by_one in some
        for other, by_other in others
        if (together := probe.differences(one, other))
        and together is not by_one
        and together is not by_other
        and not set(together) <= {*by_one, *by_other}
    ]
    return (*sorted(singles, key=_distance), *sorted(pairs, key=_distance))


def unanswered(policy: Policy, facts: BreachFacts, law: Law) -> tuple[str, ...]:
    """Name the facts not yet known of which some answer, on its own, would change the outcome."""
    probe = Probe(policy, facts, law)
    missing = probe.survey.other_answers(probe.values, only_unknown=True)
    return tuple(answers[0].fact for answers in missing if any(map(probe.differences, answers)))


def _distance(change: Change) -> int:
    return change.distance


class Probe:
    """Tries other answers for one breach: only the tables that they reach are asked again."""

    def __init__(self, policy: Policy, facts: BreachFacts, law: Law) -> None:
        self.survey = survey_of(policy)
        self.values = facts.values()
        self._policy, self._law = policy, law
        self._found: dict[str, FactValue] = dict(self.values)
        for name, table, _ in self.survey.stages:
            self._found[name] = table.decide(self._found)
        self._now = follow(policy, dict(self._found), law)
        self._known: dict[tuple[FactValue, ...], tuple[Becomes, ...]] = {}

    def differences(self, *answers: OtherAnswer) -> tuple[Becomes, ...]:
        """Give what would be different with these answers."""
        found = self._found.copy()
        touched = set()
        for answer in answers:
            found[answer.fact] = answer.value
            touched.add(answer.fact)
        for name, table, reads in self.survey.stages:
            if not touched.isdisjoint(reads):
                result = table.decide(found)
                if result != found[name]:
                    found[name] = result
                    touched.add(name)
        key = (
            *[found[name] for name, _, _ in self.survey.stages],
            *[table.decide(found) for table in self.survey.conditions],
        )
        known = self._known.get(key)
        if known is None:
            then = follow(self._policy, found, self._law)
            known = self._known[key] = tuple(_differences(self._policy, self._now, then))
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


def _differences(policy: Policy, now: Conclusion, then: Conclusion) -> Iterator[Becomes]:
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
