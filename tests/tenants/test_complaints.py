"""Complaints about a breach: thirty days, the one on which it came being the first."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.breaches.complaints import (
    acknowledge_complaint,
    complaint_due_at,
    complaints_of,
    is_late,
    record_complaint,
)
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, NotFound
from tenants.models import Complaint, Deadline, Event, Message, Nature
from tenants.times import when
from tests.councils import TestCouncil
from tests.tenants.posted import events, page_of, who

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
TODAY = NOW.date()


def complain(council: TestCouncil, reference: str, on: date = TODAY, *, by: str = "clerk") -> UUID:
    with council.session(by) as session:
        complaint = record_complaint(
            session,
            seen=council.seen(reference),
            received_on=on,
            by=council.members[by],
            now=NOW,
        )
        session.commit()
        return complaint.id


def acknowledge(
    council: TestCouncil, reference: str, complaint_id: UUID, on: date, now: datetime
) -> None:
    with council.session() as session:
        acknowledge_complaint(
            session,
            seen=council.seen(reference),
            complaint_id=complaint_id,
            acknowledged_on=on,
            by=council.members["clerk"],
            now=now,
        )
        session.commit()


def deadline_of(council: TestCouncil, complaint_id: UUID) -> Deadline | None:
    with council.session() as session:
        return session.scalars(
            select(Deadline).where(Deadline.complaint_id == complaint_id)
        ).one_or_none()


def asked(council: TestCouncil, complaint_id: UUID) -> list[tuple[str, int]]:
    with council.session() as session:
        rows = session.scalars(
            select(Message)
            .join(Deadline, Deadline.id == Message.deadline_id)
            .where(Deadline.complaint_id == complaint_id, Message.cancelled_at.is_(None))
            .order_by(Message.due_at, Message.position)
        ).all()
        return [(who(council, row), row.hours_before or 0) for row in rows]


@pytest.mark.parametrize(
    ("received_on", "until"),
    [
        (date(2026, 6, 19), "Saturday 18 July 2026, 11:59 pm"),
        (date(2026, 11, 20), "Saturday 19 December 2026, 11:59 pm"),
        (date(2026, 9, 26), "Sunday 25 October 2026, 11:59 pm"),
        (date(2026, 10, 1), "Friday 30 October 2026, 11:59 pm"),
        (date(2027, 2, 27), "Sunday 28 March 2027, 11:59 pm"),
        (date(2027, 3, 10), "Thursday 8 April 2027, 11:59 pm"),
        (date(2028, 2, 1), "Wednesday 1 March 2028, 11:59 pm"),
    ],
)
def test_thirty_days_begin_with_the_day_on_which_it_came(received_on: date, until: str) -> None:
    due_at = complaint_due_at(received_on)
    assert due_at is not None
    assert when(due_at) == until
    assert due_at.astimezone(UTC).date() - received_on == 29 * DAY


@pytest.mark.parametrize("received_on", [date(2026, 6, 18), date(2025, 1, 1)])
def test_a_complaint_from_before_the_law_has_no_time(received_on: date) -> None:
    assert complaint_due_at(received_on) is None


def test_its_acknowledgement_is_asked_of_whoever_handles_the_breach(
    council: TestCouncil, rated: str
) -> None:
    complaint_id = complain(council, rated)

    found = deadline_of(council, complaint_id)
    assert found is not None
    assert found.citation == "Data Protection Act 2018 s. 164A"
    calls = asked(council, complaint_id)
    assert {step for _, step in calls} == {336, 168, 72, 24, 6, 0, -24, -72, -168}
    assert {name for name, _ in calls} == {"lead", "clerk", "chair"}
    assert events(council)[Event.COMPLAINT_RECORDED] == 1


def test_one_from_before_the_law_is_recorded_without_a_clock(
    council: TestCouncil, rated: str
) -> None:
    complaint_id = complain(council, rated, date(2026, 6, 18))
    assert deadline_of(council, complaint_id) is None

    acknowledge(council, rated, complaint_id, TODAY, NOW)


def test_acknowledging_in_time_meets_it_and_ends_the_asking(
    council: TestCouncil, rated: str
) -> None:
    complaint_id = complain(council, rated)
    last = TODAY + 29 * DAY
    acknowledge(council, rated, complaint_id, last, NOW + 40 * DAY)

    found = deadline_of(council, complaint_id)
    assert found is not None
    assert found.met_at is not None
    assert found.due_at is not None
    assert found.met_at < found.due_at
    assert asked(council, complaint_id) == []


def test_the_day_after_the_last_is_late(council: TestCouncil, rated: str) -> None:
    complaint_id = complain(council, rated)
    acknowledge(council, rated, complaint_id, TODAY + 30 * DAY, NOW + 40 * DAY)

    with council.session() as session:
        assert is_late(session.get_one(Complaint, (council.id, complaint_id)))


def test_several_complaints_run_beside_each_other_also_on_a_closed_breach(
    council: TestCouncil, reported: str
) -> None:
    council.receive(reported, NOW, nature=Nature.NOT_A_BREACH)
    first = complain(council, reported, TODAY - 5 * DAY)
    second = complain(council, reported)

    acknowledge(council, reported, first, TODAY, NOW)

    assert asked(council, first) == []
    assert asked(council, second)
    with council.session() as session:
        rows = complaints_of(session, breach_id=page_of(council, reported).breach.id)
    assert [row.id for row in rows] == [first, second]


def test_what_cannot_have_been_is_refused(council: TestCouncil, rated: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        complain(council, rated, TODAY + DAY)
    assert refused.value.field == "received_on"
    complaint_id = complain(council, rated)
    for on in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(NotAcceptable):
            acknowledge(council, rated, complaint_id, on, NOW)
    acknowledge(council, rated, complaint_id, TODAY, NOW)
    with pytest.raises(AlreadyDone):
        acknowledge(council, rated, complaint_id, TODAY, NOW)


def test_only_who_handles_breaches_records_one_and_only_on_its_own_breach(
    council: TestCouncil, other_council: TestCouncil, rated: str
) -> None:
    with pytest.raises(NotAllowed):
        complain(council, rated, by="councillor")
    complaint_id = complain(council, rated)
    for there in (council, other_council):
        with pytest.raises(NotFound):
            acknowledge(there, there.report(NOW), complaint_id, TODAY, NOW)
