"""/have-it/<token>: looking changes nothing, the button records it, and nobody else gets in."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tenants.clock import Clock
from tenants.messages.holding import HoldLink, make_hold_link
from tenants.models import AuditEntry, Deadline, Event, Message, MessageKind
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient


@pytest.fixture
def present(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, present: datetime) -> str:
    """A breach that was rated in time, so that its first alert, 48 hours before, is due."""
    found = council.report(present - timedelta(hours=30))
    council.receive(found, present - timedelta(hours=29))
    council.appoint(found, present - timedelta(hours=28))
    council.rate(found, present - timedelta(hours=27))
    return found


def alert_to(council: TestCouncil, who: str) -> Message:
    with council.session() as session:
        return session.scalars(
            select(Message)
            .where(
                Message.kind == MessageKind.CLOCK_ALERT,
                Message.recipient_id == council.members[who].membership_id,
                Message.deadline_id.is_not(None),
                Message.cancelled_at.is_(None),
            )
            .order_by(Message.due_at)
        ).first() or pytest.fail(f"No alert waits for the {who}.")


def address(council: TestCouncil, message: Message, settings: Settings, at: datetime) -> str:
    link = HoldLink(council.id, message.id)
    return f"/have-it/{make_hold_link(settings.secret_key, link, now=at)}"


def held(council: TestCouncil) -> int:
    with council.session() as session:
        wanted = select(AuditEntry).where(AuditEntry.event == Event.DEADLINE_HELD)
        return len(session.scalars(wanted).all())


def test_the_page_says_what_is_due_with_one_button_and_looking_changes_nothing(
    council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
) -> None:
    door = address(council, alert_to(council, "lead"), settings, present)

    pages = [page_client.get(door) for _ in range(3)]

    assert {page.status_code for page in pages} == {200}
    text = pages[0].text
    assert council.name in text
    assert reference in text
    assert "Decide whether the regulator must be told by" in text
    assert text.count('id="send"') == 1
    assert "Testperson" not in text
    assert "allotment" not in text.lower()
    assert held(council) == 0


def test_pressing_the_button_records_it_for_the_recipient_and_says_who_is_next(
    council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
) -> None:
    message = alert_to(council, "lead")
    door = address(council, message, settings, present)

    page = page_client.post(door)
    again = page_client.post(door)

    assert page.status_code == again.status_code == 200
    assert "You have it" in page.text
    assert "Who is asked next" in page.text
    assert "the clerk" in page.text
    assert f"/breaches/{reference}" in page.text
    with council.session() as session:
        deadline = session.get_one(Deadline, (council.id, message.deadline_id))
        assert deadline.held_by_id == council.members["lead"].membership_id


def test_a_press_from_a_page_that_is_too_old_asks_for_the_button_again(
    council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
) -> None:
    assert reference
    door = address(council, alert_to(council, "lead"), settings, present)

    page = page_client.post_without_token(door, {"csrf_token": "gone"})

    assert page.status_code == 422
    assert held(council) == 0


def test_what_is_done_meanwhile_says_so_and_records_nothing(
    council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
) -> None:
    door = address(council, alert_to(council, "lead"), settings, present)
    council.decide(reference, present, done_at=present)

    for page in (page_client.get(door), page_client.post(door)):
        assert "This is done already" in page.text
    assert held(council) == 0


def test_who_was_involved_after_all_is_told_kindly_and_records_nothing(
    council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
) -> None:
    door = address(council, alert_to(council, "chair"), settings, present)
    council.declare(reference, present, who="chair", was_involved=True)

    page = page_client.post(door)

    assert "This is with somebody else" in page.text
    assert held(council) == 0


@pytest.mark.parametrize(
    "altered",
    [
        lambda door, _own: door[:-2],
        lambda door, _own: door.replace("/have-it/", "/have-it/A"),
        lambda _door, _own: "/have-it/no-such-token",
    ],
)
def test_an_altered_link_opens_nothing(
    council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
    altered: Callable[[str, str], str],
) -> None:
    assert reference
    door = altered(address(council, alert_to(council, "lead"), settings, present), "")
    for page in (page_client.get(door), page_client.post(door)):
        assert page.status_code == 410
        assert council.name not in page.text
    assert held(council) == 0


def test_a_link_that_puts_another_councils_name_to_a_message_opens_nothing(
    council: TestCouncil,
    other_council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
) -> None:
    assert reference
    link = HoldLink(other_council.id, alert_to(council, "lead").id)
    door = f"/have-it/{make_hold_link(settings.secret_key, link, now=present)}"

    assert page_client.post(door).status_code == 410
    assert held(council) == held(other_council) == 0


def test_an_old_link_says_that_it_is_old(
    council: TestCouncil,
    reference: str,
    settings: Settings,
    present: datetime,
    page_client: PageClient,
) -> None:
    assert reference
    door = address(council, alert_to(council, "lead"), settings, present - timedelta(days=31))

    page = page_client.get(door)

    assert page.status_code == 410
    assert "more than a month old" in page.text


def test_whoever_guesses_links_is_stopped(page_client: PageClient, app: Flask) -> None:
    assert app
    answers = {page_client.get(f"/have-it/guess-{number}").status_code for number in range(60)}
    assert answers == {410, 429}
