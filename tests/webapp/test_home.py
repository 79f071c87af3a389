"""What each member finds on their home pages: what needs them, what waits, what is coming."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from justhtml import JustHTML

from tenants import councils, people, policies
from tenants.access import Role
from tenants.breaches.drafts import start_draft
from tenants.clock import Clock
from tenants.messages import claim_due_message, mark_refused
from tenants.models import AdoptedPolicy, DraftKind
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.statements import counted_statements
from webapp.home.today import Coming, what_is_ahead

ClientOf = Callable[..., PageClient]
MOST_STATEMENTS_AT_HOME = 18
MOST_STATEMENTS_A_COUNCIL = 7


@pytest.fixture
def today(clock: Clock) -> datetime:
    """Return the present instant of the service that is being asked."""
    return clock.now()


@pytest.fixture
def shared_clerk(council: TestCouncil, other_council: TestCouncil, today: datetime) -> str:
    """The clerk of one council, who is a lead investigator in the other as well."""
    with other_council.session() as session:
        people.add_person(
            session,
            by=None,
            name="The Same Person",
            email=council.email("clerk"),
            place=((Role.LEAD_INVESTIGATOR, Role.COUNCILLOR), None),
            now=today,
        )
        session.commit()
    return "clerk"


@pytest.mark.parametrize(
    ("who", "heading"),
    [
        ("clerk", "Nothing needs you today"),
        ("chair", "Nothing needs you today"),
        ("lead", "Nothing needs you today"),
        ("councillor", "Nothing the council must know of today"),
        ("reporter", "Has something gone wrong?"),
    ],
)
def test_an_empty_home_says_what_would_be_there(
    council: TestCouncil, client_of: ClientOf, who: str, heading: str
) -> None:
    page = client_of(council, who).get(home(council)).text
    assert words(page).startswith(heading)
    assert "Report a breach" in page


def test_what_needs_you_comes_first_with_its_clock_and_one_green_button(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    later = council.report(today, found_at=today - timedelta(hours=1))
    sooner = council.report(today, found_at=today - timedelta(hours=60))
    page = client_of(council, "clerk").get(home(council)).text
    assert words(page).startswith("2 things need you today")
    assert words(page).index(sooner) < words(page).index(later)
    assert green_buttons(page) == ["Start the first assessment"]
    assert f"/breaches/{sooner}/initial-assessment" in page
    assert "pb-clock--soon" in page


def test_what_waits_for_others_says_who_has_it(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    council.receive(reference, today)
    council.appoint(reference, today)
    page = words(client_of(council, "clerk").get(home(council)).text)
    assert page.startswith("Nothing needs you today")
    assert f"Waiting for {council.members['lead'].name}" in page
    assert words(client_of(council, "lead").get(home(council)).text).startswith("1 thing needs you")


def test_what_is_late_in_other_hands_is_said_at_the_top(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today, found_at=today - timedelta(hours=80))
    council.receive(reference, today)
    council.appoint(reference, today)
    late = f"8 hours overdue: breach {reference}"
    assert late in words(client_of(council, "clerk").get(home(council)).text)
    assert late not in words(client_of(council, "councillor").get(home(council)).text)


def test_a_councillor_sees_what_the_council_has_been_told(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    told, other = council.report(today), council.report(today)
    council.receive(told, today)
    council.appoint(told, today)
    council.rate(told, today)
    page = words(client_of(council, "councillor").get(home(council)).text)
    assert page.startswith("The council has been told of 1 breach")
    assert told in page
    assert other not in page
    counted = "1 other breach is open, not rated yet or not so serious that the council is told"
    assert counted in page


def test_a_reporter_sees_their_own_reports_and_no_others(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    own = council.report(today)
    foreign = council.report(today, who="councillor")
    page = client_of(council, "reporter").get(home(council)).text
    assert f"/breaches/{own}/reported" in page
    assert foreign not in page
    assert "Waiting for others" not in page


def test_a_report_that_was_not_sent_can_be_carried_on(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    with council.session("reporter") as session:
        by = council.members["reporter"]
        draft = start_draft(session, kind=DraftKind.REPORT, by=by, now=today)
        session.commit()
    page = client_of(council, "reporter").get(home(council)).text
    assert f"/report/{draft.id}/check" in page
    assert str(draft.id) not in client_of(council, "clerk").get(home(council)).text


@pytest.mark.parametrize(
    ("who", "is_warned"), [("clerk", True), ("chair", True), ("lead", False), ("councillor", False)]
)
def test_a_letter_that_nobody_took_is_a_warning_to_clerk_and_chair(
    council: TestCouncil, client_of: ClientOf, today: datetime, *, who: str, is_warned: bool
) -> None:
    reference = council.report(today)
    with council.session() as session:
        message = claim_due_message(session, now=today)
        while message is not None and message.breach_id is None:
            mark_refused(session, message, problem="refused 450", is_final=False, now=today)
            message = claim_due_message(session, now=today)
        assert message is not None
        mark_refused(session, message, problem="refused 550", is_final=True, now=today)
        session.commit()
    page = words(client_of(council, who).get(home(council)).text)
    assert ("1 letter could not be delivered" in page) == is_warned
    assert (f"about breach {reference}" in page) == is_warned


def test_a_letter_that_is_refused_and_tried_again_is_a_warning_too(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    council.report(today)
    with council.session() as session:
        message = claim_due_message(session, now=today)
        assert message is not None
        mark_refused(session, message, problem="refused 554", is_final=False, now=today)
        session.commit()
    page = words(client_of(council, "clerk").get(home(council)).text)
    assert "1 letter could not be delivered" in page
    assert "refused so far, and being tried again" in page


def test_what_is_coming_is_in_order_of_its_day(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    day = today.date()
    with council.session() as session:
        policies.adopt_policy(
            session,
            by=council.members["clerk"],
            meeting=(day, "12/26"),
            review_on=day + timedelta(days=90),
            now=today,
        )
        councils.set_next_meeting(session, on=day + timedelta(days=9))
        session.commit()
    page = words(client_of(council, "clerk").get(home(council)).text)
    assert page.index("The full council meets") < page.index("The policy is due for review")


@pytest.mark.parametrize(
    ("adopted_on", "review_on", "meeting", "expected"),
    [
        (None, None, None, [Coming.ADOPT_POLICY]),
        (date(2026, 1, 5), date(2026, 11, 1), None, [Coming.REVIEW_OVERDUE]),
        (date(2026, 1, 5), date(2027, 1, 5), date(2026, 12, 1), [Coming.MEETING, Coming.REVIEW]),
        (date(2026, 1, 5), None, date(2026, 11, 1), []),
    ],
)
def test_the_years_dates_are_told_as_they_stand(
    adopted_on: date | None, review_on: date | None, meeting: date | None, expected: list[Coming]
) -> None:
    adopted = AdoptedPolicy(adopted_on=adopted_on, review_on=review_on)
    ahead = what_is_ahead(adopted, meeting, date(2026, 11, 20))
    assert [one.what for one in ahead] == expected


def test_home_across_councils_puts_the_nearest_clock_first(
    council: TestCouncil,
    other_council: TestCouncil,
    client_of: ClientOf,
    shared_clerk: str,
    today: datetime,
) -> None:
    own = council.report(today)
    council.report(today, found_at=today - timedelta(hours=30))
    theirs = other_council.report(today, found_at=today - timedelta(hours=80))
    page = client_of(council, shared_clerk).get("/home").text
    text = words(page)
    assert text.startswith("2 things need you today")
    assert f"8 hours overdue: {other_council.name}, breach {theirs}" in text
    assert f"/councils/{council.slug}/breaches/{own}" in page
    assert f"/councils/{other_council.slug}/breaches/{theirs}" in page


def test_home_in_one_council_shows_nothing_of_the_other(
    council: TestCouncil,
    other_council: TestCouncil,
    client_of: ClientOf,
    shared_clerk: str,
    today: datetime,
) -> None:
    other_council.report(today)
    client = client_of(council, shared_clerk, not_showing=other_council)
    assert "Nothing needs you today" in client.get(home(council)).text


def test_each_council_costs_a_fixed_number_of_statements(
    app: Flask,
    council: TestCouncil,
    other_council: TestCouncil,
    client_of: ClientOf,
    shared_clerk: str,
    today: datetime,
) -> None:
    client = client_of(council, shared_clerk)
    for _ in range(3):
        council.report(today)
        other_council.report(today)
    with counted_statements(app) as across:
        client.get("/home")
    with counted_statements(app) as at_home:
        client.get(home(council))
    sign_in = 7
    assert len(across) <= sign_in + 2 * MOST_STATEMENTS_A_COUNCIL, across
    assert len(at_home) <= MOST_STATEMENTS_AT_HOME, at_home


def test_who_has_one_council_goes_straight_to_it(council: TestCouncil, client_of: ClientOf) -> None:
    client = client_of(council, "councillor")
    assert client.get("/").headers["Location"] == "/home"
    assert client.get("/home").headers["Location"] == home(council)


def test_who_is_signed_out_is_shown_the_doors(page_client: PageClient) -> None:
    assert page_client.get("/home").headers["Location"] == "/"
    assert page_client.get("/").status_code == 200


def test_who_left_every_council_is_told_so(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    client = client_of(council, "councillor")
    with council.session() as session:
        people.change_person(
            session,
            by=council.members["clerk"],
            membership_id=council.members["councillor"].membership_id,
            place=((Role.COUNCILLOR,), None),
            has_left=True,
            now=today,
        )
        session.commit()
    assert words(client.get("/home").text).startswith("You have no place in a council")


def home(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/"


def green_buttons(html: str) -> list[str]:
    buttons = JustHTML(html, sanitize=False).query("main .govuk-button")
    return [
        str(button.to_text()).strip()
        for button in buttons
        if "govuk-button--secondary" not in str(button.attrs.get("class"))
    ]


def words(html: str) -> str:
    return " ".join(str(JustHTML(html, sanitize=False).query("main")[0].to_text()).split())
