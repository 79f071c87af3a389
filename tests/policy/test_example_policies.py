"""The invented policies that show the format: a grid, a score sheet, three levels, no scale."""

from datetime import UTC, datetime
from itertools import product
from typing import Final

import pytest

from tenants.policy import BreachFacts, Times, assess, obligations, shipped_policy
from tests.policy.situations import told

HARMS: Final = ("trifling", "small", "middling", "great", "ruinous")
CHANCES: Final = ("hardly", "unlikely", "possible", "likely", "certain")
SMALL: Final = told("mistake")
AT: Final = Times(
    suspected_at=datetime(2026, 3, 6, 9, tzinfo=UTC), aware_at=datetime(2026, 3, 6, 17, tzinfo=UTC)
)


def _colour(facts: BreachFacts, **judgements: str) -> str:
    policy = shipped_policy("example-grid")
    return policy.word(assess(policy, facts.replace(judgements=judgements)).overall)


@pytest.mark.parametrize("harm", range(1, 6))
def test_the_grid_is_harm_times_chance(harm: int) -> None:
    for chance in range(1, 6):
        square = harm * chance
        wanted = "Red" if square >= 15 else "Amber" if square >= 5 else "Green"
        judged = {"how_bad": HARMS[harm - 1], "how_likely": CHANCES[chance - 1]}
        assert _colour(SMALL, **judged) == wanted


def test_facts_weigh_on_the_grid_beside_what_was_judged() -> None:
    stolen = told("stolen safety")
    assert _colour(stolen, how_bad="trifling", how_likely="hardly") == "Red"
    assert _colour(told("stolen safety encrypted_key_safe"), how_likely="certain") == "Green"
    assert _colour(SMALL, how_bad="ruinous") == "Red"
    assert _colour(SMALL, how_likely="hardly") == "Green"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("online 49", "Low"),
        ("online 50", "Medium"),
        ("online 1 private", "Medium"),
        ("online 249 private", "Medium"),
        ("online 250 private", "High"),
        ("online 5 sensitive", "Medium"),
        ("online 6 sensitive", "High"),
        ("online sensitive ?people_affected", "High"),
        ("online ?people_affected", "Medium"),
        ("online 1 identity_fraud", "High"),
    ],
)
def test_numbers_count_together_with_how_private_it_is(line: str, level: str) -> None:
    policy = shipped_policy("example-three-levels")
    assert policy.word(assess(policy, told(line)).overall) == level


def test_one_judgement_alone_can_raise_the_level() -> None:
    policy = shipped_policy("example-three-levels")
    upset = told("online 1").replace(judgements={"badly_upset": "yes"})
    assert policy.word(assess(policy, upset).overall) == "High"


A: Final = {None: 3, 0: 1, 9: 1, 10: 2, 99: 2, 100: 3}
B: Final = {"nothing_more": 1, "minor": 1, "private": 2, "not_yet_known": 2, "sensitive": 4}
C: Final = {
    "nobody": 0, "trusted": 1, "known_person": 2, "unknown_person": 2, "public": 4, "criminal": 4,
    "not_yet_known": 4,
}  # fmt: skip
D: Final = {"yes": 2, "no": 0, "not_yet_known": 0}


@pytest.mark.parametrize("people", A)
def test_the_score_sheet_in_halves_is_the_sum_of_its_points(people: int | None) -> None:
    policy = shipped_policy("example-score-sheet")
    for kind, place, press in product(B, C, D):
        points = A[people] + B[kind] + C[place] + D[press]
        facts = SMALL.replace(people_affected=people, revealing=kind, recipient=place)
        judged = facts.replace(judgements={"press_asked": press})
        wanted = "Red" if points >= 7 else "Amber" if points >= 4 else "Green"
        assert policy.word(assess(policy, judged).overall) == wanted


def _due(name: str) -> dict[str, datetime | None]:
    policy = shipped_policy(name)
    owed = obligations(policy, assess(policy, told("attack 2000 sensitive")), AT)
    return {each.id: each.due.at for each in owed}


def test_times_run_from_what_the_policy_counts_from() -> None:
    levels = _due("example-three-levels")
    assert levels["policy-adviser"] == datetime(2026, 3, 7, 21, tzinfo=UTC)
    assert levels["policy-supplier-tells"] == datetime(2026, 3, 7, 9, tzinfo=UTC)
    hands = _due("example-legal-outcome")
    assert hands["policy-assessment"] == datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert hands["policy-people"] == datetime(2026, 3, 10, 17, tzinfo=UTC)
    assert hands["policy-regulator"] == datetime(2026, 3, 9, 5, tzinfo=UTC)


def test_at_night_the_way_round_is_by_phone() -> None:
    night = next(
        x for x in shipped_policy("example-legal-outcome").ladders if x.id != "office-hours"
    )
    assert [(rung.to, rung.after_hours) for rung in night.rungs] == [
        ("clerk", 0), ("mayor", 1), ("deputy-mayor", 2),
    ]  # fmt: skip
    assert all("phone" in rung.channels for rung in night.rungs)
