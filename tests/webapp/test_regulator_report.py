"""The report to the regulator on its pages: begun, saved, checked, copied, sent, followed up."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tenants.breaches.drills import start_drill
from tenants.breaches.record import get_breach
from tenants.breaches.regulator_reports import reports_of
from tenants.breaches.regulator_saved import answers_in
from tenants.breaches.scenarios import SCENARIOS
from tenants.clock import Clock
from tenants.documents.regulator_report import regulator_report_document
from tenants.documents.shape import Heading, Table
from tenants.models import Subject
from tests.councils import TestCouncil
from tests.tenants.posted import regulator_alerts
from tests.webapp.breach_forms import BreachForms, checked_in, hidden_in, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
ROOT = "regulator-report"
BREACH, PEOPLE = f"{ROOT}/about-the-breach", f"{ROOT}/information-and-people"
DONE = f"{ROOT}/what-was-done"


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    reference = council.report(now, found_at=now - timedelta(hours=10))
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    return reference


@pytest.fixture
def lead(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "lead"), council, reference)


@pytest.fixture
def begun(lead: BreachForms) -> BreachForms:
    """The lead investigator's browser, with a report begun."""
    answer = lead.press(ROOT)
    assert answer.location == lead.address(f"{ROOT}/about-your-report")
    return lead


def saved(council: TestCouncil, reference: str) -> dict[str, object]:
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        return answers_in(reports_of(session, breach_id=breach.id)[-1])


def test_it_is_begun_filled_in_and_saved_part_by_part(
    begun: BreachForms, council: TestCouncil
) -> None:
    opened = begun.get(BREACH)
    assert "The allotment list went to the wrong person" in opened.text
    assert "no" in checked_in(opened.text)

    answer = begun.send(
        BREACH,
        what_happened="A list went to the wrong person",
        is_cyber="not_yet_known",
        how_found="A phone call",
        discovered_at="yesterday 4pm",
        happened_at="",
    )
    assert answer.location == begun.address(PEOPLE)
    assert begun.send(PEOPLE, categories="basic_identifiers", records="about 30").location
    answers = saved(council, begun.reference)
    assert answers["records"] == 30
    assert answers["categories"] == ["basic_identifiers"]
    assert {"happened_at", "people"}.isdisjoint(answers)
    page = text_of(begun.get(ROOT))
    assert "questions are not answered yet" in page
    assert "When did it happen?" in page
    assert "only after a cyber incident" in text_of(begun.get(f"{ROOT}/cyber"))
    assert begun.get(f"{ROOT}/nothing").status_code == 404


def test_what_cannot_be_read_and_what_others_saved_leave_the_form_as_it_was_typed(
    begun: BreachForms, signed_in: SignedIn, council: TestCouncil
) -> None:
    wrong = begun.send(PEOPLE, records="many", data_subjects="martians", consequences="Spam")
    assert wrong.status_code == 422
    assert "Spam" in wrong.text
    assert "many" in wrong.text

    older = hidden_in(begun.get(DONE).text)
    clerk = BreachForms(signed_in(council, "clerk"), council, begun.reference)
    clerk.send(DONE, measures_before="Two people check")
    overtaken = begun.press(DONE, **older, measures_before="Nothing was there")
    assert overtaken.status_code == 409
    assert "Two people check" in text_of(overtaken)
    assert "Nothing was there" in overtaken.text
    again = begun.press(DONE, **hidden_in(overtaken.text), measures_before="Nothing was there")
    assert again.status_code == 303


def test_what_the_record_learns_later_is_offered_on_the_page(
    begun: BreachForms, council: TestCouncil, now: datetime
) -> None:
    council.decide(begun.reference, now, subject=Subject.PEOPLE, done_at=now)
    council.decide(begun.reference, now, done_at=now)
    opened = begun.get(ROOT)
    page = text_of(opened)
    assert "The record says more now" in page
    assert "Have you told the people affected? Yes, we have told them" in page
    assert "It is recorded that you told the regulator" in page

    answer = begun.press(f"{ROOT}/news", **hidden_in(opened.text))

    assert answer.location == begun.address(ROOT)
    assert saved(council, begun.reference)["people_told"] == "told"
    assert "The record says more now" not in text_of(begun.get(ROOT))


def test_names_are_looked_at_before_it_is_copied(begun: BreachForms) -> None:
    begun.send(BREACH, what_happened="Mrs O\u2019Neill of 12 Mill Lane rang the clerk")
    assert begun.get(f"{ROOT}/copy").location == begun.address(f"{ROOT}/check")
    assert begun.get(f"{ROOT}/copy.txt").location == begun.address(f"{ROOT}/check")
    assert begun.get(f"{ROOT}/sent").location == begun.address(f"{ROOT}/check")
    check = text_of(begun.get(f"{ROOT}/check"))
    assert "Mrs O\u2019Neill looks like a name" in check
    assert "UK GDPR Art. 33(3)" in check
    assert "What could come of it" in check

    assert begun.send(f"{ROOT}/check", words="Somebody else").status_code == 422
    one = {"words": ["Mrs O\u2019Neill", "12 Mill Lane"]}
    assert begun.send(f"{ROOT}/check", **one).location == begun.address(f"{ROOT}/check")

    assert "Somebody found these to be nobody affected" in text_of(begun.get(f"{ROOT}/check"))
    copy = text_of(begun.get(f"{ROOT}/copy"))
    order = ["What happened?", "How did you find out", "How many records", "full name?"]
    assert [copy.index(each) for each in order] == sorted(copy.index(each) for each in order)
    assert "Not yet known" in copy
    text = begun.get(f"{ROOT}/copy.txt")
    assert "3. What happened?\nMrs O\u2019Neill of 12 Mill Lane" in text.text


