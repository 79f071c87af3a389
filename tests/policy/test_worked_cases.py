"""The library of worked cases, and the one that is nearest to a breach."""

import json
from itertools import combinations, product

import pytest

from tenants.policy import (
    FACTS,
    BreachFacts,
    Fact,
    PolicyDocumentError,
    RiskToPeople,
    assess,
    scotton,
)
from tenants.policy.documents import shipped
from tenants.policy.facts import FactValue
from tenants.policy.nearest_case import Difference, nearest_case
from tenants.policy.risk import risk_tables
from tenants.policy.worked_cases import WHOLE, WorkedCase, load_worked_cases, worked_cases
from tests.policy.situations import told

CASES = worked_cases().cases
MINOR = [fact for fact in FACTS if fact.name in {"cause", "data_subjects", "identifiable_locally"}]
UNLIKELY, RISK, HIGH = RiskToPeople.UNLIKELY, RiskToPeople.RISK, RiskToPeople.HIGH_RISK

WEIGHTS = {weight.fact: weight for weight in worked_cases().weights}


def difference(name: str, one: FactValue, other: FactValue) -> int:
    return WEIGHTS[name].difference(one, other)


# What happens in parishes, and the published case that a careful reader would lay beside it.
PARISH = {
    "copied 45 revealing=minor": "EDPB-15",
    "mistake 970": "EDPB-15",
    "mistake 22 health revealing=minor": "EDPB-15",
    "mistake 2 posted_to_wrong_recipient revealing=minor": "EDPB-13",
    "mistake 2 posted_to_wrong_recipient economic_and_financial private": "EDPB-16",
    "online private": "EDPB-16",
    "mistake 12 employees official_documents private identity_fraud": "EDPB-14",
    "mistake trusted economic_and_financial private deletion_confirmed=yes": "EDPB-09",
    "mistake 300 deliberate unauthorised_access": "EDPB-08",
    "lost 25 children health sensitive vulnerable_people": "EDPB-12",
    "stolen 14 health sensitive cannot_be_got_back": "EDPB-12",
    "lost 2 employees health sensitive": "EDPB-12",
    "lost 900 lost_or_stolen_device": "EDPB-11",
    "lost 900 lost_or_stolen_device encrypted_key_safe": "EDPB-10",
    "stolen 4000 lost_or_stolen_device": "EDPB-11",
    "stolen 25 lost_or_stolen_device children encrypted_key_safe vulnerable_people": "EDPB-10",
    "locked 200 encrypted_key_safe": "EDPB-01",
    "locked 200 took_days": "EDPB-02",
    "outage 90 cannot_be_got_back": "EDPB-02",
    "outage 40 vulnerable_adults health sensitive vulnerable_people took_days serious": "EDPB-03",
    "attack 12 ransomware availability economic_and_financial official_documents identity_fraud"
    " cannot_be_got_back": "EDPB-04",
    "attack 9 malware private": "EDPB-05",
    "attack 400 users strongly_hashed identification_data still_work": "EDPB-06",
    "attack 500 brute_force economic_and_financial private still_work": "EDPB-07",
    "attack 1 integrity economic_and_financial private within_a_day": "EDPB-17",
    "attack 70 phishing health economic_and_financial sensitive": "EDPB-18",
    "attack 60 phishing employees economic_and_financial private detailed_profile": "EDPB-18",
}


