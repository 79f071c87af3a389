"""What follows from the facts, without the reasons: quick enough to try thousands of answers.

One table after the other: the law's levels and the risk to people, the policy's axes and the
overall rating; then who has to be told, and which of the policy's duties arise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tenants.policy.council_policy import OVERALL, RISK, Policy, threshold
from tenants.policy.duties import Told
from tenants.policy.facts import BreachFacts, FactValue
from tenants.policy.law import Law
from tenants.policy.program import Path, condition, program_of
from tenants.policy.tables import Values
from tenants.policy.vocabulary import RiskToPeople

_REMEMBERED: Final = 20_000
"""How many paths a policy's conclusions are kept for; the shipped model has some hundreds."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The bare answers; ``ratings`` stand in the order of the policy's axes.

    ``duties`` holds the ids of the policy's own duties that arise, in the policy's order;
    ``asked_by_policy`` whom the policy itself wants told, whatever the law asks besides.
    """

    ratings: tuple[int, ...]
    overall: int | None
    risk_to_people: RiskToPeople
    notify_regulator: bool
    tell_people: bool
    tell_full_council: bool
    duties: tuple[str, ...] = ()
    asked_by_policy: tuple[Told, ...] = ()


class Conclusions:
    """What each path through a policy's program comes to; `conclusions_of` keeps them."""

    def __init__(self, policy: Policy, law: Law) -> None:
        self.program = program_of(policy)
        self._policy, self._law = policy, law
        self._known: dict[Path, Conclusion] = {}
        self._alike: dict[Conclusion, Conclusion] = {}

    def at(self, path: Path) -> Conclusion:
        """Give the conclusion at the end of a path; equal ones are one object while remembered."""
        known = self._known.get(path)
        if known is None:
            known = follow(self._policy, self.program.results(path), self._law)
            if len(self._known) < _REMEMBERED:
                known = self._known[path] = self._alike.setdefault(known, known)
        return known


@lru_cache(maxsize=128)
def conclusions_of(policy: Policy, law: Law) -> Conclusions:
    """Give the conclusions of a policy under a law, those that were reached before still known."""
    return Conclusions(policy, law)


def conclude(policy: Policy, values: Values, law: Law) -> Conclusion:
    """Find the ratings and the risk to people, and what they lead to."""
    conclusions = conclusions_of(policy, law)
    program = conclusions.program
    return conclusions.at(program.path(program.left(values)))


def standing(
    policy: Policy, facts: BreachFacts, overall: int | None, risk: RiskToPeople, law: Law
) -> Conclusion:
    """Conclude with the rating and the risk that stand, whoever they come from."""
    forced: dict[str, FactValue] = {OVERALL: overall, RISK: risk}
    return follow(policy, program_of(policy).found(facts.values(), forced), law)


def follow(policy: Policy, found: Values, law: Law) -> Conclusion:
    """Draw the law's two lines, then the policy's own where it asks for more.

    ``found`` holds what every table of the policy's program found, and the overall rating.
    """
    risk = RiskToPeople(str(found[RISK]))
    asked = [t for t in (Told.REGULATOR, Told.PEOPLE) if reaches(policy, threshold(t), found)]
    told = {
        Told.REGULATOR: law.asks_for("tell-regulator", risk) or Told.REGULATOR in asked,
        Told.PEOPLE: law.asks_for("tell-people", risk) or Told.PEOPLE in asked,
    }
    told[Told.FULL_COUNCIL] = reaches(policy, threshold(Told.FULL_COUNCIL), found, told)
    overall: Any = found[OVERALL]
    ratings: tuple[Any, ...] = tuple(found[axis.id] for axis in policy.axes)
    return Conclusion(
        ratings=ratings,
        overall=overall,
        risk_to_people=risk,
        notify_regulator=told[Told.REGULATOR],
        tell_people=told[Told.PEOPLE],
        tell_full_council=told[Told.FULL_COUNCIL],
        duties=tuple(
            duty.id for duty in policy.obligations if reaches(policy, duty.id, found, told)
        ),
        asked_by_policy=tuple(asked),
    )


def reaches(
    policy: Policy, name: str, found: Values, told: Mapping[Told, bool] | None = None
) -> bool:
    """Say whether a line of the policy is reached; where it draws none, it is not."""
    line = policy.lines.get(name)
    if line is None:
        return False
    trigger, overall = line.trigger, found[OVERALL]
    return (
        trigger.always
        or (line.rating is not None and isinstance(overall, int) and overall >= line.rating)
        or (trigger.risk is not None and _rank(found[RISK]) >= trigger.risk.rank)
        or (told is not None and any(told.get(one) for one in trigger.told))
        or found.get(condition(name)) is True
    )


def _rank(risk: FactValue) -> int:
    return RiskToPeople(str(risk)).rank
