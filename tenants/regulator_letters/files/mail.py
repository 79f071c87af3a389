"""The words of an e-mail: its head, its text, and the letters that are attached to it."""

import email
from collections.abc import Callable
from email.message import Message
from email.policy import default
from typing import Final

from tenants.regulator_letters.files.bounds import (
    BROKEN,
    DEEPEST,
    MOST_ATTACHMENTS,
    MOST_PARTS,
    Gathered,
)
from tenants.regulator_letters.files.text import words_of_text, words_of_web_page

Open = Callable[[str, bytes, int], None]
"""Reads an attachment: its name, its bytes, how deep it lies."""

_SHOWN: Final = ("From", "To", "Subject", "Date")


def words_of_mail(content: bytes, into: Gathered, open_file: Open, depth: int = 0) -> None:
    """Gather the words of a stored e-mail and of what is attached to it."""
    message = email.message_from_bytes(content, policy=default)
    _gather(message, into, open_file, depth)


def _gather(message: Message, into: Gathered, open_file: Open, depth: int) -> None:
    into.add(_head(message))
    waiting: list[Message] = [message]
    attached: list[Message] = []
    while waiting and into.parts < MOST_PARTS:
        part = waiting.pop(0)
        into.parts += 1
        kind = part.get_content_type()
        if kind == "message/rfc822" or _is_attached(part):
            attached.append(part)
        elif kind == "multipart/alternative":
            waiting = _plainest(part) + waiting
        elif part.is_multipart():
            waiting = _parts(part) + waiting
        elif kind == "text/plain":
            into.add(words_of_text(_bytes(part), _charset(part)))
        elif kind == "text/html":
            into.add(words_of_web_page(words_of_text(_bytes(part), _charset(part))))
        else:
            into.ignore(_name(part))
    for part in attached:
        _open(part, into, open_file, depth)


def _open(part: Message, into: Gathered, open_file: Open, depth: int) -> None:
    """Read what is attached, or note its name where there is too much of it."""
    into.attachments += 1
    if into.attachments > MOST_ATTACHMENTS or depth >= DEEPEST:
        into.ignore(_name(part))
    elif part.get_content_type() == "message/rfc822":
        for inner in _parts(part):
            _gather(inner, into, open_file, depth + 1)
    else:
        open_file(_name(part), _bytes(part), depth + 1)


def _head(message: Message) -> str:
    lines = ((name, _header(message, name)) for name in _SHOWN)
    return "".join(f"{name}: {value}\n" for name, value in lines if value) + "\n"


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except BROKEN:
        return ""


def _plainest(part: Message) -> list[Message]:
    """Return the version of a text that reads best without a browser: plain, unless it is empty."""
    versions = _parts(part)
    plain = [v for v in versions if v.get_content_type() == "text/plain" and _bytes(v).strip()]
    return plain[:1] or versions[-1:]


def _parts(part: Message) -> list[Message]:
    inside = part.get_payload()
    return (
        [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []
    )


def _is_attached(part: Message) -> bool:
    try:
        disposition = part.get_content_disposition()
        return disposition == "attachment" or (
            bool(part.get_filename()) and not part.is_multipart()
        )
    except BROKEN:
        return False


def _bytes(part: Message) -> bytes:
    try:
        decoded = part.get_payload(decode=True)
    except BROKEN:
        return b""
    return decoded if isinstance(decoded, bytes) else b""


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except BROKEN:
        return ""


def _name(part: Message) -> str:
    try:
        return part.get_filename() or part.get_content_type()
    except BROKEN:
        return "an attachment"
