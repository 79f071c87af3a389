"""What the policy engine costs, beside the Rust rules engine `zen-engine` with the same tables.

Both are called from Python in one process, turn and turn about, over the same fifty cases. zen is
asked in several ways, each measured against ours in the same minutes; what counts is its fastest.
A whole assessment of ours does more than zen: it also finds who must be told and why. Both keep
what they worked out before, so cases that neither has seen are measured as well.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median, quantiles
from typing import Any, Final

from tenants.policy import (
    FACTS,
    NOT_YET_KNOWN,
    BreachFacts,
    assess,
    policy_from,
    scotton,
    what_would_change,
)
from tenants.policy.program import tables_of
from tenants.policy.replay import replay
from tenants.policy.tables import Table
from tests.bench.zen import ZenTables

CASES: Final = 50
ROUNDS: Final = 20
MANY: Final = 10_000
TWELVE: Final = 12
MILD: Final[dict[str, Any]] = {
    "kinds": ["confidentiality"],
    "cause": "other_non_cyber",
    "intent": "accident",
    "people_affected": 3,
    "data_subjects": ["customers"],
    "categories": ["basic_identifiers"],
    "revealing": "nothing_more",
    "particulars": ["none_of_these"],
    "credentials": "none",
    "recipient": "trusted",
    "deletion_confirmed": "yes",
    "exposure_evidence": "no_evidence",
    "protection": "none",
    "restoration": "not_lost",
    "service_effect": "none",
}
COUNTS: Final = (None, 1, 4, 15, 60, 400, 5_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """A way of asking, with one question for each case, made ready outside the measured time."""

    ask: Callable[[Any], object]
    questions: Sequence[Any]


def engine_figures() -> dict[str, object]:
    """Measure everything that is promised about the engine."""
    cases = sample()
    return {
        "one assessment with its explanation": assessment_figures(cases),
        "assessments of cases never asked before": fresh_figures(),
        f"a single {TWELVE}-row table": table_figures(cases),
        "what would change the answer": change_figures(cases),
        f"{MANY:,} assessments": many_assessments(cases),
        f"a replay of {MANY:,} breaches": replay_figures(cases),
    }


def assessment_figures(cases: Sequence[BreachFacts]) -> dict[str, object]:
    """Compare a whole assessment: every table of the policy and of the risk to people."""
    ours = Asked(partial(assess, scotton()), cases)
    return against_zen(ours, ZenTables(dict(tables_of(scotton()))), cases)


def fresh_figures() -> dict[str, float]:
    """Compare assessments of cases that neither engine has been asked about before."""
    tables = ZenTables(dict(tables_of(scotton())))
    cases = sample(MANY // 5)
    ours = Asked(partial(assess, scotton()), cases)
    return race(ours, Asked(tables.loaded, [tables.known(facts) for facts in cases]), rounds=1)


def table_figures(cases: Sequence[BreachFacts]) -> dict[str, object]:
    """Compare one table of twelve rows, cut from the longest that tests facts alone."""
    tables = dict(tables_of(scotton()))
    plain = [t for t in tables.values() if not any(test.fact in tables for test in t.tests())]
    longest = max(plain, key=lambda table: len(table.rows))
    rows = (*longest.rows[: TWELVE - 1], longest.rows[-1])
    assert len(rows) == TWELVE
    table = Table("twelve", rows)
    ours = Asked(lambda facts: table.match(facts.values()), cases)
    return against_zen(ours, ZenTables({"twelve": table}), cases)


def change_figures(cases: Sequence[BreachFacts]) -> dict[str, float]:
    """Return what it costs to try every other answer, in milliseconds."""
    ask = partial(what_would_change, scotton())
    spent = [median(spent_on(ask, facts) for _ in range(3)) / 1e6 for facts in cases]
    return {
        "milliseconds": round(median(spent), 2),
        "worst_milliseconds": round(max(spent), 2),
    }


def many_assessments(cases: Sequence[BreachFacts]) -> dict[str, float]:
    """Return the seconds that many assessments take, one after the other."""
    policy = scotton()
    start = time.perf_counter()
    for place in range(MANY):
        assess(policy, cases[place % len(cases)])
    return {"seconds": round(time.perf_counter() - start, 2)}


def replay_figures(cases: Sequence[BreachFacts]) -> dict[str, float]:
    """Return the seconds that a register takes under a draft that tells the full council later."""
    draft = policy_from({**scotton().document, "thresholds": {"full_council": 4}})
    register = [(str(place), cases[place % len(cases)]) for place in range(MANY)]
    start = time.perf_counter()
    found = replay(scotton(), draft, register)
    seconds = round(time.perf_counter() - start, 2)
    return {"seconds": seconds, "breaches_that_differ": len(found.replayed)}


def against_zen(ours: Asked, tables: ZenTables, cases: Sequence[BreachFacts]) -> dict[str, object]:
    """Race ours against each way of asking zen; the fastest of those that only ask is the rival."""
    known = [tables.known(facts) for facts in cases]
    written = [json.dumps(each).encode() for each in known]
    ways = {
        "loaded decision": Asked(tables.loaded, known),
        "loaded decision, facts already serialised": Asked(tables.loaded, written),
        "decision made by hand": Asked(tables.made, known),
        "decision made by hand, facts already serialised": Asked(tables.made, written),
    }
    extras = {
        "loaded decision, facts converted in the time": Asked(tables.decide, cases),
        "loaded decision, with zen's own trace": Asked(
            lambda facts: tables.loaded(facts, {"trace": True}), known
        ),
    }
    found = {name: race(ours, way) for name, way in ways.items()}
    fastest = min(found, key=lambda name: found[name]["zen_microseconds"])
    found |= {name: race(ours, way) for name, way in extras.items()}
    return {**found[fastest], "zen_is_asked_by": fastest, "every_way_of_asking_zen": found}


def race(ours: Asked, zen: Asked, rounds: int = ROUNDS + 1) -> dict[str, float]:
    """Ask both by turns, in microseconds; the first of several rounds only warms up."""
    spent: tuple[list[int], list[int]] = [], []
    for turn in range(rounds):
        for our_question, zen_question in zip(ours.questions, zen.questions, strict=True):
            our_time = spent_on(ours.ask, our_question)
            zen_time = spent_on(zen.ask, zen_question)
            if turn or rounds == 1:
                spent[0].append(our_time)
                spent[1].append(zen_time)
    our_middle, zen_middle = (median(times) / 1000 for times in spent)
    return {
        "ours_microseconds": round(our_middle, 1),
        "ours_p95_microseconds": round(quantiles(spent[0], n=20)[-1] / 1000, 1),
        "zen_microseconds": round(zen_middle, 1),
        "zen_p95_microseconds": round(quantiles(spent[1], n=20)[-1] / 1000, 1),
        "times_as_fast": round(zen_middle / our_middle, 2),
    }


def spent_on(ask: Callable[[Any], object], question: object) -> int:
    """Return how many nanoseconds one question takes."""
    start = time.perf_counter_ns()
    ask(question)
    return time.perf_counter_ns() - start


def sample(number: int = CASES) -> tuple[BreachFacts, ...]:
    """Return varied cases, always the same: half of them small, half with any answer anywhere."""
    varied = [dict(_answers(case)) for case in range(number)]
    return tuple(
        BreachFacts.from_json(answers if case % 2 else {**MILD, **_few(answers, case)})
        for case, answers in enumerate(varied)
    )


def _answers(case: int) -> Iterator[tuple[str, Any]]:
    """Walk each fact's answers at a pace of its own, so that no two cases are alike."""
    for place, fact in enumerate(FACTS):
        step = case * (place + 3) + place
        if fact.kind == "set":
            yield fact.name, [fact.order[step % len(fact.order)]]
        elif fact.order:
            answers = (*fact.order, NOT_YET_KNOWN)
            yield fact.name, answers[step % len(answers)]
        else:
            yield fact.name, COUNTS[step % len(COUNTS)]


def _few(answers: dict[str, Any], case: int) -> dict[str, Any]:
    """Keep one to six of the answers, others for each case."""
    names = list(answers)
    kept = (names[(case * 5 + turn * 8) % len(names)] for turn in range(1 + case % 6))
    return {name: answers[name] for name in kept}
