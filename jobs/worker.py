"""`python -m jobs.worker`: takes jobs until it is told to stop; Redis may come and go meanwhile.

RQ's worker ends where Redis goes away in the midst of a job, and waits up to a minute where it
goes away between two. Neither will do for alerts: this one begins again within seconds.
"""

import logging
import signal
import time
from types import FrameType
from typing import Any

from redis import RedisError
from rq import Worker
from rq.worker_registration import register

from jobs import post, runtime
from tenants.logs import write_events

# Imported before RQ forks, so that no job waits for its own code to be read.
JOBS = (post.send_round,)
# How long a worker that was killed is still taken to be there: 60 seconds more than this.
HEARD_FROM_WITHIN = 30
PAUSE_SECONDS = 1.0

logger = logging.getLogger(__name__)


class PostWorker(Worker):
    """A worker that is soon back, and known again to a Redis that was emptied."""

    max_connection_wait_time = 2.0
    is_told_to_stop = False

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Say that this worker is here, to a Redis that may have forgotten it."""
        super().heartbeat(timeout, pipeline)
        register(self, pipeline)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Finish what is under way and end, whether or not Redis can be told of it."""
        self.is_told_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]  # RQ's has no types


def main() -> None:
    """Work until told to stop; what is under way is finished first."""
    write_events()
    runtime.settings()
    while not work():
        # RQ puts its own handlers in place while it works; between, the end may come at once.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        time.sleep(PAUSE_SECONDS)


def work() -> bool:
    """Take jobs for as long as Redis is there; return whether somebody asked for the end."""
    worker = None
    try:
        worker = PostWorker(
            [runtime.POST], connection=runtime.redis(), worker_ttl=HEARD_FROM_WITHIN
        )
        worker.work(logging_level="WARNING")
    except RedisError as error:
        logger.warning("redis_away", extra={"problem": type(error).__name__})
    finally:
        # RQ leaves its ear to commands listening where it could not say goodbye.
        ear = getattr(worker, "pubsub_thread", None)
        if ear is not None:
            ear.stop()
    return worker is not None and worker.is_told_to_stop


if __name__ == "__main__":
    main()
