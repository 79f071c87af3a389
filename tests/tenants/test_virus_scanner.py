"""The search for viruses, with a server on this machine that speaks as clamd does."""

import logging
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.local.addresses import free_port
from tenants.files import FileDangerous, ScannerAway, scan
from tenants.models import Scan
from tenants.settings import Settings

# Put together here, so that no scanner ever stops at this file.
EICAR = b"".join(
    (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}", b"$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*")
)
Answer = Callable[[bytes], bytes]


def as_clamd(content: bytes) -> bytes:
    """Answer as ClamAV's daemon does."""
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class Handler(socketserver.BaseRequestHandler):
    """Reads one INSTREAM, piece by piece, and answers it."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while (size := struct.unpack("!I", stream.read(4))[0]) > 0:
            content += stream.read(size)
        server: Any = self.server
        self.request.sendall(server.answer(content))


@contextmanager
def serving(server: Any, answer: Answer) -> Iterator[None]:
    server.answer = answer
    with server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()


@contextmanager
def clamd(answer: Answer = as_clamd) -> Iterator[str]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    with serving(server, answer):
        yield f"127.0.0.1:{server.server_address[1]}"


def asking(settings: Settings, address: str) -> Settings:
    return replace(settings, clamd_address=address)


def test_without_a_scanner_nobody_says_that_a_file_is_clean(settings: Settings) -> None:
    assert scan(EICAR, settings) == Scan.NOT_SCANNED


def test_a_clean_file_is_clean_and_an_infected_one_is_refused(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with clamd() as address:
        asked = asking(settings, address)
        assert scan(b"x" * 200_000, asked) == Scan.CLEAN
        with (
            caplog.at_level(logging.WARNING),
            pytest.raises(FileDangerous, match="nothing was kept"),
        ):
            scan(b"before " + EICAR, asked)
    assert caplog.messages == ["virus_found"]


def test_the_scanner_may_listen_on_a_path(settings: Settings, tmp_path: Path) -> None:
    server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.ctl"), Handler)
    with serving(server, as_clamd):
        assert scan(b"A note", asking(settings, str(tmp_path / "clamd.ctl"))) == Scan.CLEAN


@pytest.mark.parametrize(
    "answer",
    [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK but", b"stream: ERROR\0"],
)
def test_no_plain_yes_is_a_no(settings: Settings, answer: bytes) -> None:
    with clamd(lambda _content: answer) as address, pytest.raises(ScannerAway, match="few minutes"):
        scan(b"A note", asking(settings, address))


def test_a_scanner_that_is_away_lets_nothing_through(settings: Settings, tmp_path: Path) -> None:
    for address in (f"127.0.0.1:{free_port()}", str(tmp_path / "none")):
        with pytest.raises(ScannerAway, match="nothing was kept"):
            scan(b"A note", asking(settings, address))
