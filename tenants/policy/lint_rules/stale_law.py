"""Whether the policy cites law that has gone or moved, or a regulator by a name that it had."""

import re
from collections.abc import Iterator

from tenants.policy.lint_rules.finding import Finding, Reading, Weight
from tenants.policy.lint_rules.wording import Stale, wording


def findings(reading: Reading) -> Iterator[Finding]:
    """Find stale law in everything that the policy says, as of the day of the check."""
    stale = [each for each in wording().stale if _counts(reading, each)]
    former = _former_names(reading)
    for said in reading.statements:
        for each in stale:
            if each.are_in(said.text):
                citation = reading.citation(each.rule) if each.rule else each.citation or ""
                mend = f"{each.mend}: {citation}.\n{_shown(said.place, citation)}"
                yield Finding(each.id, said.place, each.reason, mend, Weight.FAULT)
        for old, new in former.items():
            if re.search(rf"\b{re.escape(old)}\b", said.text) and new not in said.text:
                reason = f"The regulator is no longer called {old}."
                mend = f"Write “the regulator”, or its name of today: {new}."
                yield Finding("former-regulator", said.place, reason, mend, Weight.FAULT)


def _counts(reading: Reading, stale: Stale) -> bool:
    return stale.since is None or reading.on is None or stale.since <= reading.on


def _former_names(reading: Reading) -> dict[str, str]:
    """Give the names that the regulator had before, each with today's; none where it kept them."""
    known = [
        regulator
        for since, regulator in reading.law.regulators
        if reading.on is None or since <= reading.on
    ]
    if not known:
        return {}
    now = known[-1]
    former = {each.name: now.name for each in known} | {e.short_name: now.name for e in known}
    return {old: new for old, new in former.items() if old not in (now.name, now.short_name)}


def _shown(place: str, citation: str) -> str:
    return f'cites = ["{citation}"]' if ".cites[" in place else f"Say “{citation}” in its place."
