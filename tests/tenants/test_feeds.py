"""The calendar feed, read as a calendar reads it: what is due, for whom, and nobody's data."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tenants.contacts import CalendarOwner, find_calendar_owner, hash_of_key, make_calendar_key
from tenants.councils import set_next_meeting
from tenants.deadlines import About, set_deadline
from tenants.errors import NotFound
from tenants.feeds import calendar_feed
from tenants.models import Contact, Deadline, ObligationId
from tests.councils import TestCouncil
from tests.tenants.posted import leave

BASE = "https://register.example"


def feed(council: TestCouncil, who: str, now: datetime) -> bytes:
    member = council.members[who]
    owner = CalendarOwner(council.id, member.membership_id, member.person_id)
    with council.session(who) as session:
        return calendar_feed(session, owner, base_url=BASE, now=now)


def events(council: TestCouncil, who: str, now: datetime) -> list[Any]:
    return list(Calendar.from_ical(feed(council, who, now)).walk("VEVENT"))


def open_deadlines(council: TestCouncil) -> list[Deadline]:
    with council.session() as session:
        return list(
            session.scalars(
                select(Deadline).where(Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
            )
        )


@pytest.mark.parametrize("who", ["clerk", "chair", "lead"])
def test_whoever_handles_breaches_has_every_open_deadline_in_utc(
    council: TestCouncil, rated: str, now: datetime, who: str
) -> None:
    found = events(council, who, now)

    due = open_deadlines(council)
    assert len(found) == len(due)
    timed = {event["dtend"].dt for event in found if "dtend" in event}
    assert timed == {row.due_at for row in due if row.due_at}
    assert all(at.tzinfo is not None and at.utcoffset() == timedelta() for at in timed)
    assert all(rated in str(event["summary"]) for event in found)
    assert all(str(event["url"]).startswith(BASE) for event in found)


def test_a_councillor_has_what_the_register_shows_and_a_reporter_nothing_of_it(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    with council.session() as session:
        set_deadline(
            session,
            About(occasion="2027"),
            obligation=ObligationId.EVIDENCE_PACK,
            due=(now + timedelta(days=9), ""),
            citation="",
            now=now,
        )
        session.commit()

    said = {who: str(feed(council, who, now)) for who in ("clerk", "councillor", "reporter")}

    assert "evidence" in said["clerk"]
    assert rated in said["councillor"]
    assert "evidence" not in said["councillor"]
    assert rated not in said["reporter"]
    assert "evidence" not in said["reporter"]


def test_a_member_has_what_is_theirs_to_meet(council: TestCouncil, now: datetime) -> None:
    with council.session() as session:
        for who in ("reporter", "councillor"):
            set_deadline(
                session,
                About(member_id=council.members[who].membership_id, occasion="2026"),
                obligation=ObligationId.REFRESH_TRAINING,
                due=(now + timedelta(days=30), ""),
                citation="",
                now=now,
            )
        session.commit()

    assert len(events(council, "reporter", now)) == 1


def test_nobodys_data_is_in_it(council: TestCouncil, rated: str, now: datetime) -> None:
    assert rated
    said = feed(council, "clerk", now).decode().lower().replace("\r\n ", "")
    for secret in ("testperson", "allotment", "about 30", "01234", *council.members):
        assert f"{secret}@" not in said
    for secret in ("testperson", "allotment", "about 30", "01234"):
        assert secret not in said


def test_an_event_keeps_its_name_when_it_moves_and_its_number_grows(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    before = {str(event["uid"]): event for event in events(council, "clerk", now)}
    council.declare(reported, now, who="clerk", was_involved=False)
    council.receive(reported, now + timedelta(hours=1))

    after = {str(event["uid"]): event for event in events(council, "clerk", now)}

    same = before.keys() & after.keys()
    assert same
    for uid in same:
        assert after[uid]["sequence"] >= before[uid]["sequence"]
        assert after[uid]["last-modified"].dt >= before[uid]["last-modified"].dt


def test_a_deadline_rings_a_day_and_six_hours_before_its_end(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    assert reported
    timed = [event for event in events(council, "clerk", now) if "dtend" in event]
    alarms = timed[0].walk("VALARM")
    assert [alarm["trigger"].dt for alarm in alarms] == [timedelta(hours=-24), timedelta(hours=-6)]
    assert all(alarm["trigger"].params["RELATED"] == "END" for alarm in alarms)


def test_the_next_meeting_is_in_it_until_it_is_over(council: TestCouncil, now: datetime) -> None:
    with council.session() as session:
        set_next_meeting(session, on=date(2026, 12, 7))
        session.commit()

    (meeting,) = events(council, "reporter", now)
    assert meeting["dtstart"].dt == date(2026, 12, 7)
    assert "full council meets" in str(meeting["summary"])
    assert events(council, "reporter", datetime(2026, 12, 8, 9, tzinfo=UTC)) == []


def test_the_same_rows_give_the_same_bytes(council: TestCouncil, rated: str, now: datetime) -> None:
    assert rated
    assert feed(council, "clerk", now) == feed(council, "clerk", now + timedelta(hours=3))


def test_only_the_hash_of_its_key_is_kept(council: TestCouncil, now: datetime) -> None:
    with council.session() as session:
        key = make_calendar_key(session, by=council.members["clerk"], now=now)
        session.commit()
        row = session.scalars(select(Contact)).one()
    assert len(key) == 43
    assert row.calendar_key_hash == hash_of_key(key)
    assert key not in str(vars(row))
    with council.database.session() as session:
        owner = find_calendar_owner(session, key=key)
        assert owner is not None
        assert owner.membership_id == council.members["clerk"].membership_id


def test_who_has_left_has_no_calendar(council: TestCouncil, now: datetime) -> None:
    with council.session("lead") as session:
        key = make_calendar_key(session, by=council.members["lead"], now=now)
        session.commit()
    leave(council, "lead", now)

    with council.database.session() as session:
        assert find_calendar_owner(session, key=key) is None
    with pytest.raises(NotFound):
        feed(council, "lead", now)
