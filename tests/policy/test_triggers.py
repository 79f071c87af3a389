"""From where on something follows: each way to write it, what it means, and how it is told."""

from typing import Any

import pytest

from tenants.policy import (
    BreachFacts,
    Policy,
    Times,
    assess,
    law,
    load_policy,
    obligations,
    policy_from,
    problems_of,
)
from tenants.policy.conclusion import standing
from tenants.policy.reasons import council_line, trigger_words
from tenants.policy.vocabulary import RiskToPeople
from tests.policy.little_policy import document
from tests.policy.plain_reading import SHIPPED, shipped
from tests.policy.test_plain_reading import BUSY

DUTY = {"id": "tell", "sentence": "Tell the chair.", "to_whom": "chair", "due": "at once"}
LADDER = [
    {"value": 1, "meaning": "Low.", "name": "low"},
    {"value": 2, "meaning": "High.", "name": "high"},
]
SAFE = {"kinds": ["confidentiality"], "protection": "encrypted_key_safe", "restoration": "not_lost"}
FEW = BreachFacts.from_json({**SAFE, "people_affected": 3})
MANY = FEW.replace(people_affected=50)
RISKY = FEW.replace(protection="none", recipient="public", revealing="private")
BAD = RISKY.replace(revealing="sensitive", recipient="criminal")
WHEN = {"when": [{"people_affected": {"at_least": 50}}, {"intent": ["deliberate"]}]}


def policy(applies: Any, **changes: Any) -> Policy:
    duty = {**DUTY, "applies": applies}
    return policy_from(document(scale=LADDER, obligations=[duty], **changes))


@pytest.mark.parametrize(
    ("applies", "arises"),
    [
        ("always", [FEW, MANY, RISKY, BAD]),
        ({"always": True}, [FEW, MANY, RISKY, BAD]),
        (1, [FEW, MANY, RISKY, BAD]),
        ("low", [FEW, MANY, RISKY, BAD]),
        (2, [MANY]),
        ("high", [MANY]),
        ({"rating": 2}, [MANY]),
        ({"rating": "high"}, [MANY]),
        ("unlikely", [FEW, MANY, RISKY, BAD]),
        ("risk", [RISKY, BAD]),
        ("high_risk", [BAD]),
        ({"risk": "high_risk"}, [BAD]),
        ("regulator", [RISKY, BAD]),
        ("people", [BAD]),
        ({"told": ["people"]}, [BAD]),
        ("full_council", [MANY, BAD]),
        ({"told": ["people", "full_council"]}, [MANY, BAD]),
        (WHEN, [MANY]),
        ({"rating": 2, "risk": "high_risk"}, [MANY, BAD]),
        ({"risk": "risk", **WHEN}, [MANY, RISKY, BAD]),
    ],
)
def test_a_duty_arises_from_what_its_trigger_names(applies: Any, arises: list[BreachFacts]) -> None:
    told = policy(applies, thresholds={"full_council": {"rating": "high", "risk": "high_risk"}})
    found = [facts for facts in (FEW, MANY, RISKY, BAD) if "tell" in assess(told, facts).duties]
    assert found == arises
    for facts in (FEW, MANY, RISKY, BAD):
        listed = [duty.id for duty in obligations(told, assess(told, facts), Times())]
        assert ("tell" in listed) is (facts in arises)


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("always", "in every case"),
        (2, "at an overall rating of high or more"),
        ("high", "at an overall rating of high or more"),
        ("unlikely", "whatever the risk to people"),
        ("risk", "when there is a risk to people"),
        ("high_risk", "when there is a high risk to people"),
        ("people", "when the people must be told"),
        (
            {"told": ["regulator", "full_council"]},
            "when the regulator must be told or when the full council must be told",
        ),
        (WHEN, "in the cases that it describes"),
        (
            {"rating": 1, "risk": "risk", **WHEN},
            (
                "at an overall rating of low or more or when there is a risk to people or in the "
                "cases that it describes"
            ),
        ),
    ],
)
def test_a_trigger_is_told_in_words(trigger: Any, words: str) -> None:
    told = policy(trigger)
    assert trigger_words(told.obligations[0].applies, told) == words
    assert council_line(told) == ""


def test_the_full_councils_line_is_told_in_words() -> None:
    assert council_line(policy("always", thresholds={"full_council": "high"})) == (
        "at an overall rating of high or more"
    )


