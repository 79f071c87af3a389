"""One beat of the tick: ask the database who has something to do, and ring the bell for each.

The bell is only a bell: with Redis away the tick does what a worker would have done.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from redis import Redis, RedisError
from rq import Queue

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
# What the tick sends by itself at a time while there is no bell; it must go on ticking.
MOST_WITHOUT_BELL = 50


def beat() -> None:
    """Look once for work, have it done, and leave a sign of life."""
    database, now = runtime.database(), runtime.clock().now()
    councils = find_councils_with_work(database, now=now)
    try:
        ring_for(councils, runtime.redis())
    except RedisError as error:
        logger.warning("bell_silent", extra={"problem": type(error).__name__})
        for council_ids in in_rounds(councils[:MOST_WITHOUT_BELL], 1):
            send_round(council_ids)
    with database.session() as session:
        messages.record_tick(session, now=runtime.clock().now())
        session.commit()


def find_councils_with_work(database: Database, *, now: datetime) -> list[UUID]:
    """Return the councils with something to do; none for sending while no way out is open."""
    with database.session() as session:
        if messages.is_shut(messages.find_outage(session, channel=EMAIL), now=now):
            return []
        return messages.councils_with_work(session, now=now)


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
