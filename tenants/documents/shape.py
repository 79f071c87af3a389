"""What every document is made of: one model for the PDF, the Word file and the preview page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title, which is level 1: 2 for a part, 3 inside one; 1 in letters."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text as a person wrote it: an empty line starts a new paragraph, a line break stays."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered where its items are spoken of by number."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they stand for, in two columns: the name is the row's header."""

    rows: tuple[tuple[str, str], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of short column headers; every row is as long as the columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart from the text: what to mind, or why something is not known."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page: the next letter, or a part that is handed out alone."""


Block: TypeAlias = Heading | Paragraph | Bullets | Facts | Table | Note | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. Every text in it is plain text and never markup of any kind.

    `made_at` is aware (UTC) and is shown in London's time. `marker` is what a practice breach says
    in front of its reference; `restriction` stands on every page. `language` is "en" or "cy";
    `colour` is the council's own, as #rrggbb. A letter shows no title: each letter in it starts a
    page with its own lines, and its subject is a heading of level 1.
    """

    title: str
    council: str
    reference: str
    blocks: tuple[Block, ...]
    made_at: datetime
    marker: str = ""
    restriction: str = ""
    language: str = "en"
    colour: str = ""
    is_letter: bool = False
