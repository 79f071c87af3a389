"""`python -m jobs.tick`: beats every second, for as long as the service is up.

It is a loop of its own and no job: a tick that needs Redis and a free worker stops when they do.
Two at once do no harm. When no beat has come for some minutes, /readyz says so.
"""

import faulthandler
import logging
import os
import signal
import time
import traceback
from datetime import datetime, timedelta
from types import FrameType

from jobs import clock, runtime
from jobs.deadman import Answer, Deadman
from jobs.standin import StandIn
from tenants import messages
from tenants.db import DATABASE_AWAY
from tenants.logs import write_events

EVERY_SECONDS = 1.0
# A beat that hangs for so long, in a network that swallows everything, ends the process: whoever
# keeps it going starts it again.
LONGEST_BEAT_SECONDS = 60.0
# However long a beat hangs, who asked for the end waits no longer than this.
SECONDS_TO_END = 2.0
_SLICE = 0.05

logger = logging.getLogger(__name__)


class Stop:
    """Whether somebody has asked for the end, by SIGTERM or SIGINT."""

    def __init__(self) -> None:
        self.is_asked = False

    def listen(self) -> None:
        """Take the signals from here on."""
        signal.signal(signal.SIGALRM, _end_at_once)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask)

    def ask(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Ask for the end: after this beat, or in the midst of it when it does not end."""
        self.is_asked = True
        signal.setitimer(signal.ITIMER_REAL, SECONDS_TO_END)

    def pause(self, seconds: float) -> None:
        """Wait so many seconds, or until somebody asks for the end."""
        ends = time.monotonic() + seconds
        while not self.is_asked and (left := ends - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))


class ClockWatch:
    """Notices a clock that jumped ahead, by one that cannot: the seconds since the machine began.

    A clock that went back is seen in the database, whose last beat is then still to come.
    """

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None

    def note(self, now: datetime, seconds: float) -> timedelta:
        """Return by how much the clock is further on than the time that has passed, if it is."""
        last, self._last = self._last, (now, seconds)
        if last is None:
            return timedelta()
        ahead = now - last[0] - timedelta(seconds=seconds - last[1])
        return ahead if ahead > clock.JUMP else timedelta()


class Ticker:
    """Beats, and outlives whatever goes wrong in a beat."""

    def __init__(self, stand_in: StandIn, deadman: Deadman) -> None:
        self._stand_in = stand_in
        self._deadman = deadman
        self._watch = ClockWatch()
        self._ahead = timedelta()
        self._told: Answer | None = None

    def beat(self) -> bool:
        """Beat once; return whether it was a good beat. A bad one leaves no sign of life."""
        try:
            # Kept until a beat could say so: the database may be away at this one.
            self._ahead += self._watch.note(runtime.clock().now(), time.monotonic())
            clock.beat(self._stand_in.take, jumped_ahead=self._ahead)
            self._ahead = timedelta()
            self._deadman.note_good_beat()
            self._tell_of_deadman()
        except DATABASE_AWAY as error:
            logger.warning("database_away", extra={"problem": type(error).__name__})
            return False
        except Exception as error:  # noqa: BLE001 - the next beat may be a good one
            # Its text may hold what a row holds; the places are enough to mend it.
            logger.error("beat_failed", extra=_about(error))  # noqa: TRY400 - see above
            return False
        return True

    def _tell_of_deadman(self) -> None:
        """Record what came of asking, once for each time: its own thread knows no database."""
        answer = self._deadman.answer
        if answer is None or answer == self._told:
            return
        now = runtime.clock().now()
        with runtime.database().session() as session:
            if answer.failures == 0:
                messages.record_tick(session, now=now, name=messages.Sign.DEADMAN)
            values = {messages.Dial.DEADMAN_FAILURES: answer.failures}
            messages.record_readings(session, values=values, now=now)
            session.commit()
        self._told = answer


def main() -> None:
    """Beat until told to stop, a second from the beginning of one beat to that of the next."""
    write_events()
    settings = runtime.settings()
    stop = Stop()
    stop.listen()
    stand_in = StandIn()
    ticker = Ticker(stand_in, Deadman(settings.deadman_url))
    while not stop.is_asked:
        began = time.monotonic()
        # Shows where every thread stands, by places alone, and ends; it needs no thread of ours.
        faulthandler.dump_traceback_later(LONGEST_BEAT_SECONDS, exit=True)
        ticker.beat()
        faulthandler.cancel_dump_traceback_later()
        stop.pause(max(_SLICE, began + EVERY_SECONDS - time.monotonic()))
    stand_in.stop()
    # A thread that waits for a mail server's answer would be waited for too.
    os._exit(0)


def _about(error: Exception) -> dict[str, object]:
    places = [f"{at.filename}:{at.lineno}" for at in traceback.extract_tb(error.__traceback__)]
    return {"problem": type(error).__name__, "places": places[-8:]}


def _end_at_once(_number: int, _frame: FrameType | None) -> None:
    """End in the midst of a beat that hangs: what it was at stays due."""
    os._exit(0)


if __name__ == "__main__":
    main()
