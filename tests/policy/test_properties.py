"""What must hold whatever the facts: worse is never milder, and "unlikely" rests on answers."""

from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.policy import FACTS, NOT_YET_KNOWN, BreachFacts, Fact, assess, law, scotton
from tenants.policy.conclusion import Conclusion, conclude

COUNTS = [0, 1, 2, 4, 5, 20, 21, 100, 101, 1000, 1001, 50_000]


def answers(fact: Fact) -> st.SearchStrategy[Any]:
    match fact.kind:
        case "choice":
            return st.sampled_from([*fact.order, NOT_YET_KNOWN])
        case "set":
            some = [value for value in fact.order if value != "none_of_these"]
            sets = st.lists(st.sampled_from(some), unique=True, max_size=3)
            return sets | st.just(["none_of_these"]) if len(some) < len(fact.order) else sets
        case _:
            return st.none() | st.sampled_from(COUNTS)


any_facts = st.fixed_dictionaries({fact.name: answers(fact) for fact in FACTS}).map(
    BreachFacts.from_json
)
MILD: dict[str, Any] = {
    "kinds": ["confidentiality"],
    "cause": "other_non_cyber",
    "intent": "accident",
    "people_affected": 3,
    "data_subjects": ["customers"],
    "categories": ["basic_identifiers"],
    "revealing": "nothing_more",
    "particulars": ["none_of_these"],
    "credentials": "none",
    "recipient": "known_person",
    "exposure_evidence": "no_evidence",
    "protection": "none",
    "restoration": "not_lost",
    "service_effect": "none",
}
mostly_mild_facts = st.lists(
    st.sampled_from(FACTS).flatmap(lambda fact: st.tuples(st.just(fact.name), answers(fact))),
    max_size=5,
).map(lambda changes: BreachFacts.from_json({**MILD, **dict(changes)}))

few_examples = settings(max_examples=25, deadline=None, derandomize=True)


def concluded(facts: BreachFacts) -> Conclusion:
    return conclude(scotton(), facts.values(), law())


def is_at_least(worse: Conclusion, milder: Conclusion) -> bool:
    return worse.risk_to_people.rank >= milder.risk_to_people.rank and all(
        after >= before for after, before in zip(worse.ratings, milder.ratings, strict=True)
    )


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.ordered and fact.values], ids=lambda fact: fact.name
)
@given(facts=any_facts)
@few_examples
def test_a_worse_answer_never_makes_the_outcome_milder(fact: Fact, facts: BreachFacts) -> None:
    outcomes = [concluded(facts.replace(**{fact.name: value})) for value in fact.order]
    for milder, worse in pairwise(outcomes):
        assert is_at_least(worse, milder)


@given(facts=any_facts)
@few_examples
def test_a_rising_count_never_makes_the_outcome_milder(facts: BreachFacts) -> None:
    outcomes = [concluded(facts.replace(people_affected=count)) for count in COUNTS]
    for milder, worse in pairwise(outcomes):
        assert is_at_least(worse, milder)


@pytest.mark.parametrize(
    "name", ["kinds", "categories", "particulars", "data_subjects", "liability"]
)
@given(facts=any_facts)
@few_examples
def test_one_more_thing_ticked_never_makes_the_outcome_milder(
    name: str, facts: BreachFacts
) -> None:
    ticked = frozenset(getattr(facts, name)) - {"none_of_these"}
    if not ticked:
        return
    order = next(fact for fact in FACTS if fact.name == name).order
    for extra in order:
        if extra != "none_of_these":
            worse = facts.replace(**{name: ticked | {extra}})
            assert is_at_least(concluded(worse), concluded(facts.replace(**{name: ticked})))


@given(facts=mostly_mild_facts)
@few_examples
def test_unlikely_never_rests_on_something_not_yet_known(facts: BreachFacts) -> None:
    """Four facts can be left open where another answer has already settled them."""
    now = concluded(facts)
    if now.notify_regulator:
        return
    for fact in FACTS:
        if facts.is_known(fact.name) or is_settled_by_another(facts, fact.name):
            continue
        for value in fact.order:
            answer = [value] if fact.kind == "set" else value
            then = concluded(facts.replace(**{fact.name: answer}))
            assert not then.notify_regulator, (fact.name, value)


