"""PostgreSQL goes away under load: what was accepted is there, and all that is due is sent."""

import threading

import pytest
from sqlalchemy import text

from tenants.db import DATABASE_AWAY
from tests.faults.tally import count, settle


class Reporter(threading.Thread):
    """Reports breaches one after the other, and each that failed again, as a person would."""

    def __init__(self, stand, councils):
        super().__init__()
        self.stand, self.councils = stand, councils
        self.accepted = []
        self.failed = 0
        self.is_over = threading.Event()

    def stop(self):
        self.is_over.set()
        self.join()

    def run(self):
        while not self.is_over.is_set():
            council = self.councils[len(self.accepted) % len(self.councils)]
            try:
                self.accepted.append((council.id, council.report(self.stand.now)))
            except DATABASE_AWAY:
                self.failed += 1


def reports(stand):
    with stand.administrator.connect() as connection:
        return connection.scalar(text("select count(*) from breach"))


@pytest.mark.parametrize("manner", ["restarted", "killed"])
def test_postgresql_that_ends_under_load_loses_nothing(stand, survive, manner):
    reporter = None
    try:
        # What is under way when the first server ends is the fault's as well.
        with stand.fault():
            councils = [council for council, _ in stand.report(4)]
            stand.start(workers=2)
            reporter = Reporter(stand, councils)
            reporter.start()
            for number in range(1, 4):
                stand.until(lambda n=number: len(reporter.accepted) > 10 * n, "there is load")
                stand.end_server("PostgreSQL", at_once=manner == "killed")
                stand.until(stand.answers, "PostgreSQL is back")
            stand.until(lambda: len(reporter.accepted) > 50, "reports come on")
            reporter.stop()
            stand.let_claims_run_out()
    finally:
        if reporter is not None:
            reporter.stop()
    settle(stand)
    line = survive(count(stand, f"PostgreSQL {manner} under load"))
    assert len(set(reporter.accepted)) == len(reporter.accepted)
    # A report whose answer was cut off may have been kept; none that was accepted is missing.
    kept = reports(stand) - len(councils)
    assert len(reporter.accepted) <= kept <= len(reporter.accepted) + reporter.failed
    assert line.delivered == line.planned