@pytest.mark.parametrize(("telling", "case"), PARISH.items())
def test_a_parish_breach_finds_the_case_that_is_like_it(telling: str, case: str) -> None:
    nearest = nearest_case(told(telling))
    assert nearest.case.id == case
    assert nearest.is_close


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_case_is_the_nearest_to_itself(case: WorkedCase) -> None:
    nearest = nearest_case(case.facts, case.risk_to_people)
    assert nearest.case is case
    assert nearest.unlike == nearest.untold == nearest.deciding == ()
    assert {*nearest.alike, *nearest.unknown} == set(WEIGHTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_one_minor_fact_does_not_lead_to_another_case(case: WorkedCase) -> None:
    for fact in MINOR:
        for value in fact.order:
            changed = case.facts.replace(**{fact.name: [value] if fact.kind == "set" else value})
            assert nearest_case(changed).case is case


def test_the_facts_that_the_risk_rests_on_are_weighed_and_no_others() -> None:
    tables = risk_tables()
    tests = [*tables.table.tests(), *(t for level in tables.levels for t in level.table.tests())]
    assert set(WEIGHTS) == {test.fact for test in tests} - {level.id for level in tables.levels}
    assert all(weight.reason.endswith(".") for weight in worked_cases().weights)


ORDERED = [fact for fact in FACTS if fact.name in WEIGHTS and fact.ordered and fact.values]


@pytest.mark.parametrize("fact", ORDERED, ids=lambda fact: fact.name)
def test_answers_with_an_order_are_as_far_apart_as_the_steps_between_them(fact: Fact) -> None:
    step = difference(fact.name, fact.order[0], fact.order[1])
    for (one, here), (other, there) in combinations(enumerate(fact.order), 2):
        assert difference(fact.name, here, there) == step * (other - one) > 0
        assert difference(fact.name, there, here) == difference(fact.name, here, there)
    assert difference(fact.name, fact.order[0], fact.order[-1]) == WHOLE


def test_the_number_of_people_counts_by_its_magnitude() -> None:
    apart = [difference("people_affected", 1, count) for count in (10, 100, 1000, 10_000, 100_000)]
    assert apart == [WHOLE // 8 * steps for steps in range(5)]
    assert difference("people_affected", 60_000, 15) == difference("people_affected", 15, 60_000)
    assert difference("people_affected", 100, 101) > difference("people_affected", 11, 100) == 0
    assert difference("people_affected", 0, 1_000_000_000) == WHOLE


def test_sets_count_by_what_they_share_and_the_rest_by_kind() -> None:
    some, more = told("mistake").categories, told("mistake health").categories
    assert difference("categories", some, some) == 0
    assert difference("categories", some, more) == WHOLE // 2
    assert difference("categories", more, some) == WHOLE // 2
    assert difference("categories", some, more - some) == WHOLE
    assert difference("cause", "phishing", "phishing") == 0
    assert difference("cause", "phishing", "malware") == WHOLE // 2
    assert difference("cause", "phishing", "failure_to_redact") == WHOLE


def test_what_is_not_known_on_either_side_counts_half() -> None:
    for here, there in product(("not_yet_known", "public"), repeat=2):
        if "not_yet_known" in (here, there):
            assert difference("recipient", here, there) == WHOLE // 2
    assert difference("people_affected", None, 5) == WHOLE // 2
    assert difference("kinds", frozenset(), frozenset({"integrity"})) == WHOLE // 2


def test_with_nothing_known_there_is_still_an_answer_and_it_is_owned_up_to() -> None:
    nearest = nearest_case(BreachFacts(), RISK)
    assert nearest.alike == nearest.unlike == nearest.untold == ()
    assert set(nearest.unknown) == set(WEIGHTS)
    assert not nearest.is_close
    assert nearest.sentence.startswith("Too little is known yet to compare.")
    assert "Not yet known of yours: who has the information, " in nearest.sentence


@pytest.mark.parametrize(
    ("risk", "case"),
    [(None, "EDPB-03"), (UNLIKELY, "EDPB-01"), (RISK, "EDPB-02"), (HIGH, "EDPB-03")],
)
def test_of_equally_near_cases_the_same_outcome_then_the_graver_then_the_first_is_taken(
    risk: RiskToPeople | None, case: str
) -> None:
    assert nearest_case(BreachFacts(), risk).case.id == case


@pytest.mark.parametrize("telling", PARISH)
def test_the_outcome_never_chooses_a_case_that_is_less_near(telling: str) -> None:
    facts = told(telling)
    assert {nearest_case(facts, risk).case.id for risk in RiskToPeople} == {PARISH[telling]}


@pytest.mark.parametrize("telling", PARISH)
def test_where_outcomes_differ_the_deciding_facts_alone_would_make_them_the_same(
    telling: str,
) -> None:
    facts = told(telling)
    risk = assess(scotton(), facts).risk_to_people
    nearest = nearest_case(facts, risk)
    assert bool(nearest.deciding) is not nearest.agrees_with(risk)
    changed = facts.replace(**{each.fact: each.there for each in nearest.deciding})
    assert assess(scotton(), changed).risk_to_people is nearest.case.risk_to_people


def test_the_comparison_can_be_read_aloud() -> None:
    nearest = nearest_case(told("mistake 970 health revealing=minor"), RISK)
    assert nearest.sentence == (
        'The nearest published case is "A course list sent to last year\'s course" '
        "(EDPB Guidelines 01/2021, case 15): there neither the regulator nor the people had to be "
        "told, as other people's summaries of it say. It differs from yours in how many people it "
        "is about (there 15; here 970) and whose information it is (there students; here "
        "residents, tenants, hirers and other customers). By law yours comes out differently: "
        "here the regulator has to be told and the people do not. It would come out as it did "
        "there if this were the same: how many people it is about (there 15; here 970)."
    )
    assert "comes out the same" in nearest_case(told("mistake 15"), UNLIKELY).sentence
    assert "By law" not in nearest_case(told("mistake 15")).sentence


def test_a_case_that_is_far_away_is_not_called_like_the_breach() -> None:
    nearest = nearest_case(told("outage 1 integrity alteration employees serious"))
    assert nearest.distance > worked_cases().far
    assert nearest.sentence.startswith("No published case is very like it; the nearest is ")


def test_two_sets_that_share_something_are_told_by_the_rest_of_them() -> None:
    kinds = Difference("kinds", ("availability",), ("availability", "integrity"))
    assert kinds.in_words() == (
        "what went wrong with the information (there also it was changed when it should not have "
        "been)"
    )
    unshared = Difference("data_subjects", ("children",), ("employees",))
    assert unshared.in_words().endswith("(there people who work for the council; here children)")
    unknown = Difference("recipient", "not_yet_known", "trusted")
    assert unknown.in_words().endswith("bound to keep it secret; here not yet known)")
    untold = Difference("recipient", "nobody", "not_yet_known")
    assert "(there not told; here nobody: " in untold.in_words()
    count = Difference("people_affected", 12, 100_000)
    assert count.in_words() == "how many people it is about (there 100,000; here 12)"


def test_how_an_outcome_is_known_is_said_in_the_json_and_aloud() -> None:
    quoted = nearest_case(told("mistake 300 deliberate unauthorised_access"))
    summary = nearest_case(told("mistake 22 health revealing=minor"))
    assert quoted.as_json()["case"]["outcome_status"] == "confirmed"
    assert summary.as_json()["case"]["outcome_status"] == "secondary"
    assert "summaries" not in quoted.sentence
    assert "as other people's summaries of it say" in summary.sentence


def test_the_json_holds_everything_in_plain_values() -> None:
    nearest = nearest_case(told("mistake 970 ?recipient"), RISK)
    plain = json.loads(json.dumps(nearest.as_json()))
    assert plain == nearest.as_json()
    assert plain["case"]["id"] == nearest.case.id
    assert plain["unknown"] == ["recipient"]
    assert plain["agrees"] is nearest.agrees_with(RISK)
    assert {"fact": "people_affected", "here": 970, "there": 15} in plain["unlike"]
    assert nearest_case(told("mistake")).as_json()["agrees"] is None


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'title = "Two orders',
            'titel = "Two orders',
            "cases[12].titel: the format has no such key",
        ),
        ('id = "EDPB-02"', 'id = "EDPB-01"', 'cases[1]: "EDPB-01" stands there twice; remove one'),
        ('fact = "cause"', 'fact = "kinds"', '"kinds" stands there twice; remove one of them'),
        ('fact = "cause"', 'fact = "weather"', '"weather" is not a fact; write one of: kinds, '),
        ("points = 14", "points = 0", "weights[0].points: 0 cannot be used"),
        ('["misconfiguration"', '["rain"', 'weights[7].groups: "rain" is no answer of cause'),
        (
            'fact = "recipient"',
            'fact = "recipient"\ngroups = [["public"]]',
            "that can stand in a group; leave `groups` out",
        ),
        (
            'cause = "malware"',
            'cause = "virus"',
            "cases[4] (EDPB-05).facts.cause: 'virus' is not an answer to it; write one of: emailed",
        ),
        (
            'cause = "malware"',
            'causes = "malware"',
            "cases[4] (EDPB-05).facts.causes: there is no such fact; write one of: kinds, ",
        ),
        (
            "people_affected = 213",
            "people_affected = -1",
            "cases[4] (EDPB-05).facts.people_affected: -1 is not between 0 and 1000000000; write",
        ),
        (
            "notify_regulator = true, tell_people = true",
            "notify_regulator = false, tell_people = true",
            "cases[2] (EDPB-03).expected: the people are told and the regulator is not; write",
        ),
        (
            'outcome_status = "secondary"',
            'outcome_status = "sure"',
            "cases[1].outcome_status: 'sure'",
        ),
    ],
)
def test_a_fault_in_the_library_is_named_with_its_place(old: str, new: str, problem: str) -> None:
    text = shipped("worked_cases.toml")
    assert old in text
    with pytest.raises(PolicyDocumentError) as refused:
        load_worked_cases(text.replace(old, new, 1))
    assert problem in str(refused.value)
