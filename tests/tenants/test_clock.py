"""The 72 hours across both clock changes, and the ladder of alerts that climbs to their end."""

from datetime import UTC, datetime, timedelta

import pytest

from tenants.models import MessageKind, Subject
from tenants.policy import regulator_deadline
from tenants.times import LONDON, clock_time, time_left, when
from tests.councils import TestCouncil
from tests.tenants.posted import (
    ladder,
    override,
    page_of,
    send_due,
    unique,
    waiting,
    who,
)

HOUR = timedelta(hours=1)
CLOCK = MessageKind.CLOCK_ALERT
STEPS = (48, 24, 6, 1, 0, -24, -72, -168)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("aware", "due_in_words"),
    [
        ("2026-03-27T18:40", "Monday 30 March 2026, 7:40 pm"),
        ("2026-03-28T20:00", "Tuesday 31 March 2026, 9:00 pm"),
        ("2026-03-29T00:59", "Wednesday 1 April 2026, 1:59 am"),
        ("2026-03-29T02:00", "Wednesday 1 April 2026, 2:00 am"),
        ("2026-10-23T18:40", "Monday 26 October 2026, 5:40 pm"),
        ("2026-10-24T20:00", "Tuesday 27 October 2026, 7:00 pm"),
        ("2026-10-25T00:30", "Tuesday 27 October 2026, 11:30 pm"),
        ("2026-10-22T02:30", "Sunday 25 October 2026, 1:30 am GMT"),
        ("2026-10-22T01:30", "Sunday 25 October 2026, 1:30 am BST"),
        ("2026-06-01T09:00", "Thursday 4 June 2026, 9:00 am"),
    ],
)
def test_72_hours_are_72_elapsed_hours_across_a_clock_change(aware: str, due_in_words: str) -> None:
    start = london(aware)

    due_at = regulator_deadline(start)

    assert due_at - start == 72 * HOUR
    assert when(due_at) == due_in_words
    assert time_left(due_at, start) == "72 hours left"


def test_the_repeated_hour_in_october_says_which_of_the_two_it_is() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert [clock_time(first), clock_time(first + HOUR)] == ["1:30 am BST", "1:30 am GMT"]
    assert clock_time(first + 2 * HOUR) == "2:30 am"


@pytest.mark.parametrize("reported_on", ["2026-03-28T20:00", "2026-10-24T20:00"])
def test_the_ladders_instants_count_elapsed_hours_across_a_clock_change(
    reported_on: str, council: TestCouncil
) -> None:
    start = london(reported_on)
    council.report(start, found_at=start)

    mine = [m for m in waiting(council, CLOCK) if who(council, m) == "clerk"]
    assert [m.due_at - start for m in mine] == [(72 - step) * HOUR for step in STEPS]
    assert [m.hours_before for m in mine] == list(STEPS)


def test_alerts_go_to_clerk_and_chair_until_there_is_a_lead(
    council: TestCouncil, reported: str
) -> None:
    assert reported
    assert ladder(council) == [(name, step) for step in STEPS for name in ("clerk", "chair")]


def test_alerts_go_to_the_lead_then_the_clerk_then_the_chair_once_each(
    council: TestCouncil, appointed: str
) -> None:
    assert appointed
    assert ladder(council) == [
        (name, step) for step in STEPS for name in ("lead", "clerk", "chair")
    ]


def test_a_clerk_who_is_also_the_lead_gets_each_alert_once(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now)
    council.appoint(reported, now, lead="clerk")

    assert ladder(council) == [(name, step) for step in STEPS for name in ("clerk", "chair")]


@pytest.mark.parametrize("hours_ago", [73, 95, 500])
def test_what_is_overdue_when_reported_is_said_at_once(
    hours_ago: int, council: TestCouncil, now: datetime
) -> None:
    reference = council.report(now, found_at=now - hours_ago * HOUR)

    told = [name for name, kind, _ in send_due(council, now) if kind == CLOCK]
    assert told == ["clerk", "chair"]
    clock = page_of(council, reference).clock
    assert clock is not None
    assert clock.due_at == now + (72 - hours_ago) * HOUR


def test_steps_that_passed_before_the_report_are_not_said_late(
    council: TestCouncil, now: datetime
) -> None:
    council.report(now, found_at=now - 40 * HOUR)

    assert [name for name, kind, _ in send_due(council, now) if kind == CLOCK] == []
    assert {step for _, step in ladder(council)} == {24, 6, 1, 0, -24, -72, -168}


def test_an_alert_whose_time_has_come_survives_planning_again(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    due = now + 24 * HOUR
    council.receive(reported, due)
    council.appoint(reported, due)

    assert {(name, step) for name, kind, step in send_due(council, due) if kind == CLOCK} == {
        ("clerk", 48),
        ("chair", 48),
    }


def test_an_alert_that_was_sent_is_not_repeated_by_planning_again(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    due = now + 24 * HOUR
    send_due(council, due)
    council.receive(reported, due)
    council.appoint(reported, due)

    alerts = [x for x in send_due(council, now + 500 * HOUR) if x[1] == CLOCK]
    assert unique(alerts)
    assert ("clerk", CLOCK, 48) not in alerts


def test_reopening_a_decision_after_its_time_alerts_at_once(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RISK, decided="unlikely")
    council.decide(rated, now, decided="do_not_tell")
    send_due(council, now)
    late = now + 100 * HOUR

    override(council, rated, late, subject=Subject.RISK, decided="risk")

    told = [(name, step) for name, kind, step in send_due(council, late) if kind == CLOCK]
    assert told == [("lead", -24), ("clerk", -24), ("chair", -24)]


def test_two_councils_clocks_tick_apart(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    council.report(now)
    other_council.report(now + 5 * HOUR)

    assert send_due(other_council, now + 5 * HOUR)
    assert {kind for _, kind, _ in send_due(council, now + 5 * HOUR)} == {
        MessageKind.REPORT_RECEIVED,
        MessageKind.REPORT_WAITING,
    }
