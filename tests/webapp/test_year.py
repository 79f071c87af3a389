"""The council's year: what is coming, training, the yearly return and the evidence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from justhtml import JustHTML

from tenants.models import AnnualReturn, Event, ObligationId, Training
from tenants.prompts import claim_upkeep, keep_up
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import counted, events
from tests.tenants.prompted import adopt, gone_through, london, rows, train
from tests.webapp.conftest import PageClient, with_token_page
from tests.webapp.statements import counted_statements
from webapp import create_app

DAY = timedelta(days=1)
APRIL = london(2027, 4, 6)
NOVEMBER = london(2026, 11, 23)


@dataclass
class StoppedClock:
    """A clock that shows what a test wants."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def shift(self) -> timedelta:
        return timedelta()


@pytest.fixture
def stopped() -> StoppedClock:
    return StoppedClock(NOVEMBER)


@pytest.fixture
def service(settings: Settings, stopped: StoppedClock) -> Iterator[Flask]:
    made = with_token_page(create_app(settings, clock=stopped))
    made.testing = True
    yield made
    made.extensions["database"].close()


Opened = Callable[[str], PageClient]


@pytest.fixture
def opened(service: Flask, council: TestCouncil) -> Opened:
    """Return a maker of checking clients of the council's members."""
    return lambda who: PageClient(service.test_client()).sign_in_as(council, who)


def year(council: TestCouncil, page: str = "") -> str:
    return f"/councils/{council.slug}/year{page}"


def words(html: str) -> str:
    body = JustHTML(html, sanitize=False).query("main")[0]
    return " ".join(body.to_text().split())


def seen(html: str) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    fields = JustHTML(html, sanitize=False).query('main input[type="hidden"]')
    found = {str(each.attrs["name"]): str(each.attrs["value"] or "") for each in fields}
    found.pop("csrf_token", None)
    return found


def test_a_calendar_that_was_never_gone_through_says_what_would_be_there(
    council: TestCouncil, opened: Opened
) -> None:
    page = words(opened("clerk").get(year(council)).text)
    assert "Nothing is coming yet" in page
    assert "The policy has no review day yet" in page


def test_the_year_says_what_comes_by_which_day_and_who_is_asked(
    council: TestCouncil, opened: Opened
) -> None:
    adopt(council, date(2026, 11, 9), date(2027, 3, 1), NOVEMBER)
    gone_through(council, NOVEMBER)
    page = words(opened("clerk").get(year(council)).text)
    assert "Look at the policy again By Monday 1 March 2027" in page
    assert "The clerk; the chair too from the day on" in page
    assert "You; the chair too from the day on" in page
    assert "From Thursday 31 December 2026" in page
    assert "Training of 4 people By Wednesday 23 December 2026" in page
    assert "Refresh your training By Wednesday 23 December 2026" in page
    assert "the year to 31 March 2027 By Wednesday 31 March 2027" in page
    assert page.index("Look at the policy") < page.index("Put together the evidence")
    assert page.index("Put together the evidence") < page.index("Say how many breaches")


def test_what_is_late_stands_first(
    council: TestCouncil, opened: Opened, stopped: StoppedClock
) -> None:
    gone_through(council, NOVEMBER)
    stopped.at = NOVEMBER + 40 * DAY
    page = words(opened("chair").get(year(council)).text)
    assert page.index("What is late") < page.index("What is coming")
    assert "Late: was due on Wednesday 23 December 2026" in page


@pytest.mark.parametrize("who", ["lead", "councillor", "reporter"])
def test_who_holds_no_office_sees_their_own_training_only(
    who: str, council: TestCouncil, opened: Opened
) -> None:
    train(council, date(2026, 11, 10), NOVEMBER, who)
    gone_through(council, NOVEMBER)
    client = opened(who)
    html = client.get(year(council)).text
    page = words(html)
    assert "Refresh your training" in page
    assert "Training of" not in page
    assert "Say how many breaches there were in the year to 31 March 2027" in page
    assert "/year/return" not in html
    own = words(client.get(year(council, "/training")).text)
    assert "Tuesday 10 November 2026: The association's evening course" in own
    assert "Next due Wednesday 10 November 2027" in own
    for name, member in council.members.items():
        assert name == who or member.name not in own
    for page_of_office in ("/training/record", "/return", "/evidence"):
        assert client.get(year(council, page_of_office)).status_code == 403


