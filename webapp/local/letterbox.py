"""The trial's letter box: a Maildir, read as its mail sink filled it."""

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail as it arrived."""

    key: str
    arrived_at: datetime
    to: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    plain: str
    html: str


def letters(directory: Path) -> list[Letter]:
    """Return every letter, the latest first."""
    found = sorted(_read_all(directory), key=lambda letter: (letter.arrived_at, letter.key))
    return found[::-1]


def find_letter(directory: Path, key: str) -> Letter | None:
    """Return one letter, or None."""
    return next((letter for letter in _read_all(directory) if letter.key == key), None)


def _read_all(directory: Path) -> Iterator[Letter]:
    if not directory.is_dir():
        return
    box = mailbox.Maildir(directory, create=False)
    if not all((directory / part).is_dir() for part in ("new", "cur")):
        return
    for key in box.keys():  # noqa: SIM118 - a mailbox is no mapping: iterating it yields messages
        yield _letter(key, box.get_bytes(key))


def _letter(key: str, content: bytes) -> Letter:
    message = message_from_bytes(content, policy=policy.default)
    seconds = float(key.split(".", 1)[0]) if key.split(".", 1)[0].isdecimal() else 0.0
    return Letter(
        key=key,
        arrived_at=datetime.fromtimestamp(seconds, UTC),
        to=str(message.get("to") or message.get("x-rcptto") or ""),
        subject=str(message.get("subject") or "(no subject)"),
        headers=tuple((name, str(value)) for name, value in message.items()),
        plain=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""
