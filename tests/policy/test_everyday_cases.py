"""Situations of parish life beside the published cases, so that no table is made for one list."""

from typing import Any

import pytest

from tenants.policy import BreachFacts, RiskToPeople, assess, scotton

UNLIKELY, RISK, HIGH = RiskToPeople.UNLIKELY, RiskToPeople.RISK, RiskToPeople.HIGH_RISK

PLAIN: dict[str, Any] = {
    "kinds": ["confidentiality"],
    "intent": "accident",
    "people_affected": 12,
    "data_subjects": ["customers"],
    "categories": ["basic_identifiers"],
    "revealing": "nothing_more",
    "particulars": ["none_of_these"],
    "credentials": "none",
    "identifiable_locally": "yes",
    "recipient": "known_person",
    "deletion_confirmed": "no",
    "exposure_evidence": "no_evidence",
    "protection": "none",
    "restoration": "not_lost",
    "service_effect": "none",
}
LOSS = {"kinds": ["availability"], "recipient": "nobody", "restoration": "within_a_day"}


@pytest.mark.parametrize(
    ("changes", "risk"),
    [
        pytest.param({}, UNLIKELY, id="a dozen addresses in copy"),
        pytest.param({"people_affected": 970}, RISK, id="970 addresses in copy"),
        pytest.param({"revealing": "sensitive"}, RISK, id="a few names on a counselling list"),
        pytest.param(
            {"revealing": "sensitive", "people_affected": 265}, HIGH, id="265 names at risk by it"
        ),
        pytest.param({"recipient": "unknown_person"}, UNLIKELY, id="a staff telephone list lost"),
        pytest.param(
            {"recipient": "unknown_person", "categories": ["health"], "revealing": "sensitive"},
            HIGH,
            id="a sickness record lost on the train",
        ),
        pytest.param({"recipient": "public"}, RISK, id="addresses in minutes online"),
        pytest.param(
            {"recipient": "public", "revealing": "private", "people_affected": 1},
            HIGH,
            id="one villager's rent arrears online",
        ),
        pytest.param(
            {"recipient": "public", "revealing": "private", "identifiable_locally": "no"},
            RISK,
            id="something private online that nobody can place",
        ),
        pytest.param(
            {"particulars": ["safety"], "people_affected": 1},
            HIGH,
            id="a refuge's address sent to the old home",
        ),
        pytest.param(
            {"particulars": ["safety"], "deletion_confirmed": "yes"},
            RISK,
            id="a refuge's address read and then deleted",
        ),
        pytest.param(
            {"categories": ["health"], "revealing": "sensitive", "deletion_confirmed": "yes"},
            UNLIKELY,
            id="a health letter returned by whoever got it",
        ),
        pytest.param(
            {"categories": ["economic_and_financial"], "revealing": "private"},
            RISK,
            id="one bank statement to another customer",
        ),
        pytest.param(LOSS, UNLIKELY, id="a contact list deleted and restored the same day"),
        pytest.param(
            {**LOSS, "service_effect": "minor"}, UNLIKELY, id="a power cut of some minutes"
        ),
        pytest.param(
            {**LOSS, "restoration": "cannot_be_got_back"}, RISK, id="records gone for good"
        ),
        pytest.param(
            {**LOSS, "restoration": "took_days", "service_effect": "serious"},
            HIGH,
            id="the befriending rota unavailable for days",
        ),
        pytest.param(
            {**LOSS, "recipient": "not_yet_known"},
            UNLIKELY,
            id="a file deleted by mistake, nobody else had it",
        ),
        pytest.param(
            {**LOSS, "recipient": "not_yet_known", "cause": "ransomware"},
            RISK,
            id="locked files, and no records of what was copied",
        ),
        pytest.param(
            {
                "intent": "deliberate",
                "recipient": "criminal",
                "protection": "strongly_hashed",
                "credentials": "still_work",
                "categories": ["basic_identifiers", "identification_data"],
            },
            RISK,
            id="hashed passwords stolen together with e-mail addresses",
        ),
        pytest.param(
            {"recipient": "criminal", "credentials": "still_work", "intent": "deliberate"},
            HIGH,
            id="readable passwords stolen",
        ),
        pytest.param(
            {
                "recipient": "criminal",
                "protection": "encrypted_key_at_risk",
                "revealing": "private",
            },
            HIGH,
            id="an encrypted laptop stolen with its password on a note",
        ),
    ],
)
def test_an_everyday_case_is_weighed_sensibly(changes: dict[str, Any], risk: RiskToPeople) -> None:
    facts = BreachFacts.from_json({**PLAIN, "cause": "other_non_cyber", **changes})
    assert assess(scotton(), facts).risk_to_people is risk


def test_nothing_known_is_a_risk_and_not_a_high_one() -> None:
    assessment = assess(scotton(), BreachFacts())
    assert assessment.risk_to_people is RISK
    assert assessment.overall == 1
    assert "recipient" in assessment.unanswered
    assert "people_affected" in assessment.unanswered
