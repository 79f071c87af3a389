"""Text: emails, tables and plain writing, and what only looks like it."""

import re
from typing import Final

from tenants.files.refused import FileDangerous, FileUnreadable

# Control characters that no text holds; tabs, line ends, page ends and Escape it may.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
# As the WHATWG's MIME Sniffing Standard knows a page, and pictures and feeds that are code.
_MARKUP: Final = re.compile(
    r"<(?:!doctype|!--|\?xml|html|head|body|script|iframe|svg|style|title|table|div|font|h1|img|"
    r"link|meta|object|embed|form|br|a|b|p|rss|feed)[\s>/?-]",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(rb"[!-9;-~]{1,76}:")
_HEAD: Final = 65_536


def written_kind(name: str, content: bytes) -> str:
    """Return the media type of a text, or raise `FileDangerous` or `FileUnreadable`."""
    if _is_email(content):
        return "message/rfc822"
    text = _text_in(content)
    if text is None or text.startswith("{\\rtf"):
        message = (
            "We do not keep this kind of file. We keep PDFs, pictures, emails, text, and files of"
            " Word, Excel, PowerPoint and OpenDocument. Save it as a PDF and choose that"
        )
        raise FileUnreadable(message)
    if _MARKUP.match(text.lstrip("\ufeff \t\r\n\f")):
        message = (
            "This is a page of the web, or a picture made of code (HTML, SVG, XML). It can run by"
            " itself when it is opened. Save it as a PDF, or take a picture of the screen"
        )
        raise FileDangerous(message)
    return "text/csv" if name.casefold().endswith(".csv") else "text/plain"


def _is_email(content: bytes) -> bool:
    """Whether it begins with an email's headers: who it is from, and when or by which way."""
    names: set[bytes] = set()
    lines = content[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n").splitlines()
    for number, line in enumerate(lines):
        if not line.strip():
            break
        if line[:1] in b" \t" and names:
            continue
        if number == 0 and line.startswith(b"From "):
            continue
        if not _HEADER.match(line):
            return False
        names.add(line.partition(b":")[0].lower())
    return b"from" in names and bool(names & {b"date", b"received", b"message-id", b"mime-version"})


def _text_in(content: bytes) -> str | None:
    """Return a text as it reads, or None for what is no text."""
    encodings = ("utf-16",) if content.startswith(_MARKS) else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None
