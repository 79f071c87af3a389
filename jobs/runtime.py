"""What every job needs: settings, database, clock, Redis. Made once in each process.

RQ forks a process for each job, so none of these may be touched before the fork: a connection
shared by two processes is no connection at all.
"""

import os
from collections.abc import Sequence
from functools import cache

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from tenants.clock import Clock
from tenants.db import Database
from tenants.settings import Settings

POST = "post"
# A bell that has to be waited for is no bell: the tick beats every second.
BELL_SECONDS = 1.0


@cache
def settings() -> Settings:
    """Return this process's settings."""
    return Settings.from_environment(os.environ)


@cache
def database() -> Database:
    """Return this process's way into PostgreSQL."""
    return Database(settings())


@cache
def clock() -> Clock:
    """Return the service's clock."""
    return Clock(settings().clock_file)


def redis() -> "Redis":
    """Return a patient connection to Redis, for a worker: it waits where nothing is to be done."""
    return Redis.from_url(settings().redis_url, socket_connect_timeout=5, health_check_interval=30)


def bell() -> "Redis":
    """Return an impatient connection to Redis: `BELL_SECONDS` without an answer is an error."""
    return Redis.from_url(
        settings().redis_url,
        socket_connect_timeout=BELL_SECONDS,
        socket_timeout=BELL_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )


def bell_of(council_id: str) -> str:
    """Return the key that stands in Redis while a council's bell is ringing."""
    return f"bell:{council_id}"


def silence_bells(council_ids: Sequence[str]) -> None:
    """Let these councils' bells be rung again; without Redis there is none to silence."""
    try:
        with bell() as connection:
            connection.delete(*map(bell_of, council_ids))
    except RedisError:
        return
