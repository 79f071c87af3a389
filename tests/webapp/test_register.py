"""The register: every breach of one council, filtered, paged, in ten statements."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from justhtml import JustHTML

from tenants.breaches.reporting import Report, report_breach
from tenants.clock import Clock
from tenants.models import Nature, Precision
from tenants.policy import BreachFacts, Recipient
from tests.councils import CouncilMaker, TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.statements import counted_statements

ClientOf = Callable[..., PageClient]
MOST_STATEMENTS = 13


@pytest.fixture
def today(clock: Clock) -> datetime:
    """Return the present instant of the service that is being asked."""
    return clock.now()


@pytest.fixture(scope="module")
def busy_council(council_maker: CouncilMaker, clock: Clock) -> TestCouncil:
    """A council that reported 55 breaches, an hour apart."""
    made, now = council_maker.make(), clock.now()
    with made.session("reporter") as session:
        for hours in range(55, 0, -1):
            at = now - timedelta(hours=hours)
            report_breach(session, _report(at), by=made.members["reporter"], now=at, draft_id=None)
        session.commit()
    return made


def _report(at: datetime) -> Report:
    return Report(
        cause="failure_to_use_bcc",
        description="Told to nobody but those who deal with it",
        whose="Allotment holders",
        people_words="about 30",
        recoverable="no",
        action_taken="",
        contact="",
        occurred_at=None,
        occurred_precision=Precision.NOT_KNOWN,
        found_at=at,
        facts=BreachFacts(people_affected=30),
    )


def test_fifty_rows_cost_at_most_thirteen_statements(
    app: Flask, busy_council: TestCouncil, client_of: ClientOf
) -> None:
    client = client_of(busy_council, "clerk")
    with counted_statements(app) as statements:
        page = client.get(address(busy_council))
    assert len(rows(page.text)) == 50
    assert len(statements) <= MOST_STATEMENTS, statements


def test_the_second_page_goes_on_where_the_first_ends(
    busy_council: TestCouncil, client_of: ClientOf
) -> None:
    client = client_of(busy_council, "councillor")
    first, second = (client.get(f"{address(busy_council)}?page={n}").text for n in (1, 2))
    numbers = [*references(first), *references(second)]
    assert len(numbers) == len(set(numbers)) == 55
    assert numbers == sorted(numbers, reverse=True)
    assert "Showing 51 to 55 of 55 entries" in words(second)
    assert 'aria-current="page"' in second


def test_a_page_past_the_end_shows_the_last_and_says_so(
    busy_council: TestCouncil, client_of: ClientOf
) -> None:
    page = client_of(busy_council, "clerk").get(f"{address(busy_council)}?page=9")
    assert "There is no page 9, so this is the last" in words(page.text)
    assert len(rows(page.text)) == 5


def test_the_pages_keep_the_filters(busy_council: TestCouncil, client_of: ClientOf) -> None:
    page = client_of(busy_council, "clerk").get(f"{address(busy_council)}?state=reported")
    assert "state=reported&amp;page=2" in page.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("shelf", "attic"),
        ("state", "<b>"),
        ("year", "MMXXVI"),
        ("year", "99999999999999999999"),
        ("rated", "-1"),
        ("rated", "²"),
        ("page", "0"),
        ("page", "last"),
    ],
)
def test_what_is_no_filter_is_left_out_and_said(
    council: TestCouncil, client_of: ClientOf, today: datetime, name: str, value: str
) -> None:
    reference = council.report(today)
    page = client_of(council, "clerk").get(f"{address(council)}?{name}={quote(value)}")
    assert page.status_code == 200
    assert references(page.text) == [reference]
    assert f"“{value[:30]}" in words(page.text)


def test_each_shelf_holds_its_own(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    open_one, missed, rated = (council.report(today) for _ in range(3))
    council.receive(missed, today, nature=Nature.NEAR_MISS)
    council.receive(rated, today)
    council.appoint(rated, today)
    council.rate(rated, today)
    client = client_of(council, "clerk")

    def found(query: str) -> set[str]:
        return set(references(client.get(f"{address(council)}?{query}").text))

    assert found("") == {open_one, rated}
    assert found("shelf=apart") == {missed}
    assert found("shelf=closed") == set()
    assert found("shelf=everything") == {open_one, missed, rated}
    assert found("state=rated") == {rated}
    assert found("rated=4") == {rated}
    assert found("rated=5") == set()
    assert found(f"year={today.year}") == {open_one, rated}
    assert found("year=2001") == set()


def test_an_empty_shelf_says_what_would_be_there(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    client = client_of(council, "clerk")
    assert "The register is empty" in client.get(address(council)).text
    council.report(today)
    for query, sentence in (
        ("?shelf=closed", "No breach is closed yet"),
        ("?shelf=apart", "No near misses yet"),
        ("?state=rated", "Nothing in the register fits this"),
    ):
        assert sentence in client.get(f"{address(council)}{query}").text


def test_each_line_says_how_long_is_left_and_who_has_it(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today, found_at=today - timedelta(hours=80))
    theirs = words(client_of(council, "councillor").get(address(council)).text)
    assert "8 hours overdue" in theirs
    clerk, chair = (council.members[who].name for who in ("clerk", "chair"))
    assert f"{clerk} or {chair}" in theirs
    assert "You have this" in words(client_of(council, "clerk").get(address(council)).text)
    council.declare(reference, today, who="clerk", was_involved=True)
    council.declare(reference, today, who="chair", was_involved=True)
    passed_on = words(client_of(council, "clerk").get(address(council)).text)
    assert council.members["lead"].name in passed_on
    assert "You have this" not in passed_on
    assert "You have this" in words(client_of(council, "lead").get(address(council)).text)


def test_the_register_tells_no_description(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    council.report(today)
    page = client_of(council, "clerk").get(address(council)).text
    assert "allotment list" not in page
    assert "Allotment holders" not in page


def test_another_councils_breaches_are_not_listed(
    council: TestCouncil, other_council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    other_council.report(today)
    client = client_of(council, "clerk", not_showing=other_council)
    assert rows(client.get(f"{address(council)}?shelf=everything").text) == []
    assert client.client.get(address(other_council)).status_code == 404


def test_somebody_who_only_reports_does_not_read_the_register(
    council: TestCouncil, client_of: ClientOf
) -> None:
    assert client_of(council, "reporter").get(address(council)).status_code == 403
    assert client_of(council, "councillor").get(address(council)).status_code == 200


def test_words_from_people_stand_as_words(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    report = replace(_report(today), cause="<script>alert(1)</script>")
    with council.session("reporter") as session:
        report_breach(session, report, by=council.members["reporter"], now=today, draft_id=None)
        session.commit()
    assert "<script>alert" not in client_of(council, "clerk").get(address(council)).text


def test_a_rated_line_shows_its_number(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today)
    council.receive(reference, today)
    council.appoint(reference, today)
    client = client_of(council, "councillor")
    assert "Not rated yet" in client.get(address(council)).text
    council.rate(
        reference, today, facts=BreachFacts(people_affected=30, recipient=Recipient.PUBLIC)
    )
    assert '<strong class="pb-register__rating">3</strong>' in client.get(address(council)).text


def address(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/breaches"


def rows(html: str) -> list[object]:
    return list(JustHTML(html, sanitize=False).query(".pb-register tbody tr"))


def references(html: str) -> list[str]:
    links = JustHTML(html, sanitize=False).query(".pb-register__number")
    return [str(link.to_text()).strip() for link in links]


def words(html: str) -> str:
    return " ".join(str(JustHTML(html, sanitize=False).query("main")[0].to_text()).split())
