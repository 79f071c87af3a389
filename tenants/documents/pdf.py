"""Documents as tagged PDF (PDF/UA-1, ISO 14289-1), set by Typst from one template."""

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, assert_never

import typst

from tenants.documents.glyphs import FOLDER, plain, printable
from tenants.documents.lines import (
    FACTS_COLUMNS,
    direction_of,
    foot_of,
    full_title,
    head_of,
    made_on,
    page_word,
    paragraphs_in,
)
from tenants.documents.row_heads import with_row_heads
from tenants.documents.shape import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
)
from tenants.times import day_of

_TEMPLATE = FOLDER.parent / "document.typ"
_ACCENT = "#1f5a70"
_LONG_WORD = re.compile(r"\S{28,}")
_CELL_WORD = re.compile(r"\S{16,}")
# A head is repeated on each page, so it must leave room for its rows.
_LONGEST_HEAD = 200
_MAY_BREAK = "\u200b"

_Piece = tuple[str, str]
_Cleaner = Callable[[str], str]


def as_pdf(document: Document) -> bytes:
    """Return the document as PDF/UA-1. No text in it can fail it or be taken for markup.

    A character that no font has is shown by a stand-in.
    """
    try:
        made = _set(_Data(printable).of(document))
    except typst.TypstError:
        # Each letter has a glyph, but not the way these were put together.
        made = _set(_Data(plain).of(document))
    has_facts = any(isinstance(block, Facts) for block in document.blocks)
    return with_row_heads(made) if has_facts else made


def _set(data: dict[str, Any]) -> bytes:
    made = typst.Compiler(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(data)},
    ).compile(format="pdf", pdf_standards="ua-1")
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )


class _Data:
    """A document as the template reads it: plain values, every text cleaned."""

    def __init__(self, clean: _Cleaner) -> None:
        self._clean = clean

    def of(self, document: Document) -> dict[str, Any]:
        on = day_of(document.made_at)
        return {
            "title": self._clean(full_title(document)),
            "heading": self._line(full_title(document)),
            "council": self._clean(document.council),
            "language": document.language,
            "colour": document.colour or _ACCENT,
            "day": {"year": on.year, "month": on.month, "day": on.day},
            "head": self._clean(head_of(document)),
            "foot": self._clean(foot_of(document)),
            "made": self._clean(made_on(document)),
            "page": page_word(document.language),
            "restriction": self._clean(document.restriction),
            "is_letter": document.is_letter,
            "blocks": [self._block(block) for block in document.blocks if self._is_shown(block)],
        }

    def _is_shown(self, block: Block) -> bool:
        """Whether there is anything in it: PDF/UA refuses a heading without words."""
        return not isinstance(block, Heading) or bool(self._line(block.text)[0].strip())

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                made = {"kind": "heading", "level": block.level, "text": self._line(block.text)}
            case Paragraph() | Note():
                kind = "note" if isinstance(block, Note) else "paragraph"
                made = {"kind": kind, "text": list(self._pieces(block.text))}
            case Bullets():
                kind = "numbered" if block.numbered else "bullets"
                made = {"kind": kind, "items": [list(self._pieces(one)) for one in block.items]}
            case Facts():
                table = Table(block.caption, FACTS_COLUMNS, block.rows)
                made = {**self._table(table), "kind": "facts"}
            case Table():
                made = self._table(block)
            case PageBreak():
                made = {"kind": "break"}
            case _:
                assert_never(block)
        return made

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "caption": self._clean(table.caption),
            "columns": [self._cell(one[:_LONGEST_HEAD]) for one in table.columns],
            "rows": [[self._cell(one) for one in row] for row in table.rows],
            "widths": [_width(column) for column in zip(table.columns, *table.rows, strict=True)],
        }

    def _cell(self, text: str) -> list[_Piece]:
        return list(self._pieces(text, _CELL_WORD))

    def _line(self, text: str) -> _Piece:
        return next(self._pieces(" ".join(text.split())), ("", "ltr"))

    def _pieces(self, text: str, long_word: re.Pattern[str] = _LONG_WORD) -> Iterator[_Piece]:
        for one in paragraphs_in(self._clean(text)):
            yield long_word.sub(_breakable, one), direction_of(one)


def _breakable(word: re.Match[str]) -> str:
    """Let a word that is too long for a line break after every eight letters."""
    letters = word.group()
    return _MAY_BREAK.join(letters[at : at + 8] for at in range(0, len(letters), 8))


def _width(column: tuple[str, ...]) -> float:
    """Return how wide a column is beside the others: by its longest text, within reason."""
    longest = max(len(text) for text in column)
    return round(math.pow(min(max(longest, 6), 80), 0.6), 2)
