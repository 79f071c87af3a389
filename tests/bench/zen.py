"""Our tables in the form of the rules engine `zen-engine`, so that both can be asked the same.

One of our tables becomes one decision table of zen's, "first match" as ours are; one alternative of
a row becomes one rule. A table that tests the result of another is joined to it in zen's graph.
What a rule gives back is what an explanation needs: row, sentence, citation, and facts tested.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final, TypeAlias

import zen

from tenants.policy import NOT_YET_KNOWN, BreachFacts
from tenants.policy.tables import Alternative, AnyOf, OneOf, Row, Table, Test, Within

Tables: TypeAlias = Mapping[str, Table[Any]]
Known: TypeAlias = dict[str, str | int | list[str] | None]
Answer: TypeAlias = dict[str, dict[str, Any]]
Plain: TypeAlias = dict[str, Any]

_KEY: Final = "tables"
_START: Final = "start"
_END: Final = "end"


class ZenTables:
    """Some tables as one decision of zen's, made once.

    An engine that loads its decisions compiles them and answers on the caller's own thread; a
    decision made by hand hands each question to another thread. Both ways are offered.
    """

    def __init__(self, tables: Tables) -> None:
        decision = graph(tables)
        tested = dict.fromkeys(test.fact for each in tables.values() for test in each.tests())
        self._facts = tuple(name for name in tested if name not in tables)
        self._tables = tuple(tables)
        loading = zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: decision}}})
        self.loaded: Callable[..., Any] = partial(loading.evaluate, _KEY)
        made = zen.ZenEngine().create_decision(json.dumps(decision))
        self.made: Callable[..., Any] = made.evaluate

    def known(self, facts: BreachFacts) -> Known:
        """Give the facts that the tables test as JSON holds them; null where not yet known."""
        values = facts.values()
        return {_field(name): _plain(values.get(name)) for name in self._facts}

    def decide(self, facts: BreachFacts) -> Answer:
        """Give what each table found, under its name."""
        found = self.loaded(self.known(facts))["result"]
        return {name: found[_field(name)] for name in self._tables}


def graph(tables: Tables) -> Plain:
    """Give zen's form of the tables, each joined to the start, the end and those that it tests."""
    nodes = [_node(_START, "inputNode"), _node(_END, "outputNode")]
    nodes += [_node(n, "decisionTableNode", _content(n, t, tables)) for n, t in tables.items()]
    joined = [pair for name, table in tables.items() for pair in _joined(name, table, tables)]
    edges = [
        {"id": f"{source} to {target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in joined
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _joined(name: str, table: Table[Any], tables: Tables) -> Iterator[tuple[str, str]]:
    yield _START, name
    for tested in dict.fromkeys(test.fact for test in table.tests()):
        if tested in tables:
            yield tested, name
    yield name, _END


def _node(name: str, kind: str, content: Plain | None = None) -> Plain:
    place = {"x": 0, "y": 0}
    return {"id": name, "name": name, "type": kind, "position": place, "content": content or {}}


def _content(name: str, table: Table[Any], tables: Tables) -> Plain:
    facts = dict.fromkeys(test.fact for test in table.tests())
    given = ("result", "row", "sentence", "citation", "facts")
    return {
        "hitPolicy": "first",
        "inputs": [
            {"id": f, "name": f, "field": f"{_field(f)}.result" if f in tables else _field(f)}
            for f in facts
        ],
        "outputs": [{"id": f"to {g}", "name": g, "field": f"{_field(name)}.{g}"} for g in given],
        "rules": [
            {**dict.fromkeys(facts, ""), **_rule(row, alternative)}
            for row in table.rows
            for alternative in row.when or ((),)
        ],
        "passThrough": False,
        "executionMode": "single",
    }


def _rule(row: Row[Any], alternative: Alternative) -> dict[str, str]:
    return {
        **{test.fact: _cell(test) for test in alternative},
        "to result": _literal(row.result),
        "to row": _literal(row.id),
        "to sentence": _literal(row.sentence),
        "to citation": _literal(row.citation),
        "to facts": json.dumps([test.fact for test in alternative]),
    }


def _cell(test: Test) -> str:
    """Give one condition in zen's words; a dollar sign stands for the fact that is tested."""
    match test:
        case OneOf():
            return ", ".join(sorted(map(_literal, test.values)))
        case AnyOf():
            listed = ", ".join(sorted(map(_literal, test.values - {NOT_YET_KNOWN})))
            gap = "$ == null or" if NOT_YET_KNOWN in test.values else "$ != null and"
            return f"{gap} some($, # in [{listed}])"
        case Within():
            either = ["null"] if test.not_yet_known else []
            return ", ".join(either + _bounds(test)) or "false"


def _bounds(test: Within) -> list[str]:
    if test.at_least is None:
        return [] if test.at_most is None else [f"<= {test.at_most}"]
    return [f">= {test.at_least}" if test.at_most is None else f"[{test.at_least}..{test.at_most}]"]


def _literal(value: str | int) -> str:
    """Write a value down; "not yet known" is null, and an enum is its own word."""
    return "null" if value == NOT_YET_KNOWN else json.dumps(value, ensure_ascii=False)


def _plain(value: object) -> str | int | list[str] | None:
    if isinstance(value, frozenset):
        return sorted(map(str, value)) or None
    if isinstance(value, str):
        return None if value == NOT_YET_KNOWN else str(value)
    return value if isinstance(value, int) else None


def _field(name: str) -> str:
    """Give a name without the hyphens that zen would read as minus."""
    return name.replace("-", "_")
