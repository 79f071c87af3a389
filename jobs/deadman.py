"""The dead-man's switch: somebody elsewhere hears from us every minute, and alarms when not.

It says that the tick's beats are good, from outside this machine, which a machine that is down
cannot. Nothing is sent but the request itself.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from urllib.request import urlopen

EVERY_SECONDS = 60.0
LONGEST_SECONDS = 3.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: for the how manieth time, and how often in a row nobody was reached."""

    number: int
    failures: int


class Deadman:
    """Asks an address after a good beat, in a thread of its own: it can hold up no beat.

    `answer` is what came of the last time, None before the first.
    """

    def __init__(self, url: str, *, seconds: Callable[[], float] = monotonic) -> None:
        self._url = url
        self._seconds = seconds
        self._asked_at: float | None = None
        self._thread: Thread | None = None
        self.answer: Answer | None = None

    def note_good_beat(self) -> None:
        """Ask, unless there is no address, it was asked within the minute, or it still hangs."""
        now = self._seconds()
        is_asking = self._thread is not None and self._thread.is_alive()
        is_early = self._asked_at is not None and now - self._asked_at < EVERY_SECONDS
        if not self._url or is_asking or is_early:
            return
        self._asked_at = now
        self._thread = Thread(target=self._ask, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait for the answer that is under way, if there is one."""
        if self._thread is not None:
            self._thread.join(LONGEST_SECONDS * 2)

    def _ask(self) -> None:
        before = self.answer or Answer(0, 0)
        try:
            # The operator's own address; the settings take nothing but http and https.
            with urlopen(self._url, timeout=LONGEST_SECONDS):  # noqa: S310 - see above
                self.answer = Answer(before.number + 1, 0)
        except Exception as error:  # noqa: BLE001 - whatever is wrong over there, the tick goes on
            self.answer = Answer(before.number + 1, before.failures + 1)
            # The address is as good as a password, and the error may hold it.
            logger.warning("deadman_not_reached", extra={"problem": type(error).__name__})
