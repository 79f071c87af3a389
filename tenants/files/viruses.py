"""The search for viruses: by ClamAV's daemon, where this installation has one.

Speaks clamd's INSTREAM (its manual, clamd(8)): the length of each piece in four bytes, then the
piece; a length of nought ends it, and one line comes back.
"""

import logging
import socket
import struct
import time
from contextlib import closing
from typing import Final

from tenants.files.refused import FileDangerous, ScannerAway
from tenants.models.vocabulary import Scan
from tenants.settings import Settings

logger = logging.getLogger(__name__)

_PIECE: Final = 64 * 1024
_PATIENCE: Final = 20.0
_LONGEST_ANSWER: Final = 4_096


def scan(content: bytes, settings: Settings) -> Scan:
    """Search a file for viruses; where no scanner is set up, say that nobody looked.

    Raises `FileDangerous` when one is found, and `ScannerAway` when the scanner that is set up
    gives no answer within 20 seconds, or none that says the file is clean: nothing is kept unseen.
    """
    if not settings.clamd_address:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(content, settings.clamd_address)
    except OSError as error:
        logger.warning("virus_scanner_away", extra={"kind": type(error).__name__})
        raise ScannerAway(_AWAY) from error
    if answer.endswith(b" FOUND"):
        # The virus's name is ClamAV's own; what the file is called is somebody's.
        logger.warning("virus_found", extra={"bytes": len(content)})
        raise FileDangerous(_FOUND)
    if answer != b"stream: OK":
        logger.warning("virus_scanner_away", extra={"kind": "unexpected_answer"})
        raise ScannerAway(_AWAY)
    return Scan.CLEAN


def _ask(content: bytes, address: str) -> bytes:
    """Return clamd's line about a content, without its end."""
    ends_at = time.monotonic() + _PATIENCE
    with closing(_connect(address)) as talk:
        talk.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            _wait_no_longer(talk, ends_at)
            piece = content[start : start + _PIECE]
            talk.sendall(struct.pack("!I", len(piece)) + piece)
        talk.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            _wait_no_longer(talk, ends_at)
            part = talk.recv(_LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n")


def _wait_no_longer(talk: socket.socket, ends_at: float) -> None:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    talk.settimeout(left)


def _connect(address: str) -> socket.socket:
    """Open a way to clamd: a path of this machine, or a host and its port."""
    if address.startswith("/"):
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(_PATIENCE)
        try:
            talk.connect(address)
        except OSError:
            talk.close()
            raise
        return talk
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE)


_FOUND: Final = (
    "The virus scanner found something harmful in this file, so nothing was kept. Do not open it."
    " Tell whoever looks after your computers, and take a picture of the screen instead"
)
_AWAY: Final = (
    "The virus scanner does not answer just now, so nothing was kept. Try again in a few minutes"
)
