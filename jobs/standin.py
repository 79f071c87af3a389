"""Who sends when nobody hears the bells: a thread of the tick's own, so that the tick goes on.

A mail server that hangs holds up this thread and no beat. What it does not get round to stays due
in the database, for the workers or for its next turn.
"""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread
from time import monotonic
from uuid import UUID

from jobs.clock import send_for

# Longer than a conversation with a mail server that does not answer.
LONGEST_WITHOUT_PROGRESS = 120.0
SECONDS_TO_STOP = 1.0

logger = logging.getLogger(__name__)


class StandInStuck(Exception):
    """The stand-in has finished no council for `LONGEST_WITHOUT_PROGRESS` seconds."""


class StandIn:
    """Sends for the councils that it is given, one after the other, in a thread of its own."""

    def __init__(self, send: Callable[[str], None] = send_for) -> None:
        self._send = send
        self._thread: Thread | None = None
        self._is_told_to_stop = Event()
        self._progress_at = monotonic()

    def take(self, councils: Sequence[UUID]) -> None:
        """Begin to send for these; whoever is at work already finishes that first.

        Raises `StandInStuck` when it does not get on: a beat that comes to this is no good beat.
        """
        if self._thread is not None and self._thread.is_alive():
            if monotonic() - self._progress_at > LONGEST_WITHOUT_PROGRESS:
                raise StandInStuck
            return
        logger.warning("standing_in", extra={"councils": len(councils)})
        self._progress_at = monotonic()
        self._thread = Thread(target=self._work, args=(list(councils),), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let it finish the council that it is at, for as long as `SECONDS_TO_STOP`."""
        self._is_told_to_stop.set()
        if self._thread is not None:
            self._thread.join(SECONDS_TO_STOP)

    def _work(self, councils: Sequence[UUID]) -> None:
        for council_id in councils:
            if self._is_told_to_stop.is_set():
                return
            self._send(str(council_id))
            self._progress_at = monotonic()
