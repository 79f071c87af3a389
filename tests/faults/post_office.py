"""A mail server with a temper: it keeps what it takes, and hangs, drops or refuses when told to."""

import asyncio
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from enum import StrEnum
from typing import Any

_LETTER_ID = re.compile(r"<([^@>]+)@")
_ADDRESS = re.compile(rb"<([^>]*)>")


class Temper(StrEnum):
    """What becomes of a letter, or of whoever calls."""

    TAKES = "takes it"
    SILENT = "lets in and says nothing"
    BUSY = "says 421 and closes"
    DROPS_UNTAKEN = "closes after the letter, which it did not keep"
    DROPS_TAKEN = "keeps the letter and closes without a word"
    SILENT_TAKEN = "keeps the letter and says nothing"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A letter that was kept: whose, and when by the service's clock (UTC) and by a real one."""

    letter_id: str
    to: str
    subject: str
    at: datetime
    seconds: float


@dataclass(slots=True)
class Envelope:
    """What has been said of one letter so far."""

    to: str = ""
    content: bytes = b""


class PostOffice:
    """Listens on a loopback port of its own, in a thread of its own, from `open` to `close`.

    `temper` is how it treats everybody; `temper_for` may say otherwise of one letter, by its id.
    `answers` holds, by recipient, what RCPT is answered next; without one it is 250.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.temper = Temper.TAKES
        self.temper_for: Callable[[str], Temper | None] = lambda _letter_id: None
        self.answers: dict[str, list[str]] = defaultdict(list)
        self.arrivals: list[Arrival] = []
        self.calls = 0
        self.refusals = 0
        self.port = 0
        self._now = now
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    def __enter__(self) -> "PostOffice":
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._do(self._end_tasks()).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def open(self) -> None:
        """Listen, on the port of the first time."""
        self._do(self._listen()).result(10)

    def close(self) -> None:
        """Be down: whoever calls is refused, and whoever was in conversation is cut off."""
        self._do(self._hang_up()).result(10)

    def letters_to(self, address: str) -> list[Arrival]:
        """Return what was kept for one recipient, in the order it came."""
        return [arrival for arrival in self.arrivals if arrival.to == address]

    def _do(self, work: Coroutine[Any, Any, None]) -> "Future[None]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._converse, "127.0.0.1", self.port, backlog=256
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _end_tasks(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        self._open.add(writer)
        try:
            if self.temper == Temper.SILENT:
                await reader.read()
            elif self.temper == Temper.BUSY:
                await self._say(writer, "421 Too busy")
            else:
                await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, "220 Ready")
        envelope = Envelope()
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                await self._say(writer, "354 Go on")
                if not await self._take(reader, writer, envelope):
                    return
            elif verb == b"RCPT":
                await self._say(writer, self._answer_to(line, envelope))
            else:
                await self._say(writer, "221 Bye" if verb == b"QUIT" else "250 OK")

    def _answer_to(self, line: bytes, envelope: Envelope) -> str:
        found = _ADDRESS.search(line)
        envelope.to = found.group(1).decode() if found else ""
        waiting = self.answers[envelope.to]
        answer = waiting.pop(0) if waiting else "250 OK"
        self.refusals += not answer.startswith("250")
        return answer

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, envelope: Envelope
    ) -> bool:
        """Read a letter and treat it by the temper; return whether the conversation goes on."""
        envelope.content = await reader.readuntil(b"\r\n.\r\n")
        letter = message_from_bytes(envelope.content)
        found = _LETTER_ID.match(letter["Message-ID"])
        letter_id = found.group(1) if found else ""
        temper = self.temper_for(letter_id) or self.temper
        if temper != Temper.DROPS_UNTAKEN:
            self.arrivals.append(
                Arrival(letter_id, envelope.to, letter["Subject"], self._now(), time.monotonic())
            )
        match temper:
            case Temper.TAKES:
                await self._say(writer, "250 Kept")
                return True
            case Temper.SILENT_TAKEN:
                await reader.read()
        return False

    async def _say(self, writer: asyncio.StreamWriter, line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()
