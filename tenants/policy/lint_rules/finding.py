"""What a check finds in a policy, and the policy as the checks read it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from tenants.policy.council_policy import Policy
from tenants.policy.law import Law
from tenants.policy.places import Statement, statements


class Weight(StrEnum):
    """How much a finding weighs, the heaviest first."""

    WEAKER_THAN_LAW = "weaker_than_law"
    FAULT = "fault"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right: where, why, and what to write.

    ``id`` names the rule that found it and never changes. The first line of ``mend`` says what to
    do; the lines after it, if there are any, show it in the policy format.
    """

    id: str
    place: str
    reason: str
    mend: str
    weight: Weight

    def as_json(self) -> dict[str, Any]:
        """Give the finding as JSON can hold it."""
        return {**asdict(self), "weight": str(self.weight)}


@dataclass(frozen=True)
class Reading:
    """A policy as the checks read it, beside the law as it is cited on a day, or at its newest."""

    policy: Policy
    law: Law
    on: date | None = None

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that the policy itself says in words, in its order."""
        return tuple(statements(self.policy.document))

    def said_in(self, *parts: str) -> Iterator[Statement]:
        """Walk what is said in some parts of the document."""
        return (each for each in self.statements if each.part in parts)

    def citation(self, rule_id: str) -> str:
        """Give a rule's citation as it stands on the day."""
        rule = self.law.rule(rule_id)
        return rule.citation_on(self.on) if self.on else rule.citation

    def sentence(self, rule_id: str) -> str:
        """Give a rule in words, with the regulator's name of the day."""
        return self.law.sentence_on(rule_id, self.on)


def entry(part: str, **keys: Any) -> str:
    """Show an entry of a list, such as a clause, in the policy format."""
    return "\n".join([f"[[{part}]]", *(key(name, value) for name, value in keys.items())])


def table(part: str, **keys: Any) -> str:
    """Show a part that is no list, such as the review, in the policy format."""
    return "\n".join([f"[{part}]", *(key(name, value) for name, value in keys.items())])


def key(name: str, value: Any) -> str:
    """Show one key in the policy format."""
    return f"{name} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
