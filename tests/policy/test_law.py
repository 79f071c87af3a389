"""The law's data: what it must have, and how it is read."""

import tomllib
from datetime import date

import pytest

from tenants.policy import PolicyDocumentError, law, load_law
from tenants.policy.documents import shipped

TEXT = shipped("law.toml")
NO_REGULATOR = TEXT[: TEXT.index("[[regulators]]")] + TEXT[TEXT.index("[[rules]]") :]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            NO_REGULATOR.replace('version = "2', 'regulators = []\nversion = "2'),
            ["regulators: there is none; write one with its date"],
        ),
        (
            NO_REGULATOR.replace('version = "2', 'regulators = []\nversion = "2').replace(
                'id = "in-phases"', 'id = "parts"'
            ),
            [
                "regulators: there is none; write one with its date",
                "rules: in-phases is missing; write it",
            ],
        ),
        (
            TEXT.replace('id = "in-phases"', 'id = "parts"'),
            ["rules: in-phases is missing; write it"],
        ),
        (
            TEXT.replace('content = "people-content"', 'content = "contents"'),
            ["rules: contents is missing; write it"],
        ),
        (
            TEXT.replace('rule = "tell-people"', 'rule = "register"'),
            ["duties: tell-people is missing; write it"],
        ),
        (
            TEXT.replace('{ hours = 72, counted_from = "aware" }', '"at once"'),
            ["duties: tell-regulator has no hours; write due = { hours = 72 }"],
        ),
        (
            TEXT.replace('{ hours = 72, counted_from = "aware" }', '"at once"').replace(
                'due = "without undue delay"', "due = { hours = 72 }"
            ),
            ["duties: tell-regulator has no hours; write due = { hours = 72 }"],
        ),
    ],
)
def test_law_without_what_the_engine_rests_on_is_refused(text: str, problems: list[str]) -> None:
    with pytest.raises(PolicyDocumentError) as refused:
        load_law(text)
    assert [str(problem) for problem in refused.value.problems] == problems
    assert str(refused.value).startswith("law cannot be used:\n- ")


def test_law_that_cannot_be_read_says_that_it_is_the_law() -> None:
    with pytest.raises(PolicyDocumentError, match=r"^law cannot be used:"):
        load_law("version = ")


def test_every_rule_stands_as_its_document_has_it() -> None:
    document = tomllib.loads(TEXT)
    assert law().version == document["version"]
    for rule, plain in zip(law().rules, document["rules"], strict=True):
        assert (rule.id, rule.sentence, rule.in_force_from, rule.source) == (
            plain["id"],
            plain["sentence"],
            plain["in_force_from"],
            plain["source"],
        )
        assert rule.content == tuple(plain.get("content", ()))
        assert rule.citations == tuple((c["since"], c["citation"]) for c in plain["citations"])
        assert rule.citation == plain["citations"][-1]["citation"]


def test_a_duty_that_is_none_is_not_found() -> None:
    assert law().duty("register").from_risk is None
    with pytest.raises(KeyError, match="definition"):
        law().duty("definition")


def test_dated_lists_are_put_in_the_order_of_their_dates() -> None:
    older = """
[[regulators]]
since = 2010-01-01
name = "Older"
short_name = "O"
phone = "1"
"""
    backwards = load_law(TEXT + older)
    assert [since for since, _ in backwards.regulators][:2] == [
        date(2010, 1, 1),
        date(2018, 5, 25),
    ]
    assert backwards.regulator_on(date(2012, 1, 1)).name == "Older"
    first, second = (
        '{ since = 2018-05-25, citation = "UK GDPR Art. 4(12)" }',
        '{ since = 2026-02-05, citation = "UK GDPR Art. 4(1)(12)" }',
    )
    turned = load_law(TEXT.replace(first, "X").replace(second, first).replace("X", second, 1))
    assert turned.rule("definition").citations == law().rule("definition").citations


def test_thirty_days_for_a_complaint_bind_from_the_day_of_the_act_on() -> None:
    before, first = date(2026, 6, 18), date(2026, 6, 19)
    assert law().span_on("complaints", before) is None
    span = law().span_on("complaints", first)
    assert span is not None
    assert span.last_day(first) == date(2026, 7, 18)
    assert law().span_on("register", first) is None


def test_days_without_their_rule_are_refused() -> None:
    text = shipped("law.toml").replace('[[spans]]\nrule = "complaints"', '[[spans]]\nrule = "none"')
    with pytest.raises(PolicyDocumentError, match="none is missing"):
        load_law(text)
