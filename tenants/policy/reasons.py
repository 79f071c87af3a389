"""Reasons, and the ones for who must be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from tenants.policy.conclusion import Conclusion, reaches
from tenants.policy.council_policy import Policy, Threshold
from tenants.policy.facts import PlainValue
from tenants.policy.law import Law
from tenants.policy.vocabulary import RiskToPeople


@dataclass(frozen=True, slots=True)
class Because:
    """One reason: the rule that decided, its sentence, its source and the facts that mattered."""

    rule: str
    sentence: str
    citation: str
    facts: tuple[tuple[str, PlainValue], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the reason as JSON can hold it, the facts as an object."""
        facts = {name: list(v) if isinstance(v, tuple) else v for name, v in self.facts}
        return {
            "rule": self.rule,
            "sentence": self.sentence,
            "citation": self.citation,
            "facts": facts,
        }

    @classmethod
    def from_json(cls, mapping: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave."""
        facts = tuple(
            (name, tuple(v) if isinstance(v, list) else v) for name, v in mapping["facts"].items()
        )
        return cls(mapping["rule"], mapping["sentence"], mapping["citation"], facts)


def duty_reasons(policy: Policy, conclusion: Conclusion, law: Law) -> tuple[Because, ...]:
    """Give the reasons for who must be told: the regulator, the people, the full council."""
    risk, wanted = conclusion.risk_to_people, policy.thresholds
    reasons: list[Because] = []
    for rule_id, told, asks, threshold in (
        ("tell-regulator", conclusion.notify_regulator, RiskToPeople.RISK, wanted.regulator),
        ("tell-people", conclusion.tell_people, RiskToPeople.HIGH_RISK, wanted.people),
    ):
        if told and risk.rank >= asks.rank:
            reasons.append(_from_law(law, rule_id))
            if threshold is not None and not reaches(threshold, conclusion.overall, risk):
                reasons.append(_floor(law, rule_id, policy))
        elif told and threshold is not None:
            reasons.append(_from_policy(rule_id, threshold, policy))
    if conclusion.tell_full_council and wanted.full_council is not None:
        reasons.append(_from_policy("tell-full-council", wanted.full_council, policy))
    return tuple(reasons)


def _from_law(law: Law, rule_id: str) -> Because:
    rule = law.rule(rule_id)
    return Because(rule.id, law.sentence_on(rule_id), rule.citation)


def _floor(law: Law, rule_id: str, policy: Policy) -> Because:
    sentence = f"{policy.title} would not ask for this yet. The law does, and the law comes first."
    return Because(f"{rule_id}-floor", sentence, law.rule(rule_id).citation)


_TOLD = {
    "tell-regulator": "the regulator",
    "tell-people": "the people",
    "tell-full-council": "the full council",
}
_FROM_RISK = {
    RiskToPeople.UNLIKELY: "whatever the risk to people",
    RiskToPeople.RISK: "when there is a risk to people",
    RiskToPeople.HIGH_RISK: "when there is a high risk to people",
}


def _from_policy(rule_id: str, threshold: Threshold, policy: Policy) -> Because:
    """Say from where on the policy tells somebody; its title is the citation."""
    if isinstance(threshold, RiskToPeople):
        where = _FROM_RISK[threshold]
    else:
        where = f"at an overall rating of {threshold} or more"
    return Because(
        f"{policy.id}-{rule_id}", f"The policy tells {_TOLD[rule_id]} {where}.", policy.title
    )
