"""The tick rings for who has something due, over a real Redis; and Redis is only a bell."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from uuid import uuid4

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoRedis
from rq import Queue, SimpleWorker

from deploy.local.addresses import free_port
from jobs import clock as tick_module
from jobs import runtime
from jobs.clock import ROUND, beat, find_councils_with_work, ring, ring_for, workers_of
from jobs.post import EMAIL, send_round
from jobs.worker import PostWorker
from tenants import messages
from tenants.models import Message

CACHED = (runtime.settings, runtime.database, runtime.clock)


@pytest.fixture
def redis(settings):
    connection = Redis.from_url(settings.redis_url)
    connection.flushdb()
    yield connection
    connection.flushdb()
    connection.close()


@pytest.fixture
def as_a_worker(servers, monkeypatch):
    """The environment of a process of the service, whose connections are its own."""
    for name, value in servers.environment.items():
        monkeypatch.setenv(name, value)
    for made in CACHED:
        made.cache_clear()
    yield
    runtime.database().close()
    for made in CACHED:
        made.cache_clear()


@pytest.fixture
def without_redis(as_a_worker, monkeypatch):
    """A process of the service whose Redis is not there."""
    gone = replace(runtime.settings(), redis_url=f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setattr(runtime, "settings", lambda: gone)


@pytest.fixture
def worker(redis):
    """A worker that listens and takes nothing yet."""
    worker = SimpleWorker([runtime.POST], connection=redis)
    worker.register_birth()
    yield worker
    worker.register_death()


@pytest.fixture
def shut(database, clock):
    """Say that no e-mail goes out for some seconds; the way is open again after the test."""
    with database.session() as session:
        messages.record_outage(session, channel=EMAIL, problem="no answer", now=clock.now())
        session.commit()
    yield
    with database.session() as session:
        messages.end_outage(session, channel=EMAIL)
        session.commit()


def only(council, monkeypatch):
    """Let the tick find this council's work and no other test's."""
    monkeypatch.setattr(tick_module, "find_councils_with_work", lambda *_, **__: [council.id])


def sent_to(council):
    with council.session() as session:
        return [row for row in session.query(Message) if row.sent_at is not None]


def signs(database):
    with database.session() as session:
        return messages.signs_of_life(session)


def gauges(database):
    with database.session() as session:
        return messages.readings(session)


def test_the_tick_finds_a_council_with_something_due(council, database, now):
    council.report(now)
    assert council.id in find_councils_with_work(database, now=now)


def test_nobody_is_rung_for_while_no_way_out_is_open(council, database, clock, shut):
    council.report(clock.now())
    assert find_councils_with_work(database, now=clock.now()) == []
    later = clock.now() + timedelta(seconds=16)
    assert council.id in find_councils_with_work(database, now=later)


def test_a_council_whose_bell_rang_gets_its_post(council, redis, as_a_worker, clock):
    council.report(clock.now())
    ring_for([council.id], redis)
    SimpleWorker([runtime.POST], connection=redis).work(burst=True, logging_level="ERROR")
    assert sent_to(council)


def test_redis_emptied_before_the_job_ran_loses_nothing(council, redis, as_a_worker, clock):
    council.report(clock.now())
    ring_for([council.id], redis)
    redis.flushdb()
    assert council.id in find_councils_with_work(council.database, now=clock.now())
    send_round([str(council.id)])
    assert sent_to(council)


def test_a_bell_that_rings_is_not_rung_again(council, redis):
    assert [ring_for([council.id], redis) for _ in range(2)] == [1, 0]
    assert Queue(runtime.POST, connection=redis).count == 1


def test_a_bell_that_was_answered_may_be_rung_again(council, redis, as_a_worker):
    ring_for([council.id], redis)
    runtime.silence_bells([str(council.id)])
    assert ring_for([council.id], redis) == 1


def test_ringing_twice_sends_once(council, redis, as_a_worker, clock):
    council.report(clock.now())
    ring_for([council.id], redis)
    runtime.silence_bells([str(council.id)])
    ring_for([council.id], redis)
    SimpleWorker([runtime.POST], connection=redis).work(burst=True, logging_level="ERROR")
    assert sent_to(council)
    assert all(row.tries == 1 for row in sent_to(council))


def test_a_job_has_twenty_councils_and_no_council_two_jobs(redis):
    councils = [uuid4() for _ in range(2 * ROUND + 5)]
    assert ring_for(councils, redis) == len(councils)
    rounds = [job.args[0] for job in Queue(runtime.POST, connection=redis).jobs]
    assert [len(each) for each in rounds] == [ROUND, ROUND, 5]
    assert sorted(chain(*rounds)) == sorted(map(str, councils))


def test_a_council_that_nothing_can_be_sent_for_stops_no_other_of_its_round(
    council, redis, as_a_worker, clock, database
):
    council.report(clock.now())
    before = clock.now()
    assert send_round([str(uuid4()), str(council.id)]) > 0
    assert sent_to(council)
    assert signs(database)[messages.Sign.POST] >= before


def test_a_bell_that_nobody_hears_falls_silent(council, redis):
    ring_for([council.id], redis)
    (job,) = Queue(runtime.POST, connection=redis).jobs
    assert job.ttl == tick_module.BELL_LASTS_SECONDS
    assert 0 < redis.ttl(runtime.bell_of(str(council.id))) <= tick_module.BELL_LASTS_SECONDS


def test_a_worker_that_listens_is_counted_and_a_killed_one_is_not(redis, worker, as_a_worker):
    queue = Queue(runtime.POST, connection=redis)
    assert workers_of(queue) == 1
    redis.delete(worker.key)
    assert workers_of(queue) == 0


def test_a_worker_is_known_again_to_a_redis_that_was_emptied(redis):
    worker = PostWorker([runtime.POST], connection=redis)
    worker.register_birth()
    redis.flushdb()
    worker.heartbeat()
    assert workers_of(Queue(runtime.POST, connection=redis)) == 1


def test_what_workers_are_there_to_do_the_tick_leaves_to_them(
    council, redis, worker, as_a_worker, monkeypatch
):
    only(council, monkeypatch)
    taken = []
    beat(taken.extend)
    assert taken == []
    assert Queue(runtime.POST, connection=redis).count == 1


def test_with_no_worker_the_tick_sends_by_itself(council, redis, as_a_worker, clock, monkeypatch):
    council.report(clock.now())
    only(council, monkeypatch)
    beat()
    assert sent_to(council)


def test_with_redis_away_the_tick_sends_by_itself(council, without_redis, clock, monkeypatch):
    council.report(clock.now())
    only(council, monkeypatch)
    beat()
    assert sent_to(council)


def test_with_redis_away_there_is_a_sign_of_life_and_none_of_the_bell(
    without_redis, database, clock, monkeypatch
):
    monkeypatch.setattr(tick_module, "find_councils_with_work", lambda *_, **__: [])
    before, bell_before = clock.now(), signs(database).get(messages.Sign.BELL)
    beat()
    assert signs(database)[messages.Sign.TICK] >= before
    assert signs(database).get(messages.Sign.BELL) == bell_before
    assert gauges(database)[messages.Dial.WORKERS].value == -1


def test_a_beat_tells_of_bell_queue_and_workers(redis, worker, as_a_worker, database, clock):
    before = clock.now()
    beat()
    assert signs(database)[messages.Sign.BELL] >= before
    shown = gauges(database)
    assert shown[messages.Dial.WORKERS].value == 1
    assert shown[messages.Dial.QUEUE].value == Queue(runtime.POST, connection=redis).count


def test_there_is_no_sign_of_life_before_the_work_was_handed_on(
    council, redis, as_a_worker, database, monkeypatch
):
    only(council, monkeypatch)
    before = signs(database).get(messages.Sign.TICK)

    def refuse(_councils):
        raise NoRedis

    with pytest.raises(NoRedis):
        beat(refuse)
    assert signs(database).get(messages.Sign.TICK) == before


def test_a_redis_that_hangs_is_taken_to_be_away(as_a_worker, monkeypatch, council):
    with socket.create_server(("127.0.0.1", 0)) as says_nothing:
        port = says_nothing.getsockname()[1]
        hung = replace(runtime.settings(), redis_url=f"redis://127.0.0.1:{port}/0")
        monkeypatch.setattr(runtime, "settings", lambda: hung)
        monkeypatch.setattr(runtime, "BELL_SECONDS", 0.05)
        assert not ring([council.id]).is_taken


@pytest.mark.parametrize("module", ["jobs.worker", "jobs.tick"])
def test_without_settings_a_process_says_what_is_missing(module):
    environment = {"PATH": os.environ["PATH"]}
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", module], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert "Set DATABASE_URL" in ended.stderr


@pytest.mark.parametrize("module", ["jobs.worker", "jobs.tick"])
def test_a_process_that_is_told_to_stop_does(module, servers):
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", module],
        env={"PATH": os.environ["PATH"], **servers.environment, "REDIS_URL": "redis://127.0.0.1:1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    line = process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert "bell_silent" in line or "redis_away" in line
    assert process.returncode in {0, -signal.SIGTERM}
