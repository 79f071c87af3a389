"""The record of what was decided: what stands, what was replaced, and who counted the people."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from justhtml import JustHTML

from tenants.clock import Clock
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]
Reading = Callable[..., str]


@pytest.fixture
def today(clock: Clock) -> datetime:
    """Return the present instant of the service that is being asked."""
    return clock.now()


@pytest.fixture
def rated(council: TestCouncil, today: datetime) -> str:
    """The number of a breach that is rated, with nothing decided yet."""
    reference = council.report(today)
    council.receive(reference, today)
    council.appoint(reference, today)
    council.rate(reference, today)
    return reference


@pytest.fixture
def read_by(council: TestCouncil, client_of: ClientOf, rated: str) -> Reading:
    """Return the words of that breach's page as this member reads it."""

    def read(who: str) -> str:
        page = client_of(council, who).get(f"/councils/{council.slug}/breaches/{rated}").text
        main = JustHTML(page, sanitize=False).query("main")[0]
        return " ".join(str(main.to_text()).split())

    return read


@pytest.mark.parametrize("who", ["lead", "councillor"])
def test_what_is_still_to_be_told_says_so(
    council: TestCouncil, rated: str, today: datetime, read_by: Reading, who: str
) -> None:
    council.decide(rated, today)
    page = read_by(who)
    assert "The regulator: to be told" in page
    assert "Not told yet." in page


@pytest.mark.parametrize("who", ["lead", "councillor"])
def test_once_told_the_record_nowhere_says_not_told_yet(
    council: TestCouncil, rated: str, today: datetime, read_by: Reading, who: str
) -> None:
    council.decide(rated, today)
    council.decide(rated, today + timedelta(minutes=5), done_at=today)
    page = read_by(who)
    assert "The regulator: told" in page
    assert "Not told yet." not in page
    assert "The regulator: an earlier decision, to tell" in page
    assert "It was replaced by the one above." in page


def test_the_reporters_number_and_the_lead_investigators_stand_apart(
    council: TestCouncil, rated: str, today: datetime, read_by: Reading
) -> None:
    before = read_by("lead")
    assert "Counted as" not in before
    assert "The lead investigator counted" in before


def test_beside_who_has_it_stands_the_way_to_appoint_somebody_else(read_by: Reading) -> None:
    offered = "If they cannot do it in time, appoint somebody else"
    assert offered in read_by("clerk")
    assert offered not in read_by("councillor")


def test_the_report_in_full_is_not_offered_for_the_meeting(read_by: Reading) -> None:
    page = read_by("clerk")
    assert "Not for the meeting" in page
    assert page.index("For the meeting") < page.index("Not for the meeting")
    assert page.index("Not for the meeting") < page.index("The report in full")
