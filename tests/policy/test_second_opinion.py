"""The ENISA 2013 score beside the assessment: exact, never milder for what is not known."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.policy.enisa import Band, PartName, enisa_method
from tenants.policy.facts import BreachFacts
from tenants.policy.questions import fact
from tenants.policy.second_opinion import SecondOpinion, second_opinion
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople

UNLIKELY, RISK, HIGH = RiskToPeople.UNLIKELY, RiskToPeople.RISK, RiskToPeople.HIGH_RISK
READ = sorted(enisa_method().mildest)
ORDERED = [name for name in READ if fact(name).ordered]
SETS = [name for name in READ if fact(name).kind == "set"]

CC: dict[str, Any] = {
    "kinds": ["confidentiality"],
    "cause": "failure_to_use_bcc",
    "intent": "accident",
    "people_affected": 150,
    "data_subjects": ["customers"],
    "categories": ["basic_identifiers"],
    "revealing": "nothing_more",
    "particulars": ["none_of_these"],
    "credentials": "none",
    "identifiable_locally": "yes",
    "recipient": "known_person",
    "deletion_confirmed": "no",
    "exposure_evidence": "shown",
    "protection": "none",
    "restoration": "not_lost",
    "service_effect": "none",
}
SALARY = {
    "cause": "emailed_to_wrong_recipient",
    "people_affected": 1,
    "data_subjects": ["employees"],
    "categories": ["basic_identifiers", "economic_and_financial"],
    "revealing": "private",
    "particulars": ["detailed_profile"],
}
RANSOM = {
    "kinds": ["confidentiality", "integrity", "availability"],
    "cause": "ransomware",
    "intent": "deliberate",
    "categories": ["health"],
    "revealing": "sensitive",
    "recipient": "criminal",
    "restoration": "cannot_be_got_back",
    "service_effect": "serious",
}
LOST_BAG = {
    "cause": "lost_or_stolen_paperwork",
    "recipient": "unknown_person",
    "exposure_evidence": "no_evidence",
}


def opinion(changes: dict[str, Any], risk: RiskToPeople = UNLIKELY) -> SecondOpinion:
    return second_opinion(BreachFacts.from_json({**CC, **changes}), risk)


def score(facts: BreachFacts) -> float:
    return second_opinion(facts, UNLIKELY).score


def answers(name: str) -> st.SearchStrategy[Any]:
    values = list(fact(name).order)
    if name not in SETS:
        return st.sampled_from([*values, NOT_YET_KNOWN])
    some = [value for value in values if value != "none_of_these"]
    lists = st.lists(st.sampled_from(some), unique=True, max_size=3)
    return lists | st.just(["none_of_these"]) if len(some) < len(values) else lists


any_facts = st.fixed_dictionaries({name: answers(name) for name in READ}).map(BreachFacts.from_json)
few_examples = settings(max_examples=25, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("changes", "worked", "band"),
    [
        pytest.param({}, 1 * 1 + 0.25, Band.LOW, id="150 plain addresses in copy"),
        pytest.param(SALARY, 3 * 1 + 0.25, Band.HIGH, id="a salary to one wrong colleague"),
        pytest.param(RANSOM, 4 * 1 + 0.5 * 3 + 0.5, Band.VERY_HIGH, id="health records ransomed"),
        pytest.param(LOST_BAG, 1 * 1 + 0, Band.LOW, id="a telephone list lost on a train"),
        pytest.param(
            {"identifiable_locally": "no"}, 1 * 0.75 + 0.25, Band.LOW, id="strangers' addresses"
        ),
        pytest.param(
            {"identifiable_locally": "no", "categories": ["other"], "recipient": "nobody"},
            1 * 0.25,
            Band.LOW,
            id="the mildest there is",
        ),
        pytest.param(
            {"categories": ["location"], "revealing": "minor", "identifiable_locally": "no"},
            2 * 0.5 + 0.25,
            Band.LOW,
            id="where a van has been",
        ),
        pytest.param(
            {"categories": ["health"], "revealing": "minor"},
            2 * 1 + 0.25,
            Band.MEDIUM,
            id="food wishes for a lunch",
        ),
        pytest.param(
            {"recipient": "public", "revealing": "private"},
            2 * 1 + 0.5,
            Band.MEDIUM,
            id="a dispute in minutes online",
        ),
        pytest.param(
            {"categories": ["official_documents"], "identifiable_locally": "no"},
            3 * 1 + 0.25,
            Band.HIGH,
            id="passport copies of strangers",
        ),
        pytest.param(
            {
                "kinds": ["availability"],
                "recipient": "not_yet_known",
                "exposure_evidence": "no_evidence",
                "restoration": "within_a_day",
                "service_effect": "minor",
            },
            1 * 1 + 0.25,
            Band.LOW,
            id="a rota out of reach for a day",
        ),
        pytest.param(
            {"kinds": ["integrity"], "recipient": "nobody", "restoration": "took_days"},
            1 * 1 + 0.25,
            Band.LOW,
            id="a list overwritten and typed again",
        ),
        pytest.param(
            {"data_subjects": ["children"], "recipient": "unknown_person"},
            3 * 1 + 0.5,
            Band.HIGH,
            id="a youth club's list sent to somebody unknown",
        ),
        pytest.param(
            {"credentials": "still_work", "categories": ["identification_data"]},
            3 * 1 + 0.25,
            Band.HIGH,
            id="a password that works",
        ),
        pytest.param(
            {"particulars": ["safety"], "revealing": "private"},
            4 * 1 + 0.25,
            Band.VERY_HIGH,
            id="the address of a refuge",
        ),
    ],
)
def test_the_score_is_as_worked_by_hand(changes: dict[str, Any], worked: float, band: Band) -> None:
    found = opinion(changes)
    assert (found.score, found.band) == (worked, band)
    assert found.lowest == worked
    assert (found.rests_on, found.caution) == ((), "")


@given(facts=any_facts)
@few_examples
def test_the_score_is_the_formula_over_its_parts(facts: BreachFacts) -> None:
    found = second_opinion(facts, UNLIKELY)
    information, identifiability, *around = [part.points for part in found.parts]
    assert [part.name for part in found.parts] == list(PartName)
    assert found.score == information * identifiability + sum(around)
    assert 0.25 <= found.score <= 6
    assert (found.score * 4).is_integer()
    assert all(0 <= part.points <= part.most for part in found.parts)


@pytest.mark.parametrize(
    ("points", "band", "reads_as"),
    [
        (0.25, Band.LOW, UNLIKELY),
        (1.75, Band.LOW, UNLIKELY),
        (2.0, Band.MEDIUM, RISK),
        (2.75, Band.MEDIUM, RISK),
        (3.0, Band.HIGH, HIGH),
        (3.75, Band.HIGH, HIGH),
        (4.0, Band.VERY_HIGH, HIGH),
        (6.0, Band.VERY_HIGH, HIGH),
    ],
)
def test_a_band_begins_at_its_line(points: float, band: Band, reads_as: RiskToPeople) -> None:
    found = enisa_method().band(points)
    assert (found.band, found.reads_as) == (band, reads_as)


@given(facts=any_facts)
@few_examples
def test_bad_intent_adds_half_a_point_to_a_known_accident(facts: BreachFacts) -> None:
    known = facts.replace(recipient="known_person")
    accident = score(known.replace(intent="accident"))
    assert score(known.replace(intent="deliberate")) == accident + 0.5


@pytest.mark.parametrize("name", ORDERED)
@given(facts=any_facts)
@few_examples
def test_a_worse_answer_never_lowers_the_score(name: str, facts: BreachFacts) -> None:
    scores = [score(facts.replace(**{name: value})) for value in fact(name).order]
    assert scores == sorted(scores)


@pytest.mark.parametrize("name", SETS)
@given(facts=any_facts)
@few_examples
def test_one_more_thing_ticked_never_lowers_the_score(name: str, facts: BreachFacts) -> None:
    ticked = frozenset(getattr(facts, name)) - {"none_of_these"}
    for extra in fact(name).order:
        if ticked and extra != "none_of_these":
            assert score(facts.replace(**{name: ticked | {extra}})) >= score(
                facts.replace(**{name: ticked})
            )


@pytest.mark.parametrize("name", [name for name in READ if name != "cause"])
@given(facts=any_facts)
@few_examples
def test_leaving_a_question_open_never_lowers_the_score(name: str, facts: BreachFacts) -> None:
    if is_settled_by_another(facts, name):
        return
    unknown = score(facts.replace(**{name: NOT_YET_KNOWN}))
    for value in fact(name).order:
        known = facts.replace(**{name: [value] if name in SETS else value})
        assert unknown >= score(known), value


def is_settled_by_another(facts: BreachFacts, name: str) -> bool:
    match name:
        case "recipient" | "exposure_evidence":  # nobody could have seen it: only lost or changed
            return bool(facts.kinds) and "confidentiality" not in facts.kinds
        case "credentials":  # the kinds of information are known, and passwords are not among them
            return bool(facts.categories) and "identification_data" not in facts.categories
        case "particulars":  # it tells nothing or little, so nothing dangerous is among it
            return facts.revealing in {"already_public", "nothing_more", "minor"}
        case "data_subjects":  # whether children are among them has been asked there already
            return bool(facts.particulars)
        case _:
            return False


def test_a_cause_not_yet_known_is_not_taken_for_a_mere_loss() -> None:
    assert opinion({**LOST_BAG, "cause": NOT_YET_KNOWN}).score > opinion(LOST_BAG).score


def test_nothing_known_is_as_bad_as_can_be_and_says_what_it_rests_on() -> None:
    found = second_opinion(BreachFacts(), RISK)
    assert (found.score, found.lowest, found.band) == (6.0, 0.25, Band.VERY_HIGH)
    assert {"categories", "recipient", "kinds", "intent"} <= set(found.rests_on)
    assert "not yet known" in found.caution
    assert found.drives[-1] == found.caution


def test_one_open_answer_says_what_it_costs() -> None:
    found = opinion({"intent": NOT_YET_KNOWN})
    assert found.rests_on == ("intent",)
    assert found.caution == (
        "The score rests on an answer that is not yet known, which counts as bad as it could be."
        " At its mildest the score would be 1.25, which is low."
    )


@given(facts=any_facts)
@few_examples
def test_a_score_that_could_still_fall_names_the_open_answers(facts: BreachFacts) -> None:
    found = second_opinion(facts, UNLIKELY)
    assert found.lowest <= found.score
    assert (found.lowest < found.score) == bool(found.rests_on) == bool(found.caution)
    assert not any(facts.is_known(name) for name in found.rests_on)


def test_flags_are_raised_and_change_no_score() -> None:
    plain = opinion({"people_affected": 100})
    flagged = opinion({"people_affected": 101, "protection": "encrypted_key_safe"})
    assert plain.flags == ()
    assert [flag.rule for flag in flagged.flags] == [
        "more-than-a-hundred",
        "unreadable-information",
    ]
    assert flagged.score == plain.score


def test_a_number_of_people_not_yet_known_is_flagged() -> None:
    assert [flag.rule for flag in opinion({"people_affected": None}).flags] == ["people-not-known"]


def test_a_protection_not_yet_known_is_not_flagged_as_protection() -> None:
    assert opinion({"people_affected": 1, "protection": NOT_YET_KNOWN}).flags == ()


@given(facts=any_facts, risk=st.sampled_from(RiskToPeople))
@few_examples
def test_a_reason_is_given_exactly_where_the_two_disagree(
    facts: BreachFacts, risk: RiskToPeople
) -> None:
    found = second_opinion(facts, risk)
    assert found.agrees is (found.reads_as is risk)
    assert bool(found.drives) is not found.agrees
    assert found.agrees or "custom of tools, not by the law" in found.drives[0]


@pytest.mark.parametrize(
    ("changes", "risk", "words"),
    [
        pytest.param(
            SALARY,
            RISK,
            [
                "The score is 3.25, which is high. By a custom of tools, not by the law, that",
                "reads: there is a high risk to people. The assessment says: there is a risk",
                "What drives the score is the kind of information: it gets 3 of 4 points.",
                "By how surely people can tell who it is about, all of that counts.",
                "It tells something private about somebody's money.",
                "the assessment looks at what it is and who has it together.",
            ],
            id="the information lifts it",
        ),
        pytest.param(
            {"recipient": "public", "intent": "deliberate"},
            UNLIKELY,
            [
                "What drives the score is half a point for who has seen it or could and half",
                "and half a point for bad intent. Without that it would be 1, which is low.",
                "Anybody could have it, or somebody who means harm has it.",
                "Somebody did it on purpose.",
            ],
            id="what happened lifts it",
        ),
        pytest.param(
            {"people_affected": 5000},
            RISK,
            [
                "What keeps the score low is the kind of information: it gets only 1 of 4 points.",
                "The score adds nothing for the number of people; the assessment looks at it.",
            ],
            id="plain information holds it down",
        ),
        pytest.param(
            {"categories": ["health"], "revealing": "sensitive", "identifiable_locally": "no"},
            HIGH,
            [
                "What keeps the score low is how surely people can tell who it is about",
                "only a quarter of the points for the kind of information counts.",
            ],
            id="missing names hold it down",
        ),
        pytest.param(
            {**SALARY, "protection": "encrypted_key_safe"},
            UNLIKELY,
            ["The score takes nothing off where information is unreadable; the assessment does."],
            id="encrypted",
        ),
        pytest.param(
            {**SALARY, "exposure_evidence": "logs_show_nobody"},
            UNLIKELY,
            ["even where nobody got hold of it"],
            id="never seen",
        ),
        pytest.param(
            {**SALARY, "deletion_confirmed": "yes"},
            UNLIKELY,
            ["The score takes nothing off where the information was deleted or given back"],
            id="given back",
        ),
        pytest.param(
            {"kinds": ["availability"], "restoration": "took_days", "service_effect": "serious"},
            HIGH,
            ["at most half a point where people went without something that they need"],
            id="a service failed",
        ),
    ],
)
def test_a_disagreement_names_what_drives_it(
    changes: dict[str, Any], risk: RiskToPeople, words: list[str]
) -> None:
    said = opinion(changes, risk).drives
    for sentence in words:
        assert any(sentence in each for each in said), said


def test_the_second_opinion_goes_into_json_with_what_it_is() -> None:
    found = json.loads(json.dumps(opinion(SALARY, RISK).as_json()))
    assert (found["score"], found["band"], found["agrees"]) == (3.25, "high", False)
    assert found["parts"][0]["because"]["rule"] == "financial-base"
    assert found["parts"][0]["because"]["facts"]["revealing"] == "private"
    assert "not law" in found["method"]["about"]
