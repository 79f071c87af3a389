"""What a single test, row and table say; every shipped table is walked in `test_walks`."""

import pytest

from tenants.policy import NOT_YET_KNOWN
from tenants.policy.facts import COUNTS, FactValue
from tenants.policy.risk import risk_tables
from tenants.policy.tables import AnyOf, OneOf, Row, Table, Test, Within
from tests.policy.cases_of import Walk
from tests.policy.plain_reading import shipped

MANY = Row("many", 2, "Many.", "1", ((Within("people_affected", at_least=10),),))
HEALTH = Row(
    "health",
    3,
    "Health.",
    "2",
    (
        (AnyOf("categories", frozenset({"health"})), OneOf("intent", frozenset({"deliberate"}))),
        (AnyOf("kinds", frozenset({NOT_YET_KNOWN})), Within("people_affected", 5, 9)),
    ),
)
REST = Row("rest", 1, "The rest.", "3")
TABLE = Table("little", (MANY, HEALTH, REST))


@pytest.mark.parametrize(
    ("test", "met", "not_met"),
    [
        (
            OneOf("intent", frozenset({"accident"})),
            ["accident"],
            ["deliberate", NOT_YET_KNOWN, None],
        ),
        (OneOf("level", frozenset({1, 2})), [1, 2], [0, 3, None]),
        (
            AnyOf("kinds", frozenset({"integrity"})),
            [frozenset({"integrity"}), frozenset({"integrity", "availability"})],
            [frozenset(), frozenset({"availability"}), NOT_YET_KNOWN],
        ),
        (
            AnyOf("kinds", frozenset({NOT_YET_KNOWN, "integrity"})),
            [frozenset(), None, NOT_YET_KNOWN, frozenset({"integrity"})],
            [frozenset({"availability"}), "integrity"],
        ),
        (Within("people_affected", 5, 9), [5, 7, 9], [4, 10, None, NOT_YET_KNOWN]),
        (Within("people_affected", at_least=5), [5, 1000], [0, 4, None]),
        (Within("people_affected", at_most=0), [0], [1, None]),
        (Within("people_affected", 5, None, not_yet_known=True), [5, None], [4]),
        (Within("people_affected", not_yet_known=True), [None, NOT_YET_KNOWN], [0, 5]),
        (Within("people_affected"), [], [None, 0, 5]),
    ],
)
def test_a_test_holds_for_what_it_lists(
    test: Test, met: list[FactValue], not_met: list[FactValue]
) -> None:
    assert all(test.holds(value) for value in met)
    assert not any(test.holds(value) for value in not_met)


@pytest.mark.parametrize(
    ("values", "row", "facts"),
    [
        ({"people_affected": 10}, MANY, ("people_affected",)),
        (
            {"people_affected": 9, "categories": frozenset({"health"}), "intent": "deliberate"},
            HEALTH,
            ("categories", "intent"),
        ),
        ({"people_affected": 9}, HEALTH, ("kinds", "people_affected")),
        (
            {"people_affected": 4, "kinds": frozenset({"integrity"})},
            REST,
            ("categories", "intent"),
        ),
        ({}, REST, ("people_affected", "categories", "intent", "kinds")),
    ],
)
def test_the_first_row_that_matches_decides_and_says_on_what(
    values: dict[str, FactValue], row: Row[int], facts: tuple[str, ...]
) -> None:
    match = TABLE.match(values)
    assert match.row is row
    assert match.facts == facts
    assert TABLE.decide(values) == row.result


def test_a_judgement_that_nobody_has_made_is_not_yet_known() -> None:
    unjudged = Row("unjudged", 2, "No.", "1", ((OneOf("grave", frozenset({NOT_YET_KNOWN})),),))
    table = Table("little", (unjudged, REST))
    assert table.match({}).row is unjudged
    assert table.match({}).facts == ("grave",)
    assert table.match({"grave": "yes"}).row is REST


def test_values_that_no_row_tells_apart_have_the_same_bits() -> None:
    assert TABLE.bits("people_affected", 10) == TABLE.bits("people_affected", 11)
    assert TABLE.bits("people_affected", 9) != TABLE.bits("people_affected", 10)
    assert TABLE.bits("cause", "phishing") == TABLE.bits("cause", "malware")


def test_more_counts_than_are_remembered_are_still_decided() -> None:
    decided = [TABLE.decide({"people_affected": people}) for people in range(6_000)]
    assert decided == [
        3 if 5 <= people <= 9 else 2 if people >= 10 else 1 for people in range(6_000)
    ]
    assert TABLE.decide({"people_affected": 7}) == 3


def test_a_table_names_its_facts_in_the_order_of_the_rows() -> None:
    assert TABLE.facts == ("people_affected", "categories", "intent", "kinds")


def test_the_mild_last_row_is_met_only_by_a_few_contacts_gone_astray() -> None:
    last = risk_tables().table.rows[-1]
    walk = Walk(shipped()[0], "risk_to_people")
    few = {walk.alike("people_affected", people) for people in (1, 100)}
    last_matches = len(set(walk.matches)) - 1
    for place, match in enumerate(walk.matches):
        if match == last_matches:
            case = walk.case(place)
            assert case["exposure"] in {"limited", "astray"}
            assert case["sensitivity"] == "contact"
            assert case["people_affected"] in few
    assert last.result == "unlikely"


def test_only_the_number_of_people_is_counted() -> None:
    assert COUNTS == ("people_affected",)
