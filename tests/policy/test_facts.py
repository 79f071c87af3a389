import json

import pytest

from tenants.policy import (
    FACTS,
    NOT_YET_KNOWN,
    PAGES,
    BreachFacts,
    FactsError,
    contradictions,
    fact,
)
from tenants.policy.facts import FACT_NAMES
from tenants.policy.questions import vocabulary_of


def test_nothing_said_is_not_yet_known() -> None:
    assert not any(BreachFacts().is_known(name) for name in FACT_NAMES)
    assert BreachFacts.from_json({}) == BreachFacts()


@pytest.mark.parametrize("name", FACT_NAMES)
def test_not_yet_known_may_be_written_out(name: str) -> None:
    assert BreachFacts.from_json({name: NOT_YET_KNOWN}) == BreachFacts()
    assert BreachFacts.from_json({name: None}) == BreachFacts()


def test_facts_survive_json() -> None:
    facts = BreachFacts.from_json({"kinds": ["integrity", "availability"], "people_affected": 7})
    text = json.dumps(facts.as_json())
    assert BreachFacts.from_json(json.loads(text)) == facts
    assert facts.as_json()["kinds"] == ["availability", "integrity"]
    assert set(facts.as_json()) == {*FACT_NAMES, "judgements"}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"colour": "red"}, "colour", "colour: there is no such fact. Use one of: kinds, cause"),
        (
            {"intent": "malice"},
            "intent",
            "intent: 'malice' is not an answer to it. Use one of: accident, deliberate, not_yet",
        ),
        ({"intent": ["accident"]}, "intent", "is not an answer"),
        ({"kinds": "integrity"}, "kinds", "kinds: 'integrity' is not a list of answers."),
        ({"kinds": ["theft"]}, "kinds", "Use one of: confidentiality, integrity, availability"),
        ({"particulars": ["safety", "none_of_these"]}, "particulars", "stands alone"),
        ({"people_affected": -1}, "people_affected", "is not between 0 and"),
        ({"people_affected": 10**12}, "people_affected", "is not between 0 and"),
        ({"people_affected": "ten"}, "people_affected", "is not a whole number"),
        ({"people_affected": True}, "people_affected", "is not a whole number"),
        ({"people_affected": 1.5}, "people_affected", "is not a whole number"),
        (
            {"people_affected": 5_000, "judgements": {"people_affected": "few"}},
            "judgements",
            "judgements: 'people_affected' is the name of a fact, not of a judgement.",
        ),
    ],
)
def test_a_wrong_answer_is_refused_with_what_is_allowed(
    given: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(FactsError) as refused:
        BreachFacts.from_json(given)
    assert refused.value.field == field
    assert words in str(refused.value)


def test_a_changed_copy_leaves_the_first_alone() -> None:
    facts = BreachFacts()
    assert facts.replace(people_affected=3).people_affected == 3
    assert facts.people_affected is None
    with pytest.raises(FactsError, match="there is no such fact"):
        facts.replace(person=3)


def test_there_are_five_pages_and_each_has_questions() -> None:
    assert [page.id for page in PAGES] == [
        "what-happened",
        "the-information",
        "who-could-have-it",
        "loss-and-recovery",
        "the-council",
    ]
    assert {asked.page for asked in FACTS} == {page.id for page in PAGES}


@pytest.mark.parametrize("name", FACT_NAMES)
def test_every_value_has_words(name: str) -> None:
    asked = fact(name)
    offered = {value.value for value in asked.values}
    wanted = set(vocabulary_of(name))
    assert offered == (wanted - {NOT_YET_KNOWN} if asked.kind == "set" else wanted)
    assert asked.question.endswith("?")
    assert all(value.label for value in asked.values)


def test_answers_that_do_not_go_together_are_named() -> None:
    facts = BreachFacts.from_json({"recipient": "nobody", "exposure_evidence": "shown"})
    (found,) = contradictions(facts)
    assert found.facts == ("recipient", "exposure_evidence")
    assert contradictions(facts.replace(exposure_evidence="no_evidence")) == ()


def test_what_was_changed_cannot_also_not_have_been_changed() -> None:
    facts = BreachFacts.from_json({"kinds": ["integrity"], "restoration": "not_lost"})
    assert [each.id for each in contradictions(facts)] == ["changed-but-not-changed"]
    assert contradictions(facts.replace(restoration="within_a_day")) == ()
