"""What is raced against zen is the same tables: whatever the facts, both find the same rows."""

from typing import Any

from hypothesis import given, settings

from tenants.policy import NOT_YET_KNOWN, Assessment, BreachFacts, assess, scotton
from tenants.policy.council_policy import RISK
from tenants.policy.program import tables_of
from tenants.policy.tables import AnyOf, OneOf, Row, Table, Within
from tests.bench.engine import sample
from tests.bench.zen import ZenTables
from tests.policy.test_properties import any_facts, mostly_mild_facts

ZEN = ZenTables(dict(tables_of(scotton())))

a_hundred = settings(max_examples=100, deadline=None, derandomize=True)


def row(name: str, result: str | int, *when: tuple[OneOf | AnyOf | Within, ...]) -> Row[Any]:
    return Row(name, result, f"It is {name}, as they say.", f"Section {name}", when)


SMALL_TABLES: dict[str, Table[Any]] = {
    "how-many": Table(
        "how-many",
        (
            row("unknown", 4, (Within("people_affected", not_yet_known=True),)),
            row("some", 2, (Within("people_affected", 5, 100),)),
            row("unbounded", 3, (Within("people_affected"),)),
            row("few", 1, (Within("people_affected", at_most=4),)),
            row("many", 5),
        ),
    ),
    "what": Table(
        "what",
        (
            row(
                "health-or-gap",
                "bad",
                (AnyOf("categories", frozenset({"health", NOT_YET_KNOWN})),),
            ),
            row("no-kind", "odd", (AnyOf("kinds", frozenset({NOT_YET_KNOWN})),)),
            row(
                "lost",
                "bad",
                (
                    AnyOf("kinds", frozenset({"availability", "integrity"})),
                    OneOf("recipient", frozenset({NOT_YET_KNOWN, "nobody"})),
                ),
                (OneOf("recipient", frozenset({"criminal"})),),
            ),
            row("rest", "good"),
        ),
    ),
    "together": Table(
        "together",
        (
            row(
                "both", 6, (OneOf("how-many", frozenset({3, 4})), OneOf("what", frozenset({"bad"})))
            ),
            row(
                "either",
                3,
                (Within("how-many", at_least=4),),
                (OneOf("what", frozenset({"bad", "odd"})),),
            ),
            row("neither", 0),
        ),
    ),
}
SMALL_ZEN = ZenTables(SMALL_TABLES)


def assert_same_assessment(facts: BreachFacts) -> None:
    answer = ZEN.decide(facts)
    assessment: Assessment = assess(scotton(), facts)
    assert [answer[each.axis]["result"] for each in assessment.ratings] == [
        each.rating for each in assessment.ratings
    ]
    assert answer[RISK]["result"] == assessment.risk_to_people
    reasons = (*assessment.because, *assessment.risk_because)
    given_by_ours = {(each.rule, each.sentence, each.citation) for each in reasons}
    given_by_zen = {(e["row"], e["sentence"], e["citation"]) for e in answer.values()}
    assert given_by_zen <= given_by_ours
    assert len(given_by_zen) == len(answer)


@given(facts=any_facts)
@a_hundred
def test_zen_finds_the_same_rows_for_any_facts(facts: BreachFacts) -> None:
    assert_same_assessment(facts)


@given(facts=mostly_mild_facts)
@a_hundred
def test_zen_finds_the_same_rows_for_mostly_mild_facts(facts: BreachFacts) -> None:
    assert_same_assessment(facts)


def test_zen_finds_the_same_rows_for_the_cases_that_are_measured() -> None:
    for facts in sample():
        assert_same_assessment(facts)
        known = ZEN.known(facts)
        assert ZEN.made(known)["result"] == ZEN.loaded(known)["result"]


@given(facts=any_facts)
@a_hundred
def test_every_kind_of_test_means_the_same_to_zen(facts: BreachFacts) -> None:
    """Gaps, bounds on one side or none, and results of earlier tables, words and numbers."""
    known = dict(facts.values())
    answer = SMALL_ZEN.decide(facts)
    for name, table in SMALL_TABLES.items():
        match = table.match(known)
        known[name] = match.row.result
        assert answer[name]["row"] == match.row.id
        assert answer[name]["result"] == match.row.result
        if answer[name]["facts"]:
            assert tuple(answer[name]["facts"]) == match.facts


def test_the_measured_cases_are_varied() -> None:
    assessments = [assess(scotton(), facts) for facts in sample()]
    assert len({each.risk_to_people for each in assessments}) == 3
    assert len({each.overall for each in assessments}) >= 5