def test_training_is_recorded_for_several_at_once(council: TestCouncil, opened: Opened) -> None:
    gone_through(council, NOVEMBER)
    clerk = opened("clerk")
    ids = [str(council.members[name].membership_id) for name in ("clerk", "lead")]
    sent = {"members": ids, "trained_on": "10 November 2026", "what": "An evening course"}
    answer = clerk.post(year(council, "/training/record"), sent, follow_redirects=True)

    page = words(answer.text)
    assert "The training of 2 people is in the record." in page
    assert "Tuesday 10 November 2026: An evening course" in page
    without = page.partition("Who has had none in two years")[2].partition("Everybody")[0]
    assert council.members["lead"].name not in without
    assert council.members["chair"].name in without
    again = clerk.post(year(council, "/training/record"), sent, follow_redirects=True)
    assert "in the record already" in words(again.text)
    assert counted(council, Training) == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"members": []}, "Select who was trained"),
        ({"trained_on": ""}, "Enter the day of the training"),
        ({"trained_on": "10 November 2027"}, "this one has not come yet"),
        ({"what": ""}, "Enter what the training was"),
        ({"trained_on": "1 May 1999"}, "Enter a day after 1999"),
        ({"members": ["00000000-0000-0000-0000-000000000000"]}, "Choose"),
    ],
)
def test_a_form_with_something_to_mend_keeps_what_was_typed(
    changes: dict[str, object], says: str, council: TestCouncil, opened: Opened
) -> None:
    sent = {
        "members": [str(council.members["lead"].membership_id)],
        "trained_on": "10 November 2026",
        "what": "An evening course",
        **changes,
    }
    answer = opened("chair").post(year(council, "/training/record"), sent)
    assert answer.status_code == 422
    assert says in words(answer.text)
    if sent["what"]:
        assert "An evening course" in answer.text
    assert counted(council, Training) == 0


def test_nothing_is_asked_before_the_year_is_over(council: TestCouncil, opened: Opened) -> None:
    page = words(opened("clerk").get(year(council, "/return")).text)
    assert "Nothing is asked of you now" in page
    assert "is asked for from Thursday 1 April 2027, and due on Friday 30 April 2027" in page
    assert "No return has been made yet" in page


def test_a_nil_return_is_confirmed_in_so_many_words(
    council: TestCouncil, opened: Opened, stopped: StoppedClock
) -> None:
    gone_through(council, NOVEMBER)
    stopped.at = APRIL
    clerk = opened("clerk")
    page = clerk.get(year(council, "/return")).text
    assert "Return for the year to 31 March 2027" in words(page)
    assert "I confirm that the council had no personal data breach in this year" in words(page)

    unticked = clerk.post(year(council, "/return"), seen(page))
    assert unticked.status_code == 422
    assert "Tick the box" in words(unticked.text)
    sent = {**seen(page), "confirmed": "yes"}
    made = clerk.post(year(council, "/return"), sent, follow_redirects=True)
    assert "The return for the year to 31 March 2027 is made." in words(made.text)
    assert "Year to 31 March 2027 Breaches None" in words(made.text)
    again = clerk.post(year(council, "/return"), sent, follow_redirects=True)
    assert "has been made already" in words(again.text)
    assert counted(council, AnnualReturn) == 1
    assert events(council)[Event.RETURN_MADE] == 1


def test_a_return_shows_what_the_register_holds_and_notices_a_change(
    council: TestCouncil, opened: Opened, stopped: StoppedClock
) -> None:
    council.report(NOVEMBER)
    stopped.at = APRIL
    clerk = opened("chair")
    page = clerk.get(year(council, "/return")).text
    assert "Breaches 1" in words(page)
    assert "the register holds all the breaches" in words(page)
    council.report(NOVEMBER + DAY)
    sent = {**seen(page), "confirmed": "yes"}
    answer = clerk.post(year(council, "/return"), sent)
    assert answer.status_code == 422
    assert "The register changed while you had this page open" in words(answer.text)
    assert "Breaches 2" in words(answer.text)
    strange = clerk.post(year(council, "/return"), {**sent, "breaches": "²"})
    assert strange.status_code == 422
    final = {**seen(answer.text), "confirmed": "yes"}
    assert clerk.post(year(council, "/return"), final).status_code == 303


