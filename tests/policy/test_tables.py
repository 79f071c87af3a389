"""No row is dead, and every combination of the levels meets the row that it should."""

from itertools import pairwise, product
from typing import Any

import pytest

from tenants.policy import BreachFacts, RiskToPeople, scotton
from tenants.policy.facts import COUNTS, SETS
from tenants.policy.risk import risk_tables
from tenants.policy.tables import Alternative, Row, Table, Within

TABLES: list[Table[Any]] = [
    *(axis.table for axis in scotton().axes),
    *(level.table for level in risk_tables().levels),
]
UNKNOWN = BreachFacts().values()
RANK = {level.id: level.results for level in risk_tables().levels}
SITUATIONS = [
    {"particulars": frozenset({"none_of_these"}), "people_affected": people}
    for people in (1, 100, 101, 1000, 1001, None)
] + [
    {"particulars": frozenset({"safety"}), "people_affected": 1},
    {"particulars": frozenset(), "people_affected": 1},
    {
        "particulars": frozenset({"none_of_these"}),
        "people_affected": 1,
        "recipient": "public",
        "revealing": "private",
        "identifiable_locally": "yes",
    },
]
MILDEST = BreachFacts.from_json(
    {
        "kinds": ["availability"],
        "cause": "other_non_cyber",
        "intent": "accident",
        "recipient": "not_yet_known",
        "restoration": "not_lost",
        "exposure_evidence": "no_evidence",
        "reputation_harm": "none",
        "media_interest": "very_unlikely",
        "people_affected": 1,
    }
)


def facts_meeting(alternative: Alternative, base: BreachFacts) -> dict[str, Any]:
    """Give values that meet an alternative and are otherwise those of the base."""
    values: dict[str, Any] = dict(base.values())
    for test in alternative:
        if isinstance(test, Within):
            values[test.fact] = test.at_least if test.at_least is not None else test.at_most
        elif test.fact in SETS:
            values[test.fact] = frozenset(sorted(test.values - {"not_yet_known"})[:1])
        else:
            values[test.fact] = min(test.values)
    return values


def reaches(table: Table[Any], row: Row[Any]) -> bool:
    return any(
        table.match(facts_meeting(alternative, base)).row is row
        for base in (BreachFacts(), MILDEST)
        for alternative in row.when or ((),)
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_row_is_reached(table: Table[Any]) -> None:
    assert [row.id for row in table.rows if not reaches(table, row)] == []


def levels_and_facts() -> list[dict[str, Any]]:
    return [
        {**UNKNOWN, **dict(zip(RANK, combination, strict=True)), **situation}
        for combination in product(*RANK.values())
        for situation in SITUATIONS
    ]


def test_every_row_of_the_last_table_is_reached() -> None:
    table = risk_tables().table
    reached = {table.match(values).row.id for values in levels_and_facts()}
    assert reached == {row.id for row in table.rows}


@pytest.mark.parametrize("exposure", RANK["exposure"])
def test_each_combination_of_levels_has_one_first_row_and_rises(exposure: str) -> None:
    for sensitivity, availability in product(RANK["sensitivity"], RANK["availability"]):
        for situation in SITUATIONS:
            here = risk_of(exposure, sensitivity, availability, situation)
            for level, value in (("sensitivity", sensitivity), ("availability", availability)):
                worse = RANK[level][RANK[level].index(value) + 1 :][:1]
                changed = {"sensitivity": sensitivity, "availability": availability}
                for next_value in worse:
                    then = risk_of(exposure, **{**changed, level: next_value}, situation=situation)
                    assert then.rank >= here.rank


@pytest.mark.parametrize(
    ("milder", "worse"),
    [
        *pairwise(["none", "contained", "recovered", "limited", "astray", "open", "hostile"]),
        *pairwise(["limited", "unclear", "open"]),  # intent is another question than recipient
    ],
)
def test_a_worse_exposure_is_never_a_milder_risk(milder: str, worse: str) -> None:
    for sensitivity, availability in product(RANK["sensitivity"], RANK["availability"]):
        for situation in SITUATIONS[: None if sensitivity == "dangerous" else 6]:
            before = risk_of(milder, sensitivity, availability, situation)
            after = risk_of(worse, sensitivity, availability, situation)
            assert after.rank >= before.rank


def risk_of(
    exposure: str, sensitivity: str, availability: str, situation: dict[str, Any]
) -> RiskToPeople:
    values = {
        **UNKNOWN,
        "exposure": exposure,
        "sensitivity": sensitivity,
        "availability": availability,
        **situation,
    }
    return risk_tables().table.decide(values)


def test_the_mild_last_row_is_met_only_by_a_few_contacts_gone_astray() -> None:
    last = risk_tables().table.rows[-1]
    for values in levels_and_facts():
        if risk_tables().table.match(values).row is last:
            assert values["exposure"] in {"limited", "astray"}
            assert values["sensitivity"] == "contact"
            assert values["people_affected"] in {1, 100}


def test_only_the_number_of_people_is_counted() -> None:
    assert COUNTS == ("people_affected",)


def test_every_rule_has_its_own_id_a_sentence_and_a_source() -> None:
    rows = [row for table in [*TABLES, risk_tables().table] for row in table.rows]
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.sentence.endswith(".") and row.citation for row in rows)
