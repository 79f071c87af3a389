"""Reasons, and the ones for who must be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from tenants.policy.conclusion import Conclusion
from tenants.policy.council_policy import Policy
from tenants.policy.duties import Told, Trigger
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
    risk = conclusion.risk_to_people
    reasons: list[Because] = []
    for rule_id, is_told, told in (
        ("tell-regulator", conclusion.notify_regulator, Told.REGULATOR),
        ("tell-people", conclusion.tell_people, Told.PEOPLE),
    ):
        trigger = getattr(policy.thresholds, told)
        if not is_told:
            continue
        if law.asks_for(rule_id, risk):
            reasons.append(_from_law(law, rule_id))
            if trigger is not None and told not in conclusion.asked_by_policy:
                reasons.append(_floor(law, rule_id, policy))
        elif trigger is not None:
            reasons.append(_from_policy(rule_id, told, trigger, policy))
    council = policy.thresholds.full_council
    if conclusion.tell_full_council and council is not None:
        reasons.append(_from_policy("tell-full-council", Told.FULL_COUNCIL, council, policy))
    return tuple(reasons)


def trigger_words(trigger: Trigger, policy: Policy) -> str:
    """Say from where on something follows: "at a rating of 3 or more"."""
    if trigger.always:
        return "in every case"
    parts: list[str] = []
    if trigger.rating is not None:
        parts.append(f"at an overall rating of {policy.word(trigger.rating)} or more")
    if trigger.risk is not None:
        parts.append(_FROM_RISK[trigger.risk])
    parts += [f"when {_TOLD[told]} must be told" for told in trigger.told]
    if trigger.when:
        parts.append("in the cases that it describes")
    return " or ".join(parts)


def council_line(policy: Policy) -> str:
    """Say from where on the full council is told, or nothing where the policy draws no line."""
    trigger = policy.thresholds.full_council
    return "" if trigger is None else trigger_words(trigger, policy)


def _from_law(law: Law, rule_id: str) -> Because:
    rule = law.rule(rule_id)
    return Because(rule.id, law.sentence_on(rule_id), rule.citation)


def _floor(law: Law, rule_id: str, policy: Policy) -> Because:
    sentence = f"{policy.title} would not ask for this yet. The law does, and the law comes first."
    return Because(f"{rule_id}-floor", sentence, law.rule(rule_id).citation)


_TOLD: Final = {
    Told.REGULATOR: "the regulator",
    Told.PEOPLE: "the people",
    Told.FULL_COUNCIL: "the full council",
}
_FROM_RISK: Final = {
    RiskToPeople.UNLIKELY: "whatever the risk to people",
    RiskToPeople.RISK: "when there is a risk to people",
    RiskToPeople.HIGH_RISK: "when there is a high risk to people",
}


def _from_policy(rule_id: str, told: Told, trigger: Trigger, policy: Policy) -> Because:
    """Say from where on the policy tells somebody; its title is the citation."""
    sentence = f"The policy tells {_TOLD[told]} {trigger_words(trigger, policy)}."
    return Because(f"{policy.id}-{rule_id}", sentence, policy.title)
