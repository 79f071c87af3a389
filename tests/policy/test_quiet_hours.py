"""Hours on a wall clock in London: quiet ones, office hours, and both nights of changed clocks."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.policy.errors import NaiveTimeError
from tenants.policy.ladder_format import OFFICE_HOURS, QUIET_HOURS, WEEKDAYS, DailyHours
from tenants.policy.ladders import is_within, out_of_quiet

WEEKEND = DailyHours(start="00:00", until="00:00", days=("saturday", "sunday"))
NEVER_ENDING = DailyHours(start="08:00", until="08:00")
ALL_BUT_A_MINUTE = DailyHours(start="08:01", until="08:00")
TO_HALF_PAST_ONE = DailyHours(start="22:00", until="01:30")
FRIDAY_NIGHTS = DailyHours(start="22:00", until="06:00", days=("friday",))
MIDDAY = DailyHours(start="12:00", until="14:00")


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "wanted", "said"),
    [
        (None, "2026-11-20T23:00", "2026-11-20T23:00"),
        (QUIET_HOURS, "2026-11-20T20:59", "2026-11-20T20:59"),
        (QUIET_HOURS, "2026-11-20T21:00", "2026-11-21T07:00"),
        (QUIET_HOURS, "2026-11-21T06:59", "2026-11-21T07:00"),
        (QUIET_HOURS, "2026-11-21T07:00", "2026-11-21T07:00"),
        (QUIET_HOURS, "2026-07-01T20:00", "2026-07-02T06:00"),
        (MIDDAY, "2026-11-20T12:30", "2026-11-20T14:00"),
        # All day on Saturday and Sunday, from midnight to midnight.
        (WEEKEND, "2026-11-20T23:59", "2026-11-20T23:59"),
        (WEEKEND, "2026-11-21T00:00", "2026-11-23T00:00"),
        (WEEKEND, "2026-11-22T12:00", "2026-11-23T00:00"),
        (WEEKEND, "2026-07-03T23:00", "2026-07-05T23:00"),
        # A night belongs to the day on which it begins.
        (FRIDAY_NIGHTS, "2026-11-21T03:00", "2026-11-21T06:00"),
        (FRIDAY_NIGHTS, "2026-11-20T03:00", "2026-11-20T03:00"),
        # Nothing is postponed for ever.
        (NEVER_ENDING, "2026-11-20T23:00", "2026-11-20T23:00"),
        (ALL_BUT_A_MINUTE, "2026-11-20T08:01", "2026-11-21T08:00"),
        # Clocks go forward on 29 March 2026: 01:00 becomes 02:00, and 01:30 never is.
        (QUIET_HOURS, "2026-03-28T22:00", "2026-03-29T06:00"),
        (TO_HALF_PAST_ONE, "2026-03-28T23:00", "2026-03-29T01:00"),
        # Clocks go back on 25 October 2026: 01:30 is twice, and both times it ends them.
        (QUIET_HOURS, "2026-10-24T21:00", "2026-10-25T07:00"),
        (TO_HALF_PAST_ONE, "2026-10-24T23:00", "2026-10-25T00:30"),
        (TO_HALF_PAST_ONE, "2026-10-25T00:45", "2026-10-25T00:45"),
        (TO_HALF_PAST_ONE, "2026-10-25T01:10", "2026-10-25T01:30"),
    ],
)
def test_what_can_wait_is_said_when_the_quiet_hours_end(
    quiet: DailyHours | None, wanted: str, said: str
) -> None:
    assert out_of_quiet(quiet, utc(wanted)) == utc(said)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-20T08:59", False),
        ("2026-11-20T09:00", True),
        ("2026-11-20T16:59", True),
        ("2026-11-20T17:00", False),
        ("2026-11-21T12:00", False),
        ("2026-07-01T08:00", True),
        ("2026-07-01T16:00", False),
    ],
)
def test_the_office_is_open_from_nine_to_five_in_london_from_monday_to_friday(
    at: str, *, is_open: bool
) -> None:
    assert is_within(OFFICE_HOURS, utc(at)) == is_open


@pytest.mark.parametrize("hours", [QUIET_HOURS, WEEKEND])
def test_a_time_without_a_zone_is_refused(hours: DailyHours) -> None:
    with pytest.raises(NaiveTimeError):
        out_of_quiet(hours, datetime.fromisoformat("2026-11-20T23:00"))


CLOCKS = st.times(max_value=time(23, 59)).map(lambda clock: clock.strftime("%H:%M"))
DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(tuple)
HOURS = st.builds(DailyHours, start=CLOCKS, until=CLOCKS, days=DAYS)
# Whole minutes of a year, and more often about the nights on which British clocks change.
INSTANTS = st.one_of(
    st.integers(0, 525_600).map(lambda minutes: utc("2026-01-01T00:00") + _minutes(minutes)),
    st.integers(-2000, 2000).map(lambda minutes: utc("2026-03-29T01:00") + _minutes(minutes)),
    st.integers(-2000, 2000).map(lambda minutes: utc("2026-10-25T01:00") + _minutes(minutes)),
)


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@given(HOURS, INSTANTS)
def test_quiet_hours_move_what_can_wait_to_the_earliest_minute_after_them(
    quiet: DailyHours, wanted: datetime
) -> None:
    said = out_of_quiet(quiet, wanted)
    if not is_within(quiet, wanted):
        assert said == wanted
        return
    if said == wanted:  # They never end, so they move nothing.
        assert len(quiet.days) == 7
        assert quiet.start == quiet.until
        return
    assert said > wanted
    assert not is_within(quiet, said)
    quarters = range(int((said - wanted) / _minutes(15)) + 1)
    between = [wanted + _minutes(15 * number) for number in quarters]
    assert all(is_within(quiet, instant) for instant in {*between, said - _minutes(1)} - {said})


@given(HOURS, INSTANTS, st.integers(0, 3000))
def test_what_is_wanted_later_is_never_said_earlier(
    quiet: DailyHours, wanted: datetime, later: int
) -> None:
    if quiet.start != quiet.until or len(quiet.days) < 7:
        assert out_of_quiet(quiet, wanted) <= out_of_quiet(quiet, wanted + _minutes(later))
        assert out_of_quiet(quiet, wanted) - wanted <= timedelta(days=8)
