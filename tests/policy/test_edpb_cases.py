"""The eighteen worked cases of EDPB Guidelines 01/2021, each decided by its facts alone."""

import pytest

from tenants.policy import assess, scotton
from tenants.policy.worked_cases import WorkedCase, worked_cases

CASES = [case for case in worked_cases().cases if case.id.startswith("EDPB-")]

# The outcomes as they were published (regulator told, people told), and how each is known: read in
# the guidelines or quoted from them (confirmed), or read in other people's summaries (secondary).
PUBLISHED = {
    "EDPB-01": (False, False, "confirmed"),
    "EDPB-02": (True, False, "secondary"),
    "EDPB-03": (True, True, "secondary"),
    "EDPB-04": (True, True, "secondary"),
    "EDPB-05": (True, True, "secondary"),
    "EDPB-06": (False, False, "secondary"),
    "EDPB-07": (True, True, "secondary"),
    "EDPB-08": (True, False, "confirmed"),
    "EDPB-09": (False, False, "secondary"),
    "EDPB-10": (False, False, "secondary"),
    "EDPB-11": (True, True, "confirmed"),
    "EDPB-12": (True, True, "secondary"),
    "EDPB-13": (False, False, "secondary"),
    "EDPB-14": (True, True, "secondary"),
    "EDPB-15": (False, False, "secondary"),
    "EDPB-16": (True, False, "secondary"),
    "EDPB-17": (True, True, "secondary"),
    "EDPB-18": (True, True, "secondary"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id} {case.title}")
def test_the_engine_decides_a_worked_case_as_published(case: WorkedCase) -> None:
    assessment = assess(scotton(), case.facts)
    assert assessment.risk_to_people is case.risk_to_people
    assert assessment.notify_regulator is case.notify_regulator
    assert assessment.tell_people is case.tell_people


def test_all_eighteen_cases_are_there_once_and_in_order() -> None:
    assert [case.id for case in CASES] == list(PUBLISHED)
    assert [case.source for case in CASES] == [
        f"EDPB Guidelines 01/2021, case {number:02}" for number in range(1, 19)
    ]


def test_the_library_holds_the_outcomes_as_published_and_how_they_are_known() -> None:
    held = {
        case.id: (case.notify_regulator, case.tell_people, case.outcome_status) for case in CASES
    }
    assert held == PUBLISHED


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_told_in_one_sentence_with_a_parish_example(case: WorkedCase) -> None:
    assert case.story.endswith(".")
    assert ". " not in case.story
    assert case.parish.startswith("In a parish: ")
    assert len(case.story.split()) <= 35
    assert len({other.title for other in CASES}) == len(CASES)
