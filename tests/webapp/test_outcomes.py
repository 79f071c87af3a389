"""Complaints, the report to the council, and what is kept longer, on their pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.breaches.council_report import set_next_meeting
from tenants.breaches.record import get_breach
from tenants.clock import Clock
from tenants.deadlines import About, set_deadline
from tenants.models import Complaint, Deadline, ObligationId
from tenants.times import LONDON, day
from tests.councils import TestCouncil
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
DAY = timedelta(days=1)


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    reference = council.report(now, found_at=now - timedelta(hours=10))
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    return reference


@pytest.fixture
def clerk(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "clerk"), council, reference)


def only_complaint(council: TestCouncil) -> Complaint:
    with council.session() as session:
        return session.scalars(select(Complaint)).one()


def test_a_complaint_is_recorded_by_its_day_and_its_time_is_shown(
    clerk: BreachForms, council: TestCouncil, now: datetime
) -> None:
    page = text_of(clerk.get("complaints"))
    assert "None is recorded." in page
    assert "Data Protection Act 2018 s. 164A, in force from Friday 19 June 2026" in page

    clerk.send("complaints", received_on="yesterday")

    last = now.astimezone(LONDON).date() + 28 * DAY
    page = text_of(clerk.get("complaints"))
    assert f"Acknowledge it by {day(last)}, 11:59 pm" in page
    assert "Acknowledge the complaint that came on" in text_of(clerk.get())


def test_a_complaint_from_before_the_law_has_no_clock_and_the_page_says_so(
    clerk: BreachForms,
) -> None:
    clerk.send("complaints", received_on="18 June 2026")
    page = text_of(clerk.get("complaints"))
    assert "It came before the law set a time" in page
    assert "Acknowledge it by" not in page


def test_acknowledging_it_ends_it_and_late_says_so(
    clerk: BreachForms, council: TestCouncil, now: datetime
) -> None:
    received = now.astimezone(LONDON).date() - 60 * DAY
    clerk.send("complaints", received_on=f"{received.day} {received:%B} {received.year}")
    form = f"complaints/{only_complaint(council).id}"
    assert "Overdue" in text_of(clerk.get("complaints"))
    assert clerk.send(form, acknowledged_on="").status_code == 422

    answer = clerk.send(form, acknowledged_on="today")

    assert answer.location == clerk.address("complaints")
    page = text_of(clerk.get("complaints"))
    assert "Acknowledged on" in page
    assert "late: it was due by" in page
    assert clerk.get(form).status_code == 303


def test_the_report_to_the_council_says_when_it_is_due_and_is_met_by_its_minute(
    clerk: BreachForms, council: TestCouncil, now: datetime
) -> None:
    assert "nobody has said when that is" in text_of(clerk.get("council-report"))
    meeting = now.astimezone(LONDON).date() + 9 * DAY
    with council.session() as session:
        set_next_meeting(session, on=meeting, now=now)
        session.commit()
    assert f"It is due on {day(meeting)}, 7:00 pm" in text_of(clerk.get("council-report"))
    assert clerk.send("council-report", on="today", minute="").status_code == 422

    answer = clerk.send("council-report", on="today", minute="26/114")

    assert answer.location == clerk.address()
    assert "The full council heard of it on" in text_of(clerk.get())
    assert "You can put that right here" in text_of(clerk.get("council-report"))


def test_the_day_of_the_meeting_is_set_on_the_policys_page(
    clerk: BreachForms, council: TestCouncil
) -> None:
    clerk.client.post(
        f"/councils/{council.slug}/policy/next-meeting", {"meets_on": "1 December 2027"}
    )
    assert "By Wed 1 Dec 2027, 7:00 pm" in text_of(clerk.get())


def test_what_is_kept_longer_keeps_its_reason(
    clerk: BreachForms, council: TestCouncil, now: datetime, reference: str
) -> None:
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        about = About(breach_id=breach.id, occasion="papers")
        erase = ObligationId.ERASE
        due = (now + 30 * DAY, "Papers: kept for 2 years")
        set_deadline(session, about, obligation=erase, due=due, citation="Our policy", now=now)
        session.commit()
        row = session.scalars(select(Deadline).where(Deadline.obligation == erase)).one()
    form = f"kept/{row.id}"
    assert "Papers: kept for 2 years" in text_of(clerk.get())
    assert clerk.send(form, until="1 May 2029", reason=" ").status_code == 422

    answer = clerk.send(form, until="1 May 2029", reason="A claim still runs")

    assert answer.location == clerk.address()
    page = text_of(clerk.get())
    assert "Papers: kept longer because A claim still runs" in page
    assert "Decided to keep something until Tuesday 1 May 2029" in page


def test_a_breach_that_nobody_rated_is_not_brought_before_the_council(
    council: TestCouncil, now: datetime, signed_in: SignedIn
) -> None:
    clerk = BreachForms(signed_in(council, "clerk"), council, council.report(now))
    assert clerk.get("council-report").status_code == 303


def test_all_that_is_due_has_its_source_and_who_has_it(
    clerk: BreachForms, council: TestCouncil
) -> None:
    page = text_of(clerk.get())
    assert "UK GDPR Art. 33(1). " + council.members["lead"].name + " has it." in page
    assert "Report to the full council" in page
    assert "At the next meeting; its day is still to be set" in page
