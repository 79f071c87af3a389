import pytest

from tenants.policy import (
    EXAMPLES,
    BreachFacts,
    Cause,
    Change,
    containment_advice,
    scotton,
    unanswered,
    what_would_change,
)

FACTS = BreachFacts.from_json(
    {
        "kinds": ["confidentiality"],
        "cause": "emailed_to_wrong_recipient",
        "intent": "accident",
        "people_affected": 18,
        "data_subjects": ["customers"],
        "categories": ["basic_identifiers"],
        "revealing": "nothing_more",
        "particulars": ["none_of_these"],
        "credentials": "none",
        "identifiable_locally": "no",
        "recipient": "known_person",
        "deletion_confirmed": "no",
        "exposure_evidence": "no_evidence",
        "protection": "none",
        "restoration": "not_lost",
        "service_effect": "none",
        "reputation_harm": "none",
        "media_interest": "very_unlikely",
        "councillor_involved": "no",
        "monetary_penalty": "no",
        "liability": ["none_of_these"],
    }
)


def change(facts: BreachFacts, name: str, after: object) -> Change:
    return next(
        found
        for found in what_would_change(scotton(), facts)
        if [(answer.fact, answer.after) for answer in found.answers] == [(name, after)]
    )


def test_the_nearest_changes_come_first() -> None:
    changes = what_would_change(scotton(), FACTS)
    order = [(len(found.answers), found.distance) for found in changes]
    assert order == sorted(order)
    assert [answer.fact for answer in changes[0].answers] == ["intent"]


@pytest.mark.parametrize("after", [4, 21, 101, 1001])
def test_counts_change_at_the_boundaries(after: int) -> None:
    (answer,) = change(FACTS, "people_affected", after).answers
    assert answer.before == 18


def test_a_change_says_what_becomes_of_the_answer() -> None:
    axis, rating, council, duty = change(FACTS, "people_affected", 21).becomes
    assert axis.sentence == "“People who could be affected” would be rated 3, not 2."
    assert rating.sentence == "The overall rating would be 3, not 2."
    assert council.sentence == "The full council would hear of it."
    assert duty.sentence.startswith("The policy would also ask: Report the breach straight to")
    risk, regulator, duty = change(FACTS, "revealing", "private").becomes
    assert duty.what == "obligations.policy-notify-content"
    assert risk.sentence == "There would be a risk to people."
    assert regulator.sentence == "The regulator would have to be told."


def test_a_change_can_be_held_by_json() -> None:
    many = change(FACTS, "people_affected", 21).as_json()
    assert many["facts"] == [{"fact": "people_affected", "from": 18, "to": 21, "or_to": []}]
    assert many["distance"] == 1
    assert many["becomes"][1] == {
        "what": "overall",
        "from": 2,
        "to": 3,
        "sentence": "The overall rating would be 3, not 2.",
    }
    assert list(many) == ["facts", "becomes", "distance"]
    added = ("basic_identifiers", "racial_or_ethnic_origin")
    health = next(
        found.as_json()["facts"][0]
        for found in what_would_change(scotton(), FACTS.replace(people_affected=1))
        if len(found.answers) == 1 and "health" in str(found.as_json()["facts"])
    )
    assert health["from"] == ["basic_identifiers"]
    assert ["basic_identifiers", "health"] in (health["to"], *health["or_to"])
    assert list(added) in (health["to"], *health["or_to"])


def test_what_changes_nothing_is_not_listed() -> None:
    changes = what_would_change(scotton(), FACTS)
    named = {found.answers[0].fact for found in changes if len(found.answers) == 1}
    assert "cause" not in named
    assert "deletion_confirmed" not in named


def test_sets_change_by_one_member() -> None:
    assert change(FACTS, "particulars", ("safety",)).answers[0].before == ("none_of_these",)
    two = FACTS.replace(categories=["basic_identifiers", "economic_and_financial"])
    assert change(two, "categories", ("basic_identifiers",)).distance == 1


def test_an_answered_breach_leaves_nothing_unanswered() -> None:
    assert unanswered(scotton(), FACTS) == ()


def test_a_missing_answer_that_matters_is_named() -> None:
    facts = FACTS.replace(revealing="not_yet_known", cause="not_yet_known")
    assert unanswered(scotton(), facts) == ("revealing",)


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_has_three_lines_of_advice(cause: Cause) -> None:
    lines = containment_advice(cause)
    assert len(lines) == 3
    assert all(line.endswith((".", "?")) and len(line) < 120 for line in lines)


def test_there_are_ten_everyday_examples_of_different_causes() -> None:
    assert len(EXAMPLES) == 10
    assert len({example.cause for example in EXAMPLES}) == 10
