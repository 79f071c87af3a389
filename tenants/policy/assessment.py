"""An assessment: what the engine concludes from the facts, and why."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from tenants.policy.changes import unanswered
from tenants.policy.conclusion import follow, tables_of
from tenants.policy.council_policy import OVERALL, RISK, Policy
from tenants.policy.facts import BreachFacts, FactValue
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.reasons import Because, duty_reasons
from tenants.policy.risk import risk_tables
from tenants.policy.tables import Row
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
    for the risk to people; ``duties`` names the policy's own duties that arise, and ``unanswered``
    the missing answers that would change this.
    """

    ratings: tuple[AxisRating, ...]
    overall: int | None
    risk_to_people: RiskToPeople
    notify_regulator: bool
    tell_people: bool
    tell_full_council: bool
    duties: tuple[str, ...]
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
            "duties": list(self.duties),
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
                "duties": tuple(mapping["duties"]),
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
    found: dict[str, FactValue] = facts.values()
    behind: dict[str, tuple[str, ...]] = {}
    reasons: dict[str, Because] = {}
    for name, table in tables_of(policy):
        match = table.match(found)
        found[name] = match.row.result
        behind[name] = _resolved(match.facts, behind)
        reasons[name] = _because(match.row, facts, behind[name])
    conclusion = follow(policy, found, law)
    rated = zip(policy.axes, conclusion.ratings, strict=True)
    ratings = tuple(AxisRating(a.id, a.title, rating, reasons[a.id]) for a, rating in rated)
    of_rating = [
        reasons[name] for name in (*(a.id for a in policy.axes), OVERALL) if name in reasons
    ]
    tables = risk_tables()
    return Assessment(
        ratings=ratings,
        overall=conclusion.overall,
        risk_to_people=conclusion.risk_to_people,
        notify_regulator=conclusion.notify_regulator,
        tell_people=conclusion.tell_people,
        tell_full_council=conclusion.tell_full_council,
        duties=conclusion.duties,
        because=(*of_rating, *duty_reasons(policy, conclusion, law)),
        risk_because=tuple(reasons[name] for name in (*(x.id for x in tables.levels), RISK)),
        unanswered=unanswered(policy, facts, law),
        policy_id=policy.id,
        policy_version=policy.version,
        law_version=f"{law.version} (risk tables {tables.version})",
    )


def _resolved(tested: tuple[str, ...], behind: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Replace each level by the facts that it was found from."""
    return tuple(dict.fromkeys(name for item in tested for name in behind.get(item, (item,))))


def _because(row: Row[Any], facts: BreachFacts, names: tuple[str, ...]) -> Because:
    mattered = tuple((name, facts.plain(name)) for name in names)
    return Because(row.id, row.sentence, row.citation, mattered)
