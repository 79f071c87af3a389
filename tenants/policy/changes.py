"""What would change the answer, and which missing answers could."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tenants.policy.conclusion import Conclusion, conclude
from tenants.policy.council_policy import Policy
from tenants.policy.facts import (
    CHOICES,
    FACT_NAMES,
    NONE_OF_THESE,
    SETS,
    BreachFacts,
    FactValue,
    PlainValue,
    as_plain,
    is_known,
)
from tenants.policy.questions import fact as question
from tenants.policy.risk import RiskTables, risk_tables
from tenants.policy.tables import Table, Within
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople


@dataclass(frozen=True, slots=True)
class Becomes:
    """One answer that would be another."""

    what: str
    before: int | str | bool | None
    after: int | str | bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """One fact with another value, and what would follow; ``distance`` 1 is the nearest."""

    fact: str
    before: PlainValue
    after: PlainValue
    becomes: tuple[Becomes, ...]
    distance: int


def what_would_change(policy: Policy, facts: BreachFacts) -> tuple[Change, ...]:
    """List the single facts whose other value changes a rating, the risk or a duty, nearest first.

    Equally near ones stand in the order of the questions.
    """
    tables = risk_tables()
    values = facts.values()
    now = conclude(policy, tables, values)
    edges = count_edges(policy, tables)
    changes: list[Change] = []
    for name in FACT_NAMES:
        for distance, other in _other_values(name, values[name], edges):
            then = conclude(policy, tables, {**values, name: other})
            becomes = tuple(_differences(now, then))
            if becomes:
                plain = as_plain(values[name]), as_plain(other)
                changes.append(Change(name, *plain, becomes, distance))
    return tuple(sorted(changes, key=lambda change: change.distance))


def unanswered(
    policy: Policy, tables: RiskTables, facts: BreachFacts, now: Conclusion
) -> tuple[str, ...]:
    """Name the facts not yet known of which some answer, on its own, would change the outcome."""
    values = facts.values()
    edges = count_edges(policy, tables)
    return tuple(
        name
        for name in FACT_NAMES
        if not is_known(values[name])
        and any(
            conclude(policy, tables, {**values, name: other}) != now
            for _, other in _other_values(name, values[name], edges)
        )
    )


def count_edges(policy: Policy, tables: RiskTables) -> tuple[int, ...]:
    """Give the counts at which any table starts to say something else, from 0 upwards."""
    edges = {0}
    everything: list[Table[int] | Table[str] | Table[RiskToPeople]] = [tables.table]
    everything += [level.table for level in tables.levels]
    everything += [axis.table for axis in policy.axes]
    for table in everything:
        for test in table.tests():
            if isinstance(test, Within):
                edges.update(_edges_of(test))
    return tuple(sorted(edges))


def _edges_of(test: Within) -> Iterator[int]:
    if test.at_least is not None:
        yield test.at_least
    if test.at_most is not None:
        yield test.at_most + 1


def _other_values(
    name: str, value: FactValue, edges: tuple[int, ...]
) -> Iterable[tuple[int, FactValue]]:
    """Give other answers with their distance; "not yet known" is never one."""
    if name in CHOICES:
        return _other_choices(name, str(value))
    if isinstance(value, frozenset):
        return ((1, other) for other in _other_sets(name, value))
    return _other_counts(value if isinstance(value, int) else None, edges)


def _other_choices(name: str, value: str) -> Iterator[tuple[int, FactValue]]:
    asked = question(name)
    here = asked.order.index(value) if value != NOT_YET_KNOWN else -1
    for place, other in enumerate(asked.order):
        if place != here:
            yield (abs(place - here) if asked.ordered else 1), CHOICES[name](other)


def _other_sets(name: str, members: frozenset[str]) -> Iterator[FactValue]:
    for member in SETS[name]:
        if member == NONE_OF_THESE:
            if len(members) < 2 and member not in members:
                yield frozenset({member})
        elif member not in members:
            yield (members | {member}) - {NONE_OF_THESE}
        elif len(members) > 1:
            yield members - {member}


def _other_counts(value: int | None, edges: tuple[int, ...]) -> Iterator[tuple[int, FactValue]]:
    bands = [*pairwise(edges), (edges[-1], None)]
    here = -1 if value is None else max(i for i, (low, _) in enumerate(bands) if low <= value)
    for place, (low, beyond) in enumerate(bands):
        if place > here:
            yield place - here, max(low, 1)
        elif place < here and beyond is not None:
            yield here - place, beyond - 1


_RISK_SENTENCES: Final = {
    RiskToPeople.UNLIKELY: "A risk to people would be unlikely.",
    RiskToPeople.RISK: "There would be a risk to people.",
    RiskToPeople.HIGH_RISK: "There would be a high risk to people.",
}
_DUTY_SENTENCES: Final = (
    (
        "notify_regulator",
        "The regulator would have to be told.",
        "The regulator would not have to be told.",
    ),
    ("tell_people", "The people would have to be told.", "The people would not have to be told."),
    (
        "tell_full_council",
        "The full council would hear of it.",
        "The full council would not hear of it.",
    ),
)


def _differences(now: Conclusion, then: Conclusion) -> Iterator[Becomes]:
    if now.overall != then.overall:
        sentence = f"The overall rating would be {then.overall}, not {now.overall}."
        yield Becomes("overall", now.overall, then.overall, sentence)
    if now.risk_to_people is not then.risk_to_people:
        sentence = _RISK_SENTENCES[then.risk_to_people]
        yield Becomes("risk_to_people", now.risk_to_people, then.risk_to_people, sentence)
    for duty, arises, falls_away in _DUTY_SENTENCES:
        before, after = getattr(now, duty), getattr(then, duty)
        if before != after:
            yield Becomes(duty, before, after, arises if after else falls_away)
