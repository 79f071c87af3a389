"""A worker is killed or stopped in a send: nothing is lost, and a doubt repeats one letter."""

import os
import signal
from datetime import timedelta

import pytest

from tests.faults.spoilt import STEPS
from tests.faults.tally import count, settle, waiting
from tests.tenants.posted import leave

A_CLAIM = timedelta(seconds=95)
# At these steps the server may have taken the letter and nobody has written that down.
LEAVES_DOUBT = {
    "before the claim",
    "after the claim, before its commit",
    "after the letter's last dot",
    "after 250, before the mark",
    "after the mark, before its commit",
}


def doomed(stand, **fate):
    """Start a worker with this fate, another that takes over, and a tick; wait until it listens."""
    worker = stand.run("jobs.worker", fate)
    stand.until(lambda: stand.workers() == 1, "the worker listens")
    stand.revived.add(stand.run("jobs.worker", {"waits_for_mark": True}))
    stand.start(workers=0)
    return worker


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_of_a_send_loses_nothing(stand, survive, step):
    # The conversation opens once; at the other steps one letter has been handed over already.
    worker = doomed(stand, ends_at=[step, 1 if "connecting" in step else 2])
    with stand.fault():
        stand.report()
        stand.until(lambda: not worker.is_running, "the worker is dead")
        stand.move_on(A_CLAIM)
    settle(stand)
    line = survive(count(stand, f"worker killed {step}"))
    assert line.delivered == line.planned > 2
    assert line.in_doubt == (step in LEAVES_DOUBT)


def test_a_worker_killed_after_its_claim_leaves_no_letter_for_a_clerk_who_left(stand, survive):
    council = stand.found(invites=False)
    worker = doomed(stand, ends_at=["after the claim's commit", 1])
    with stand.fault():
        council.report(stand.now)
        stand.until(lambda: not worker.is_running, "the worker is dead")
        leave(council, "clerk", stand.now)
        stand.move_on(A_CLAIM)
    settle(stand)
    line = survive(count(stand, "worker killed, then its recipient left"))
    assert line.cancelled >= 1
    assert not stand.office.letters_to(council.email("clerk"))
    assert stand.office.letters_to(council.email("chair"))


def test_a_worker_stopped_for_longer_than_its_claim_repeats_one_letter(stand, survive):
    doomed(stand, stops_at=["before connecting", 1])
    with stand.fault():
        stand.report()
        stand.until(stand.mark.exists, "the worker has stopped")
        stand.move_on(A_CLAIM)
        settle(stand)
        came = len(stand.office.arrivals)
        os.kill(int(stand.mark.read_text()), signal.SIGCONT)
        stand.until(lambda: len(stand.office.arrivals) > came, "it goes on where it was")
    settle(stand)
    line = survive(count(stand, "worker stopped past its claim"))
    assert line.in_doubt == 1


def test_a_stopped_worker_that_fails_ends_no_claim_of_another(stand, survive):
    """Its own claim has run out: what it says then must not free the message for a third."""
    council = stand.found(invites=False)
    stand.run("jobs.worker", {"stops_at": ["before connecting", 1]})
    stand.until(stand.workers, "the worker listens")
    stand.start(workers=0)
    with stand.fault():
        council.report(stand.now)
        first = stand.stopped()
        stand.move_on(A_CLAIM)
        stand.run("jobs.worker", {"stops_at": ["after the letter's last dot", 1]})
        second = stand.stopped()
        stand.office.close()
        os.kill(first, signal.SIGCONT)
        stand.until(stand.has_outage, "the first has found no server")
        stand.office.open()
        stand.move_on(timedelta(seconds=30))
        stand.start(ticks=0)
        stand.until(lambda: waiting(stand) <= 1, "all but that one letter are sent")
        os.kill(second, signal.SIGCONT)
        stand.move_on(A_CLAIM)
        # A letter that the second could not hand over is tried again after a minute.
        settle(stand, 150)
    settle(stand)
    survive(count(stand, "stopped worker fails late"))
