"""`python -m jobs.tick`: rings every few seconds, for as long as the service is up.

Two ticks at once do no harm. When no tick has come for some minutes, /readyz says so.
"""

from rq.cron import CronScheduler

from jobs import clock, runtime
from tenants.logs import write_events

EVERY_SECONDS = 3


def main() -> None:
    """Enqueue the tick every few seconds until told to stop."""
    write_events()
    scheduler = CronScheduler(connection=runtime.redis(), logging_level="WARNING")
    scheduler.register(
        clock.tick,
        queue_name=runtime.CLOCK,
        interval=EVERY_SECONDS,
        result_ttl=0,
        ttl=EVERY_SECONDS * 5,
        failure_ttl=clock.FAILURES_KEPT_SECONDS,
    )
    scheduler.start()  # type: ignore[no-untyped-call]  # RQ leaves it without types


if __name__ == "__main__":
    main()
