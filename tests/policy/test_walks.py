"""Every table of the law and of every shipped policy, walked through all cases it tells apart."""

from functools import cache
from itertools import combinations, permutations
from typing import NamedTuple

import pytest

from tenants.policy.program import tables_of
from tests.policy.cases_of import Case, PlainWalk, Walk
from tests.policy.plain_reading import PlainReading, shipped

POLICIES = shipped()
LAW = ("exposure", "sensitivity", "availability", "risk_to_people")
OF_LAW = {name: Walk(POLICIES[0], name) for name in LAW}
OF_POLICIES = [
    Walk(policy, name) for policy in POLICIES for name, _ in tables_of(policy) if name not in LAW
]
WALKS = [*OF_LAW.values(), *OF_POLICIES]
MANY = 20_000
RISK = OF_LAW["risk_to_people"]


class Part(NamedTuple):
    """A walk, or that part of a long one in which one fact has one answer."""

    walk: Walk
    only: Case

    def __str__(self) -> str:
        return "-".join([str(self.walk), *map(str, self.only.values())])[:60]


def parts() -> list[Part]:
    return [
        Part(walk, only)
        for walk in WALKS
        for only in (
            [{}]
            if walk.size <= MANY
            else ({walk.longest: answer} for answer in walk.answers[walk.longest])
        )
    ]


@pytest.mark.parametrize("part", parts(), ids=str)
def test_every_case_meets_the_row_that_comes_first_in_the_document(part: Part) -> None:
    walk = part.walk
    plain = PlainWalk(walk, PlainReading(walk.policy))
    for case in walk.cases(**part.only):
        assert walk.table.match(case).row.id == plain.row(case), case


@pytest.mark.parametrize("walk", WALKS, ids=str)
def test_no_row_and_no_outcome_is_dead(walk: Walk) -> None:
    assert set(walk.matches) == set(range(sum(len(r.alternatives) for r in walk.table.rows)))
    assert {row.result for row in walk.table.rows} == {walk.order[rank] for rank in walk.ranks}


@pytest.mark.parametrize("walk", OF_POLICIES, ids=str)
def test_a_worse_answer_never_gives_a_milder_rating(walk: Walk) -> None:
    for name in walk.answers:
        assert next(walk.milder(name), None) is None


# That a worse answer never makes the risk milder follows in three steps, each walked in full. The
# levels are found first: a worse answer moves them one after the other, and itself last of all.
# 1. Where a level gets worse, the risk does not fall, in any case that can be. 2. Where an answer
# gets worse, no level gets milder. 3. With the levels as they are then, the worse answer itself
# does not make the risk fall.
SENSITIVE = {"sensitive", "dangerous", "acute", "unusable"}
ENCRYPTED = "encrypted_key_safe"
GRAVE = {"safety", "identity_fraud"}


def sensitivity_fits(case: Case) -> bool:
    """Say whether the sensitivity can be so with these answers; the next test proves it."""
    if case["sensitivity"] == "contact" and case["particulars"] - {"none_of_these"}:
        return False
    if case["sensitivity"] == "unusable" and case["particulars"] & GRAVE:
        return False
    return case["sensitivity"] in SENSITIVE or case["revealing"] != "sensitive"


def exposure_fits(case: Case) -> bool:
    """Say whether the exposure can be so with these answers; the next test proves it."""
    return case["exposure"] != "open" or case["recipient"] not in {"nobody", "criminal"}


def test_levels_that_do_not_fit_the_answers_are_never_found() -> None:
    sensitivity, exposure = OF_LAW["sensitivity"], OF_LAW["exposure"]
    for particulars in sensitivity.answers["particulars"]:
        found = sensitivity.results("particulars", particulars)
        assert particulars <= {"none_of_these"} or "contact" not in found
        assert not (particulars & GRAVE) or "unusable" not in found
    assert sensitivity.results("revealing", "sensitive") == SENSITIVE
    assert "open" not in exposure.results("recipient", "nobody")
    assert "open" not in exposure.results("recipient", "criminal")


def test_what_is_encrypted_reaches_nobody_so_that_its_sensitivity_is_not_asked() -> None:
    assert OF_LAW["exposure"].results("protection", ENCRYPTED) == {"none"}
    results = {
        (case["availability"], RISK.table.decide(case)) for case in RISK.cases(exposure="none")
    }
    assert len(results) == len(dict(results))


@pytest.mark.parametrize("level", ["sensitivity", "availability"])
def test_a_worse_level_is_never_a_milder_risk(level: str) -> None:
    for one, other in combinations(OF_LAW[level].order, 2):
        falling = RISK.falling(level, one, other)
        assert not any(sensitivity_fits(before) for before, _ in falling), (one, other)


@pytest.mark.parametrize("level", ["sensitivity", "availability"])
def test_a_worse_answer_never_gives_a_milder_level(level: str) -> None:
    for name in OF_LAW[level].answers:
        for before, _ in OF_LAW[level].milder(name):
            assert before.get("protection") == ENCRYPTED  # then the level is not asked


def test_a_worse_answer_never_gives_an_exposure_of_milder_risk() -> None:
    """Exposures have no single order, so each move is held against the cases where it matters."""
    walk = OF_LAW["exposure"]
    shared = RISK.answers.keys() & walk.answers.keys()
    moves = set(permutations(walk.ranked, 2))
    for name in walk.answers:
        for before, after in walk.milder(name, moves):
            here = {each: RISK.alike(each, before[each]) for each in shared}
            moved = walk.table.decide(before), walk.table.decide(after)
            assert all(here.items() - case.items() for case in falls(*moved)), (before, name)


@cache
def falls(one: str, other: str) -> list[Case]:
    """Give the cases in which the risk falls when one exposure takes the place of another."""
    falling = RISK.falling("exposure", one, other)
    return [before for before, _ in falling if sensitivity_fits(before)]


@pytest.mark.parametrize("name", [name for name in RISK.answers if name not in LAW])
def test_with_the_levels_as_they_are_a_worse_answer_is_never_a_milder_risk(name: str) -> None:
    for before, after in RISK.milder(name):
        assert not (sensitivity_fits(after) and exposure_fits(after)), before