def test_the_evidence_lists_what_belongs_in_it_and_is_prepared_once(
    council: TestCouncil, opened: Opened, stopped: StoppedClock
) -> None:
    adopt(council, date(2026, 11, 9), date(2027, 11, 9), NOVEMBER)
    train(council, date(2026, 11, 10), NOVEMBER, "clerk", "lead")
    council.report(NOVEMBER)
    gone_through(council, NOVEMBER)
    stopped.at = APRIL
    gone_through(council, APRIL)
    clerk = opened("clerk")
    html = clerk.get(year(council, "/evidence?year=2027")).text
    page = words(html)
    assert "It supports your evidence." in page
    assert "1 breach, no near miss" in page
    assert "Adopted on Monday 9 November 2026" in page
    assert "2 of 5 people had training in the two years to Wednesday 31 March 2027" in page
    assert "No practice breach in the year" in page
    done = clerk.post(year(council, "/evidence"), seen(html), follow_redirects=True)
    assert "was prepared on Tuesday 6 April 2027" in words(done.text)
    again = clerk.post(year(council, "/evidence"), seen(html), follow_redirects=True)
    assert "prepared already" in words(again.text)
    assert events(council)[Event.EVIDENCE_PREPARED] == 1


@pytest.mark.parametrize("wanted", ["2025", "2031", "x", "²", "-1"])
def test_a_year_not_spent_here_is_not_found(
    wanted: str, council: TestCouncil, opened: Opened
) -> None:
    assert opened("clerk").get(year(council, f"/evidence?year={wanted}")).status_code == 404


def test_home_says_what_is_coming_in_the_order_of_its_days(
    council: TestCouncil, opened: Opened, stopped: StoppedClock
) -> None:
    adopt(council, date(2026, 11, 9), date(2027, 4, 20), NOVEMBER)
    train(council, date(2026, 11, 10), NOVEMBER, *council.members)
    stopped.at = london(2027, 3, 8)
    gone_through(council, stopped.at)
    home = f"/councils/{council.slug}/"
    page = words(opened("clerk").get(home).text)
    evidence, review, answer = (
        page.index(part) for part in ("the evidence for", "due for review", "the return for")
    )
    assert evidence < review < answer
    assert "the evidence" not in words(opened("councillor").get(home).text)


def test_a_reporters_home_says_when_their_training_is_late(
    council: TestCouncil, opened: Opened, stopped: StoppedClock
) -> None:
    gone_through(council, NOVEMBER)
    stopped.at = NOVEMBER + 40 * DAY
    page = words(opened("reporter").get(f"/councils/{council.slug}/").text)
    assert "Wednesday 23 December 2026, late: Refresh your training" in page


def test_adopting_by_its_page_has_the_calendar_gone_through_at_once(
    council: TestCouncil, opened: Opened
) -> None:
    gone_through(council, NOVEMBER)
    clerk = opened("clerk")
    page = clerk.get(f"/councils/{council.slug}/policy/adopt").text
    sent = {**seen(page), "adopted": "9 November 2026", "minute": "26/1", "review_on": ""}
    assert clerk.post(f"/councils/{council.slug}/policy/adopt", sent).status_code == 303
    with council.session() as session:
        assert claim_upkeep(session, now=NOVEMBER)
        keep_up(session, now=NOVEMBER)
        session.commit()
    (review,) = rows(council, ObligationId.REVIEW_POLICY)
    assert review.due_at == london(2027, 11, 9)


def test_the_pages_of_the_year_cost_few_statements(
    council: TestCouncil, opened: Opened, service: Flask
) -> None:
    gone_through(council, NOVEMBER)
    clerk = opened("clerk")
    for page, most in (("", 7), ("/training", 6), ("/return", 7), ("/evidence", 15)):
        with counted_statements(service) as statements:
            clerk.get(year(council, page))
        assert len(statements) <= most, (page, statements)
