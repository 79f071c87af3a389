"""One message, or one council's calendar, that breaks what touches it: others are served."""

from datetime import timedelta

from tenants.messages import MOST_DOUBTS
from tests.faults.tally import count, settle, waiting

A_CLAIM = timedelta(seconds=95)
# What spoils its worker so many times is given up, and the next contact told, within this.
UNTIL_GIVEN_UP = timedelta(hours=1)


def outlast(stand):
    """Move the clock past claims and retries until nothing that is due waits."""
    with stand.fault():
        for _ in range(40):
            if not stand.is_soon(lambda: waiting(stand) == 0):
                stand.move_on(A_CLAIM)
    settle(stand)


def poisoned(stand, how):
    """Start workers that one council's clerk's letters spoil; return it and another council."""
    council = stand.found(invites=False)
    clerk = str(council.members["clerk"].membership_id)
    stand.start(workers=2, spoilt={how: clerk})
    ((other, _),) = stand.report()
    council.report(stand.now)
    return council, other


def test_a_letter_that_cannot_be_written_is_passed_on_and_stops_no_other(stand, survive):
    began = stand.now
    council, other = poisoned(stand, "unwritable")
    outlast(stand)
    line = survive(count(stand, "poison: cannot be written"))
    assert line.passed_on > 0
    assert stand.office.letters_to(other.email("clerk"))
    assert stand.office.letters_to(council.email("lead"))
    assert stand.now - began < UNTIL_GIVEN_UP


def test_a_letter_that_kills_its_worker_is_passed_on_and_stops_no_other(stand, survive):
    began = stand.now
    with stand.fault():
        council, other = poisoned(stand, "deadly")
        for _ in range(2 * MOST_DOUBTS):
            stand.until(lambda: stand.mark.exists() or not waiting(stand), "a worker has died")
            stand.mark.unlink(missing_ok=True)
            stand.move_on(A_CLAIM)
    settle(stand)
    line = survive(count(stand, "poison: kills its worker"))
    assert line.passed_on > 0
    assert stand.revivals >= MOST_DOUBTS
    assert stand.office.letters_to(other.email("clerk"))
    assert stand.office.letters_to(council.email("lead"))
    assert stand.now - began < UNTIL_GIVEN_UP


def test_a_calendar_that_cannot_be_gone_through_stops_no_alert(stand, survive):
    council = stand.found(invites=False)
    stand.start(spoilt={"unkept": str(council.id)})
    council.report(stand.now)
    stand.report()
    settle(stand, calendars_too=False)
    survive(count(stand, "poison: a calendar"))
    assert stand.office.letters_to(council.email("clerk"))
