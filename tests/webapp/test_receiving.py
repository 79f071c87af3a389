"""Receiving a report on its pages: who was involved, the first look, who leads."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tenants.breaches.handlers import declared_for
from tenants.breaches.record import get_breach
from tenants.clock import Clock
from tenants.models import Nature
from tests.councils import TestCouncil
from tests.webapp.breach_forms import BreachForms, checked_in, hidden_in, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
FormsOf = Callable[[str], BreachForms]
LOOK = {"nature": "breach", "what_data": "Names", "cause": "Haste", "extent": "30", "harm": "Upset"}


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    return council.report(now)


@pytest.fixture
def forms_of(signed_in: SignedIn, council: TestCouncil, reference: str) -> FormsOf:
    """Return the forms of a reported breach in the browser of a member."""
    return lambda who: BreachForms(signed_in(council, who), council, reference)


def test_whoever_was_not_involved_is_brought_back_to_the_first_assessment(
    forms_of: FormsOf,
) -> None:
    clerk = forms_of("clerk")
    asked = clerk.get("initial-assessment")
    assert asked.status_code == 303
    question = clerk.client.get(asked.location)
    assert "nobody should assess or decide on a breach that they had a part in" in text_of(question)
    answer = clerk.client.post(asked.location, {**hidden_in(question.text), "answer": "no"})
    assert answer.location == clerk.address("initial-assessment")


def test_whoever_was_involved_is_told_who_has_it_now_and_why(
    forms_of: FormsOf, council: TestCouncil
) -> None:
    clerk = forms_of("clerk")
    answer = clerk.send("involvement", answer="yes")
    assert answer.location == clerk.address("involvement")
    page = text_of(clerk.get("involvement"))
    assert council.members["chair"].name in page
    assert "The clerk said that they were involved" in page


def test_who_was_involved_cannot_assess_and_the_page_says_who_does(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.declare(reference, now, who="clerk", was_involved=True)
    clerk = forms_of("clerk")
    for answer in (clerk.get("initial-assessment"), clerk.press("initial-assessment", **LOOK)):
        assert answer.status_code == 403
        assert council.members["chair"].name in text_of(answer)
        assert "protects you as much as the council" in text_of(answer)
    chair = forms_of("chair")
    chair.send("involvement", answer="no")
    assert chair.send("initial-assessment", **LOOK).status_code == 303


def test_an_answer_is_asked_for_and_a_strange_one_refused_by_name(forms_of: FormsOf) -> None:
    clerk = forms_of("clerk")
    nothing = clerk.send("involvement")
    strange = clerk.send("involvement", answer="=1+1")
    assert (nothing.status_code, strange.status_code) == (422, 422)
    assert "Say whether you were involved" in text_of(nothing)
    assert "Choose one of the answers on this page" in text_of(strange)


@pytest.mark.parametrize(
    "elsewhere", ["https://bad.example/", "//bad.example", "/councils/other/", "/\\bad"]
)
def test_the_way_back_leads_only_to_this_breach(forms_of: FormsOf, elsewhere: str) -> None:
    clerk = forms_of("clerk")
    opened = clerk.get("involvement")
    address = f"{clerk.address('involvement')}?next={elsewhere}"
    answer = clerk.client.post(address, {**hidden_in(opened.text), "answer": "no"})
    assert answer.location == clerk.address()


def test_a_second_press_of_no_goes_on_as_the_first_did(
    forms_of: FormsOf, council: TestCouncil, reference: str
) -> None:
    clerk = forms_of("clerk")
    sent = {**hidden_in(clerk.get("involvement").text), "answer": "no"}
    assert clerk.press("involvement", **sent).status_code == 303
    assert clerk.press("involvement", **sent).status_code == 303
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        declared = declared_for(session, breach_id=breach.id)
    assert declared.not_involved == {council.members["clerk"].membership_id}


def test_the_first_assessment_begins_with_what_the_report_says(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.declare(reference, now, who="clerk", was_involved=False)
    page = forms_of("clerk").get("initial-assessment")
    for said in ("Allotment holders", "about 30", "Asked them to delete it"):
        assert said in page.text


def test_after_the_first_assessment_the_lead_investigator_is_chosen(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.declare(reference, now, who="clerk", was_involved=False)
    clerk = forms_of("clerk")
    assert clerk.send("initial-assessment", **LOOK).location == clerk.address("lead-investigator")
    choice = clerk.get("lead-investigator")
    assert council.members["councillor"].name not in text_of(choice)
    lead = council.members["lead"]
    answer = clerk.send("lead-investigator", lead=str(lead.membership_id))
    assert answer.location == clerk.address()
    assert f"{lead.name} leads the investigation now" in text_of(clerk.get())


@pytest.mark.parametrize("nature", [Nature.NEAR_MISS, Nature.NOT_A_BREACH])
def test_what_is_no_breach_is_closed_at_once_and_said_so(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime, nature: Nature
) -> None:
    council.declare(reference, now, who="clerk", was_involved=False)
    clerk = forms_of("clerk")
    refused = clerk.send("initial-assessment", **{**LOOK, "nature": nature, "reason": " "})
    assert "Say in a sentence why it is not a breach" in text_of(refused)
    answer = clerk.send("initial-assessment", **{**LOOK, "nature": nature, "reason": "Empty desk"})
    assert answer.location == clerk.address()
    shown = text_of(clerk.get())
    assert "its clock has stopped" in shown
    assert "Empty desk" in shown
    assert clerk.get("lead-investigator").location == clerk.address()


def test_a_second_press_of_the_first_assessment_changes_nothing(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.declare(reference, now, who="clerk", was_involved=False)
    clerk = forms_of("clerk")
    sent = {**hidden_in(clerk.get("initial-assessment").text), **LOOK}
    clerk.press("initial-assessment", **sent)
    again = clerk.press("initial-assessment", **sent)
    assert again.location == clerk.address()
    assert "has been made already" in text_of(clerk.get())


def test_when_two_assess_at_once_the_second_keeps_their_words_and_sees_who_was_first(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    for who in ("clerk", "chair"):
        council.declare(reference, now, who=who, was_involved=False)
    clerk, chair = forms_of("clerk"), forms_of("chair")
    sent = {**hidden_in(chair.get("initial-assessment").text), **LOOK, "harm": "My own words"}
    clerk.send("initial-assessment", **LOOK)
    second = chair.press("initial-assessment", **sent)
    assert second.status_code == 409
    assert "My own words" in second.text
    assert f"{council.members['clerk'].name} has made the first assessment" in text_of(second)
    assert "yours was not saved" in text_of(second, ".govuk-error-summary")
    assert "press the button" not in text_of(second)


def test_when_somebody_changed_the_breach_meanwhile_pressing_again_saves(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.receive(reference, now)
    council.declare(reference, now, who="chair", was_involved=False)
    chair = forms_of("chair")
    lead, clerk = council.members["lead"], council.members["clerk"]
    chosen = {"lead": str(lead.membership_id)}
    sent = {**hidden_in(chair.get("lead-investigator").text), **chosen}
    council.appoint(reference, now, lead="clerk")
    overtaken = chair.press("lead-investigator", **sent)
    assert overtaken.status_code == 409
    assert f"Appointed {clerk.name} as lead investigator" in text_of(overtaken)
    assert checked_in(overtaken.text) == {str(lead.membership_id)}
    again = chair.press("lead-investigator", **hidden_in(overtaken.text), **chosen)
    assert again.status_code == 303


def test_nobody_leads_before_the_first_assessment(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.declare(reference, now, who="clerk", was_involved=False)
    clerk = forms_of("clerk")
    assert clerk.get("lead-investigator").location == clerk.address()
    assert "Make the first assessment before" in text_of(clerk.get())


def test_a_lead_who_was_involved_after_all_stands_down_and_sees_who_chooses_another(
    forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.receive(reference, now)
    council.appoint(reference, now)
    lead = forms_of("lead")
    lead.send("involvement", answer="yes")
    page = text_of(lead.get("involvement"))
    assert council.members["clerk"].name in page
    assert lead.get("rating/what-happened").status_code == 403
