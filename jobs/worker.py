"""`python -m jobs.worker`: takes jobs, the tick's first, until it is told to stop."""

from rq import Worker

from jobs import clock, post, runtime
from tenants.logs import write_events

# Imported before RQ forks, so that no job waits for its own code to be read.
JOBS = (clock.tick, post.send_due_messages)


def main() -> None:
    """Work until told to stop; what is under way is finished first."""
    write_events()
    Worker([runtime.CLOCK, runtime.POST], connection=runtime.redis()).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
