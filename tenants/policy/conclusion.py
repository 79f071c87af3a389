"""What follows from the facts, without the reasons: quick enough to try many answers."""

from dataclasses import dataclass

from tenants.policy.council_policy import Policy, Threshold
from tenants.policy.risk import RiskTables
from tenants.policy.tables import Values
from tenants.policy.vocabulary import RiskToPeople


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The bare answers; ``ratings`` stand in the order of the policy's axes."""

    ratings: tuple[int, ...]
    overall: int | None
    risk_to_people: RiskToPeople
    notify_regulator: bool
    tell_people: bool
    tell_full_council: bool


def conclude(policy: Policy, tables: RiskTables, values: Values) -> Conclusion:
    """Find the ratings and the risk to people, and what they lead to."""
    ratings = tuple(axis.table.decide(values) for axis in policy.axes)
    return conclusion_from(policy, ratings, tables.decide(values))


def conclusion_from(policy: Policy, ratings: tuple[int, ...], risk: RiskToPeople) -> Conclusion:
    """Apply the law's two lines, and then the policy's own where it asks for more."""
    overall = max(ratings, default=None)
    wanted = policy.thresholds
    return Conclusion(
        ratings=ratings,
        overall=overall,
        risk_to_people=risk,
        notify_regulator=risk is not RiskToPeople.UNLIKELY
        or reaches(wanted.regulator, overall, risk),
        tell_people=risk is RiskToPeople.HIGH_RISK or reaches(wanted.people, overall, risk),
        tell_full_council=reaches(wanted.full_council, overall, risk),
    )


def reaches(threshold: Threshold | None, overall: int | None, risk: RiskToPeople) -> bool:
    """Say whether a policy's threshold, on its scale or on the risk to people, is reached."""
    if threshold is None:
        return False
    if isinstance(threshold, RiskToPeople):
        return risk.rank >= threshold.rank
    return overall is not None and overall >= threshold
