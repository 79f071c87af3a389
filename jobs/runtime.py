"""What every job needs: settings, database, clock, Redis. Made once in each process.

RQ forks a process for each job, so none of these may be touched before the fork: a connection
shared by two processes is no connection at all.
"""

import os
from functools import cache

from redis import Redis

from tenants.clock import Clock
from tenants.db import Database
from tenants.settings import Settings

POST = "post"
CLOCK = "clock"


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
    """Return a connection to Redis; half a minute without an answer is an error."""
    return Redis.from_url(settings().redis_url, socket_connect_timeout=5, health_check_interval=30)
