"""Who writes at once: one waits for the other, and never both."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import select, text

from tenants import alerts, contacts, prompts
from tenants.breaches.alerts import pass_on
from tenants.breaches.receiving import declare_involvement
from tenants.breaches.reporting import Report, enter_breach
from tenants.contacts import Absence, Entry
from tenants.db import ScopedSession
from tenants.messages import claim_due_message, get_claimed, mark_refused
from tenants.models import Deadline, Message, MessageKind, Precision
from tenants.notify_accounts import plan_receipt_check
from tenants.policy import BreachFacts, Cause
from tests.councils import TestCouncil
from tests.tenants.posted import waiting

HOUR = timedelta(hours=1)
# Longer than PostgreSQL takes to see that two wait for each other.
LONG_ENOUGH = 10.0


@pytest.fixture
def due(council: TestCouncil, reported: str, now: datetime) -> Message:
    """The news of the report to the clerk, in a worker's hands."""
    assert reported
    clerk = council.members["clerk"].membership_id
    with council.session() as session:
        while (message := claim_due_message(session, now=now)) is not None:
            if message.recipient_id == clerk and message.kind == MessageKind.REPORT_RECEIVED:
                break
        session.commit()
    assert message is not None
    return message


class Meanwhile:
    """Somebody else, who does one thing in a transaction of their own."""

    def __init__(self, council: TestCouncil, deed: Callable[[ScopedSession], object]) -> None:
        self._council = council
        self._deed = deed
        self._thread = Thread(target=self._do, daemon=True)
        self.problem: Exception | None = None
        self._thread.start()
        self._thread.join(0.3)

    def ends(self) -> None:
        """Wait until it is done, and raise what went wrong."""
        self._thread.join(LONG_ENOUGH)
        assert not self._thread.is_alive()
        if self.problem is not None:
            raise self.problem

    def _do(self) -> None:
        try:
            with self._council.session() as session:
                self._deed(session)
                session.commit()
        except Exception as error:  # noqa: BLE001 - raised by whoever waits
            self.problem = error


def test_who_has_it_while_another_was_involved_has_no_alert_sent_to_them(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    of_lead, of_chair = (council.members[who].membership_id for who in ("lead", "chair"))
    alert = next(
        row
        for row in waiting(council, MessageKind.CLOCK_ALERT)
        if row.recipient_id == of_lead and row.hours_before
    )
    with council.session("chair") as session:
        declare_involvement(
            session,
            seen=council.seen(appointed),
            was_involved=True,
            by=council.members["chair"],
            now=now,
        )
        lead = Meanwhile(
            council, lambda other: alerts.say_have_it(other, message_id=alert.id, now=now)
        )
        session.commit()
    lead.ends()

    assert of_chair not in {row.recipient_id for row in waiting(council, MessageKind.CLOCK_ALERT)}


def test_a_report_made_while_somebody_says_they_are_away_asks_who_stands_in(
    council: TestCouncil, now: datetime
) -> None:
    of_clerk, of_chair = (council.members[who].membership_id for who in ("clerk", "chair"))
    away = Absence(away_from=now.date(), deputy_id=of_chair)
    report = Report(
        cause=Cause.EMAILED_TO_WRONG_RECIPIENT,
        description="The allotment list went to the wrong person",
        whose="Allotment holders",
        people_words="about 30",
        recoverable="no",
        action_taken="",
        contact="",
        occurred_at=None,
        occurred_precision=Precision.NOT_KNOWN,
        found_at=now - HOUR,
        facts=BreachFacts(people_affected=30),
    )
    with council.session("reporter") as session:
        enter_breach(session, report, by=council.members["reporter"], now=now)
        clerk = Meanwhile(
            council,
            lambda other: alerts.change_absence(
                other, away, whose=of_clerk, by=council.members["clerk"], now=now
            ),
        )
        session.commit()
    clerk.ends()

    ahead = [row for row in waiting(council, MessageKind.CLOCK_ALERT) if row.hours_before == 24]
    assert of_clerk not in {row.recipient_id for row in ahead}


def test_a_worker_passes_on_what_somebody_says_they_have_meanwhile(
    council: TestCouncil, due: Message, now: datetime
) -> None:
    with council.session() as session:
        message = get_claimed(session, message_id=due.id)
        clerk = Meanwhile(
            council, lambda other: alerts.say_have_it(other, message_id=due.id, now=now)
        )
        mark_refused(session, message, problem="refused 550", is_final=True, now=now)
        pass_on(session, message, now=now)
        session.commit()
    clerk.ends()

    with council.session() as session:
        assert (
            len(session.scalars(select(Message).where(Message.instead_of_id == due.id)).all()) == 1
        )


def test_a_worker_marks_an_address_while_its_owner_saves_another(
    council: TestCouncil, due: Message, now: datetime
) -> None:
    with council.session() as session:
        contacts.save_entry(session, Entry(), by=council.members["clerk"], now=now)
        session.commit()
    with council.session() as session:
        get_claimed(session, message_id=due.id)
        clerk = Meanwhile(
            council,
            lambda other: alerts.change_entry(
                other,
                Entry(other_email="clerk@home.example"),
                by=council.members["clerk"],
                now=now,
            ),
        )
        contacts.mark_undeliverable(session, membership_id=due.recipient_id, now=now)
        session.commit()
    clerk.ends()

    with council.session() as session:
        contact = contacts.find_contact(session, membership_id=due.recipient_id)
        assert contact is not None
        assert (contact.other_email, contact.undeliverable_since) == ("clerk@home.example", None)


def test_a_text_is_marked_while_the_calendar_is_gone_through(
    council: TestCouncil, due: Message, now: datetime
) -> None:
    with council.session() as calendar:
        prompts.keep_up(calendar, now=now)
        with council.session() as session:
            session.execute(text("set local lock_timeout = '200ms'"))
            message = get_claimed(session, message_id=due.id)
            message.sent_at, message.their_id = now, "theirs"
            session.flush()
            plan_receipt_check(session, now=now)
            session.commit()
        calendar.commit()


def test_the_councils_own_deadline_is_held_while_its_calendar_is_gone_through(
    council: TestCouncil, now: datetime
) -> None:
    with council.session() as session:
        prompts.keep_up(session, now=now)
        session.commit()
    with council.session() as session:
        prompt = session.scalars(select(Message).where(Message.kind == MessageKind.PROMPT)).first()
        assert prompt is not None

    with council.session() as calendar:
        assert prompts.claim_upkeep(calendar, now=now + timedelta(days=2))
        clerk = Meanwhile(
            council, lambda other: alerts.say_have_it(other, message_id=prompt.id, now=now)
        )
        deadline = calendar.get_one(Deadline, (council.id, prompt.deadline_id))
        deadline.due_words = f"{deadline.due_words}, said again"
        calendar.flush()
        calendar.commit()
    clerk.ends()
