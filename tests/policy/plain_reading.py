"""The documents read as a patient person reads them: row by row, the first that matches decides.

It shares nothing with the engine but the documents themselves, so that the two can be compared.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from tenants.policy import BreachFacts, Policy, RiskToPeople, shipped_policy

COUNT: Final = "people_affected"
UNKNOWN: Final = "not_yet_known"
RISKS: Final = list(map(str, RiskToPeople))
DATA: Final = files("tenants.policy").joinpath("data")
RISK_TABLES: Final = tomllib.loads(DATA.joinpath("risk.toml").read_text(encoding="utf-8"))
LAW: Final = tomllib.loads(DATA.joinpath("law.toml").read_text(encoding="utf-8"))
SHIPPED: Final = sorted(
    path.name.removesuffix(".toml") for path in DATA.joinpath("policies").iterdir()
)

Values = Mapping[str, Any]
Row = Mapping[str, Any]


def shipped() -> list[Policy]:
    """Give every policy that comes with the engine, in the order of their names."""
    return [shipped_policy(name) for name in SHIPPED]


def plain(facts: BreachFacts) -> dict[str, Any]:
    """Give facts and judgements by name, as JSON has them."""
    values = facts.as_json()
    return {**values, **values.pop("judgements")}


def holds(name: str, condition: Any, value: Any, names: Mapping[str, int]) -> bool:
    """Say whether one criterion of a row is met."""
    if name == COUNT and value is None:
        return bool(condition.get(UNKNOWN, False))
    if isinstance(condition, dict):
        bounds = [condition.get(bound) for bound in ("at_least", "at_most")]
        low, high = bounds
        return (
            value is not None
            and bounds != [None, None]
            and ((low is None or value >= low) and (high is None or value <= high))
        )
    wanted = [names.get(each, each) for each in condition]
    if isinstance(value, (list, tuple)):
        return any(each in wanted for each in value or [UNKNOWN])
    return value in wanted


class PlainReading:
    """One policy and the law, without any of the engine's shortcuts."""

    def __init__(self, policy: Policy) -> None:
        self.document = document = policy.document
        self.ladder = self._rungs(document.get("scale", ()))
        self.names: dict[str, Mapping[str, int]] = {"overall": self.ladder}
        self.tables: dict[str, Sequence[Row]] = {
            level["id"]: level["rows"] for level in RISK_TABLES["levels"]
        }
        self.tables["risk_to_people"] = RISK_TABLES["rows"]
        self.axes = [axis["id"] for axis in document.get("axes", ())]
        for axis in document.get("axes", ()):
            self.tables[axis["id"]] = axis["rows"]
            self.names[axis["id"]] = self._rungs(axis.get("scale") or document.get("scale", ()))
        if "overall" in document:
            self.tables["overall"] = document["overall"]["rows"]

    @staticmethod
    def _rungs(scale: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        return {rung["name"]: rung["value"] for rung in scale if "name" in rung}

    def row(self, table: str, values: Values) -> Row:
        """Give the first row that matches."""
        return next(
            row
            for row in self.tables[table]
            if "when" not in row or any(self.meets(when, values) for when in row["when"])
        )

    def meets(self, when: Mapping[str, Any], values: Values) -> bool:
        """Say whether all criteria of one alternative are met."""
        return all(
            holds(name, condition, values.get(name, UNKNOWN), self.names.get(name, {}))
            for name, condition in when.items()
        )

    def result(self, table: str, row: Row) -> Any:
        """Give what a row finds: a level's or the risk's word, or a rung's value."""
        found = row["rating"] if "rating" in row else row["result"]
        return self.names.get(table, {}).get(found, found)

    def conclude(self, values: Values, decided: Values | None = None) -> dict[str, Any]:
        """Give all answers, under the names that a change has for them.

        ``decided`` has a rating and a risk that a person put in the place of what is found.
        """
        found = {**values, **(decided or {})}
        for table in self.tables:
            found.setdefault(table, self.result(table, self.row(table, found)))
        ratings = {axis: found[axis] for axis in self.axes}
        found.setdefault("overall", max(ratings.values(), default=None))
        told = {
            who: self.asked_by_law(rule, found)
            or self.reached(self.document.get("thresholds", {}).get(who), found, {})
            for who, rule in (("regulator", "tell-regulator"), ("people", "tell-people"))
        }
        council = self.document.get("thresholds", {}).get("full_council")
        told["full_council"] = self.reached(council, found, told)
        return {
            **{f"ratings.{axis}": rating for axis, rating in ratings.items()},
            "overall": found["overall"],
            "risk_to_people": found["risk_to_people"],
            "notify_regulator": told["regulator"],
            "tell_people": told["people"],
            "tell_full_council": told["full_council"],
            **{
                f"obligations.{duty['id']}": self.reached(duty["applies"], found, told)
                for duty in self.document.get("obligations", ())
            },
        }

    def asked_by_law(self, rule: str, found: Values) -> bool:
        """Say whether the law itself wants somebody told."""
        (duty,) = (duty for duty in LAW["duties"] if duty["rule"] == rule)
        return RISKS.index(found["risk_to_people"]) >= RISKS.index(duty["from_risk"])

    def reached(
        self, trigger: Mapping[str, Any] | None, found: Values, told: Mapping[str, bool]
    ) -> bool:
        """Say whether any one thing that a trigger lists is so."""
        return trigger is not None and any(self._ways(trigger, found, told))

    def _ways(
        self, trigger: Mapping[str, Any], found: Values, told: Mapping[str, bool]
    ) -> Iterator[bool]:
        yield trigger.get("always", False)
        if "rating" in trigger and found["overall"] is not None:
            line = self.ladder.get(trigger["rating"], trigger["rating"])
            yield found["overall"] >= line
        if "risk" in trigger:
            yield RISKS.index(found["risk_to_people"]) >= RISKS.index(trigger["risk"])
        yield from (told.get(who, False) for who in trigger.get("told", ()))
        yield from (self.meets(when, found) for when in trigger.get("when", ()))
