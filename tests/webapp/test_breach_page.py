"""One breach as each member sees it: above the fold, what is done, and what stays hidden."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from justhtml import JustHTML
from werkzeug.exceptions import NotFound

from tenants.breaches.council_report import record_council_report
from tenants.breaches.deciding import change_aware_at
from tenants.breaches.decisions import Choice
from tenants.breaches.page import get_breach_page
from tenants.breaches.rating import override_rating
from tenants.breaches.reporting import Report, report_breach
from tenants.clock import Clock
from tenants.messages import claim_due_message, mark_sent
from tenants.models import Nature, Precision, Subject
from tenants.policy import BreachFacts, Cause, scotton
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.statements import counted_statements
from webapp.breaches.actions import Form
from webapp.breaches.progress import steps_taken

ClientOf = Callable[..., PageClient]
MOST_STATEMENTS = 26
WRITTEN_BY_THE_REPORTER = (
    "allotment list went to the wrong person",
    "Allotment holders",
    "about 30",
    "Asked them to delete it",
    "01234 567890",
)


@pytest.fixture
def today(clock: Clock) -> datetime:
    """Return the present instant of the service that is being asked."""
    return clock.now()


@pytest.fixture
def rated(council: TestCouncil, today: datetime) -> str:
    """The number of a breach that is rated 4, with a high risk to people."""
    reference = council.report(today)
    council.receive(reference, today)
    council.appoint(reference, today)
    council.rate(reference, today)
    return reference


@pytest.mark.parametrize("who", ["clerk", "chair", "lead"])
def test_those_who_deal_with_it_see_what_was_reported_and_by_whom(
    council: TestCouncil, client_of: ClientOf, rated: str, who: str
) -> None:
    page = words(client_of(council, who).get(address(council, rated)).text)
    for text in (*WRITTEN_BY_THE_REPORTER, council.members["reporter"].name):
        assert text in page


def test_a_councillor_cannot_see_who_reported(
    council: TestCouncil, client_of: ClientOf, rated: str
) -> None:
    page = client_of(council, "councillor").get(address(council, rated)).text
    assert council.members["reporter"].name not in page


def test_a_councillor_reads_no_free_text_about_people(
    council: TestCouncil, client_of: ClientOf, rated: str
) -> None:
    page = words(client_of(council, "councillor").get(address(council, rated)).text)
    for text in (*WRITTEN_BY_THE_REPORTER, "Haste"):
        assert text not in page
    assert "500 people are affected" in page
    assert "4 on a scale of 0 to 6" in page
    assert "Decide whether the regulator must be told" in page


def test_a_councillor_does_not_learn_who_was_involved(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    council.declare(reference, today, who="clerk", was_involved=True)
    clerk = council.members["clerk"].name
    assert clerk not in client_of(council, "councillor").get(address(council, reference)).text
    assert clerk in client_of(council, "chair").get(address(council, reference)).text


def test_the_councils_copy_is_the_same_for_whoever_prints_it(
    council: TestCouncil, client_of: ClientOf, rated: str
) -> None:
    page = client_of(council, "clerk").get(f"{address(council, rated)}?copy=council").text
    for text in (*WRITTEN_BY_THE_REPORTER, council.members["reporter"].name):
        assert text not in words(page)


@pytest.mark.parametrize(("who", "copy"), [("councillor", ""), ("clerk", "?copy=council")])
def test_the_councils_copy_keeps_the_lead_investigators_words_back(
    council: TestCouncil, client_of: ClientOf, rated: str, today: datetime, who: str, copy: str
) -> None:
    choice = Choice(subject=Subject.RATING, decided="3", reason="Mrs Marple knew already")
    with council.session("lead") as session:
        override_rating(
            session, choice, seen=council.seen(rated), by=council.members["lead"], now=today
        )
        session.commit()
    council.decide(rated, today)
    page = words(client_of(council, who).get(f"{address(council, rated)}{copy}").text)
    assert "decided: rating 3" in page
    assert "The regulator: to be told" in page
    assert "Marple" not in page
    assert "As the policy says" not in page


def test_a_councillor_is_offered_nothing_to_change(
    council: TestCouncil, client_of: ClientOf, rated: str
) -> None:
    page = client_of(council, "councillor").get(address(council, rated)).text
    assert forms_offered(page, council, rated) == set()


@pytest.mark.parametrize("reference", ["2026-999", "1", "2026-abc", "x" * 300, "2026-00000000001"])
def test_a_number_that_no_breach_has_is_not_found(
    council: TestCouncil, client_of: ClientOf, reference: str
) -> None:
    assert client_of(council, "clerk").get(address(council, reference)).status_code == 404


def test_another_councils_breach_is_not_found(
    council: TestCouncil, other_council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = other_council.report(today)
    client = client_of(council, "clerk")
    assert client.get(address(council, reference)).status_code == 404
    assert client.get(address(other_council, reference)).status_code == 404
    assert (
        client_of(other_council, "clerk").get(address(other_council, reference)).status_code == 200
    )


@pytest.mark.parametrize(
    ("hours_ago", "loudness"), [(1, "calm"), (50, "soon"), (68, "urgent"), (73, "overdue")]
)
def test_the_clock_shouts_only_when_late(
    council: TestCouncil, client_of: ClientOf, today: datetime, hours_ago: int, loudness: str
) -> None:
    reference = council.report(today, found_at=today - timedelta(hours=hours_ago))
    page = client_of(council, "clerk").get(address(council, reference)).text
    assert f"pb-clock--{loudness}" in page
    assert ("overdue" in words(page)) == (loudness == "overdue")


def test_the_next_step_is_one_green_button_for_whoever_has_it(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    page = client_of(council, "clerk").get(address(council, reference)).text
    assert green_buttons(page) == ["Start the first assessment"]
    assert "First we ask whether you were involved" in page
    council.receive(reference, today)
    council.appoint(reference, today)
    waiting = client_of(council, "clerk").get(address(council, reference)).text
    assert green_buttons(waiting) == []
    assert f"{council.members['lead'].name} has this" in words(waiting)
    assert green_buttons(client_of(council, "lead").get(address(council, reference)).text) == [
        "Start rating"
    ]


def test_whoever_was_involved_is_passed_over_and_told_why(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    council.declare(reference, today, who="clerk", was_involved=True)
    page = client_of(council, "clerk").get(address(council, reference)).text
    assert green_buttons(page) == []
    assert "others assess and decide" in page
    assert forms_offered(page, council, reference) == set()
    chair = client_of(council, "chair").get(address(council, reference)).text
    assert green_buttons(chair) == ["Start the first assessment"]


def test_before_the_rating_the_page_says_what_the_report_suggests(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    page = words(client_of(council, "lead").get(address(council, reference)).text)
    assert "Nobody has rated it yet" in page
    assert "The report alone suggests 3" in page


def test_the_steps_are_done_one_after_the_other(council: TestCouncil, today: datetime) -> None:
    reference = council.report(today)

    def states() -> list[str]:
        member = council.members["lead"]
        with council.session("lead") as session:
            page = get_breach_page(session, reference=reference, member=member)
            return [step.state.value for step in steps_taken(scotton().steps, page)]

    assert states() == ["now", *["later"] * 4]
    council.receive(reference, today)
    assert states() == ["now", "done", "later", "later", "later"]
    council.appoint(reference, today)
    assert states() == ["done", "done", "now", "later", "later"]
    council.rate(reference, today)
    assert states() == ["done", "done", "now", "later", "later"]
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, today, subject=subject, done_at=today)
    assert states() == ["done", "done", "now", "later", "later"]
    council.settle(reference, today)
    assert states() == ["done", "done", "done", "done", "now"]
    council.close(reference, today)
    assert states() == ["done"] * 5


def test_a_near_miss_needs_the_first_step_alone(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    council.receive(reference, today, nature=Nature.NEAR_MISS)
    page = client_of(council, "clerk").get(address(council, reference)).text
    ticks = JustHTML(page, sanitize=False).query(".pb-steps__state")
    assert [str(tick.to_text()).strip() for tick in ticks] == ["Done"]
    assert "the other steps were not needed" in page
    assert green_buttons(page) == []


def test_an_override_shows_both_views_with_the_reason(
    council: TestCouncil, client_of: ClientOf, rated: str, today: datetime
) -> None:
    override = Choice(subject=Subject.RATING, decided="3", reason="Only five were opened")
    with council.session("lead") as session:
        override_rating(
            session, override, seen=council.seen(rated), by=council.members["lead"], now=today
        )
        session.commit()
    page = words(client_of(council, "clerk").get(address(council, rated)).text)
    assert "decided: rating 3" in page
    assert "table gives: rating 4" in page
    assert "Only five were opened" in page
    assert "3 on a scale of 0 to 6" in page


def test_a_change_of_the_clocks_start_shows_its_reason(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    council.declare(reference, today, who="clerk", was_involved=False)
    with council.session("clerk") as session:
        change_aware_at(
            session,
            seen=council.seen(reference),
            aware_at=today,
            reason="Certain only after the call",
            by=council.members["clerk"],
            now=today,
        )
        session.commit()
    page = client_of(council, "clerk").get(address(council, reference)).text
    assert "Certain only after the call" in page
    assert f"{address(council, reference)}/times" in page
    councillors = client_of(council, "councillor").get(address(council, reference)).text
    assert "Certain only after the call" not in councillors


def test_letters_of_one_kind_share_a_line(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    with council.session() as session:
        while message := claim_due_message(session, now=today):
            mark_sent(session, message, now=today)
        session.commit()
    page = words(client_of(council, "clerk").get(address(council, reference)).text)
    clerk, chair = (council.members[who].name for who in ("clerk", "chair"))
    assert f"Wrote to {clerk} and {chair} that a breach was reported" in page
    assert "1 letter was sent" in page
    assert "wait for their time" in page


def test_what_people_wrote_stands_as_they_wrote_it(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reporter, report = council.members["reporter"], _report("=HYPERLINK() 🙂 שלום <b>bold</b>")
    with council.session("reporter") as session:
        breach = report_breach(session, report, by=reporter, now=today, draft_id=None)
        session.commit()
        reference = breach.reference
    page = client_of(council, "clerk").get(address(council, reference)).text
    assert "=HYPERLINK() 🙂 שלום &lt;b&gt;bold&lt;/b&gt;" in page
    assert '<p class="govuk-body pb-typed" dir="auto">=HYPERLINK()' in page


def test_a_closed_breach_offers_nothing_and_tells_what_was_learned(
    council: TestCouncil, client_of: ClientOf, rated: str, today: datetime
) -> None:
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(rated, today, subject=subject, done_at=today)
    council.close(rated, today, learned="Check twice")
    page = client_of(council, "lead").get(address(council, rated)).text
    assert forms_offered(page, council, rated) == set()
    assert "Check twice" in page
    assert "Bring it to the full council" in page
    with council.session() as session:
        record_council_report(
            session,
            seen=council.seen(rated),
            meeting=(today.date(), "26/114"),
            by=council.members["clerk"],
            now=today,
        )
        session.commit()
    page = client_of(council, "lead").get(address(council, rated)).text
    assert "minute <bdi>26/114</bdi>" in page
    assert "Nothing more to do" in page


@pytest.mark.parametrize("who", ["clerk", "lead", "councillor"])
def test_every_link_of_the_page_leads_to_a_page(
    app: Flask, council: TestCouncil, client_of: ClientOf, rated: str, who: str
) -> None:
    page = client_of(council, who).get(address(council, rated)).text
    addresses = app.url_map.bind("localhost")
    for link in links(page):
        try:
            addresses.match(link.partition("?")[0])
        except NotFound:
            pytest.fail(f"{link} leads nowhere")


def test_the_page_costs_a_fixed_number_of_statements(
    app: Flask, council: TestCouncil, client_of: ClientOf, rated: str
) -> None:
    client = client_of(council, "clerk")
    with counted_statements(app) as statements:
        client.get(address(council, rated))
    assert len(statements) <= MOST_STATEMENTS, len(statements)


def _report(description: str) -> Report:
    return Report(
        cause=Cause.PHISHING,
        description=description,
        whose="",
        people_words="",
        recoverable="no",
        action_taken="",
        contact="",
        occurred_at=None,
        occurred_precision=Precision.NOT_KNOWN,
        found_at=None,
        facts=BreachFacts(),
    )


def address(council: TestCouncil, reference: str) -> str:
    return f"/councils/{council.slug}/breaches/{reference}"


def links(html: str) -> set[str]:
    found = JustHTML(html, sanitize=False).query("a[href]")
    return {str(link.attrs["href"]) for link in found if str(link.attrs["href"]).startswith("/")}


def forms_offered(html: str, council: TestCouncil, reference: str) -> set[str]:
    """Return the forms that a page links to in which something is judged."""
    root = f"{address(council, reference)}/"
    offered = {link.removeprefix(root) for link in links(html) if link.startswith(root)}
    return offered & set(Form)


def green_buttons(html: str) -> list[str]:
    buttons = JustHTML(html, sanitize=False).query("main .govuk-button")
    return [str(button.to_text()).strip() for button in buttons]


def words(html: str) -> str:
    return " ".join(str(JustHTML(html, sanitize=False).query("main")[0].to_text()).split())
