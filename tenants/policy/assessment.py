"""An assessment: what the engine concludes from the facts, and why."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from tenants.policy.changes import unanswered
from tenants.policy.conclusion import conclusion_from
from tenants.policy.council_policy import Policy
from tenants.policy.facts import BreachFacts
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.reasons import Because, duty_reasons
from tenants.policy.risk import risk_tables
from tenants.policy.tables import Match
from tenants.policy.vocabulary import RiskToPeople


@dataclass(frozen=True, slots=True)
class AxisRating:
    """The rating on one axis of the policy, with the row that gave it."""

    axis: str
    title: str
    rating: int
    because: Because

    def as_json(self) -> dict[str, Any]:
        """Give the rating as JSON can hold it."""
        return {**asdict(self), "because": self.because.as_json()}

    @classmethod
    def from_json(cls, mapping: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave."""
        because = Because.from_json(mapping["because"])
        return cls(mapping["axis"], mapping["title"], mapping["rating"], because)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the facts come to under one policy and one state of the law; never changed afterwards.

    ``because`` gives the reasons for the ratings and for who must be told, ``risk_because`` those
    for the risk to people; ``unanswered`` names the missing answers that would change this.
    """

    ratings: tuple[AxisRating, ...]
    overall: int | None
    risk_to_people: RiskToPeople
    notify_regulator: bool
    tell_people: bool
    tell_full_council: bool
    because: tuple[Because, ...]
    risk_because: tuple[Because, ...]
    unanswered: tuple[str, ...]
    policy_id: str
    policy_version: str
    law_version: str

    def as_json(self) -> dict[str, Any]:
        """Give the assessment as JSON can hold it; `from_json` reads it back."""
        return {
            "ratings": [rating.as_json() for rating in self.ratings],
            "overall": self.overall,
            "risk_to_people": str(self.risk_to_people),
            "notify_regulator": self.notify_regulator,
            "tell_people": self.tell_people,
            "tell_full_council": self.tell_full_council,
            "because": [because.as_json() for because in self.because],
            "risk_because": [because.as_json() for because in self.risk_because],
            "unanswered": list(self.unanswered),
            "policy_id": self.policy_id,
            "policy_version": self.policy_version,
            "law_version": self.law_version,
        }

    @classmethod
    def from_json(cls, mapping: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave."""
        return cls(
            **{
                **mapping,
                "ratings": tuple(AxisRating.from_json(rating) for rating in mapping["ratings"]),
                "risk_to_people": RiskToPeople(mapping["risk_to_people"]),
                "because": tuple(Because.from_json(item) for item in mapping["because"]),
                "risk_because": tuple(Because.from_json(item) for item in mapping["risk_because"]),
                "unanswered": tuple(mapping["unanswered"]),
            }
        )


def assess(policy: Policy, facts: BreachFacts, law: Law | None = None) -> Assessment:
    """Rate the breach by the policy and find the risk to people by the law, with every reason.

    The law's two lines hold whatever the policy says; a policy may only ask for more.
    """
    law = law or law_in_force()
    tables = risk_tables()
    values = facts.values()
    ratings = tuple(
        AxisRating(axis.id, axis.title, match.row.result, _because(match, facts, match.facts))
        for axis, match in ((axis, axis.table.match(values)) for axis in policy.axes)
    )
    levels, risk = tables.explain(values)
    found = tuple(zip(tables.levels, levels, strict=True))
    behind: dict[str, tuple[str, ...]] = {}
    for level, match in found:
        behind[level.id] = _resolved(match.facts, behind)
    conclusion = conclusion_from(policy, tuple(r.rating for r in ratings), risk.row.result)
    return Assessment(
        ratings=ratings,
        overall=conclusion.overall,
        risk_to_people=conclusion.risk_to_people,
        notify_regulator=conclusion.notify_regulator,
        tell_people=conclusion.tell_people,
        tell_full_council=conclusion.tell_full_council,
        because=(*(rating.because for rating in ratings), *duty_reasons(policy, conclusion, law)),
        risk_because=(
            *(_because(match, facts, behind[level.id]) for level, match in found),
            _because(risk, facts, _resolved(risk.facts, behind)),
        ),
        unanswered=unanswered(policy, tables, facts, conclusion),
        policy_id=policy.id,
        policy_version=policy.version,
        law_version=f"{law.version} (risk tables {tables.version})",
    )


def _resolved(tested: tuple[str, ...], behind: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Replace each level by the facts that it was found from."""
    return tuple(dict.fromkeys(name for item in tested for name in behind.get(item, (item,))))


def _because(
    match: Match[int] | Match[str] | Match[RiskToPeople], facts: BreachFacts, names: tuple[str, ...]
) -> Because:
    row = match.row
    mattered = tuple((name, facts.plain(name)) for name in names)
    return Because(row.id, row.sentence, row.citation, mattered)
