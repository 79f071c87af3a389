"""The tick dies or there are too many of it: nothing is lost, and nothing is said twice."""

from datetime import timedelta

import pytest

from tests.faults.spoilt import TICK_STEPS
from tests.faults.tally import count, settle, walk

THREE_DAYS = timedelta(hours=73)


@pytest.mark.parametrize("step", TICK_STEPS)
def test_a_tick_killed_in_a_beat_and_started_again_loses_nothing(stand, survive, step):
    stand.report(2)
    with stand.fault():
        spoilt = {"bell_lasts": 2}
        doomed = stand.run("jobs.tick", spoilt | {"ends_at": [step, 1]})
        stand.revived.add(stand.run("jobs.tick", spoilt | {"waits_for_mark": True}))
        stand.start(ticks=0)
        stand.until(lambda: not doomed.is_running, "the tick is dead")
    settle(stand)
    line = survive(count(stand, f"tick killed {step}"))
    assert line.delivered == line.planned
    assert line.in_doubt == 0


def test_a_tick_killed_whenever_something_is_due_loses_nothing(stand, survive):
    stand.report(2)
    stand.start()
    settle(stand)
    tick = stand.processes[1]
    end = stand.now + THREE_DAYS
    while stand.next_due(end):
        with stand.fault():
            stand.move_to(stand.next_due(end))
            stand.end_at_once(tick)
        settle(stand)
    line = survive(count(stand, "tick killed at each due time"))
    assert stand.revivals > 3
    assert line.in_doubt == 0


def test_two_ticks_and_eight_workers_at_once_send_each_letter_once(stand, survive):
    stand.report(8)
    stand.start(workers=8, ticks=2)
    settle(stand)
    walk(stand, stand.now + THREE_DAYS)
    line = survive(count(stand, "two ticks and eight workers"))
    assert line.planned > 100
    assert len(stand.office.arrivals) == line.planned
