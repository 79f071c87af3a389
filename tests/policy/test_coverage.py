"""What the check of a table counts as different answers, and how it finds gaps and dead rows."""

from itertools import pairwise, product
from random import Random
from typing import Any

import pytest

from tenants.policy.coverage import Cases, Space, TooTangledError, edges
from tenants.policy.facts import FactValue
from tenants.policy.tables import Alternative, AnyOf, OneOf, Within
from tenants.policy.vocabulary import NOT_YET_KNOWN, Category

FEW = Within("people_affected", at_most=9)
SOME = Within("people_affected", 5, 20)
HEALTH = AnyOf("categories", frozenset({"health"}))
MONEY = AnyOf("categories", frozenset({"economic_and_financial", "official_documents"}))
DELIBERATE = OneOf("intent", frozenset({"deliberate"}))
LEVELS = {"level": (1, 2, 3)}


def space(*alternatives: Alternative, patience: int = 1_000) -> Space:
    return Space(Space.of(alternatives, LEVELS).answers, patience)


def members(space: Space, cases: Cases) -> set[tuple[FactValue, ...]]:
    """Give the cases of a set one by one."""
    return {
        case
        for case in product(*space.answers.values())
        if all(
            cases.get(name, -1) >> space.answers[name].index(answer) & 1
            for name, answer in zip(space.answers, case, strict=True)
        )
    }


@pytest.mark.parametrize(
    ("tests", "name", "answers"),
    [
        ((FEW,), "people_affected", (None, 0)),
        ((FEW, SOME), "people_affected", (None, 0, 5, 10)),
        ((Within("people_affected", at_least=3),), "people_affected", (None, 3)),
        ((Within("people_affected", not_yet_known=True),), "people_affected", (None, 0)),
        ((DELIBERATE,), "intent", ("accident", "deliberate")),
        ((OneOf("level", frozenset({2})),), "level", (1, 2)),
        ((HEALTH,), "categories", (frozenset(), frozenset({"health"}))),
        (
            (HEALTH, MONEY),
            "categories",
            (
                frozenset(),
                frozenset({"economic_and_financial"}),
                frozenset({"health"}),
                frozenset({"economic_and_financial", "health"}),
            ),
        ),
        (
            (AnyOf("particulars", frozenset({"none_of_these"})),),
            "particulars",
            (frozenset(), frozenset({"none_of_these"})),
        ),
        (
            (AnyOf("particulars", frozenset({"safety"})),),
            "particulars",
            (frozenset(), frozenset({"safety"})),
        ),
        (
            (AnyOf("kinds", frozenset({NOT_YET_KNOWN, "integrity"})),),
            "kinds",
            (frozenset(), frozenset({"confidentiality"})),
        ),
    ],
)
def test_answers_that_no_test_tells_apart_count_as_one(
    tests: tuple[Any, ...], name: str, answers: tuple[FactValue, ...]
) -> None:
    found = space(*((test,) for test in tests)).answers
    assert dict(found) == {name: answers}


def test_a_count_says_something_else_at_its_edges_only() -> None:
    assert edges([FEW, SOME, DELIBERATE]) == (0, 5, 10, 21)
    assert edges([]) == (0,)
    assert edges([Within("people_affected", 0, None)]) == (0,)


def test_the_cases_of_an_alternative_are_those_that_meet_all_its_tests() -> None:
    ways: list[Alternative] = [(FEW, DELIBERATE), (SOME, HEALTH), (SOME, FEW), ()]
    here = space(*ways)
    for way in ways:
        expected = {
            case
            for case in product(*here.answers.values())
            if all(
                test.holds(dict(zip(here.answers, case, strict=True))[test.fact]) for test in way
            )
        }
        assert members(here, here.cases(way)) == expected


def test_two_sets_share_what_is_in_both_or_nothing() -> None:
    here = space((FEW,), (SOME,), (HEALTH,), (DELIBERATE,))
    one, other = here.cases((FEW, HEALTH)), here.cases((SOME, DELIBERATE))
    shared = here.common(one, other)
    assert shared is not None
    assert members(here, shared) == members(here, one) & members(here, other)
    many = here.cases((Within("people_affected", at_least=21),))
    assert here.common(here.cases((SOME,)), many) is None
    assert here.common({"people_affected": 0}, {}) is None


def test_what_is_left_over_is_what_nobody_took() -> None:
    """Held against trying every case, for many small tables at random."""
    chance = Random(3)  # noqa: S311 - the same tables every time; nothing here is a secret
    tests = [FEW, SOME, HEALTH, MONEY, DELIBERATE, OneOf("level", frozenset({1, 3}))]
    here = space(*((test,) for test in tests))
    gaps = 0
    for _ in range(400):
        here.patience = 1_000
        ways = [tuple(chance.sample(tests, chance.randint(0, 3))) for _ in range(4)]
        cases, *taken = map(here.cases, ways)
        left = here.left_over(cases, taken)
        expected = members(here, cases).difference(*(members(here, each) for each in taken))
        assert (left is None) is (not expected)
        if left is not None:
            gaps += 1
            assert members(here, left)
            assert members(here, left) <= expected
    assert 50 < gaps < 350


def test_one_of_the_cases_is_named_in_words() -> None:
    here = space((SOME,), (HEALTH, MONEY), (DELIBERATE,))
    assert here.in_words({}) == "every case"
    assert here.in_words(here.cases((SOME, DELIBERATE))) == (
        "people_affected is 5 and intent is deliberate"
    )
    both = here.cases((HEALTH, MONEY))
    assert here.in_words(both) == "categories is economic_and_financial, health"
    unknown = {"people_affected": 1, "categories": 1}
    words = "people_affected is not_yet_known and categories is not_yet_known"
    assert here.in_words(unknown) == words
    assert here.in_words({"categories": 0b1010}) == "categories is economic_and_financial"
    assert here.in_words({"categories": 0b1100}) == "categories is health"
    everything = {"intent": (1 << len(here.answers["intent"])) - 1}
    assert here.in_words(everything) == "every case"


def test_patience_ends_after_as_many_comparisons_as_were_allowed() -> None:
    here = space((FEW,), (HEALTH,), patience=2)
    few, health = here.cases((FEW,)), here.cases((HEALTH,))
    assert here.common(few, health) is not None
    assert here.common(few, health) is not None
    with pytest.raises(TooTangledError):
        here.common(few, health)
    with pytest.raises(TooTangledError):
        here.left_over(few, [health])


def test_sets_that_come_apart_in_too_many_ways_are_refused() -> None:
    kinds = [str(kind) for kind in Category]
    ways = [{one} for one in kinds] + [{*pair} for pair in pairwise(kinds)]
    tests = [AnyOf("categories", frozenset(way)) for way in ways]
    assert len(space(*((test,) for test in tests[:16])).answers["categories"]) == 2**16
    with pytest.raises(TooTangledError):
        space(*((test,) for test in tests))


def test_a_fact_tested_in_too_many_ways_is_refused() -> None:
    bounds = [Within("people_affected", low) for low in range(1_500)]
    with pytest.raises(TooTangledError):
        space(*((test,) for test in bounds))
