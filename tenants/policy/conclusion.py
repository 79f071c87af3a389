"""What follows from the facts, without the reasons: quick enough to try thousands of answers.

One table after the other: the law's levels and the risk to people, the policy's axes and the
overall rating; then who has to be told, and which of the policy's duties arise.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tenants.policy.council_policy import OVERALL, RISK, Line, Policy, threshold
from tenants.policy.duties import Told
from tenants.policy.facts import BreachFacts, FactValue
from tenants.policy.law import Law
from tenants.policy.risk import RiskTables, risk_tables
from tenants.policy.tables import Table, Values
from tenants.policy.vocabulary import RiskToPeople


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
    asked_by_policy: tuple[Told, ...] = field(default=(), compare=False)


def tables_of(policy: Policy, tables: RiskTables | None = None) -> Iterator[tuple[str, Table[Any]]]:
    """Give every table with the name of what it finds, each after those that it builds on."""
    tables = tables or risk_tables()
    for level in tables.levels:
        yield level.id, level.table
    yield RISK, tables.table
    for axis in policy.axes:
        yield axis.id, axis.table
    if policy.overall is not None:
        yield OVERALL, policy.overall


def conclude(policy: Policy, values: Values, law: Law) -> Conclusion:
    """Find the ratings and the risk to people, and what they lead to."""
    found: dict[str, FactValue] = dict(values)
    for name, table in tables_of(policy):
        found[name] = table.decide(found)
    return follow(policy, found, law)


def standing(
    policy: Policy, facts: BreachFacts, overall: int | None, risk: RiskToPeople, law: Law
) -> Conclusion:
    """Conclude with the rating and the risk that stand, whoever they come from."""
    found: dict[str, FactValue] = facts.values()
    for name, table in tables_of(policy):
        found[name] = table.decide(found)
    return follow(policy, {**found, OVERALL: overall, RISK: risk}, law)


def follow(policy: Policy, found: dict[str, FactValue], law: Law) -> Conclusion:
    """Draw the law's two lines, then the policy's own where it asks for more.

    ``found`` holds the facts and what the tables found; a rating or a risk that a person decided
    on differently may be put in its place there, under "overall" or "risk_to_people".
    """
    ratings: tuple[Any, ...] = tuple(found[axis.id] for axis in policy.axes)
    if OVERALL not in found:
        found[OVERALL] = max(ratings, default=None)
    risk = RiskToPeople(str(found[RISK]))
    asked = [
        told
        for told in (Told.REGULATOR, Told.PEOPLE)
        if reaches(policy.lines.get(threshold(told)), found)
    ]
    told = {
        Told.REGULATOR: law.asks_for("tell-regulator", risk) or Told.REGULATOR in asked,
        Told.PEOPLE: law.asks_for("tell-people", risk) or Told.PEOPLE in asked,
    }
    told[Told.FULL_COUNCIL] = reaches(policy.lines.get(threshold(Told.FULL_COUNCIL)), found, told)
    overall: Any = found[OVERALL]
    return Conclusion(
        ratings=ratings,
        overall=overall,
        risk_to_people=risk,
        notify_regulator=told[Told.REGULATOR],
        tell_people=told[Told.PEOPLE],
        tell_full_council=told[Told.FULL_COUNCIL],
        duties=tuple(
            duty.id for duty in policy.obligations if reaches(policy.lines[duty.id], found, told)
        ),
        asked_by_policy=tuple(asked),
    )


def reaches(line: Line | None, found: Values, told: dict[Told, bool] | None = None) -> bool:
    """Say whether a policy's line is reached; where it draws none, it is not."""
    if line is None:
        return False
    trigger, overall = line.trigger, found[OVERALL]
    return (
        trigger.always
        or (line.rating is not None and isinstance(overall, int) and overall >= line.rating)
        or (trigger.risk is not None and _rank(found[RISK]) >= trigger.risk.rank)
        or (told is not None and any(told.get(one) for one in trigger.told))
        or (line.table is not None and line.table.decide(found))
    )


def _rank(risk: FactValue) -> int:
    return RiskToPeople(str(risk)).rank
