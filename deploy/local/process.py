"""One process that is started, watched and stopped, with all that it starts itself."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Pause = Callable[[float], None]
"""Waits so many seconds, or raises when somebody has asked for the end."""

ROOT = Path(__file__).resolve().parents[2]
"""The checkout, in which every process is started."""

Say = Callable[[str], None]
"""Shows one line of progress."""

_LINES_SHOWN = 15
_COLUMNS_SHOWN = 160


class ProcessFailed(Exception):
    """A process ended that should not have, or did not get ready; carries its last log lines."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to start, with which environment, and how to ask it to stop."""

    name: str
    arguments: Sequence[str]
    log: Path
    environment: Mapping[str, str] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    seconds_to_stop: float = 15
    setpriv_options: Sequence[str] = ()
    open_files: Sequence[int] = ()


class Process:
    """A command that runs in a session of its own, so that Ctrl-C reaches it only through us."""

    def __init__(self, command: Command) -> None:
        self.name = command.name
        self._command = command
        self._popen: subprocess.Popen[bytes] | None = None
        self._has_run = False

    def start(self) -> None:
        """Start the command; its output goes to its log, the previous run's is kept beside it."""
        command = self._command
        command.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._has_run and command.log.exists():
            command.log.replace(command.log.with_suffix(".log.1"))
        self._has_run = True
        with command.log.open("ab") as log:
            self._popen = subprocess.Popen(  # noqa: S603 - commands are this package's own
                [*_tied_to_us(command), *command.arguments],
                cwd=ROOT,
                env=command.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=command.open_files,
            )

    @property
    def is_running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def pid(self) -> int | None:
        """Return the number of the process, or None before the first start."""
        return self._popen.pid if self._popen else None

    @property
    def exit_status(self) -> int | None:
        """Return how it ended; negative is the signal that ended it."""
        return self._popen.poll() if self._popen else None

    def ask_to_stop(self) -> None:
        """Send the signal and return at once."""
        if self._popen is not None and self.is_running:
            self._popen.send_signal(self._command.stop_signal)

    def stop(self) -> None:
        """Ask it to stop, wait, and kill what is left of it and of what it started."""
        if self._popen is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(self._command.seconds_to_stop)
        kill_session(self._popen.pid)
        self._popen.wait()

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float, pause: Pause) -> None:
        """Return when it is ready; raise `ProcessFailed` when it ends first or takes too long."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running:
                raise ProcessFailed(self.obituary())
            if time.monotonic() > deadline:
                message = f"{self.name} did not get ready in {seconds:.0f} seconds."
                raise ProcessFailed(message + self.last_lines())
            pause(0.05)

    def run_to_end(self, *, pause: Pause, say: Say | None = None) -> None:
        """Start it, pass on its lines of progress (two spaces first), and wait for its end.

        Raises `ProcessFailed` unless it succeeds.
        """
        self.start()
        try:
            with self._command.log.open(encoding="utf-8", errors="replace") as log:
                while self.is_running:
                    pause(0.05)
                    _pass_on(log.readlines(), say)
                _pass_on(log.readlines(), say)
        finally:
            self.stop()
        if self.exit_status != 0:
            raise ProcessFailed(self.obituary())

    def obituary(self) -> str:
        """Say how it ended, with the last lines of its log."""
        return f"{self.name} ended (status {self.exit_status})." + self.last_lines()

    def last_lines(self) -> str:
        """Return the end of its log, indented, with the log's place."""
        text = self._command.log.read_text(encoding="utf-8", errors="replace")
        lines = text.splitlines()[-_LINES_SHOWN:]
        heading = f" The last lines of {self._command.log}:\n"
        return heading + "\n".join(f"    {line[:_COLUMNS_SHOWN]}" for line in lines)


def stop_together(processes: Sequence[Process]) -> None:
    """Ask all of them to stop, the last started first, then wait for each."""
    for process in reversed(processes):
        process.ask_to_stop()
    for process in reversed(processes):
        process.stop()


def kill_session(session: int) -> None:
    """Kill at once every process of a session: nothing that we started outlives us."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _session_of(entry) == session:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(entry.name), signal.SIGKILL)


def _session_of(entry: Path) -> int | None:
    try:
        # The second field is the program's name in brackets, which may hold spaces and brackets.
        after_name = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    state, session = after_name[0], int(after_name[3])
    return None if state == "Z" else session


def _pass_on(lines: Sequence[str], say: Say | None) -> None:
    """Show progress; an error's lines are shown once, at the end, by the obituary."""
    for line in lines:
        if line.startswith("Traceback"):
            return
        if say is not None and line.startswith("  "):
            say(line.rstrip())


def _tied_to_us(command: Command) -> list[str]:
    """Have the kernel ask the process to stop when we are killed without a chance to do it."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    death = command.stop_signal.name.removeprefix("SIG")
    return [setpriv, *command.setpriv_options, "--pdeathsig", death, "--"]
