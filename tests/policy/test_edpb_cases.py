"""The eighteen worked cases of EDPB Guidelines 01/2021, each told with the facts alone."""

from typing import Any, NamedTuple

import pytest

from tenants.policy import BreachFacts, RiskToPeople, assess, scotton

UNLIKELY, RISK, HIGH = RiskToPeople.UNLIKELY, RiskToPeople.RISK, RiskToPeople.HIGH_RISK


class Case(NamedTuple):
    id: str
    risk: RiskToPeople
    facts: dict[str, Any]


# What is true of most of the cases; each case says where it differs.
NO_LOSS = {"restoration": "not_lost", "service_effect": "none"}
ATTACK = {"intent": "deliberate", "recipient": "criminal", "exposure_evidence": "shown"}
MISTAKE = {
    "kinds": ["confidentiality"],
    "intent": "accident",
    "exposure_evidence": "shown",
    "protection": "none",
    "credentials": "none",
    "particulars": ["none_of_these"],
    **NO_LOSS,
}

CASES = [
    Case(
        "EDPB-01 ransomware, encrypted, backed up, nothing taken",
        UNLIKELY,
        {
            "kinds": ["availability"],
            "cause": "ransomware",
            "intent": "deliberate",
            "people_affected": 40,
            "categories": ["basic_identifiers", "economic_and_financial"],
            "revealing": "private",
            "recipient": "criminal",
            "exposure_evidence": "logs_show_nobody",
            "protection": "encrypted_key_safe",
            "restoration": "within_a_day",
            "service_effect": "none",
        },
    ),
    Case(
        "EDPB-02 ransomware, no backup, rebuilt from paper in five days",
        RISK,
        {
            "kinds": ["availability"],
            "cause": "ransomware",
            "intent": "deliberate",
            "people_affected": 40,
            "categories": ["basic_identifiers", "economic_and_financial"],
            "revealing": "private",
            "recipient": "nobody",
            "exposure_evidence": "logs_show_nobody",
            "protection": "none",
            "restoration": "took_days",
            "service_effect": "minor",
        },
    ),
    Case(
        "EDPB-03 ransomware in a hospital, care delayed",
        HIGH,
        {
            "kinds": ["availability"],
            "cause": "ransomware",
            "intent": "deliberate",
            "people_affected": 5000,
            "categories": ["basic_identifiers", "health"],
            "revealing": "sensitive",
            "data_subjects": ["patients", "employees"],
            "recipient": "nobody",
            "exposure_evidence": "logs_show_nobody",
            "protection": "none",
            "restoration": "took_days",
            "service_effect": "serious",
        },
    ),
    Case(
        "EDPB-04 ransomware, no backup, identity and payment data taken",
        HIGH,
        {
            **ATTACK,
            "kinds": ["availability", "confidentiality"],
            "cause": "ransomware",
            "people_affected": 4000,
            "categories": ["basic_identifiers", "economic_and_financial", "official_documents"],
            "particulars": ["identity_fraud"],
            "restoration": "cannot_be_got_back",
            "service_effect": "minor",
        },
    ),
    Case(
        "EDPB-05 job applications taken from a website",
        HIGH,
        {
            **ATTACK,
            **NO_LOSS,
            "kinds": ["confidentiality"],
            "cause": "malware",
            "people_affected": 213,
            "categories": ["basic_identifiers", "other"],
            "revealing": "private",
            "particulars": ["none_of_these"],
            "credentials": "none",
            "protection": "none",
        },
    ),
    Case(
        "EDPB-06 strongly hashed passwords taken, with made-up user names",
        UNLIKELY,
        {
            **ATTACK,
            **NO_LOSS,
            "kinds": ["confidentiality"],
            "cause": "unauthorised_access",
            "people_affected": 1200,
            "categories": ["identification_data"],
            "revealing": "nothing_more",
            "particulars": ["none_of_these"],
            "credentials": "still_work",
            "protection": "strongly_hashed",
        },
    ),
    Case(
        "EDPB-07 bank accounts opened with re-used passwords",
        HIGH,
        {
            **ATTACK,
            **NO_LOSS,
            "kinds": ["confidentiality"],
            "cause": "brute_force",
            "people_affected": 2000,
            "categories": ["basic_identifiers", "economic_and_financial", "identification_data"],
            "revealing": "private",
            "credentials": "still_work",
            "protection": "none",
        },
    ),
    Case(
        "EDPB-08 contact details kept by somebody who leaves",
        RISK,
        {
            **MISTAKE,
            "intent": "deliberate",
            "cause": "unauthorised_access",
            "people_affected": 60,
            "categories": ["basic_identifiers"],
            "revealing": "nothing_more",
            "recipient": "known_person",
            "deletion_confirmed": "no",
        },
    ),
    Case(
        "EDPB-09 a file sent to a trusted agent, who deletes it",
        UNLIKELY,
        {
            **MISTAKE,
            "cause": "emailed_to_wrong_recipient",
            "people_affected": 24,
            "categories": ["basic_identifiers", "economic_and_financial"],
            "revealing": "private",
            "recipient": "trusted",
            "deletion_confirmed": "yes",
        },
    ),
    Case(
        "EDPB-10 encrypted tablets stolen, backed up",
        UNLIKELY,
        {
            "kinds": ["confidentiality", "availability"],
            "cause": "lost_or_stolen_device",
            "intent": "deliberate",
            "people_affected": 50,
            "data_subjects": ["children"],
            "categories": ["basic_identifiers"],
            "particulars": ["vulnerable_people"],
            "recipient": "criminal",
            "exposure_evidence": "no_evidence",
            "protection": "encrypted_key_safe",
            "restoration": "within_a_day",
            "service_effect": "none",
        },
    ),
    Case(
        "EDPB-11 an unencrypted notebook stolen",
        HIGH,
        {
            **MISTAKE,
            "kinds": ["confidentiality", "availability"],
            "intent": "deliberate",
            "cause": "lost_or_stolen_device",
            "people_affected": 100_000,
            "categories": ["basic_identifiers"],
            "revealing": "nothing_more",
            "recipient": "criminal",
            "exposure_evidence": "no_evidence",
            "restoration": "within_a_day",
        },
    ),
    Case(
        "EDPB-12 the paper log of a rehabilitation home stolen",
        HIGH,
        {
            "kinds": ["confidentiality", "availability"],
            "cause": "lost_or_stolen_paperwork",
            "intent": "deliberate",
            "categories": ["basic_identifiers", "health"],
            "revealing": "sensitive",
            "recipient": "unknown_person",
            "exposure_evidence": "no_evidence",
            "protection": "none",
            "restoration": "cannot_be_got_back",
            "service_effect": "minor",
        },
    ),
    Case(
        "EDPB-13 two parcels swapped, with their packing bills",
        UNLIKELY,
        {
            **MISTAKE,
            "cause": "posted_to_wrong_recipient",
            "people_affected": 2,
            "categories": ["basic_identifiers", "other"],
            "revealing": "minor",
            "recipient": "known_person",
        },
    ),
    Case(
        "EDPB-14 job seekers' social security numbers sent out by e-mail",
        HIGH,
        {
            **MISTAKE,
            "cause": "emailed_to_wrong_recipient",
            "people_affected": 60_000,
            "categories": ["basic_identifiers", "official_documents"],
            "particulars": ["identity_fraud"],
            "revealing": "private",
            "recipient": "known_person",
            "deletion_confirmed": "no",
        },
    ),
    Case(
        "EDPB-15 a course list with food wishes sent to last year's course",
        UNLIKELY,
        {
            **MISTAKE,
            "cause": "emailed_to_wrong_recipient",
            "people_affected": 15,
            "categories": ["basic_identifiers", "health"],
            "revealing": "minor",
            "recipient": "known_person",
        },
    ),
    Case(
        "EDPB-16 two people's insurance letters in one envelope",
        RISK,
        {
            **MISTAKE,
            "cause": "posted_to_wrong_recipient",
            "people_affected": 1,
            "categories": ["basic_identifiers", "economic_and_financial"],
            "revealing": "private",
            "recipient": "known_person",
        },
    ),
    Case(
        "EDPB-17 an impostor has bills sent to another address",
        HIGH,
        {
            **ATTACK,
            "kinds": ["confidentiality", "integrity"],
            "cause": "unauthorised_access",
            "people_affected": 1,
            "categories": ["basic_identifiers", "economic_and_financial"],
            "revealing": "private",
            "restoration": "within_a_day",
            "service_effect": "minor",
        },
    ),
    Case(
        "EDPB-18 a hidden rule forwards mail about pay for months",
        HIGH,
        {
            **ATTACK,
            **NO_LOSS,
            "kinds": ["confidentiality"],
            "cause": "phishing",
            "people_affected": 99,
            "categories": ["basic_identifiers", "economic_and_financial"],
            "particulars": ["detailed_profile"],
            "revealing": "private",
        },
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_worked_case_comes_out_as_published(case: Case) -> None:
    assessment = assess(scotton(), BreachFacts.from_json(case.facts))
    assert assessment.risk_to_people is case.risk
    assert assessment.notify_regulator is (case.risk is not UNLIKELY)
    assert assessment.tell_people is (case.risk is HIGH)


def test_all_eighteen_cases_are_told() -> None:
    assert [case.id[:7] for case in CASES] == [f"EDPB-{number:02}" for number in range(1, 19)]
