"""Clocks that jump, and the two days in the year on which the clock on the wall does."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.faults.post_office import Temper
from tests.faults.tally import count, settle, walk

AN_HOUR = timedelta(hours=1)


def test_a_clock_that_jumps_an_hour_ahead_and_back_loses_nothing(stand, survive):
    stand.start(workers=2)
    stand.report(2)
    settle(stand)
    stand.office.temper = Temper.BUSY
    stand.move_to(stand.next_due(stand.now + timedelta(hours=48)) - timedelta(minutes=5))
    with stand.fault():
        stand.move_on(AN_HOUR)
        stand.until(stand.has_outage, "claims and pauses were made by the wrong clock")
        stand.move_on(-AN_HOUR)
    stand.office.temper = Temper.TAKES
    stand.report()
    settle(stand)
    walk(stand, stand.now + timedelta(hours=60))
    line = survive(count(stand, "clock an hour ahead and back", allowed=timedelta(minutes=3)))
    assert line.in_doubt == 0
    assert line.delivered == line.planned


def test_a_clock_that_goes_back_in_the_midst_of_a_send_repeats_nothing(stand, survive):
    stand.start(workers=2)
    with stand.fault():
        for _ in range(3):
            stand.report()
            stand.move_on(AN_HOUR)
            stand.report()
            stand.move_on(-AN_HOUR)
    stand.move_on(AN_HOUR)
    settle(stand)
    line = survive(count(stand, "clock to and fro in a send"))
    assert line.in_doubt == 0


@pytest.mark.parametrize(
    "sunday", [datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 3, 28, tzinfo=UTC)], ids=str
)
def test_72_hours_are_72_hours_across_a_change_of_the_clocks(stand_at, survive, sunday):
    reported_at = sunday - timedelta(hours=31)
    stand = stand_at(reported_at)
    stand.start(spoilt={"any_time": True})
    council = stand.found(invites=False)
    council.report(stand.now, found_at=reported_at)
    settle(stand)
    walk(stand, reported_at + timedelta(hours=73))
    line = survive(count(stand, f"clocks change on {sunday:%d %B %Y}"))
    assert line.in_doubt == 0
    alerts = sorted(
        arrival.at
        for arrival in stand.office.letters_to(council.email("clerk"))
        if "left" in arrival.subject or "due" in arrival.subject
    )
    hours = [round((at - reported_at) / AN_HOUR, 1) for at in alerts]
    assert {24, 48, 66, 71, 72} <= set(hours)
    assert all(earlier <= later for earlier, later in pairwise(alerts))
