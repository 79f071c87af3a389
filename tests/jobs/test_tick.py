"""The tick rings for who has something due, over a real Redis; and Redis is only a bell."""

import os
import subprocess
import sys

import pytest
from redis import Redis
from rq import Queue, SimpleWorker

from jobs import clock as tick_module
from jobs import runtime
from jobs.clock import find_councils_with_post, ring_for, tick
from jobs.post import send_due_messages
from tenants.messages import last_tick_at
from tenants.models import Message


@pytest.fixture
def redis(settings):
    connection = Redis.from_url(settings.redis_url)
    connection.flushdb()
    yield connection
    connection.flushdb()
    connection.close()


@pytest.fixture
def as_a_worker(servers, monkeypatch):
    """The environment of a worker process, whose connections are its own."""
    for name, value in servers.environment.items():
        monkeypatch.setenv(name, value)
    for made in (runtime.settings, runtime.database, runtime.clock):
        made.cache_clear()
    yield
    runtime.database().close()
    for made in (runtime.settings, runtime.database, runtime.clock):
        made.cache_clear()


def sent_to(council):
    with council.session() as session:
        return [row for row in session.query(Message) if row.sent_at is not None]


def test_the_tick_finds_a_council_with_something_due(council, database, now):
    council.report(now)
    assert council.id in find_councils_with_post(database, now=now)


def test_the_tick_leaves_a_sign_of_life(database, now):
    find_councils_with_post(database, now=now)
    with database.session() as session:
        assert last_tick_at(session) == now


def test_a_council_whose_bell_rang_gets_its_post(council, redis, as_a_worker, clock):
    council.report(clock.now())
    ring_for([council.id], redis)
    SimpleWorker([runtime.POST], connection=redis).work(burst=True, logging_level="ERROR")
    assert sent_to(council)


def test_redis_emptied_before_the_job_ran_loses_nothing(council, redis, as_a_worker, clock):
    council.report(clock.now())
    ring_for([council.id], redis)
    redis.flushdb()
    assert council.id in find_councils_with_post(council.database, now=clock.now())
    send_due_messages(str(council.id))
    assert sent_to(council)


def test_ringing_twice_sends_once(council, redis, as_a_worker, clock):
    council.report(clock.now())
    ring_for([council.id, council.id], redis)
    SimpleWorker([runtime.POST], connection=redis).work(burst=True, logging_level="ERROR")
    assert all(row.tries == 1 for row in sent_to(council))


def test_the_tick_enqueues_one_job_for_each_council(council, redis, as_a_worker, clock):
    council.report(clock.now())
    tick()
    waiting = [job.args[0] for job in Queue(runtime.POST, connection=redis).jobs]
    assert str(council.id) in waiting
    assert len(waiting) == len(set(waiting))


def test_a_bell_that_nobody_hears_falls_silent(council, redis):
    ring_for([council.id], redis)
    (job,) = Queue(runtime.POST, connection=redis).jobs
    assert job.ttl == tick_module.BELL_LASTS_SECONDS


@pytest.mark.parametrize("module", ["jobs.worker", "jobs.tick"])
def test_without_settings_a_process_says_what_is_missing(module):
    environment = {"PATH": os.environ["PATH"]}
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", module], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert "Set DATABASE_URL" in ended.stderr
