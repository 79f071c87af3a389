"""What you will be told, how you are reached, away, and a breach's alerts: what is shown is so."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.clock import Clock
from tenants.messages import claim_due_message, mark_bounced, mark_sent
from tenants.models import AuditEntry, Contact, Deadline, Event, Message, MessageKind
from tenants.times import when, when_short
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

Client = Callable[..., PageClient]


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


def root(council: TestCouncil) -> str:
    return f"/councils/{council.slug}"


def waiting_for(council: TestCouncil, who: str) -> list[Message]:
    with council.session() as session:
        return list(
            session.scalars(
                select(Message)
                .where(
                    Message.recipient_id == council.members[who].membership_id,
                    Message.sent_at.is_(None),
                    Message.cancelled_at.is_(None),
                    Message.failed_at.is_(None),
                )
                .order_by(Message.due_at)
            )
        )


def contact_of(council: TestCouncil, who: str) -> Contact | None:
    with council.session() as session:
        return session.get(Contact, (council.id, council.members[who].membership_id))


@pytest.mark.parametrize("who", ["clerk", "chair", "lead", "councillor", "reporter"])
def test_everybody_sees_each_row_that_waits_for_them_with_its_time(
    council: TestCouncil, reference: str, client_of: Client, who: str
) -> None:
    assert reference
    page = client_of(council, who).get(f"{root(council)}/alerts").text

    rows = waiting_for(council, who)
    table = page.partition("How you are reached</h2>")[0]
    for row in rows:
        assert when_short(row.due_at) in table
    assert table.count("By email") == len(rows)


def test_what_was_sent_and_what_came_back_is_shown(
    council: TestCouncil, reference: str, present: datetime, client_of: Client
) -> None:
    assert reference
    with council.session() as session:
        while (message := claim_due_message(session, now=present)) is not None:
            mark_sent(session, message, now=present)
            is_clerks = message.recipient_id == council.members["clerk"].membership_id
            if is_clerks and message.kind == MessageKind.REPORT_RECEIVED:
                mark_bounced(session, message, problem="550", now=present)
        session.commit()

    client = client_of(council, "clerk")
    page = client.get(f"{root(council)}/alerts").text

    assert "Came back" in page
    assert "Sent" in page
    assert "Came back" in client.get(f"{root(council)}/breaches/{reference}").text
    assert "Came back" in client.get(f"{root(council)}/breaches/{reference}/alerts").text


def test_the_page_says_what_cannot_be_switched_off_and_what_can(
    council: TestCouncil, client_of: Client
) -> None:
    page = client_of(council, "reporter").get(f"{root(council)}/alerts").text
    assert "72 of them, nights and weekends too" in page
    assert "the weekly summary of what is open" in page
    assert "Nothing is planned for you" in page or "What is coming" in page


def test_a_member_changes_how_they_are_reached(council: TestCouncil, client_of: Client) -> None:
    client = client_of(council, "lead")

    answer = client.post(
        f"{root(council)}/alerts/contact",
        {"mobile": "07700 900 123", "texts": "yes", "other_email": "home@example.org"},
    )

    assert answer.status_code == 303
    row = contact_of(council, "lead")
    assert row is not None
    assert (row.mobile, row.wants_texts) == ("+447700900123", True)
    assert sorted(row.muted) == ["prompt", "stale_breach", "weekly_digest"]
    page = client.get(f"{root(council)}/alerts").text
    assert "+447700900123" in page
    assert "home@example.org" in page


def test_a_number_that_gets_no_texts_is_said_beside_its_field(
    council: TestCouncil, client_of: Client
) -> None:
    page = client_of(council, "lead").post(
        f"{root(council)}/alerts/contact", {"mobile": "01234 567890", "texts": "yes"}
    )
    assert page.status_code == 422
    assert "This number gets no texts" in page.text
    assert contact_of(council, "lead") is None


def test_being_away_hands_the_alerts_to_the_deputy_and_coming_back_takes_them(
    council: TestCouncil, reference: str, client_of: Client
) -> None:
    assert reference
    client = client_of(council, "clerk")
    deputy = council.members["lead"].membership_id
    before = len(waiting_for(council, "clerk"))

    answer = client.post(
        f"{root(council)}/alerts/away", {"away_from": "today", "deputy": str(deputy)}
    )

    assert answer.status_code == 303
    meanwhile = len(waiting_for(council, "clerk"))
    assert meanwhile < before
    assert "stands in" in client.get(f"{root(council)}/alerts").text
    stand_in = client_of(council, "lead").get(f"{root(council)}/alerts").text
    assert "You stand in for Clerk Testperson" in stand_in
    client.post(f"{root(council)}/alerts/away", {"back": "yes", "deputy": "nobody"})
    assert len(waiting_for(council, "clerk")) > meanwhile


def test_a_councillor_who_may_only_read_cannot_stand_in(
    council: TestCouncil, client_of: Client
) -> None:
    deputy = council.members["councillor"].membership_id
    page = client_of(council, "clerk").post(
        f"{root(council)}/alerts/away", {"away_from": "today", "deputy": str(deputy)}
    )
    assert page.status_code == 422


def test_the_chair_says_that_the_clerk_is_away_and_a_councillor_cannot(
    council: TestCouncil, client_of: Client
) -> None:
    clerk = council.members["clerk"].membership_id
    address = f"{root(council)}/people/{clerk}/away"
    form = {"away_from": "today", "deputy": str(council.members["lead"].membership_id)}

    assert client_of(council, "councillor").post(address, form).status_code == 403
    assert contact_of(council, "clerk") is None
    page = client_of(council, "chair").get(address)
    assert "When Clerk Testperson" in page.text
    assert client_of(council, "chair").post(address, form).status_code == 303
    row = contact_of(council, "clerk")
    assert row is not None
    assert row.deputy_id == council.members["lead"].membership_id


def test_days_that_cannot_be_read_are_said_beside_their_field(
    council: TestCouncil, client_of: Client
) -> None:
    page = client_of(council, "lead").post(
        f"{root(council)}/alerts/away", {"away_from": "some day", "deputy": "nobody"}
    )
    assert page.status_code == 422
    assert contact_of(council, "lead") is None


def test_a_breachs_alerts_show_exactly_the_rows(
    council: TestCouncil, reference: str, client_of: Client
) -> None:
    page = client_of(council, "clerk").get(f"{root(council)}/breaches/{reference}/alerts").text

    with council.session() as session:
        rows = session.scalars(
            select(Message).where(
                Message.deadline_id.is_not(None),
                Message.cancelled_at.is_(None) | Message.sent_at.is_not(None),
            )
        ).all()
    assert rows
    for row in rows:
        assert when(row.due_at) in page
    shown = re.findall(r"(?:<bdi>[^<]+</bdi>(?:, )?)+, by email</span>.*?Planned", page, re.DOTALL)
    named = sum(words.count("<bdi>") for words in shown)
    assert named == len([row for row in rows if row.sent_at is None and not row.tries])


def test_whoever_is_asked_says_i_have_it_signed_in_and_the_page_names_them(
    council: TestCouncil, reference: str, client_of: Client
) -> None:
    client, address = client_of(council, "lead"), f"{root(council)}/breaches/{reference}/alerts"
    with council.session() as session:
        deadline = session.scalars(
            select(Deadline).where(Deadline.obligation == "decide_regulator")
        ).one()

    answer = client.post(address, {"deadline": str(deadline.id)})

    assert answer.status_code == 303
    page = client.get(address).text
    assert "Lead Testperson" in page
    assert "has it</strong>" in page
    with council.session() as session:
        events = session.scalars(select(AuditEntry.event)).all()
        assert events.count(Event.DEADLINE_HELD) == 1


def test_a_councillor_who_is_not_asked_sees_no_button_and_cannot_press_it(
    council: TestCouncil, reference: str, client_of: Client
) -> None:
    client, address = (
        client_of(council, "councillor"),
        f"{root(council)}/breaches/{reference}/alerts",
    )
    with council.session() as session:
        deadline = session.scalars(
            select(Deadline).where(Deadline.obligation == "decide_regulator")
        ).one()

    assert ">I have it</button>" not in client.get(address).text
    assert client.post(address, {"deadline": str(deadline.id)}).status_code == 403


def test_a_deadline_of_another_breach_or_council_is_not_found(
    council: TestCouncil,
    other_council: TestCouncil,
    reference: str,
    present: datetime,
    client_of: Client,
) -> None:
    foreign = other_council.report(present)
    assert foreign
    with other_council.session() as session:
        deadline = session.scalars(select(Deadline)).first()
    assert deadline is not None
    client = client_of(council, "clerk", not_showing=other_council)

    answer = client.post(
        f"{root(council)}/breaches/{reference}/alerts", {"deadline": str(deadline.id)}
    )

    assert answer.status_code == 404
    assert client.get(f"{root(other_council)}/alerts").status_code == 404


def test_the_pages_ask_the_database_the_same_however_much_is_due(
    council: TestCouncil,
    reference: str,
    present: datetime,
    client_of: Client,
    statements: list[str],
) -> None:
    fresh = council.report(present)
    client = client_of(council, "clerk")

    def asked(address: str) -> int:
        statements.clear()
        assert client.get(f"{root(council)}/{address}").status_code == 200
        return len(statements)

    assert asked(f"breaches/{fresh}/alerts") == asked(f"breaches/{reference}/alerts")
    before = asked("alerts")
    council.report(present)
    assert asked("alerts") == before
