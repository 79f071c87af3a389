"""Documents that are packed folders: Word, Excel, PowerPoint and OpenDocument.

Only the list of contents at the end of the file is read, and nothing is ever unpacked, so that a
file made to unpack to a thousand times its size does nothing here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tenants.files.refused import FileDangerous, FileUnreadable

PACKED: Final = b"PK\x03\x04"
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_ENTRY: Final = b"PK\x01\x02"
_ENTRY_SIZE: Final = 46
_LONGEST_COMMENT: Final = 65_535
_MEGABYTE: Final = 1024 * 1024
# A document of 10 MB that is full of pictures unpacks to little more; text unpacks to ten times.
_MOST_UNPACKED: Final = 100 * _MEGABYTE
_SMALL: Final = 5 * _MEGABYTE
_MOST_RATIO: Final = 100
_MOST_ENTRIES: Final = 5_000
_ARCHIVES: Final = ("zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "cab", "iso", "jar", "img")
_PROGRAMS: Final = (
    "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf",
    "hta", "lnk", "pif", "cpl", "sys", "apk", "app", "sh", "reg",
)  # fmt: skip
_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
_FOLDERS: Final = (
    (
        "word/",
        f"{_OPEN_XML}.wordprocessingml.document",
        "application/vnd.ms-word.document.macroEnabled.12",
    ),
    (
        "xl/",
        f"{_OPEN_XML}.spreadsheetml.sheet",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
    ),
    (
        "ppt/",
        f"{_OPEN_XML}.presentationml.presentation",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ),
)
_OPEN_DOCUMENTS: Final = ("text", "spreadsheet", "presentation", "graphics")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a packed folder, as the list of contents gives it."""

    name: str
    unpacked: int


def packed_kind(content: bytes) -> str:
    """Return the media type of a packed document, or raise `FileDangerous` or `FileUnreadable`."""
    entries = tuple(entries_in(content))
    _refuse_bomb(entries, len(content))
    media_type = _open_document(content) or _office(entries)
    if media_type is None:
        message = (
            "This is a packed folder, like a ZIP file, and nobody can see what is in it. Unpack it"
            " and add its files one by one"
        )
        raise FileDangerous(message)
    _refuse_stowaways(entries)
    return media_type


def entries_in(content: bytes) -> Iterator[Entry]:
    """Yield what the list of contents names; raise `FileUnreadable` where it does not hold."""
    end = _end_of(content)
    if end is None:
        raise FileUnreadable(_CUT_SHORT)
    count, size, start = struct.unpack_from("<HII", content, end + 10)
    if start + size > end:
        raise FileUnreadable(_CUT_SHORT)
    if count > _MOST_ENTRIES:
        raise FileDangerous(_BOMB)
    at = start
    for _ in range(count):
        if content[at : at + 4] != _ENTRY or at + _ENTRY_SIZE > end:
            raise FileUnreadable(_CUT_SHORT)
        (unpacked,) = struct.unpack_from("<I", content, at + 24)
        lengths = struct.unpack_from("<HHH", content, at + 28)
        name = content[at + _ENTRY_SIZE : at + _ENTRY_SIZE + lengths[0]]
        yield Entry(name.decode("utf-8", "replace").replace("\\", "/"), unpacked)
        at += _ENTRY_SIZE + sum(lengths)


def ends_as_archive(content: bytes) -> bool:
    """Whether a packed folder's list of contents ends exactly where the file does."""
    return _end_of(content) is not None


def _end_of(content: bytes) -> int | None:
    """Return where the last record begins: the one whose comment reaches the end of the file."""
    at = content.rfind(_END)
    while at >= 0 and len(content) - at <= _END_SIZE + _LONGEST_COMMENT:
        if at + _END_SIZE <= len(content):
            (comment,) = struct.unpack_from("<H", content, at + 20)
            if at + _END_SIZE + comment == len(content):
                return at
        at = content.rfind(_END, 0, at)
    return None


def _refuse_bomb(entries: tuple[Entry, ...], size: int) -> None:
    unpacked = sum(entry.unpacked for entry in entries)
    is_out_of_proportion = unpacked > _SMALL and unpacked > size * _MOST_RATIO
    if unpacked > _MOST_UNPACKED or is_out_of_proportion:
        raise FileDangerous(_BOMB)


def _refuse_stowaways(entries: tuple[Entry, ...]) -> None:
    endings = {entry.name.casefold().rpartition(".")[2] for entry in entries}
    if endings & {*_ARCHIVES, *_PROGRAMS}:
        message = (
            "There is a packed folder or a program inside this document. Take it out and save the"
            " document again, or save it as a PDF, and choose that"
        )
        raise FileDangerous(message)


def _open_document(content: bytes) -> str | None:
    """Return the kind that an OpenDocument file names in its first entry, which is not packed."""
    name_length, extra = struct.unpack_from("<HH", content.ljust(30, b"\0"), 26)
    start = 30 + name_length + extra
    if content[30 : 30 + name_length] != b"mimetype":
        return None
    prefix = b"application/vnd.oasis.opendocument."
    if content[start : start + len(prefix)] != prefix:
        return None
    rest = content[start + len(prefix) : start + len(prefix) + 20]
    found = (kind for kind in _OPEN_DOCUMENTS if rest.startswith(kind.encode()))
    kind = next(found, None)
    return f"{prefix.decode()}{kind}" if kind else None


def _office(entries: tuple[Entry, ...]) -> str | None:
    names = [entry.name for entry in entries]
    if "[Content_Types].xml" not in names:
        return None
    has_macros = any(name.casefold().endswith("vbaproject.bin") for name in names)
    for folder, plain, with_macros in _FOLDERS:
        if any(name.startswith(folder) for name in names):
            return with_macros if has_macros else plain
    return None


_CUT_SHORT: Final = (
    "This document is damaged or cut short. Open it on your device, save it again, and choose the"
    " new one"
)
_BOMB: Final = (
    "This document would unpack to far more than a document holds, as files do that are made to"
    " block a computer. Save it as a PDF and choose that"
)
