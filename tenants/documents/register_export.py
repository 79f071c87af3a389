"""The breach register as a file: CSV and ODS for spreadsheet programs, PDF to print. Pure.

What people typed can look like a formula, and a spreadsheet program would carry it out: such a text
gets an apostrophe before it, which the program takes as "this is text".
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from io import BytesIO, StringIO
from typing import Final

from odfdo import Document as OdsFile
from odfdo import Element

from tenants.documents.pdf import as_pdf
from tenants.documents.register_lines import Cell
from tenants.documents.shape import Block, Document, Facts, Heading, Note, Paragraph, Table
from tenants.times import day_short

MOST_PRINTED: Final = 300
"""Lines in the PDF; a longer register is for a spreadsheet program."""

PRACTICE_LEFT_OUT: Final = "Practice breaches are made up. They are left out."

# Also as wide letters, which some programs take for the narrow ones.
_FORMULA: Final = tuple("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20\uff5c\uff05\u2212")
_BLANK: Final = re.compile(r"[\s\u200b\u2060\ufeff]+")
# Signs that turn the direction of everything behind them, those that nobody sees, and what is no
# sign at all, some of which no spreadsheet may hold.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register that is taken away: whose it is, what of it was asked for, and its lines."""

    council: str
    slug: str
    asked: str
    columns: Sequence[str]
    lines: Sequence[tuple[Cell, ...]]
    made_at: datetime
    on: date
    restriction: str = ""

    def file_name(self, ending: str) -> str:
        """Return a name that says whose it is, what, and of which day."""
        return f"{self.slug}-breach-register-{self.on.isoformat()}.{ending}"


def in_one_line(text: str) -> str:
    """Return a text without line breaks, and without signs that are not seen but act."""
    spaced = _BLANK.sub(" ", text).strip()
    if spaced.isprintable():
        return spaced
    return "".join(
        sign for sign in spaced if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    ).strip()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    plain = in_one_line(text)
    starts_so = plain.startswith(_FORMULA) or text.startswith(_FORMULA)
    return f"'{plain}" if starts_so and plain else plain


def as_csv(register: Register) -> bytes:
    """Return the register as CSV: UTF-8 with its mark for spreadsheet programs, ISO days."""
    kept = StringIO(newline="")
    writer = csv.writer(kept, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(register.columns)
    writer.writerows([_text(cell) for cell in line] for line in register.lines)
    return kept.getvalue().encode("utf-8-sig")


def as_ods(register: Register) -> bytes:
    """Return the register as an OpenDocument spreadsheet; texts are texts, days are days."""
    file = OdsFile("spreadsheet")
    file.body.clear()
    file.body.append(_sheet("Register", [register.columns, *register.lines]))
    about: list[tuple[Cell, ...]] = [
        ("Council", register.council),
        ("What", register.asked),
        ("Made on", register.on),
        ("Lines", str(len(register.lines))),
        ("Practice", PRACTICE_LEFT_OUT),
    ]
    file.body.append(_sheet("About this file", about))
    kept = BytesIO()
    file.save(kept)
    return kept.getvalue()


def as_print(register: Register) -> bytes:
    """Return the register as PDF/UA-1, a part for each breach; at most `MOST_PRINTED` of them."""
    return as_pdf(
        Document(
            title="Breach register",
            council=register.council,
            reference=register.asked,
            blocks=register_blocks(register),
            made_at=register.made_at,
            restriction=register.restriction,
        )
    )


def register_blocks(register: Register, *, level: int = 2) -> tuple[Block, ...]:
    """Return the register as parts of a document, the number of each breach as its heading."""
    shown = register.lines[:MOST_PRINTED]
    blocks: list[Block] = [Paragraph(f"{register.asked}: {_counted(len(register.lines))}.")]
    if len(shown) < len(register.lines):
        blocks.append(Note(f"These are the latest {MOST_PRINTED}. The spreadsheet has all."))
    if len(register.columns) <= _FIT_A_TABLE:
        blocks += _as_table(register.columns, shown)
    else:
        for line in shown:
            blocks += [Heading(f"Breach {line[0]}", level), _facts(register.columns, line)]
    return (*blocks, Note(PRACTICE_LEFT_OUT))


_FIT_A_TABLE: Final = 7


def _as_table(columns: Sequence[str], lines: Sequence[tuple[Cell, ...]]) -> list[Block]:
    if not lines:
        return []
    rows = tuple(tuple(_printed(cell) or "Not yet" for cell in line) for line in lines)
    return [Table("Breaches, the latest report first", tuple(columns), rows)]


def _facts(columns: Sequence[str], line: tuple[Cell, ...]) -> Facts:
    named = zip(columns[1:], line[1:], strict=True)
    return Facts(tuple((name, _printed(cell)) for name, cell in named if cell != ""))


def _printed(cell: Cell) -> str:
    return cell if isinstance(cell, str) else day_short(cell)


def _text(cell: Cell) -> str:
    return harmless(cell) if isinstance(cell, str) else cell.isoformat()


def _counted(number: int) -> str:
    if number == 0:
        return "nothing is in it"
    return "1 entry" if number == 1 else f"{number:,} entries, the latest report first"


def _sheet(name: str, lines: Iterable[Sequence[Cell]]) -> Element:
    """Return a sheet, made in one go: cell by cell it takes seconds for a long register."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in lines
    )
    return Element.from_tag(f'<table:table table:name="{escape(name)}">{rows}</table:table>')


def _ods_cell(cell: Cell) -> str:
    kind = "string" if isinstance(cell, str) else "date"
    value = "" if isinstance(cell, str) else f' office:date-value="{cell.isoformat()}"'
    words = escape(_text(cell))
    return (
        f'<table:table-cell office:value-type="{kind}"{value}>'
        f"<text:p>{words}</text:p></table:table-cell>"
    )
