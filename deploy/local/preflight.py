"""What can be refused before anything is installed or started.

Needs the standard library only, so that it runs before the virtual environment exists.
"""

import fcntl
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

DEFAULT_PORT = 8000


class CannotStart(Exception):
    """Something stands in the way; the message says what, and what to do about it."""


def chosen_port(environ: Mapping[str, str]) -> int:
    """Read PORT from the environment."""
    text = environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        message = f"PORT must be a number from 1 to 65535, not {text!r}."
        raise CannotStart(message)
    return int(text)


def chosen_folder(environ: Mapping[str, str]) -> Path:
    """Return where data, logs and passwords are kept: LOCAL_DIR, or `.local` in the checkout."""
    return Path(environ.get("LOCAL_DIR") or ".local")


def take_port(port: int) -> socket.socket:
    """Listen on this loopback port, which is nobody else's until the socket is closed."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=128)
    except PermissionError as error:
        message = f"Port {port} needs rights that you do not have. Try: PORT=8001 make run"
        raise CannotStart(message) from error
    except OSError as error:
        other = port + 1 if port < 65535 else DEFAULT_PORT
        message = (
            f"Port {port} is taken by another program on this machine."
            f" Stop that program, or choose another port: PORT={other} make run"
        )
        raise CannotStart(message) from error


def hold_folder(folder: Path, address: str) -> IO[str]:
    """Take the folder for this process for as long as the returned file stays open."""
    try:
        folder.mkdir(exist_ok=True)
        # Appending leaves the holder's address in place when the folder turns out to be taken.
        lock = (folder / "lock").open("a+", encoding="utf-8")
    except PermissionError as error:
        message = (
            f"{folder} belongs to another user of this machine, who ran `make run` here before."
            " Run it as that user again, or remove the folder (its data is lost) and try again."
        )
        raise CannotStart(message) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        message = (
            f"{folder} belongs to another `make run` that is still going ({holder})."
            " Use that one, or stop it with Ctrl-C in its window and try again."
        )
        raise CannotStart(message) from error
    lock.truncate(0)
    lock.write(f"{address}, process {os.getpid()}\n")
    lock.flush()
    return lock


def main() -> int:
    """Say on standard error what stands in the way, if anything does."""
    try:
        port = chosen_port(os.environ)
        hold_folder(chosen_folder(os.environ), "still starting").close()
        take_port(port).close()
    except CannotStart as refusal:
        sys.stderr.write(f"Cannot start: {refusal}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