@pytest.mark.parametrize(
    ("applies", "words"),
    [
        ({}, 'it says nothing; write "always", a rating, a risk, or whom it is told to'),
        ({"always": False}, "it says nothing"),
        ({"told": []}, "it says nothing"),
        ({"told": ["chair"]}, "write 'regulator', 'people' or 'full_council'"),
        ({"risk": "some"}, "write 'unlikely', 'risk' or 'high_risk'"),
        ({"rating": 1.5}, "write a whole number"),
        ("grave", '"grave" is not on the scale; write 1, 2, "low", "high"'),
        (7, "7 is not on the scale"),
        (True, "write keys with values"),
        (None, "write keys with values"),
        ({"when": [{"intent": ["malice"]}]}, '"malice" is not a value of "intent"'),
        ({"when": [{}]}, "has an empty alternative"),
        ({"when": [{"overall": [7]}]}, '"7" is not a value of "overall"; write one of: 1, 2, low'),
        ({"whenever": True}, "the format has no such key"),
    ],
)
def test_a_trigger_that_cannot_be_read_is_refused(applies: Any, words: str) -> None:
    found = problems_of(document(scale=LADDER, obligations=[{**DUTY, "applies": applies}]))
    assert any(words in str(problem) for problem in found), found


@pytest.mark.parametrize("name", ["regulator", "people"])
def test_who_is_told_cannot_rest_on_who_is_told(name: str) -> None:
    found = problems_of(document(thresholds={name: {"told": ["full_council"], "risk": "risk"}}))
    assert [str(each) for each in found] == [
        (
            f"thresholds.{name}.told: rests on who is told, which is what it has to settle; "
            "write a rating, a risk or facts"
        )
    ]


def test_the_full_councils_line_rests_on_anybody_but_the_full_council() -> None:
    circular = problems_of(document(thresholds={"full_council": "full_council"}))
    assert [each.place for each in circular] == ["thresholds.full_council.told"]
    assert problems_of(document(thresholds={"full_council": {"told": ["people"]}})) == ()


@pytest.mark.parametrize(
    ("thresholds", "facts", "told", "floors"),
    [
        ({}, BAD, (True, True), []),
        ({}, RISKY, (True, False), []),
        ({"regulator": 2, "people": 2}, BAD, (True, True), ["regulator", "people"]),
        ({"regulator": 2}, RISKY, (True, False), ["regulator"]),
        ({"regulator": 1}, RISKY, (True, False), []),
        ({"regulator": "always", "people": "always"}, FEW, (True, True), []),
        ({"people": "high_risk"}, BAD, (True, True), []),
        ({"people": WHEN}, MANY, (False, True), []),
    ],
)
def test_the_law_is_a_floor_and_a_policy_may_ask_for_more(
    thresholds: dict[str, Any],
    facts: BreachFacts,
    told: tuple[bool, bool],
    floors: list[str],
) -> None:
    assessment = assess(policy("always", thresholds=thresholds), facts)
    assert (assessment.notify_regulator, assessment.tell_people) == told
    rules = [because.rule for because in assessment.because]
    assert [f"tell-{who}-floor" for who in floors] == [r for r in rules if r.endswith("-floor")]
    for who, is_told, risk in (("regulator", told[0], 1), ("people", told[1], 2)):
        by_law = assessment.risk_to_people.rank >= risk
        assert (f"tell-{who}" in rules) is by_law
        assert (f"little-tell-{who}" in rules) is (is_told and not by_law)


def test_what_a_person_decided_stands_in_the_place_of_what_was_found() -> None:
    told = policy("high", thresholds={"full_council": "high", "people": {"rating": "high"}})
    decided = standing(told, FEW, 2, RiskToPeople.RISK, law())
    assert (decided.overall, decided.risk_to_people) == (2, RiskToPeople.RISK)
    assert (decided.notify_regulator, decided.tell_people, decided.tell_full_council) == (
        True, True, True,
    )  # fmt: skip
    assert decided.duties == ("tell",)
    assert decided.ratings == (1,)
    found = standing(told, MANY, 1, RiskToPeople.UNLIKELY, law())
    assert (found.notify_regulator, found.tell_people, found.tell_full_council) == (
        False, False, False,
    )  # fmt: skip
    assert found.duties == ()


@pytest.mark.parametrize("policy", [*shipped(), BUSY], ids=lambda policy: policy.id)
def test_a_policy_comes_back_from_its_text_as_it_went(policy: Policy) -> None:
    text = policy.as_text()
    back = load_policy(text)
    assert back.document == policy.document
    assert back.as_text() == text
    for name in Policy.__dataclass_fields__:
        if name not in ("axes", "overall", "lines"):
            assert getattr(back, name) == getattr(policy, name), name
    assert [axis.table.rows for axis in back.axes] == [axis.table.rows for axis in policy.axes]
    assert {n: line.trigger for n, line in back.lines.items()} == {
        n: line.trigger for n, line in policy.lines.items()
    }


def test_the_shipped_policies_are_named_as_their_files() -> None:
    assert [policy.id for policy in shipped()] == SHIPPED
    assert len(SHIPPED) >= 5
