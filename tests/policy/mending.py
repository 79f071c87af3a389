"""A policy mended as the check says: what it shows in the policy format, put where it was found."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from tenants.policy import Policy, policy_from, scotton
from tenants.policy.lint import Finding, lint
from tenants.policy.places import KEYS, named

ON: Final = date(2026, 11, 22)


def amended(policy: Policy, changes: Mapping[str, Any]) -> Policy:
    return policy_from({**policy.document, **changes})


def found(policy: Policy, on: date | None = ON) -> dict[str, Finding]:
    return {each.id: each for each in lint(policy, on=on)}


def saying(policy: Policy, sentence: str, kind: str = "other", **more: Any) -> Policy:
    """Give the policy with a clause more, or in the place of those of its kind."""
    kept = [each for each in policy.document["clauses"] if kind == "other" or each["kind"] != kind]
    made = {"id": "said", "kind": kind, "sentence": sentence, **more}
    return amended(policy, {"clauses": [*kept, made]})


def mended(policy: Policy, finding: Finding) -> Policy | None:
    """Do as the finding says; None where it shows nothing that could be pasted."""
    _, _, shown = finding.mend.partition("\n")
    try:
        written = tomllib.loads(shown)
    except tomllib.TOMLDecodeError:
        return None
    document = dict(policy.document)
    keys = {name: each for name, each in written.items() if not _is_part(name, each)}
    for name, each in written.items():
        if name not in keys:
            document[name] = _joined(name, document.get(name), each)
    return policy_from(_put(document, finding.place.split("."), keys) if keys else document)


@cache
def sound() -> Policy:
    """Give the model policy after everything was done that the check asks for."""
    return mended_all_over(scotton())


def mended_all_over(policy: Policy) -> Policy:
    """Do as every finding says, and as those that are still there say, until nothing is left."""
    for _ in range(3):
        for finding in lint(policy, on=ON):
            policy = mended(policy, finding) or policy
    return policy


def _is_part(name: str, value: Any) -> bool:
    entries = isinstance(value, list) and bool(value) and all(isinstance(e, dict) for e in value)
    return isinstance(value, dict) or (entries and name in KEYS and name != "rungs")


def _joined(part: str, was: Any, now: Any) -> Any:
    if isinstance(now, dict):
        return {**(was or {}), **now}
    return list({**named(part, was or []), **named(part, now)}.values())


def _put(value: Any, steps: list[str], keys: Mapping[str, Any]) -> Any:
    """Put keys into the entry that a place ends in, whichever of its keys the place names last."""
    if len(steps) == 1:
        return {**value, **keys}
    first, *rest = steps
    inner = value[first]
    if isinstance(inner, list):
        entries = named(first, inner)
        name, *rest = rest
        if not rest:
            return value
        return {
            **value,
            first: [_put(e, rest, keys) if n == name else e for n, e in entries.items()],
        }
    return {**value, first: _put(inner, rest, keys)}
