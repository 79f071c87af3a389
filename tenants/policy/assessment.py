"""An assessment: what the engine concludes from the facts, and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, Self

from tenants.policy.conclusion import Conclusion, conclusions_of
from tenants.policy.council_policy import Policy
from tenants.policy.facts import BreachFacts, PlainValue
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.program import Path, tables_of
from tenants.policy.reasons import Because, duty_reasons
from tenants.policy.risk import risk_tables
from tenants.policy.tables import Row
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople

_REMEMBERED: Final = 4096
"""How many paths, or answers of one rule, are remembered before beginning again."""


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
    for the risk to people; ``duties`` names the policy's own duties that arise.
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
            }
        )


def assess(policy: Policy, facts: BreachFacts, law: Law | None = None) -> Assessment:
    """Rate the breach by the policy and find the risk to people by the law, with every reason.

    The law's two lines hold whatever the policy says; a policy may only ask for more.
    """
    assessor = _assessor_of(policy, law or law_in_force())
    path, conclusion, duties = assessor.outcome(facts)
    reasons = assessor.reasons(path, facts)
    risk = reasons[: assessor.levels]
    rated = reasons[assessor.levels :]
    return Assessment(
        tuple(map(AxisRating, assessor.axes, assessor.titles, conclusion.ratings, rated)),
        conclusion.overall,
        conclusion.risk_to_people,
        conclusion.notify_regulator,
        conclusion.tell_people,
        conclusion.tell_full_council,
        conclusion.duties,
        (*rated, *duties),
        risk,
        policy.id,
        policy.version,
        assessor.law_version,
    )


class _Assessor:
    """What can be worked out once for a policy and a law, and kept for the next breach."""

    def __init__(self, policy: Policy, law: Law) -> None:
        self.axes = tuple(axis.id for axis in policy.axes)
        self.titles = tuple(axis.title for axis in policy.axes)
        self.levels = len(risk_tables().levels) + 1
        self.law_version = f"{law.version} (risk tables {risk_tables().version})"
        self._policy, self._law = policy, law
        self._conclusions = conclusions_of(policy, law)
        self._program = self._conclusions.program
        self._explained = len(tuple(tables_of(policy)))
        self._unanswered = {judgement.id: NOT_YET_KNOWN for judgement in policy.judgements}
        self._duties: dict[Path, tuple[Because, ...]] = {}
        self._rules: dict[tuple[Path, frozenset[str]], tuple[_Rule, ...]] = {}

    def outcome(self, facts: BreachFacts) -> tuple[Path, Conclusion, tuple[Because, ...]]:
        """Give the path of a breach, what it comes to, and why somebody has to be told."""
        path = self._program.path(self._program.left(facts.values()))
        conclusion = self._conclusions.at(path)
        duties = self._duties.get(path)
        if duties is None:
            duties = duty_reasons(self._policy, conclusion, self._law)
            _keep(self._duties, path, duties)
        return path, conclusion, duties

    def reasons(self, path: Path, facts: BreachFacts) -> tuple[Because, ...]:
        """Give the reason of every table, those of the risk first, in the order of the tables."""
        key = path, facts.unknown
        rules = self._rules.get(key)
        if rules is None:
            rules = tuple(self._rules_of(path, facts.unknown))
            _keep(self._rules, key, rules)
        plain = facts.plain_values()
        if self._unanswered:
            plain = {**self._unanswered, **plain}
        return tuple([rule.because(plain) for rule in rules])

    def _rules_of(self, path: Path, unknown: frozenset[str]) -> Iterator["_Rule"]:
        """Give each table's matched row with the facts behind it, those of other tables resolved.

        A row without conditions rests on the answers that are missing.
        """
        behind: dict[str, tuple[str, ...]] = {}
        stages = self._program.stages[: self._explained]
        for stage, match in zip(stages, path[: self._explained], strict=True):
            tested = stage.table.tested(match - stage.first)
            if not tested:
                known = {*self._program.facts, *behind} - unknown
                tested = tuple(name for name in stage.table.facts if name not in known)
            names = dict.fromkeys(n for name in tested for n in behind.get(name, (name,)))
            behind[stage.name] = tuple(names)
            yield _Rule(self._program.rows[match], tuple(names))


class _Rule:
    """A row that matched and the names of the facts behind it; says so of one breach's facts."""

    def __init__(self, row: Row[Any], names: tuple[str, ...]) -> None:
        self._row, self._names = row, names
        self._pick: Callable[[Mapping[str, PlainValue]], Any] = (
            itemgetter(*names) if names else lambda _plain: ()
        )
        self._known: dict[Any, Because] = {}

    def because(self, plain: Mapping[str, PlainValue]) -> Because:
        """Give the reason, with the answers that mattered."""
        answers = self._pick(plain)
        known = self._known.get(answers)
        if known is None:
            facts = tuple((name, plain[name]) for name in self._names)
            known = Because(self._row.id, self._row.sentence, self._row.citation, facts)
            _keep(self._known, answers, known)
        return known


@lru_cache(maxsize=128)
def _assessor_of(policy: Policy, law: Law) -> _Assessor:
    return _Assessor(policy, law)


def _keep(known: dict[Any, Any], key: Any, value: Any) -> None:
    """Remember something, and begin again where there is too much of it."""
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = value
