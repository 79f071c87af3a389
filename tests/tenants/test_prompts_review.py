"""The policy's review: asked for before its day, on it and after it, until it is done."""

from datetime import date, datetime, timedelta

import pytest

from tenants.models import Message, MessageKind, ObligationId
from tests.councils import TestCouncil
from tests.tenants.posted import counted, send_due
from tests.tenants.prompted import adopt, gone_through, london, planned, rows, say

REVIEW = ObligationId.REVIEW_POLICY
DAY = timedelta(days=1)
ADOPTED = date(2026, 11, 9)
REVIEWED = date(2027, 3, 1)


@pytest.fixture
def adopted(council: TestCouncil, now: datetime) -> TestCouncil:
    """A council that adopted its policy and looks at it again on 1 March."""
    adopt(council, ADOPTED, REVIEWED, now)
    gone_through(council, now)
    return council


def test_a_council_that_adopted_nothing_has_no_review_to_make(
    council: TestCouncil, now: datetime
) -> None:
    gone_through(council, now)
    assert rows(council, REVIEW) == []


def test_the_clerk_is_asked_before_the_day_and_the_chair_too_from_the_day_on(
    adopted: TestCouncil,
) -> None:
    due = london(2027, 3, 1)
    assert planned(adopted, REVIEW)[:4] == [
        ("clerk", due - 60 * DAY),
        ("clerk", due - 14 * DAY),
        ("clerk", due),
        ("chair", due),
    ]
    after = planned(adopted, REVIEW)[4:]
    assert {name for name, _ in after} == {"clerk", "chair"}
    assert [at.date() for name, at in after if name == "chair"] == [
        date(2027, 3, 15),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 30),
        date(2027, 8, 28),
    ]


def test_a_review_is_met_by_adopting_and_the_next_one_is_asked_for(adopted: TestCouncil) -> None:
    later = london(2027, 2, 20)
    send_due(adopted, later)
    adopt(adopted, date(2027, 2, 18), date(2028, 2, 29), later)
    gone_through(adopted, later)

    before, following = rows(adopted, REVIEW)
    assert before.met_at == later
    assert (following.met_at, following.due_at) == (None, london(2028, 2, 29))
    assert planned(adopted, REVIEW, REVIEWED.isoformat()) == []
    assert planned(adopted, REVIEW)[0] == ("clerk", london(2028, 2, 29) - 60 * DAY)


def test_a_review_that_stays_undone_is_asked_for_until_it_is_done(adopted: TestCouncil) -> None:
    for days in range(20):
        at = london(2027, 3, 1, 10) + days * DAY
        gone_through(adopted, at)
        send_due(adopted, at)
    assert [name for name, at in planned(adopted, REVIEW) if at < london(2027, 4, 1)] == [
        "clerk",
        "chair",
    ]
    adopt(adopted, date(2027, 3, 20), date(2028, 3, 20), london(2027, 3, 21))
    gone_through(adopted, london(2027, 3, 21))
    assert planned(adopted, REVIEW, REVIEWED.isoformat()) == []


def test_a_clerk_who_is_away_is_stood_in_for_by_their_deputy(
    adopted: TestCouncil, now: datetime
) -> None:
    due = london(2027, 3, 1)
    deputy = adopted.members["lead"].membership_id
    say(
        adopted,
        "clerk",
        now,
        away_from=date(2027, 2, 10),
        away_until=date(2027, 2, 20),
        deputy_id=deputy,
    )
    gone_through(adopted, now + DAY)

    asked = planned(adopted, REVIEW)
    assert asked[:3] == [("clerk", due - 60 * DAY), ("lead", due - 14 * DAY), ("clerk", due)]


def test_the_chair_is_asked_at_once_where_the_clerk_is_away_without_a_deputy(
    adopted: TestCouncil, now: datetime
) -> None:
    say(adopted, "clerk", now, away_from=date(2027, 2, 10), away_until=date(2027, 2, 20))
    gone_through(adopted, now + DAY)
    assert ("chair", london(2027, 3, 1) - 14 * DAY) in planned(adopted, REVIEW)
    assert ("clerk", london(2027, 3, 1) - 14 * DAY) not in planned(adopted, REVIEW)


def test_whoever_wants_no_prompts_is_passed_over(adopted: TestCouncil, now: datetime) -> None:
    say(adopted, "clerk", now, muted=[MessageKind.PROMPT])
    gone_through(adopted, now + DAY)
    assert {name for name, _ in planned(adopted, REVIEW)} == {"chair"}


def test_quiet_hours_are_kept(adopted: TestCouncil) -> None:
    assert all(7 <= at.hour <= 20 for _, at in planned(adopted, REVIEW))


@pytest.mark.parametrize(
    ("review_on", "before", "on"),
    [
        # The clocks go forward on 28 March 2027 and back on 31 October 2027.
        (date(2027, 4, 5), london(2027, 3, 22, 8), london(2027, 4, 5)),
        (date(2027, 11, 5), london(2027, 10, 22, 10), london(2027, 11, 5)),
        (date(2028, 2, 29), london(2028, 2, 15), london(2028, 2, 29)),
    ],
)
def test_the_day_is_kept_over_both_clock_changes_and_a_leap_day(
    review_on: date, before: datetime, on: datetime, council: TestCouncil, now: datetime
) -> None:
    adopt(council, ADOPTED, review_on, now)
    gone_through(council, now)
    times = [at for name, at in planned(council, REVIEW) if name == "clerk"]
    assert times[1:3] == [before, on]


def test_going_through_the_calendar_again_says_nothing_twice(
    adopted: TestCouncil, now: datetime
) -> None:
    messages = counted(adopted, Message)
    for hours in (0, 1, 30):
        gone_through(adopted, now + timedelta(hours=hours))
    assert counted(adopted, Message) == messages
    assert len(rows(adopted, REVIEW)) == 1
