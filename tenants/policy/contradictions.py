"""Answers that cannot both be right, so that a form can ask again."""

import tomllib
from dataclasses import dataclass
from functools import cache

from tenants.policy.documents import shipped
from tenants.policy.facts import BreachFacts
from tenants.policy.table_reader import TableReader
from tenants.policy.tables import Alternative


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
    reader = TableReader("facts.toml")
    known: list[tuple[Contradiction, Alternative]] = []
    for plain in tomllib.loads(shipped("facts.toml"))["contradictions"]:
        found = Contradiction(plain["id"], plain["sentence"], tuple(plain["when"]))
        known.append((found, reader.alternative(found.id, plain["when"])))
    reader.finish()
    return tuple(known)
