"""For a bench of the post: a mail server that notes the time, and processes of the service."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from email import message_from_bytes
from threading import Condition, Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.addresses import free_port
from tests.conftest import ROOT


class NotingServer:
    """A real SMTP server that keeps of each letter its id, and when it had the whole of it."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.copies = 0
        self._came = Condition()

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Note a letter."""
        at = time.time()
        letter = message_from_bytes(envelope.original_content or b"")
        letter_id = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        with self._came:
            self.copies += letter_id in self.arrived
            self.arrived.setdefault(letter_id, at)
            self._came.notify_all()
        return "250 Kept"

    def wait_for(self, letters: Sequence[str], *, seconds: float) -> None:
        """Wait until all of these have come; raises TimeoutError, naming how many have not."""
        wanted = set(letters)
        with self._came:
            if not self._came.wait_for(lambda: wanted <= self.arrived.keys(), timeout=seconds):
                message = f"{len(wanted - self.arrived.keys())} letters have not come"
                raise TimeoutError(message)


@contextmanager
def noting_server() -> Iterator[tuple[NotingServer, int]]:
    """Start the mail server; gives it and its port."""
    server, port = NotingServer(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()


@contextmanager
def running(
    commands: Sequence[Sequence[str]], environment: Mapping[str, str]
) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Run modules of Python beside us, and end each of them afterwards."""
    processes = [
        subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=30)


def until(is_so: Callable[[], bool], *, seconds: float) -> None:
    """Ask again every few milliseconds until something is so; raises TimeoutError."""
    pause, end = Event(), time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            message = f"not so after {seconds} seconds"
            raise TimeoutError(message)
        pause.wait(0.01)
