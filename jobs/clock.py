"""The tick: asks the database who has something due, and rings the bell for each."""

import logging
from datetime import datetime
from uuid import UUID

from redis import Redis
from rq import Queue

from jobs import runtime
from jobs.post import send_due_messages
from tenants import messages
from tenants.db import Database

logger = logging.getLogger(__name__)

# A bell that nobody heard for a minute has been rung again since.
BELL_LASTS_SECONDS = 60
LONGEST_JOB_SECONDS = 600
FAILURES_KEPT_SECONDS = 24 * 3600


def tick() -> None:
    """Look once for due messages, leave a sign of life, and enqueue one job for each council."""
    councils = find_councils_with_post(runtime.database(), now=runtime.clock().now())
    ring_for(councils, runtime.redis())


def find_councils_with_post(database: Database, *, now: datetime) -> list[UUID]:
    """Return the councils with something due, and record that the tick has looked."""
    with database.session() as session:
        councils = messages.councils_with_due_messages(session, now=now)
        messages.record_tick(session, now=now)
        session.commit()
    return councils


def ring_for(councils: list[UUID], redis: "Redis") -> None:
    """Enqueue one job for each council; a second one for the same council does no harm."""
    queue = Queue(runtime.POST, connection=redis)
    for council_id in councils:
        queue.enqueue(
            send_due_messages,
            str(council_id),
            ttl=BELL_LASTS_SECONDS,
            job_timeout=LONGEST_JOB_SECONDS,
            result_ttl=0,
            failure_ttl=FAILURES_KEPT_SECONDS,
        )
    if councils:
        logger.info("bell_rung", extra={"councils": len(councils)})
