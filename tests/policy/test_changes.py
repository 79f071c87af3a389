"""What would change the answer, held against trying every other answer, alone and in pairs."""

from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tenants.policy import BreachFacts, Change, OtherAnswer, Policy, what_would_change
from tenants.policy.changes import unanswered
from tenants.policy.other_answers import survey_of
from tests.policy.every_answer import EveryAnswer
from tests.policy.test_plain_reading import POLICIES, judgements_of
from tests.policy.test_properties import any_facts, mostly_mild_facts

BY_NAME = {policy.id: policy for policy in POLICIES}
RATING = [BY_NAME[name] for name in ("scotton", "busy", "example-grid", "example-three-levels")]
# Trying everything takes its time; a failure is told as it is found, and not made smaller.
as_found = (Phase.explicit, Phase.generate)
some = settings(max_examples=4, deadline=None, derandomize=True, phases=as_found)
few = settings(max_examples=2, deadline=None, derandomize=True, phases=as_found)


@st.composite
def breaches(draw: st.DrawFn, policy: Policy) -> BreachFacts:
    facts: BreachFacts = draw(any_facts | mostly_mild_facts)
    return facts.replace(judgements=draw(judgements_of(policy)))


def becomes(change: Change) -> frozenset[tuple[str, Any]]:
    return frozenset((each.what, each.after) for each in change.becomes)


def stands_for(answer: OtherAnswer) -> list[tuple[str, Any]]:
    """Give the answer that is named, and those that come to the same."""
    return [(answer.fact, other) for other in (answer.after, *answer.also)]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@given(data=st.data())
@some
def test_every_single_answer_that_changes_anything_is_listed(
    policy: Policy, data: st.DataObject
) -> None:
    facts = data.draw(breaches(policy))
    listed = {
        tried: becomes(change)
        for change in what_would_change(policy, facts)
        if len(change.answers) == 1
        for tried in stands_for(change.answers[0])
    }
    assert listed == EveryAnswer(policy, facts).singles()


@pytest.mark.parametrize("policy", RATING, ids=lambda policy: policy.id)
@given(data=st.data())
@few
def test_every_pair_that_comes_to_more_than_either_alone_is_listed(
    policy: Policy, data: st.DataObject
) -> None:
    facts = data.draw(breaches(policy))
    every = EveryAnswer(policy, facts)
    listed = {
        frozenset(every.kind(*tried) for tried in pair): becomes(change)
        for change in what_would_change(policy, facts)
        if len(change.answers) == 2
        for pair in product(*map(stands_for, change.answers))
    }
    assert listed == every.pairs()


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@given(data=st.data())
@some
def test_changes_say_what_is_and_stand_in_the_order_of_their_distance(
    policy: Policy, data: st.DataObject
) -> None:
    facts = data.draw(breaches(policy))
    every = EveryAnswer(policy, facts)
    steps = {each[:2]: each.distance for some in every.tried.values() for each in some}
    changes = what_would_change(policy, facts)
    for change in changes:
        for answer in change.answers:
            assert answer.before == facts.plain(answer.fact)
            alike = stands_for(answer)
            assert answer.distance == min(steps[tried] for tried in alike)
            assert len(set(alike)) == len(alike)
            assert answer.distance == steps[answer.fact, answer.after]
        assert change.distance == sum(answer.distance for answer in change.answers)
        assert all(each.before == every.now[each.what] for each in change.becomes)
    order = [(len(change.answers), change.distance) for change in changes]
    assert all(one <= other for one, other in pairwise(order))


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ([], [("safety",), ("none_of_these",)]),
        (["none_of_these"], [("safety",)]),
        (["safety"], [("none_of_these",), ("detailed_profile", "safety")]),
        (["detailed_profile", "safety"], [("safety",), ("detailed_profile",)]),
    ],
)
def test_what_is_ticked_changes_by_one_or_to_none_of_these(
    before: list[str], offered: list[tuple[str, ...]]
) -> None:
    facts = BreachFacts.from_json({"particulars": before, "people_affected": 3})
    asked = survey_of(BY_NAME["scotton"]).other_answers(facts.values())
    (answers,) = (some for some in asked if some[0].fact == "particulars")
    found = {other for each in answers for _, other in stands_for(each)}
    assert found >= set(offered)
    assert ("none_of_these" in before or len(before) > 1) is (("none_of_these",) not in found)


def test_nobody_at_all_is_an_answer_only_where_it_counts_for_itself() -> None:
    """A table that takes 0 alone was never asked about 0, and 1 was listed twice."""
    asked = survey_of(BY_NAME["busy"]).other_answers(BreachFacts().values())
    offered = [each.after for some in asked for each in some if each.fact == "people_affected"]
    assert 0 in offered
    asked = survey_of(BY_NAME["scotton"]).other_answers(BreachFacts().values())
    offered = [each.after for some in asked for each in some if each.fact == "people_affected"]
    assert offered == [1, 2, 5, 21, 101, 1001]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@given(data=st.data())
@some
def test_the_missing_answers_that_matter_are_named(policy: Policy, data: st.DataObject) -> None:
    facts = data.draw(breaches(policy))
    every = EveryAnswer(policy, facts)
    changing = {name for name, _ in every.singles()}
    missing = [n for n in every.tried if n in changing and not facts.is_known(n)]
    assert list(unanswered(policy, facts)) == missing
