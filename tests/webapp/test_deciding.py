"""Deciding whom to tell, moving the clock's start and closing, on their pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from justhtml import JustHTML

from tenants.breaches.page import get_breach_page
from tenants.clock import Clock
from tenants.models import Subject
from tenants.policy import BreachFacts
from tenants.times import when
from tests.councils import TestCouncil
from tests.tenants.posted import regulator_alerts
from tests.webapp.breach_forms import BreachForms, checked_in, hidden_in, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
REGULATOR, PEOPLE = "decisions/regulator", "decisions/people"


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def found_at(now: datetime) -> datetime:
    return now - timedelta(hours=10)


@pytest.fixture
def reference(council: TestCouncil, now: datetime, found_at: datetime) -> str:
    """A breach of high risk that waits for its two decisions."""
    reference = council.report(now, found_at=found_at)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    return reference


@pytest.fixture
def lead(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "lead"), council, reference)


def alerts(council: TestCouncil, reference: str) -> list[str]:
    """Return the alerts of a breach's 72 hours that still wait to be sent."""
    assert reference
    return [message.kind for message in regulator_alerts(council)]


def test_the_page_says_what_is_proposed_and_why(lead: BreachForms) -> None:
    page = text_of(lead.get(REGULATOR))
    assert "Must the regulator be told? Yes" in page
    assert "UK GDPR Art. 33(1)" in page
    assert "cannot be saved part-way" in page


