"""The mail server is down, mute or moody: each letter leaves, or somebody else is told."""

from datetime import timedelta

import pytest

from tests.faults.post_office import Temper
from tests.faults.tally import count, settle, waiting, walk

A_MINUTE = timedelta(minutes=1)
# The longest pause before a server that takes nothing is tried again, and the usual on top.
AFTER_A_PAUSE = timedelta(minutes=3)
# The longest pause before one letter is tried again, and the usual on top.
AFTER_A_RETRY = timedelta(minutes=32)


def heal(stand, step=A_MINUTE):
    """Move the clock past the pauses until all that is due has left."""
    with stand.fault():
        for _ in range(60):
            if not stand.is_soon(lambda: waiting(stand) == 0):
                stand.move_on(step)
    settle(stand)


def test_a_mail_server_that_refuses_connections_costs_only_time(stand, survive):
    stand.start(workers=2)
    stand.office.close()
    with stand.fault():
        stand.report(3)
        stand.until(stand.has_outage, "the service has noticed")
        stand.move_on(timedelta(minutes=30))
    stand.office.open()
    stand.let_claims_run_out()
    settle(stand)
    line = survive(count(stand, "SMTP refuses connections", allowed=AFTER_A_PAUSE))
    assert line.in_doubt == 0


@pytest.mark.parametrize(
    ("temper", "doubts"),
    [
        (Temper.BUSY, 0),
        (Temper.SILENT, 0),
        (Temper.DROPS_UNTAKEN, 0),
        (Temper.DROPS_TAKEN, 1),
        (Temper.SILENT_TAKEN, 1),
    ],
)
def test_a_mail_server_in_a_bad_mood_loses_no_letter(stand, survive, temper, doubts):
    stand.start(workers=2, spoilt={"patience": 1})
    stand.office.temper = temper
    with stand.fault():
        stand.report(2)
        for _ in range(2):
            calls = stand.office.calls
            stand.move_on(A_MINUTE)
            stand.until(lambda before=calls: stand.office.calls > before, "it is called")
    stand.office.temper = Temper.TAKES
    heal(stand)
    line = survive(count(stand, f"SMTP {temper}", allowed=AFTER_A_RETRY))
    assert line.delivered == line.planned
    assert (line.in_doubt > 0) == bool(doubts)


def test_a_mail_server_that_is_down_for_a_day_loses_no_letter(stand, survive):
    stand.start(workers=2)
    stand.report(2)
    settle(stand)
    stand.office.close()
    with stand.fault():
        for _ in range(8):
            stand.move_on(timedelta(hours=3))
            stand.beats(1)
        stand.report()
    stand.office.open()
    stand.let_claims_run_out()
    settle(stand)
    walk(stand, stand.now + timedelta(hours=24))
    line = survive(count(stand, "SMTP down for a day", allowed=AFTER_A_PAUSE))
    assert line.delivered == line.planned


def test_a_mailbox_that_is_full_and_then_gone_lets_the_next_contact_know(stand, survive):
    stand.start()
    council = stand.found(invites=False)
    stand.office.answers[council.email("clerk")] = ["451 Later"] * 8 + ["550 Gone"] * 40
    council.report(stand.now)
    heal(stand, timedelta(minutes=10))
    line = survive(count(stand, "SMTP 4xx, then 5xx", allowed=AFTER_A_RETRY))
    assert line.passed_on > 0
    assert not stand.office.letters_to(council.email("clerk"))
    assert stand.office.letters_to(council.email("chair"))


def test_a_letter_at_which_the_server_always_hangs_up_stops_no_other(stand, survive):
    council = stand.found(invites=False)
    bad = stand.letters_for(council, "clerk")
    stand.office.temper_for = lambda letter: Temper.DROPS_UNTAKEN if letter in bad() else None
    stand.start(workers=2)
    council.report(stand.now)
    stand.report(2)
    heal(stand, timedelta(minutes=5))
    line = survive(count(stand, "SMTP hangs up at one letter", allowed=AFTER_A_RETRY))
    assert line.passed_on > 0
    assert stand.office.letters_to(council.email("chair"))
