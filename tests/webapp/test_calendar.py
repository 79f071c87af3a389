"""A calendar address: shown once, private, and dead once it is replaced or its owner has left."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from icalendar import Calendar

from tenants.breaches.handing_over import change_place
from tenants.clock import Clock
from tenants.models import Contact
from tests.councils import TestCouncil
from tests.tenants.posted import leave
from tests.webapp.conftest import PageClient

Client = Callable[..., PageClient]


@pytest.fixture
def present(clock: Clock) -> datetime:
    return clock.now()


def make(client: PageClient, council: TestCouncil) -> str:
    """Make an address and return its path."""
    page = client.post(f"/councils/{council.slug}/alerts/calendar").text
    found = re.search(r"https?://[^/<\"]+(/calendar/[\w-]{43}\.ics)", page)
    assert found is not None
    return found[1]


def test_an_address_is_shown_once_and_opens_a_private_calendar(
    council: TestCouncil, present: datetime, client_of: Client, page_client: PageClient
) -> None:
    reference = council.report(present)
    client = client_of(council, "clerk")
    path = make(client, council)

    assert path not in client.get(f"/councils/{council.slug}/alerts/calendar").text
    answer = page_client.get(path)

    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert "private" in answer.headers["Cache-Control"]
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert any(reference in str(event["summary"]) for event in events)


def test_a_calendar_that_has_not_changed_is_not_sent_again(
    council: TestCouncil, present: datetime, client_of: Client, page_client: PageClient
) -> None:
    council.report(present)
    path = make(client_of(council, "clerk"), council)
    tag = page_client.get(path).headers["ETag"]

    assert page_client.get(path, headers={"If-None-Match": tag}).status_code == 304
    council.report(present)
    assert page_client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_new_address_ends_the_old_one_and_off_ends_both(
    council: TestCouncil, client_of: Client, page_client: PageClient
) -> None:
    client = client_of(council, "chair")
    first, second = make(client, council), make(client, council)

    assert page_client.get(first).status_code == 404
    assert page_client.get(second).status_code == 200
    assert client.post(f"/councils/{council.slug}/alerts/calendar/off").status_code == 303
    assert page_client.get(second).status_code == 404


def test_it_stops_when_its_owner_leaves(
    council: TestCouncil, present: datetime, client_of: Client, page_client: PageClient
) -> None:
    path = make(client_of(council, "councillor"), council)
    assert page_client.get(path).status_code == 200

    leave(council, "councillor", present)

    assert page_client.get(path).status_code == 404


def test_a_guess_opens_nothing_and_says_nothing(page_client: PageClient) -> None:
    for guess in ("x", "a" * 43, "..", "%00", "%F0%9F%92%A5"):
        assert page_client.get(f"/calendar/{guess}.ics").status_code == 404


def test_a_dead_address_shuts_nobody_out_who_fetches_from_the_same_place(
    council: TestCouncil, client_of: Client, page_client: PageClient
) -> None:
    path = make(client_of(council, "clerk"), council)

    dead = {page_client.get(f"/calendar/{number:043}.ics").status_code for number in range(60)}

    assert dead == {404}
    assert page_client.get(path).status_code == 200


def test_what_a_member_said_is_forgotten_when_they_leave_and_stays_so_when_they_come_back(
    council: TestCouncil, present: datetime, client_of: Client, page_client: PageClient
) -> None:
    client, member = client_of(council, "councillor"), council.members["councillor"]
    path = make(client, council)
    said = {"mobile": "07700 900123", "texts": "yes", "other_email": "away@example.org"}
    assert client.post(f"/councils/{council.slug}/alerts/contact", said).status_code == 303

    leave(council, "councillor", present)
    with council.session() as session:
        kept = session.get_one(Contact, (council.id, member.membership_id))
        assert (kept.mobile, kept.other_email, kept.wants_texts) == ("", "", False)
        change_place(
            session,
            by=council.members["chair"],
            membership_id=member.membership_id,
            place=(member.roles, member.office),
            has_left=False,
            now=present,
        )
        session.commit()

    assert page_client.get(path).status_code == 404
