"""What kind of file something is, by its content; its name settles only what text is for."""

import io
import re
import zipfile
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """A kind of file that a letter may come in, or one that gives no text."""

    PDF = "pdf"
    MAIL = "mail"
    OUTLOOK = "outlook"
    WORD = "word"
    WEB_PAGE = "web_page"
    TEXT = "text"
    PICTURE = "picture"
    OLD_OFFICE = "old_office"
    RICH_TEXT = "rich_text"
    ARCHIVE = "archive"
    OTHER = "other"


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK_MARK: Final = "__properties_version1.0".encode("utf-16-le")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_MAIL_HEAD = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Content-Type|Return-Path|Delivered-To|DKIM-Signature):",
    re.IGNORECASE | re.MULTILINE,
)
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE
)
_HEAD: Final = 1024


def kind_of(name: str, content: bytes) -> Kind:
    """Return what a file is; text that looks like a stored e-mail is taken for one."""
    if b"%PDF-" in content[:_HEAD]:
        return Kind.PDF
    if content.startswith(_OLE):
        return Kind.OUTLOOK if _OUTLOOK_MARK in content else Kind.OLD_OFFICE
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.WORD if _is_word(content) else Kind.ARCHIVE
    if content.startswith(_PICTURES) or content[4:8] == b"ftyp" or content[8:12] == b"WEBP":
        return Kind.PICTURE
    if content.startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    return _kind_of_text(name, content)


def _kind_of_text(name: str, content: bytes) -> Kind:
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not has_mark:
        return Kind.OTHER
    head = content.lstrip()[:20_000].replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    if name.lower().endswith(".eml") or len(set(_MAIL_HEAD.findall(head))) > 1:
        return Kind.MAIL
    if _WEB_PAGE.match(content[:_HEAD]):
        return Kind.WEB_PAGE
    return Kind.TEXT


def _is_word(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "word/document.xml" in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
