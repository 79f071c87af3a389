"""Situations of parish life beside the published cases, so that no table is made for one list."""

from typing import Any

import pytest

from tenants.policy import BreachFacts, RiskToPeople, assess, contradictions, scotton, unanswered
from tests.policy.situations import Case, cases

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
        pytest.param({"revealing": "sensitive"}, RISK, id="a few illnesses told to one neighbour"),
        pytest.param(
            {"revealing": "sensitive", "cause": "failure_to_use_bcc"},
            HIGH,
            id="a dozen names on a counselling list, shown to each other",
        ),
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
            {**LOSS, "recipient": "not_yet_known", "cause": "lost_or_stolen_device"},
            RISK,
            id="a lost laptop, ticked as lost and as nothing else",
        ),
        pytest.param(
            {**LOSS, "recipient": "not_yet_known", "cause": "posted_to_wrong_recipient"},
            RISK,
            id="a letter gone to a wrong address, ticked as lost and as nothing else",
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
    assert "recipient" in unanswered(scotton(), BreachFacts())
    assert "people_affected" in unanswered(scotton(), BreachFacts())


# What happens to parish councils, told as a careful clerk would answer.
PARISH = cases("""
The allotment list with everybody's plot goes to all who rent one
    unlikely mistake 30 revealing=minor
The allotment list with home addresses hangs on the notice board
    risk online 30
A planning objection goes online with its signature and telephone number
    risk online revealing=minor
Co-option forms with addresses, work and reasons hang under the agenda online
    high_risk online 4 private political_opinions
Co-option forms go to the clerk of the next parish, who deletes them
    unlikely mistake 4 private trusted deletion_confirmed=yes
Sixty hall hirers' bank details go to one of them, who does not answer
    risk_or_worse mistake 60 economic_and_financial private identity_fraud
The same hirer rings, and has deleted the list
    unlikely mistake 60 economic_and_financial private identity_fraud deletion_confirmed=yes
The warden scheme's rota cannot be opened for three days, and visits are missed
    high_risk outage 40 vulnerable_adults health sensitive vulnerable_people took_days serious
The warden scheme's rota, with key-safe codes, is left in a cafe
    high_risk lost 40 vulnerable_adults sensitive safety vulnerable_people
Water ruins the only register of grave owners
    risk outage 90 lost_or_stolen_paperwork cannot_be_got_back
A hidden rule has sent a councillor's casework mail to a stranger for three months
    high_risk attack 70 phishing health economic_and_financial sensitive
A camera clip of a teenager breaking a window is put on the village's page
    high_risk online verbal_disclosure deliberate children criminal_offences sensitive
    vulnerable_people
Staff grievance papers are left in a pub and nobody has handed them in
    high_risk lost 2 employees health sensitive
The landlord has kept the papers unread and gives them back
    unlikely lost 2 employees health sensitive known_person deletion_confirmed=yes
A memory stick with the electoral register is lost
    risk_or_worse lost 900 lost_or_stolen_device
The same stick was encrypted
    unlikely lost 900 lost_or_stolen_device encrypted_key_safe
The payroll bureau of two hundred councils is broken into
    high_risk attack 6 employees economic_and_financial official_documents private identity_fraud
A supplier tells two hundred councils of a hole that its records show nobody used
    unlikely mistake 60 misconfiguration private nobody logs_show_nobody
The recording of a session without the public, on a clerk's illness, is on YouTube
    high_risk online employees health sensitive
The food bank's families are all copied in on one message
    high_risk copied 45 vulnerable_adults economic_and_financial sensitive vulnerable_people
The minutes online name a resident and his illness
    high_risk online health sensitive
A resident's illness is spoken of before three people in the hall
    risk_or_worse mistake verbal_disclosure health sensitive
A resident's complaint is put in a group of twelve on WhatsApp, and stays there
    risk mistake other_non_cyber private
The group has taken the complaint down, and says so
    unlikely mistake other_non_cyber private deletion_confirmed=yes
The old clerk's laptop was sold unwiped to nobody knows whom
    risk_or_worse lost 400 disposal_of_hardware economic_and_financial private
The old clerk's laptop was sold unwiped to a neighbour, who has wiped it
    unlikely lost 400 disposal_of_hardware private known_person deletion_confirmed=yes
An agenda goes to the wrong person of the same name
    unlikely mistake
The clerk's broadband is down for a day
    unlikely outage other_non_cyber service_effect=none
Allotment rents are overwritten and restored the next morning
    unlikely outage 30 integrity alteration economic_and_financial private
A pay file is changed by mistake, and somebody has no wages for a week
    risk_or_worse outage 1 integrity alteration employees economic_and_financial private
    took_days serious
A password is typed into a false page and changed at once; records show no sign-in
    unlikely attack 200 phishing private nobody logs_show_nobody no_longer_work
The same, and there are no records
    risk_or_worse attack 200 phishing private no_evidence no_longer_work
The website is flooded for an afternoon
    unlikely outage denial_of_service deliberate service_effect=none
A hardship grant's papers go to the neighbour, who brings them back
    unlikely mistake posted_to_wrong_recipient economic_and_financial sensitive
    deletion_confirmed=yes
The neighbour shows the hardship grant's papers round
    risk_or_worse mistake deliberate economic_and_financial sensitive
A staff appraisal goes to all councillors, who delete it
    unlikely mistake employees private detailed_profile trusted deletion_confirmed=yes
A staff appraisal goes to all councillors, and two have not answered
    risk mistake employees private detailed_profile trusted
The chair names a complainant before the public and the press
    risk_or_worse online verbal_disclosure private shown
The youth club's list with allergies goes to all its parents
    risk_or_worse mistake 25 children health sensitive vulnerable_people
The youth club's list with allergies is lost in the park
    high_risk lost 25 children health sensitive vulnerable_people
The youth club's list of names goes to one of its parents by mistake
    risk mistake 25 children vulnerable_people revealing=minor
The clerk's encrypted telephone is lost and wiped from afar
    unlikely lost 250 lost_or_stolen_device private encrypted_key_safe
The new address of a woman who fled stands in a published planning paper
    high_risk online vulnerable_adults sensitive safety
A clerk who left still reads the council's mail
    risk_or_worse mistake 150 unauthorised_access deliberate private
A shared folder stood open to anybody; records show that nobody looked
    unlikely online 150 misconfiguration private nobody logs_show_nobody
A shared folder stood open to anybody, and there are no records
    risk_or_worse online 150 misconfiguration private
An answer to a request leaves a complainant's name readable for the one who asked
    risk mistake failure_to_redact private
Volunteers' criminal record checks go to the next parish's clerk, who deletes them
    unlikely mistake 7 criminal_offences sensitive trusted deletion_confirmed=yes
""")

# The first morning: several answers are still open, and none may be taken for a good one.
FIRST_MORNING = cases("""
A bag is gone, and nobody knows yet what was in it
    risk_or_worse lost ?people_affected ?categories ?revealing ?particulars
An e-mail went astray, and nobody knows yet to whom
    risk_or_worse mistake ?recipient ?deletion_confirmed ?exposure_evidence
An e-mail with private matters went to a firm bound to secrecy, which has not answered
    risk_or_worse mistake private trusted ?deletion_confirmed
Files are locked, and nothing is known of backups or of copies
    risk_or_worse locked confidentiality availability ?restoration ?exposure_evidence
Records are gone, and nobody knows yet whether they come back or who needs them
    risk_or_worse outage ?restoration ?service_effect
Something is online, and nobody has yet read what it gives away
    risk_or_worse online ?revealing ?particulars ?categories ?people_affected
A laptop is stolen, and nobody knows yet whether it was encrypted
    risk_or_worse stolen 80 lost_or_stolen_device private ?protection ?credentials
A mailbox was broken into, and the mail in it is not yet gone through
    risk_or_worse attack ?people_affected ?categories ?revealing ?particulars ?credentials
A list goes to a dozen people, and nobody knows yet whether children are on it
    risk_or_worse mistake 12 ?data_subjects ?particulars
Readable papers on abuse reach the abuser; much else is open
    high_risk mistake ?people_affected ?data_subjects ?identifiable_locally sensitive safety
A child's illness stands online; how many have seen it is open
    high_risk online ?exposure_evidence children health sensitive vulnerable_people
A thief has an unencrypted laptop with bank details of an unknown number
    high_risk stolen ?people_affected economic_and_financial private identity_fraud
""")


@pytest.mark.parametrize("case", PARISH + FIRST_MORNING, ids=lambda case: case.story)
def test_a_parish_case_is_weighed_as_a_careful_clerk_would(case: Case) -> None:
    assert assess(scotton(), case.facts).risk_to_people in case.answers


def test_the_parish_cases_are_told_without_contradiction() -> None:
    assert [case.story for case in PARISH + FIRST_MORNING if contradictions(case.facts)] == []


@pytest.mark.parametrize(
    ("told", "risk"),
    [
        pytest.param(
            {"categories": ["sexual_orientation"], "revealing": "sensitive", "recipient": "public"},
            UNLIKELY,
            id="nameless answers of a survey online",
        ),
        pytest.param(
            {"categories": ["health"], "revealing": "sensitive", "identifiable_locally": "yes"},
            RISK,
            id="nameless, but the village knows who is ill",
        ),
        pytest.param(
            {"revealing": "already_public", "recipient": "unknown_person", "people_affected": 400},
            UNLIKELY,
            id="the open register left on a bench",
        ),
        pytest.param(
            {"data_subjects": ["employees"], "recipient": "unknown_person"},
            UNLIKELY,
            id="a staff telephone list lost, and nobody ticks what is not in it",
        ),
    ],
)
def test_what_a_case_does_not_tell_is_not_held_against_it_once_it_is_settled(
    told: dict[str, Any], risk: RiskToPeople
) -> None:
    facts = {**PLAIN, "identifiable_locally": "no", **told}
    for name in ("particulars", "credentials"):
        del facts[name]
    assert assess(scotton(), BreachFacts.from_json(facts)).risk_to_people is risk
