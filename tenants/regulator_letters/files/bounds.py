"""How much of a file is looked at, and what a broken one raises in the libraries that read it."""

import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final

from pypdf.errors import PyPdfError

MOST_BYTES: Final = 10 * 1024 * 1024
"""Bytes of a letter's file, and of any one file inside it."""

MOST_WORDS: Final = 300_000
"""Letters of text that are kept of a file."""

MOST_PAGES: Final = 60
MOST_PARTS: Final = 100
MOST_ATTACHMENTS: Final = 20
DEEPEST: Final = 4

BROKEN: Final = (
    PyPdfError, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError,
    RecursionError, TypeError, ValueError, NotImplementedError, struct.error, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
"""What libraries raise on a file that is not what it says it is."""


class Refused(Exception):
    """A file gives no text; the words are for the person who chose it."""


@dataclass(slots=True)
class Gathered:
    """What was read so far of a file and of what is inside it."""

    words: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    attachments: int = 0
    parts: int = 0

    def add(self, words: str) -> None:
        """Keep some words, as far as there is room."""
        room = MOST_WORDS - sum(map(len, self.words))
        if words.strip() and room > 0:
            self.words.append(words[:room])

    def ignore(self, name: str) -> None:
        """Note the name of what was not read."""
        if len(self.ignored) < MOST_ATTACHMENTS:
            self.ignored.append(name[:200] or "a part without a name")
