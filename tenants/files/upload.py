"""One file as somebody sent it, looked at and found fit to be kept."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from tenants.files.kinds import kind_of
from tenants.files.names import clean_name
from tenants.files.refused import FileEmpty, FileTooLarge

_MEGABYTE: Final = 1024 * 1024
MOST_BYTES: Final = 10 * _MEGABYTE


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: its cleaned name, its kind by its content, and its SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes = field(repr=False)


def read_upload(name: str, content: bytes) -> Upload:
    """Return a file fit to be kept, or raise `FileRefused` with words for whoever sent it.

    `content` may be cut off after `MOST_BYTES` + 1 bytes: it is too large then all the same.
    """
    if not content:
        message = "This file is empty. See whether it opens on your device, then choose it again"
        raise FileEmpty(message)
    if len(content) > MOST_BYTES:
        raise FileTooLarge(too_large())
    kind = kind_of(name, content)
    return Upload(
        name=clean_name(name, kind.extensions),
        media_type=kind.media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        content=content,
    )


def too_large() -> str:
    """Return what to say of a file that is larger than one may be."""
    return (
        f"This file is larger than {MOST_BYTES // _MEGABYTE} MB, the most for one file. Send a"
        " smaller copy: a photograph in a smaller size, a long document in parts"
    )
