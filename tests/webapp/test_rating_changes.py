"""What would change an answer, in sentences that can be read aloud."""

import pytest

from tenants.policy import FACTS, BreachFacts, Policy, load_policy, scotton, what_would_change
from tests.webapp.policies_of_others import FULL, STRICT
from webapp.breaches.rating_changes import would_change
from webapp.breaches.rating_questions import question_of

PEOPLE = "the number of people were"


def sentences(policy: Policy, what: str, **facts: object) -> list[str]:
    changes = what_would_change(policy, BreachFacts().replace(**facts))
    return [change.sentence for change in would_change(changes, {what}, policy)]


@pytest.mark.parametrize(
    "sentence",
    [
        "If the number of people were 101 or more, instead of 12: the overall rating would be 4,",
        "If the answers on the kind of information also included “Sex life” or “Sexual orien",
        "If the answer on whether the council had to pay a penalty were “Yes”, instead of “No”:",
    ],
)
def test_one_other_answer_is_a_sentence_of_its_own(sentence: str) -> None:
    told = sentences(scotton(), "overall", **{**FULL, "people_affected": 12})
    assert any(each.startswith(sentence) for each in told), told


def test_what_is_not_yet_known_is_said_to_be_so() -> None:
    told = sentences(scotton(), "overall", people_affected=3)
    assert (
        "If the answer on whether the council had to pay a penalty, which is not yet known, were"
        " “Yes”: the overall rating would be 6, not 1."
    ) in told


def test_of_answers_that_are_ticked_one_may_be_taken_away() -> None:
    told = sentences(scotton(), "overall", **{**FULL, "data_subjects": ["children", "customers"]})
    assert told[0].startswith("If the answers on who the people are did not include “Children”:")


def test_single_answers_come_before_pairs_and_the_nearest_before_the_further() -> None:
    told = sentences(scotton(), "tell_full_council", **FULL)
    pairs = [", and the answer on" in each for each in told]
    assert pairs == sorted(pairs)
    assert any(pairs)
    counts = [each for each in sentences(scotton(), "overall", **FULL) if PEOPLE in each[:30]]
    assert [each.split()[6] for each in counts[:2]] == ["101", "1,001"]


def test_a_pair_says_nothing_that_one_of_the_two_brings_about_alone() -> None:
    told = sentences(scotton(), "tell_people", **FULL)
    alone = [each for each in told if "nobody could tell" in each]
    assert len(alone) == 1
    assert alone[0].endswith(
        "instead of “Yes, somebody could tell”: the people would not have to be told."
    )


def test_answers_that_come_to_the_same_share_a_line() -> None:
    told = sentences(scotton(), "tell_people", **FULL)
    assert len(told) == len({each.partition(" were ")[0] for each in told})


def test_a_further_number_that_comes_to_the_same_is_left_out() -> None:
    told = sentences(scotton(), "tell_full_council", people_affected=5)
    assert len([each for each in told if each.startswith(f"If {PEOPLE}")]) == 1


def test_a_judgement_of_the_policy_is_asked_in_its_own_words() -> None:
    policy = load_policy(STRICT)
    told = sentences(policy, "tell_people", **{**FULL, "revealing": "minor"})
    assert (
        "If the answer on “Would a calm neighbour be shaken by it?”, which is not yet known, were"
        " “Yes”: the people would have to be told."
    ) in told


def test_every_question_has_a_short_name_to_stand_in_a_sentence() -> None:
    for fact in FACTS:
        assert "“" not in question_of(scotton(), fact.name).topic, fact.name


def test_a_question_that_nobody_asks_any_more_keeps_its_name() -> None:
    asked = question_of(scotton(), "colour_of_folder")
    assert (asked.topic, asked.said("dark_red")) == ("colour of folder", "Dark red")
