"""Marks the first cell of each row of a table of facts as the row's header, in a tagged PDF.

Typst 0.14 marks header rows but has no stable way to mark header columns; PDF/UA asks for either
(ISO 14289-1, 7.5). A table without any header cell is a table of facts: others have a header row.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

_VERSION = "%PDF-1.7"


def with_row_heads(pdf: bytes) -> bytes:
    """Return the PDF with a header cell, of scope row, at the start of each row of its facts."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.pdf_header = _VERSION
    root = writer.root_object["/StructTreeRoot"].get_object()
    for table in _of_kind(cast("DictionaryObject", root), "/Table"):
        if next(_of_kind(table, "/TH"), None) is None:
            for row in _of_kind(table, "/TR"):
                _mark(list(_of_kind(row, "/TD")))
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _of_kind(element: DictionaryObject, kind: str) -> Iterator[DictionaryObject]:
    """Give the elements of one kind below an element, in reading order."""
    for child in _children(element):
        if child.get("/S") == kind:
            yield child
        else:
            yield from _of_kind(child, kind)


def _children(element: DictionaryObject) -> Iterator[DictionaryObject]:
    kids = element.get("/K")
    found = kids.get_object() if kids is not None else None
    for kid in found if isinstance(found, ArrayObject) else [found]:
        child = kid.get_object() if kid is not None else None
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child


def _mark(cells: Sequence[DictionaryObject]) -> None:
    """Make the first cell of a row its header; no cell says any more that it has none."""
    scope = DictionaryObject(
        {NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject("/Row")}
    )
    for place, cell in enumerate(cells):
        kept = [one for one in _attributes(cell) if one.get_object().get("/O") != "/Table"]
        if place == 0:
            cell[NameObject("/S")] = NameObject("/TH")
            kept.append(scope)
        cell[NameObject("/A")] = ArrayObject(kept)


def _attributes(cell: DictionaryObject) -> list[Any]:
    own = cell.get("/A")
    found = own.get_object() if own is not None else ArrayObject()
    return list(found) if isinstance(found, ArrayObject) else [found]
