"""A policy checked like code: each finding with its place, the reason, and what to write instead.

A policy that cannot be used at all is refused when it is read; what is found here can be used, but
contradicts itself or the law of today, or leaves somebody alone with a breach at night.
"""

from datetime import date
from typing import Final

from tenants.policy.council_policy import Policy
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.lint_rules import (
    clauses,
    contact_ladders,
    due_times,
    hours,
    lines,
    parties,
    responsibilities,
    scales,
    sentences,
    stale_law,
    upkeep,
)
from tenants.policy.lint_rules.finding import Finding, Reading, Weight

__all__ = ["Finding", "Weight", "lint"]

_RULES: Final = (
    lines, due_times, sentences, scales, stale_law, clauses, parties, responsibilities,
    contact_ladders, hours, upkeep,
)  # fmt: skip
_ORDER: Final = {weight: place for place, weight in enumerate(Weight)}


def lint(policy: Policy, *, on: date | None = None, law: Law | None = None) -> tuple[Finding, ...]:
    """Check a policy; the heaviest findings come first, always in the same order.

    ``on`` is the day of the check: law is cited as it stood then, and a review can be overdue.
    Without it the newest law is cited and no review is called overdue.
    """
    reading = Reading(policy, law or law_in_force(), on)
    found = [finding for rule in _RULES for finding in rule.findings(reading)]
    return tuple(sorted(found, key=lambda each: _ORDER[each.weight]))
