"""`python -m jobs.worker`: takes jobs, the tick's first, until it is told to stop."""

import logging

from rq import Worker

from jobs import clock, post, runtime

# Imported before RQ forks, so that no job waits for its own code to be read.
JOBS = (clock.tick, post.send_due_messages)


def main() -> None:
    """Work until told to stop; what is under way is finished first."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    Worker([runtime.CLOCK, runtime.POST], connection=runtime.redis()).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
