import pytest

from tenants.policy import (
    EXAMPLES,
    BreachFacts,
    Cause,
    Change,
    assess,
    containment_advice,
    scotton,
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
        c for c in what_would_change(scotton(), facts) if (c.fact, c.after) == (name, after)
    )


def test_the_nearest_changes_come_first() -> None:
    changes = what_would_change(scotton(), FACTS)
    distances = [c.distance for c in changes]
    assert distances == sorted(distances)
    assert changes[0].fact == "intent"


@pytest.mark.parametrize("after", [4, 21, 101, 1001])
def test_counts_change_at_the_boundaries(after: int) -> None:
    found = change(FACTS, "people_affected", after)
    assert found.before == 18


def test_a_change_says_what_becomes_of_the_answer() -> None:
    (rating, council) = change(FACTS, "people_affected", 21).becomes
    assert rating.sentence == "The overall rating would be 3, not 2."
    assert council.sentence == "The full council would hear of it."
    (risk, regulator) = change(FACTS, "revealing", "private").becomes
    assert risk.sentence == "There would be a risk to people."
    assert regulator.sentence == "The regulator would have to be told."


def test_a_change_is_true() -> None:
    now = assess(scotton(), FACTS)
    for found in what_would_change(scotton(), FACTS)[:12]:
        then = assess(scotton(), FACTS.replace(**{found.fact: found.after}))
        for becomes in found.becomes:
            assert getattr(now, becomes.what) == becomes.before
            assert getattr(then, becomes.what) == becomes.after


def test_what_changes_nothing_is_not_listed() -> None:
    named = {found.fact for found in what_would_change(scotton(), FACTS)}
    assert "cause" not in named
    assert "deletion_confirmed" not in named


def test_sets_change_by_one_member() -> None:
    assert change(FACTS, "particulars", ("safety",)).before == ("none_of_these",)
    two = FACTS.replace(categories=["basic_identifiers", "economic_and_financial"])
    assert change(two, "categories", ("basic_identifiers",)).distance == 1


def test_an_answered_breach_leaves_nothing_unanswered() -> None:
    assert assess(scotton(), FACTS).unanswered == ()


def test_a_missing_answer_that_matters_is_named() -> None:
    facts = FACTS.replace(revealing="not_yet_known", cause="not_yet_known")
    assert assess(scotton(), facts).unanswered == ("revealing",)


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_has_three_lines_of_advice(cause: Cause) -> None:
    lines = containment_advice(cause)
    assert len(lines) == 3
    assert all(line.endswith((".", "?")) and len(line) < 120 for line in lines)


def test_there_are_ten_everyday_examples_of_different_causes() -> None:
    assert len(EXAMPLES) == 10
    assert len({example.cause for example in EXAMPLES}) == 10
