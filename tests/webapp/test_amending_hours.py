"""Amending when a policy's office is open, its quiet hours, and what each ladder is for."""

from collections.abc import Callable

import pytest

from tenants.clock import Clock
from tests.councils import TestCouncil
from tests.webapp.amending_pages import Desk, begin, document, drafted, faults, words
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]


@pytest.fixture
def desk(council: TestCouncil, clock: Clock, client_of: ClientOf) -> Desk:
    """The clerk of a council that drafts from the Scotton model."""
    begin(council, clock)
    return Desk(client_of(council, "clerk"), council)


def overview(desk: Desk) -> str:
    """Return the draft's own page, which sums up each part."""
    return words(desk.client.get(f"/councils/{desk.council.slug}/policy/draft"))


def test_the_hours_of_the_office_are_changed(desk: Desk) -> None:
    assert "From 09:00 to 17:00, Monday to Friday." in overview(desk)

    saved = desk.save("office-hours", start="9.30", until="13:00", days=["monday", "friday"])

    assert saved["office_hours"] == {
        "start": "09:30",
        "until": "13:00",
        "days": ["monday", "friday"],
    }
    assert drafted(desk.council).office_hours.days == ("monday", "friday")
    assert "From 09:30 to 13:00 on Monday and Friday." in overview(desk)


@pytest.mark.parametrize("where", ["office-hours", "quiet-hours"])
def test_hours_that_are_none_are_refused_at_their_field(desk: Desk, where: str) -> None:
    answer = desk.send(where, start="nine", until="", days=[])

    assert answer.status_code == 422
    assert faults(answer) == [
        "Enter a time on a 24 hour clock, like 07:00 or 21:30",
        "Enter when they end",
        "Tick at least one day",
    ]
    assert not {"office_hours", "quiet_hours"} & set(document(desk.council))


def test_quiet_hours_are_changed_left_out_and_brought_back(desk: Desk) -> None:
    saved = desk.save("quiet-hours", has_them="yes", start="20:00", until="08:00")
    assert saved["quiet_hours"] == {"start": "20:00", "until": "08:00"}

    assert desk.save("quiet-hours", has_them="no")["quiet_hours"] == "none"
    assert drafted(desk.council).quiet_hours is None
    assert "None: everything is sent at its time." in overview(desk)

    # The usual hours are what the format takes for granted, so nothing is kept of them.
    assert "quiet_hours" not in desk.save("quiet-hours", has_them="yes")


def test_a_ladder_says_what_it_is_for_and_at_what_hours(desk: Desk) -> None:
    saved = desk.save("ladders/reports", about="reports", hours="out_of_hours")

    assert (saved["ladders"][0]["about"], saved["ladders"][0]["hours"]) == (
        "reports",
        "out_of_hours",
    )
    assert "For reports, out of office hours." in words(desk.open("ladders"))