UNLIKELY: dict[str, dict[str, Any]] = {
    "few contacts": {},
    "encrypted": {"protection": "encrypted_key_safe"},
    "seen by nobody": {"exposure_evidence": "logs_show_nobody"},
    "kept inside": {"recipient": "nobody"},
    "sent back by a trusted person": {"recipient": "trusted", "deletion_confirmed": "yes"},
    "sent back": {"deletion_confirmed": "yes", "revealing": "private"},
    "scrambled": {"protection": "strongly_hashed", "categories": ["identification_data"]},
    "gone astray": {"recipient": "unknown_person"},
    "lost for an hour": {
        "kinds": ["availability"],
        "recipient": "nobody",
        "restoration": "within_a_day",
    },
}


def answered_later(facts: BreachFacts, fact: Fact) -> list[BreachFacts]:
    """Give the facts with each answer to one more question, unless others have settled it."""
    if is_settled_by_another(facts, fact.name):
        return []
    given = [
        facts.replace(**{fact.name: [value] if fact.kind == "set" else value})
        for value in fact.order or (0, 101, 1001)
    ]
    # Nobody locks files by accident, so these two answers can never stand together.
    return [each for each in given if (each.cause, each.intent) != ("ransomware", "accident")]


RISK_FACTS = [fact for fact in FACTS if fact.page != "the-council"]


@pytest.mark.parametrize("told", UNLIKELY)
def test_unlikely_never_rests_on_any_three_missing_answers(told: str) -> None:
    here = BreachFacts.from_json({**MILD, **UNLIKELY[told]})
    assert not concluded(here).notify_regulator
    for missing in combinations(RISK_FACTS, 3):
        unknown = here.replace(**{fact.name: NOT_YET_KNOWN for fact in missing})
        if concluded(unknown).notify_regulator:
            continue
        for fact in missing:
            for answered in answered_later(unknown, fact):
                assert not concluded(answered).notify_regulator, (missing, answered)


def is_settled_by_another(facts: BreachFacts, name: str) -> bool:
    match name:
        case "restoration":  # nothing was lost or changed, so nothing waits to be put right
            is_settled = bool(facts.kinds) and facts.kinds <= {"confidentiality"}
        case "service_effect":  # nothing was missing, or how long it was is what decides
            is_settled = facts.restoration != "within_a_day"
        case "data_subjects":  # "none of these" already says that no child is among them
            is_settled = "none_of_these" in facts.particulars
        case "particulars":  # it tells no more than how to reach somebody, or what is public
            is_settled = facts.revealing in {"already_public", "nothing_more"}
        case "credentials":  # the kinds are known, and ways of signing in are not among them
            is_known = bool(facts.categories) and "identification_data" not in facts.categories
            is_settled = is_known or facts.revealing == "already_public"
        case "recipient":  # nobody saw it: only lost or changed
            is_settled = bool(facts.kinds) and "confidentiality" not in facts.kinds
        case _:
            is_settled = False
    return is_settled


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.ordered and fact.values], ids=lambda fact: fact.name
)
@given(facts=any_facts)
@few_examples
def test_not_yet_known_is_never_milder_than_the_mildest_answer(
    fact: Fact, facts: BreachFacts
) -> None:
    unknown = concluded(facts.replace(**{fact.name: NOT_YET_KNOWN}))
    mildest = concluded(facts.replace(**{fact.name: fact.order[0]}))
    assert unknown.risk_to_people.rank >= mildest.risk_to_people.rank


@given(facts=any_facts)
@few_examples
def test_facts_come_back_from_json_as_they_went(facts: BreachFacts) -> None:
    assert BreachFacts.from_json(facts.as_json()) == facts


@given(facts=any_facts)
@few_examples
def test_an_assessment_comes_back_from_json_as_it_went(facts: BreachFacts) -> None:
    assessment = assess(scotton(), facts)
    assert type(assessment).from_json(assessment.as_json()) == assessment
    assert assessment.overall == max(rating.rating for rating in assessment.ratings)
