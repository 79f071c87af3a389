"""`python -m jobs.tick`: beats every second, for as long as the service is up.

It is a loop of its own and no job: a tick that needs Redis and a free worker stops when they do.
Two at once do no harm. When no beat has come for some minutes, /readyz says so.
"""

import logging
import signal
from threading import Event

from jobs import clock, runtime
from tenants.db import DATABASE_AWAY
from tenants.logs import write_events

EVERY_SECONDS = 1.0

logger = logging.getLogger(__name__)


def main() -> None:
    """Beat until told to stop; a database that is away is asked again at the next beat."""
    write_events()
    runtime.settings()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            clock.beat()
        except DATABASE_AWAY as error:
            logger.warning("database_away", extra={"problem": type(error).__name__})
        stop.wait(EVERY_SECONDS)


if __name__ == "__main__":
    main()