def test_a_decision_not_to_tell_stops_the_alerts(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    assert alerts(council, reference)
    answer = lead.send(REGULATOR, decided="do_not_tell", reason="Nobody could read it")
    assert answer.location == lead.address()
    assert not alerts(council, reference)


def test_a_decision_to_tell_alerts_until_it_is_done(
    lead: BreachForms, council: TestCouncil, reference: str, now: datetime
) -> None:
    lead.send(REGULATOR, decided="tell")
    assert alerts(council, reference)
    again = lead.get(REGULATOR)
    assert checked_in(again.text) == {"tell"}
    lead.send(REGULATOR, decided="tell", done="5 minutes ago", their_reference="IC-123456-A1B2")
    assert not alerts(council, reference)
    assert "IC-123456-A1B2" in text_of(lead.get(REGULATOR))


@pytest.mark.parametrize("form", [REGULATOR, PEOPLE])
def test_deciding_differently_without_a_reason_is_refused_with_everything_kept(
    lead: BreachForms, form: str
) -> None:
    refused = lead.send(form, decided="do_not_tell", their_reference="=HYPERLINK(1)")
    assert refused.status_code == 422
    assert "Say in a sentence why you decide differently" in text_of(refused)
    assert checked_in(refused.text) == {"do_not_tell"}
    reason = {"reason": "They deleted it at once", "exception": "risk_removed_since"}
    sent = {**hidden_in(refused.text), "decided": "do_not_tell", **reason}
    assert lead.press(form, **sent).location == lead.address()


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("tomorrow", "this one has not come yet"),
        ("72 hours ago", "This must be after that"),
        ("today", "Enter the time too"),
        ("gibberish", "Enter the day too"),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(
    lead: BreachForms, done: str, said: str
) -> None:
    refused = lead.send(REGULATOR, decided="tell", done=done)
    assert refused.status_code == 422
    assert said in text_of(refused, ".govuk-error-summary")
    assert f'value="{done}"' in refused.text


def test_telling_late_asks_for_the_reasons_for_the_delay(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    reference = council.report(now, found_at=now - timedelta(hours=80))
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    lead = BreachForms(signed_in(council, "lead"), council, reference)
    assert "8 hours overdue" in text_of(lead.get(REGULATOR))
    late = {"decided": "tell", "done": "10 minutes ago"}
    refused = lead.send(REGULATOR, **late)
    assert "The law asks for the reasons for the delay" in text_of(refused)
    assert lead.send(REGULATOR, **late, reason="The office was flooded").status_code == 303


def test_a_decision_after_the_72_hours_asks_for_nothing_by_a_time_that_has_passed(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    reference = council.report(now, found_at=now - timedelta(hours=80))
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    lead = BreachForms(signed_in(council, "lead"), council, reference)
    unexplained = lead.send(REGULATOR, decided="tell", reason="")
    assert "The 72 hours are over. The law asks for the reasons" in text_of(unexplained)
    assert lead.send(REGULATOR, decided="tell", reason="The office was flooded").status_code == 303
    page = text_of(lead.get())
    assert "Recorded: you will tell the regulator. Do it now" in page
    assert "Do it by" not in page


def test_an_earlier_reason_is_not_taken_for_the_reason_of_a_delay(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    reference = council.report(now, found_at=now - timedelta(hours=80))
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    council.decide(reference, now)
    lead = BreachForms(signed_in(council, "lead"), council, reference)
    opened = lead.get(REGULATOR)
    assert checked_in(opened.text) == {"tell"}
    started = JustHTML(opened.text, sanitize=False).query("textarea")[0].to_text().strip()
    assert started.startswith("The 72 hours ended on")
    assert "As the policy says" not in started


def test_a_second_press_records_one_decision(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    sent = {**hidden_in(lead.get(PEOPLE).text), "decided": "tell"}
    for _ in range(2):
        assert lead.press(PEOPLE, **sent).location == lead.address()
    with council.session() as session:
        page = get_breach_page(session, reference=reference, member=council.members["lead"])
    assert [row.subject for row in page.decisions] == [Subject.PEOPLE]


def test_a_stale_page_shows_who_changed_what_and_then_saves(
    lead: BreachForms, council: TestCouncil, reference: str, now: datetime
) -> None:
    sent = {**hidden_in(lead.get(REGULATOR).text), "decided": "tell", "reason": "My reason"}
    council.rate(reference, now, facts=BreachFacts(people_affected=6))
    overtaken = lead.press(REGULATOR, **sent)
    assert overtaken.status_code == 409
    assert f"{council.members['lead'].name} : Rated it 2" in text_of(overtaken)
    assert "My reason" in overtaken.text
    again = lead.press(REGULATOR, **{**sent, **hidden_in(overtaken.text)})
    assert again.location == lead.address()


def test_a_page_whose_token_is_too_old_saves_nothing_and_keeps_everything(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    sent = {**hidden_in(lead.get(REGULATOR).text), "decided": "tell", "reason": "My reason"}
    stale = lead.client.post_without_token(lead.address(REGULATOR), {**sent, "csrf_token": "old"})
    assert stale.status_code == 422
    assert "press the button again" in text_of(stale)
    assert "My reason" in stale.text
    with council.session() as session:
        page = get_breach_page(session, reference=reference, member=council.members["lead"])
    assert not page.decisions


def test_a_megabyte_of_text_is_answered_beside_its_field(lead: BreachForms) -> None:
    answer = lead.send(REGULATOR, decided="tell", reason="x" * 1_048_576)
    assert answer.status_code == 422
    assert "1,043,576 characters too long" in text_of(answer, ".govuk-error-summary")


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "🙂 <script>", "שלום", "@SUM(1)"])
def test_what_looks_like_a_formula_or_code_is_kept_as_text(lead: BreachForms, text: str) -> None:
    lead.send(REGULATOR, decided="tell", reason=text)
    page = lead.get(REGULATOR)
    assert text in text_of(page)
    assert "<script>" not in page.text


def test_only_parties_have_a_page(lead: BreachForms) -> None:
    for about in ("rating", "risk", "nobody"):
        assert lead.get(f"decisions/{about}").status_code == 404


def test_no_decision_before_the_rating(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    lead = BreachForms(signed_in(council, "lead"), council, reference)
    assert lead.get(REGULATOR).location == lead.address()
    assert "Rate the breach first" in text_of(lead.get())


def test_the_three_times_stand_apart_and_moving_one_names_old_and_new(
    lead: BreachForms, found_at: datetime
) -> None:
    page = text_of(lead.get("times"))
    for words in ("It happened", "Somebody first suspected it", "The council became aware"):
        assert words in page
    refused = lead.send("times", aware="2 hours ago")
    assert refused.status_code == 422
    assert 'value="2 hours ago"' in refused.text
    sent = {**hidden_in(refused.text), "aware": "2 hours ago", "reason": "Then we saw the log"}
    assert lead.press("times", **sent).location == lead.address()
    flashed = text_of(lead.get())
    assert "The 72 hours now end on" in flashed
    assert f"Before, it was {when(found_at + timedelta(hours=72))}" in flashed


def test_the_clerk_may_still_change_when_the_council_became_aware_once_somebody_leads(
    signed_in: SignedIn, council: TestCouncil, reference: str, now: datetime
) -> None:
    clerk = BreachForms(signed_in(council, "clerk"), council, reference)
    answer = clerk.send("times", aware="2 hours ago", reason="The caller told us then")
    assert answer.location == clerk.address()
    assert "The caller told us then" in text_of(clerk.get())


def test_a_breach_is_closed_only_when_nothing_is_left(
    lead: BreachForms, council: TestCouncil, reference: str, now: datetime
) -> None:
    left = text_of(lead.get("close"))
    assert "Decide whether the regulator must be told" in left
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, now, subject=subject, done_at=now)
    council.settle(reference, now)
    answer = lead.send("close", learned="Check the address twice")
    assert answer.location == lead.address()
    assert "is closed" in text_of(lead.get())
    for form in ("close", REGULATOR, "rating/what-happened", "involvement"):
        assert lead.get(form).location == lead.address()
