"""One beat of the tick: ask the database who has something to do, and ring the bell for each.

The bell is only a bell: with Redis away, or with nobody there to hear it, the tick does what a
worker would have done. A sign of life is left only once the work was handed on or done.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from redis import Redis, RedisError
from rq import Queue, Worker

from jobs import runtime
from jobs.post import EMAIL, in_rounds, send_round
from tenants import messages
from tenants.db import Database

logger = logging.getLogger(__name__)

# A bell that nobody heard for so long is rung again.
BELL_LASTS_SECONDS = 30
LONGEST_JOB_SECONDS = 600
FAILURES_KEPT_SECONDS = 24 * 3600
ROUND = 20
# What the tick takes upon itself at a time while nobody hears its bells.
MOST_WITHOUT_BELL = 200
# Clocks that differ by less are set right all the time, and nobody is late by it.
JUMP = timedelta(minutes=1)

Sender = Callable[[Sequence[UUID]], None]


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether Redis took the bells, and what it says of those who listen; -1 is not known."""

    is_taken: bool
    workers: int = -1
    queue: int = -1

    @property
    def by_somebody(self) -> bool:
        """Whether a worker is there to do what the bells were rung for."""
        return self.is_taken and self.workers > 0


def beat(send: Sender | None = None, *, jumped_ahead: timedelta = timedelta()) -> None:
    """Look once for work, have it done, and leave a sign of life.

    `send` does what no worker is there to do; without one it is done here and now.
    """
    database, now = runtime.database(), runtime.clock().now()
    councils = find_councils_with_work(database, now=now)
    heard = ring(councils)
    if councils and not heard.by_somebody:
        (send or send_now)(councils[:MOST_WITHOUT_BELL])
    leave_sign_of_life(database, heard, jumped_ahead)


def find_councils_with_work(database: Database, *, now: datetime) -> list[UUID]:
    """Return the councils with something to do; none for sending while no way out is open."""
    with database.session() as session:
        if messages.is_shut(messages.find_outage(session, channel=EMAIL), now=now):
            return []
        return messages.councils_with_work(session, now=now)


def ring(councils: Sequence[UUID]) -> Heard:
    """Ring the bell for each of these councils, and say whether anybody can hear it."""
    try:
        with runtime.bell() as redis:
            ring_for(councils, redis)
            queue = Queue(runtime.POST, connection=redis)
            return Heard(is_taken=True, workers=workers_of(queue), queue=queue.count)
    except RedisError as error:
        logger.warning("bell_silent", extra={"problem": type(error).__name__})
        return Heard(is_taken=False)


def ring_for(councils: Sequence[UUID], redis: "Redis") -> int:
    """Enqueue a job for each round of councils whose bell is not ringing; return how many rang."""
    if not councils:
        return 0
    with redis.pipeline(transaction=False) as pipe:
        for council_id in councils:
            pipe.set(runtime.bell_of(str(council_id)), 1, nx=True, ex=BELL_LASTS_SECONDS)
        is_new = pipe.execute()
    to_ring = [council_id for council_id, new in zip(councils, is_new, strict=True) if new]
    queue = Queue(runtime.POST, connection=redis)
    for council_ids in in_rounds(to_ring, ROUND):
        queue.enqueue(
            send_round,
            council_ids,
            ttl=BELL_LASTS_SECONDS,
            job_timeout=LONGEST_JOB_SECONDS,
            result_ttl=0,
            failure_ttl=FAILURES_KEPT_SECONDS,
        )
    if to_ring:
        logger.info("bell_rung", extra={"councils": len(to_ring)})
    return len(to_ring)


def workers_of(queue: Queue) -> int:
    """Return how many workers listen: RQ's own count takes in those that were killed."""
    keys = sorted(Worker.all_keys(queue=queue))
    return int(queue.connection.exists(*keys)) if keys else 0


def send_now(councils: Sequence[UUID]) -> None:
    """Do here what a worker would have done; one council's fault stops no other's."""
    for (council_id,) in in_rounds(councils, 1):
        send_for(council_id)


def send_for(council_id: str) -> None:
    """Send what is due for one council; what goes wrong is logged and waits for the next beat."""
    try:
        send_round([council_id])
    except Exception as error:  # noqa: BLE001 - the rows stay due, and the others want theirs
        logger.warning(
            "round_failed", extra={"council": council_id, "problem": type(error).__name__}
        )


def leave_sign_of_life(database: Database, heard: Heard, jumped_ahead: timedelta) -> None:
    """Record that the tick looked, whether the bells were taken, and what the gauges read."""
    now = runtime.clock().now()
    values = {messages.Dial.WORKERS: heard.workers, messages.Dial.QUEUE: heard.queue}
    with database.session() as session:
        last = messages.last_tick_at(session)
        jump = now - last if last is not None and last - now > JUMP else jumped_ahead
        if jump:
            seconds = int(jump.total_seconds())
            logger.warning("clock_jumped", extra={"seconds": seconds})
            values[messages.Dial.CLOCK_JUMP_SECONDS] = seconds
        messages.record_tick(session, now=now)
        if heard.is_taken:
            messages.record_tick(session, now=now, name=messages.Sign.BELL)
        messages.record_readings(session, values=values, now=now)
        session.commit()
