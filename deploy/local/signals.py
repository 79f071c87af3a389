"""Ctrl-C and its kin, turned into something that is noticed at chosen moments only.

An exception out of a signal handler could come between starting a process and noting that it was
started, and leave it behind.
"""

import contextlib
import select
import signal
import socket
from types import FrameType
from typing import Self

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(Exception):
    """Somebody pressed Ctrl-C, asked for the end, or closed the window."""


class Signals:
    """Notes the signals that ask for the end; `pause` is where they take effect."""

    def __init__(self) -> None:
        self._is_asked = False
        self._reader, self._writer = socket.socketpair()
        self._reader.settimeout(0)
        self._writer.settimeout(0)

    def __enter__(self) -> Self:
        for number in _ENDINGS:
            signal.signal(number, self._note)
        # A child's end wakes a pause as well; it needs a handler to be delivered at all.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        for number in (*_ENDINGS, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        self._reader.close()
        self._writer.close()

    def pause(self, seconds: float) -> None:
        """Wait so long or until a signal comes; raise `StopAsked` if one has asked for the end."""
        if not self._is_asked:
            select.select([self._reader], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            self._reader.recv(4096)
        if self._is_asked:
            raise StopAsked

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._is_asked = True
