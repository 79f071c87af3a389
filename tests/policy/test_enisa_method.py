"""The ENISA method as a document: every row is of use, and a fault is refused with its mend."""

from itertools import product
from typing import Any

import pytest

from tenants.policy.documents import shipped
from tenants.policy.enisa import enisa_method, load_method
from tenants.policy.errors import PolicyDocumentError
from tenants.policy.facts import FactValue
from tenants.policy.questions import fact
from tenants.policy.tables import Table
from tenants.policy.vocabulary import NOT_YET_KNOWN


def every_table() -> list[Table[Any]]:
    method = enisa_method()
    scored = [table for part in method.parts for table in part.tables]
    return [*scored, *method.flags, *method.differences.values()]


@pytest.mark.parametrize("table", every_table(), ids=lambda table: str(table.id))
def test_every_row_decides_some_case(table: Table[Any]) -> None:
    choices: list[list[FactValue]] = []
    for name in table.facts:
        order = fact(name).order
        if name == "people_affected":
            choices.append([None, 100, 101])
        elif fact(name).kind == "set":
            choices.append([frozenset(), *(frozenset({value}) for value in order)])
        else:
            choices.append([NOT_YET_KNOWN, *order])
    cases = (dict(zip(table.facts, values, strict=True)) for values in product(*choices))
    reached = {table.match(case).row.id for case in cases}
    assert reached == {row.id for row in table.rows}


def test_every_row_names_the_method_and_none_calls_it_law() -> None:
    rows = [row for table in every_table() for row in table.rows]
    assert all(row.citation.startswith("ENISA 2013") for row in rows)
    assert "It is not law." in enisa_method().about.about
    assert "not the law" in enisa_method().about.convention


def test_a_row_that_counts_what_is_not_known_says_whose_reading_that_is() -> None:
    for table in every_table():
        for row in table.rows:
            if row.id.endswith("-not-known"):
                assert row.citation.endswith("this service's reading of what is not yet known")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "ENISA severity score (2013)"', "", "title: is missing"),
        ('band = "medium"', 'band = "middling"', "bands[1].band: 'middling' is not allowed"),
        (
            'band = "medium"',
            'band = "low"',
            "bands: has low, low, high, very_high; write each once",
        ),
        ('at_least = "2"', 'at_least = "4"', "bands: do not rise from 0"),
        ('at_least = "0"', 'at_least = "1"', "bands: do not rise from 0"),
        ('at_least = "2"', 'at_least = "2.1"', "bands[1].at_least: '2.1' is not allowed"),
        ('reads_as = "unlikely"', 'reads_as = "high_risk"', "read a higher score as a milder risk"),
        ('part = "intent"', 'part = "integrity"', "parts: has information, identifiability"),
        ('score = "lower"', 'score = "higher"', "differences: has higher, higher; write each once"),
        (
            'points = ["0", "0.5"]',
            'points = ["0", "0.25"]',
            'intent (intent-bad): "0.5" is not among the points of intent; write 0, 0.25',
        ),
        (
            'points = ["0.25", "0.5", "0.75", "1"]',
            'points = ["0.25", "0.5", "0.75", "1", "2"]',
            "identifiability: counts more than all; write points from 0.25 to 1",
        ),
        (
            'id = "plain-base"\nresult = "1"',
            'id = "plain-base"\nresult = "0"',
            "information: can come to nothing; write one table without a result of 0",
        ),
        (
            'id = "integrity-days"\nresult = "0.25"',
            'id = "integrity-days"\nresult = "0.3"',
            "'0.3' is not allowed",
        ),
        (
            'result = "0"\nexception = true\nsentence = "It was lost, stolen',
            'result = "0"\nsentence = "It was lost, stolen',
            "is worse than confidentiality-at-risk, which overlaps with it above",
        ),
        ('credentials = "none"', 'credentials = "some"', "mildest: credentials: 'some' is not an"),
        ('credentials = "none"', "", "mildest.credentials: is read and not listed; write exactly"),
        (
            'credentials = "none"',
            'credentials = "none"\nprotection = "none"',
            "mildest.protection: is listed and never read",
        ),
        ('id = "intent-bad"', 'id = "intent-none"', "has an id that another row has"),
    ],
)
def test_a_fault_in_the_method_is_refused_with_its_mend(old: str, new: str, words: str) -> None:
    text = shipped("enisa.toml")
    assert old in text
    with pytest.raises(PolicyDocumentError) as refused:
        load_method(text.replace(old, new, 1))
    assert words in str(refused.value)
