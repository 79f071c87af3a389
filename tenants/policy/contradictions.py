"""Answers that cannot both be right, so that a form can ask again."""

import tomllib
from dataclasses import dataclass
from functools import cache

from tenants.policy.documents import shipped
from tenants.policy.errors import PolicyDocumentError
from tenants.policy.facts import BreachFacts
from tenants.policy.tables import Alternative, read_alternative


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers that do not go together; ``facts`` names them in the order of the sentence."""

    id: str
    sentence: str
    facts: tuple[str, ...]


def contradictions(facts: BreachFacts) -> tuple[Contradiction, ...]:
    """List what does not go together; the engine still gives an answer."""
    values = facts.values()
    return tuple(
        found for found, tests in _known() if all(test.holds(values[test.fact]) for test in tests)
    )


@cache
def _known() -> tuple[tuple[Contradiction, Alternative], ...]:
    known: list[tuple[Contradiction, Alternative]] = []
    for plain in tomllib.loads(shipped("facts.toml"))["contradictions"]:
        tests, problems = read_alternative(plain["when"], {})
        if problems:
            raise PolicyDocumentError("facts.toml", problems)
        names = tuple(plain["when"])
        known.append((Contradiction(plain["id"], plain["sentence"], names), tests))
    return tuple(known)
