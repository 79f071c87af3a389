"""The loop around the beat: nothing ends it, nothing holds it up, and its clock is watched."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from sqlalchemy.exc import OperationalError

from deploy.local.addresses import free_port
from jobs import clock as tick_module
from jobs import runtime, standin
from jobs.clock import Heard, leave_sign_of_life
from jobs.deadman import EVERY_SECONDS, Deadman
from jobs.standin import StandIn, StandInStuck
from jobs.tick import ClockWatch, Stop, Ticker
from tenants import messages
from tests.jobs.test_tick import as_a_worker, gauges, signs

__all__ = ["as_a_worker"]

NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
NOTHING_HEARD = Heard(is_taken=False)


class Elsewhere:
    """A real web server on loopback that hears from us; it answers, or keeps us waiting."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = 200
        self.may_answer = Event()
        self.is_asked = Event()
        here = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                here.asked.append(self.path)
                here.is_asked.set()
                here.may_answer.wait(10)
                self.send_response(here.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/we-live"


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    made = Elsewhere()
    made.may_answer.set()
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.may_answer.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def ticker(as_a_worker) -> Ticker:
    return Ticker(StandIn(lambda _council: None), Deadman(""))


@pytest.fixture
def no_work(monkeypatch):
    monkeypatch.setattr(tick_module, "find_councils_with_work", lambda *_, **__: [])


def test_a_poisoned_beat_leaves_no_sign_of_life_and_the_next_one_does(
    ticker, database, monkeypatch, caplog
):
    before = signs(database).get(messages.Sign.TICK)

    def poison(*_, **__):
        message = "a row that nobody can read: clerk@example.org"
        raise ValueError(message)

    monkeypatch.setattr(tick_module, "find_councils_with_work", poison)
    assert not ticker.beat()
    assert signs(database).get(messages.Sign.TICK) == before
    assert "beat_failed" in caplog.text
    assert "clerk@example.org" not in caplog.text

    monkeypatch.setattr(tick_module, "find_councils_with_work", lambda *_, **__: [])
    assert ticker.beat()
    assert signs(database)[messages.Sign.TICK] != before


def test_a_database_that_is_away_ends_nothing(ticker, monkeypatch, caplog):
    def away(*_, **__):
        raise OperationalError("select", {}, Exception())

    monkeypatch.setattr(tick_module, "find_councils_with_work", away)
    assert not ticker.beat()
    assert "database_away" in caplog.text


def test_the_stand_in_holds_up_no_beat_and_begins_nothing_twice():
    may_go_on, seen = Event(), []

    def hang(council_id):
        seen.append(council_id)
        may_go_on.wait(10)

    stand_in = StandIn(hang)
    stand_in.take(["first"])
    stand_in.take(["second"])
    may_go_on.set()
    stand_in.stop()
    assert seen == ["first"]


def test_a_stand_in_that_does_not_get_on_is_no_good_beat(monkeypatch):
    may_go_on = Event()
    stand_in = StandIn(lambda _council: may_go_on.wait(10))
    stand_in.take(["first"])
    monkeypatch.setattr(standin, "LONGEST_WITHOUT_PROGRESS", -1)
    with pytest.raises(StandInStuck):
        stand_in.take(["second"])
    may_go_on.set()
    stand_in.stop()


def test_a_stand_in_that_is_told_to_stop_begins_no_other_council():
    begun, seen = Event(), []

    def work(council_id):
        seen.append(council_id)
        begun.set()
        stand_in._is_told_to_stop.wait(10)

    stand_in = StandIn(work)
    stand_in.take(["first", "second"])
    begun.wait(10)
    stand_in.stop()
    assert seen == ["first"]


def test_a_clock_that_jumps_ahead_is_noticed_and_time_that_passes_is_not():
    watch = ClockWatch()
    hour, seconds = timedelta(hours=1), 100.0
    assert watch.note(NOW, seconds) == timedelta()
    assert watch.note(NOW + hour, seconds + 3600) == timedelta()
    assert watch.note(NOW + 2 * hour, seconds + 3601) == timedelta(seconds=3599)
    assert watch.note(NOW + 2 * hour + timedelta(seconds=30), seconds + 3602) == timedelta()


def test_a_jump_is_told_by_the_first_beat_that_can(ticker, database, monkeypatch, clock):
    """The database is away at the beat that notices it."""
    jumps = iter([timedelta(hours=1), timedelta()])
    monkeypatch.setattr(ticker._watch, "note", lambda *_: next(jumps))

    def away(*_, **__):
        raise OperationalError("select", {}, Exception())

    monkeypatch.setattr(tick_module, "find_councils_with_work", away)
    ticker.beat()
    monkeypatch.setattr(tick_module, "find_councils_with_work", lambda *_, **__: [])
    before = clock.now()
    ticker.beat()
    read = gauges(database)[messages.Dial.CLOCK_JUMP_SECONDS]
    assert read.value == 3600
    assert read.at >= before


def test_a_clock_that_went_back_is_seen_by_the_last_beat_and_told_once(
    as_a_worker, database, clock, caplog
):
    with database.session() as session:
        messages.record_tick(session, now=clock.now() + timedelta(hours=1))
        session.commit()
    leave_sign_of_life(runtime.database(), NOTHING_HEARD, timedelta())
    leave_sign_of_life(runtime.database(), NOTHING_HEARD, timedelta())
    assert -3600 <= gauges(database)[messages.Dial.CLOCK_JUMP_SECONDS].value <= -3595
    assert caplog.text.count("clock_jumped") == 1


def test_who_asked_for_the_end_waits_for_no_pause():
    stop = Stop()
    stop.is_asked = True
    stop.pause(60)


def test_a_beat_that_hangs_ends_the_process_and_says_where_it_stood(servers):
    words = """
from threading import Event
from jobs import clock, tick
tick.LONGEST_BEAT_SECONDS = 0.2
clock.beat = lambda *_, **__: Event().wait()
tick.main()
"""
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", words],
        env={"PATH": os.environ["PATH"], **servers.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "in beat" in ended.stderr


def test_somebody_elsewhere_hears_of_a_good_beat_once_a_minute(elsewhere):
    at = [0.0]
    deadman = Deadman(elsewhere.url, seconds=lambda: at[0])
    for seconds in (0.0, 1.0, EVERY_SECONDS - 1, EVERY_SECONDS):
        at[0] = seconds
        deadman.note_good_beat()
        deadman.wait()
    assert elsewhere.asked == ["/we-live", "/we-live"]
    assert deadman.answer is not None
    assert (deadman.answer.number, deadman.answer.failures) == (2, 0)


def test_somebody_elsewhere_who_hangs_holds_up_no_beat(elsewhere):
    elsewhere.may_answer.clear()
    at = [0.0]
    deadman = Deadman(elsewhere.url, seconds=lambda: at[0])
    deadman.note_good_beat()
    assert elsewhere.is_asked.wait(10)
    at[0] = 2 * EVERY_SECONDS
    deadman.note_good_beat()
    assert deadman.answer is None
    elsewhere.may_answer.set()
    deadman.wait()
    assert elsewhere.asked == ["/we-live"]


def test_an_address_that_does_not_answer_is_counted_and_never_logged(caplog):
    at = [0.0]
    deadman = Deadman(f"http://127.0.0.1:{free_port()}/secret", seconds=lambda: at[0])
    for seconds in (0.0, EVERY_SECONDS):
        at[0] = seconds
        deadman.note_good_beat()
        deadman.wait()
    assert deadman.answer is not None
    assert deadman.answer.failures == 2
    assert "deadman_not_reached" in caplog.text
    assert "secret" not in caplog.text


def test_a_refusal_is_a_failure_and_the_next_yes_ends_the_count(elsewhere):
    at = [0.0]
    deadman = Deadman(elsewhere.url, seconds=lambda: at[0])
    failures = []
    for place, status in enumerate((500, 200)):
        elsewhere.status, at[0] = status, place * EVERY_SECONDS
        deadman.note_good_beat()
        deadman.wait()
        failures.append(deadman.answer and deadman.answer.failures)
    assert failures == [1, 0]


def test_without_an_address_nobody_is_asked():
    deadman = Deadman("")
    deadman.note_good_beat()
    deadman.wait()
    assert deadman.answer is None


def test_what_came_of_asking_is_left_where_the_operator_reads_it(
    as_a_worker, no_work, database, elsewhere, clock
):
    deadman = Deadman(elsewhere.url)
    ticker = Ticker(StandIn(), deadman)
    before = clock.now()
    ticker.beat()
    deadman.wait()
    ticker.beat()
    assert signs(database)[messages.Sign.DEADMAN] >= before
    assert gauges(database)[messages.Dial.DEADMAN_FAILURES].value == 0


def test_a_bad_beat_tells_nobody_elsewhere_that_all_is_well(as_a_worker, elsewhere, monkeypatch):
    def away(*_, **__):
        raise OperationalError("select", {}, Exception())

    monkeypatch.setattr(tick_module, "find_councils_with_work", away)
    deadman = Deadman(elsewhere.url)
    Ticker(StandIn(), deadman).beat()
    deadman.wait()
    assert elsewhere.asked == []
