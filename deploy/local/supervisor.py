"""Keeps processes going: one that dies is started again, one that keeps dying ends everything."""

import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from deploy.local.process import Pause, Process, ProcessFailed, Say


@dataclass(frozen=True, slots=True)
class BackOff:
    """How long to wait before starting again, and how many deaths within what time are too many."""

    first_seconds: float = 1
    longest_seconds: float = 30
    too_many: int = 5
    within_seconds: float = 300

    def seconds_after(self, deaths: int) -> float:
        """Return the wait after so many deaths in a row: it doubles each time."""
        return float(min(self.first_seconds * 2 ** (deaths - 1), self.longest_seconds))


class Supervisor:
    """Watches processes that are already running."""

    def __init__(
        self,
        processes: Sequence[Process],
        *,
        say: Say,
        back_off: BackOff | None = None,
    ) -> None:
        self._processes = processes
        self._say = say
        self._back_off = back_off or BackOff()
        self._deaths: dict[str, deque[float]] = defaultdict(deque)
        self._start_at: dict[str, float] = {}

    def watch(self, pause: Pause) -> None:
        """Never return: leave by what `pause` raises, or by `ProcessFailed`."""
        while True:
            pause(0.5)
            for process in self._processes:
                if not process.is_running:
                    self._attend_to(process)

    def _attend_to(self, process: Process) -> None:
        """Note a death that was not noted yet, or start again what has waited long enough."""
        now = time.monotonic()
        start_at = self._start_at.get(process.name)
        if start_at is None:
            self._note_death(process, now)
        elif now >= start_at:
            del self._start_at[process.name]
            process.stop()
            process.start()
            self._say(f"{process.name} started again")

    def _note_death(self, process: Process, now: float) -> None:
        deaths = self._deaths[process.name]
        deaths.append(now)
        while deaths[0] < now - self._back_off.within_seconds:
            deaths.popleft()
        if len(deaths) >= self._back_off.too_many:
            message = f"{process.name} has ended {len(deaths)} times and is not started again. "
            raise ProcessFailed(message + process.obituary())
        wait = self._back_off.seconds_after(len(deaths))
        self._start_at[process.name] = now + wait
        how = f"status {process.exit_status}"
        self._say(f"{process.name} ended ({how}); starting it again in {wait:.0f} s")
