"""`python -m jobs.worker`: takes jobs until it is told to stop."""

from rq import Worker

from jobs import post, runtime
from tenants.logs import write_events

# Imported before RQ forks, so that no job waits for its own code to be read.
JOBS = (post.send_round,)


def main() -> None:
    """Work until told to stop; what is under way is finished first."""
    write_events()
    Worker([runtime.POST], connection=runtime.redis()).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