def test_recording_it_as_sent_stops_the_clock_and_keeps_the_report(
    begun: BreachForms, council: TestCouncil, signed_in: SignedIn
) -> None:
    clerk = BreachForms(signed_in(council, "clerk"), council, begun.reference)
    assert clerk.get(f"{ROOT}/sent").status_code == 403
    assert begun.send(f"{ROOT}/sent", sent="tomorrow").status_code == 422
    assert "Enter the time too" in text_of(begun.send(f"{ROOT}/sent", sent="today"))
    too_early = begun.send(f"{ROOT}/sent", sent="last week Monday 9am", their_reference="IC-1")
    assert too_early.status_code == 422
    assert "IC-1" in too_early.text

    answer = begun.send(f"{ROOT}/sent", sent="now", their_reference="IC-123456-A1B2")

    assert answer.location == begun.address()
    assert "The 72 hours have stopped" in text_of(begun.get(), "body")
    assert regulator_alerts(council) == []
    assert begun.get(BREACH).location == begun.address(ROOT)
    assert begun.press(BREACH, version="1", what_happened="Other").location == begun.address(ROOT)
    assert "IC-123456-A1B2" in text_of(begun.get(ROOT))
    assert "as it was sent" in text_of(begun.get(f"{ROOT}/copy?report=1"))
    assert begun.get(f"{ROOT}/copy?report=7").status_code == 404
    assert begun.get(f"{ROOT}/copy?report=\u0663").status_code == 404


def test_a_follow_up_shows_what_changed_and_offers_what_was_promised(
    begun: BreachForms, council: TestCouncil
) -> None:
    begun.send(f"{ROOT}/sent", sent="now", their_reference="IC-123456-A1B2")
    owner = str(council.members["lead"].membership_id)
    promise = {"kind": "follow_up", "words": "How many", "owner": owner, "due_on": "tomorrow"}
    begun.send("actions/new", **promise)
    begun.press(ROOT)
    begun.send(PEOPLE, people="42", records="42")

    page = text_of(begun.get(ROOT))
    assert "What changed since report 1" in page
    assert "500" in page
    sent = begun.get(f"{ROOT}/sent")
    assert "IC-123456-A1B2" in sent.text
    assert "How many (by" in text_of(sent)
    with council.session() as session:
        breach = get_breach(session, reference=begun.reference)
        (_, second) = reports_of(session, breach_id=breach.id)
        document = regulator_report_document(session, breach, second)
    assert document.title.startswith("Follow-up report to the Information Commission")
    assert any(isinstance(block, Table) for block in document.blocks)
    assert Heading("How many people could be affected?", 3) not in document.blocks


def test_practice_says_that_nothing_is_sent(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    with council.session() as session:
        story = next(iter(SCENARIOS.values()))
        drill = start_drill(session, story, by=council.members["clerk"], now=now).reference
        session.commit()
    council.receive(drill, now)
    council.appoint(drill, now)
    council.rate(drill, now)
    lead = BreachForms(signed_in(council, "lead"), council, drill)
    lead.press(ROOT)

    assert "nothing is sent" in text_of(lead.get(ROOT))
    lead.send(f"{ROOT}/about-the-breach", what_happened="A mailbox was broken into")
    assert lead.get(f"{ROOT}/copy.txt").text.startswith("PRACTICE")
    lead.send(f"{ROOT}/sent", sent="now")
    assert "Recorded, as practice" in text_of(lead.get(), "body")


def test_whoever_may_not_handle_breaches_reads_no_report_and_forged_forms_do_nothing(
    begun: BreachForms, signed_in: SignedIn, council: TestCouncil, other_council: TestCouncil
) -> None:
    before = saved(council, begun.reference)
    councillor = BreachForms(signed_in(council, "councillor"), council, begun.reference)
    assert councillor.get(ROOT).status_code == 403
    stranger = BreachForms(signed_in(other_council, "lead"), council, begun.reference)
    assert stranger.get(ROOT).status_code == 404
    assert stranger.press(f"{ROOT}/news", version="1").status_code == 404
    forged = begun.client.post_without_token(begun.address(DONE), {"measures_before": "x"})
    assert forged.status_code == 422
    begun.press(f"{ROOT}/news", version="77")
    begun.press(DONE, version="nonsense", measures_before="x")
    assert saved(council, begun.reference) == before
