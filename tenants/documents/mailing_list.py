"""The list of people that a letter goes to: read from a CSV file, used, and not kept."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from tenants.documents.people_letter import Recipient
from tenants.errors import NotAcceptable

MOST_ROWS: Final = 500
MOST_BYTES: Final = 1_000_000
FIELD: Final = "people"
_MOST_NAMED: Final = 10
_LONGEST_NAME: Final = 200
_LONGEST_ADDRESS: Final = 1000
_MOST_LINES: Final = 10
_HOW_TO_SAVE: Final = "In your spreadsheet choose “Save as”, then “CSV UTF-8”"
_WHOLE_NAMES: Final = frozenset(
    {"name", "names", "fullname", "resident", "recipient", "contact", "contactname", "person"}
    | {"addressee", "member", "membername", "customer", "holder", "plotholder"}
)
_TITLES: Final = frozenset({"title", "salutation", "mrmrs"})
_FIRST: Final = frozenset({"firstname", "firstnames", "forename", "forenames", "givenname"})
_LAST: Final = frozenset({"lastname", "surname", "familyname", "secondname"})
_ADDRESS: Final = re.compile(
    r"(postal|home|mailing)?address(line)?\d*|(line|addr|add|adr)\d+|addr|house(name|number|no)?"
    r"|street(name|address)?|road|village|town|towncity|city|posttown|locality|district|county"
    r"|country|post ?code|zip(code)?"
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """In which columns the title, the name and the lines of the address stand."""

    title: tuple[int, ...]
    name: tuple[int, ...]
    address: tuple[int, ...]


def read_list(content: bytes) -> tuple[Recipient, ...]:
    """Return the people on a list, in its order.

    Any sensible heads do, commas, semicolons or tabs between them, and Windows' letters as well as
    Unicode. Raises `NotAcceptable` for what cannot be read, and names the lines that are at fault:
    a list is used whole or not at all.
    """
    rows = list(_rows(_text(content)))
    if not rows:
        raise NotAcceptable(FIELD, "The file is empty. Choose one with a line for each person")
    columns = _columns(rows[0][1])
    people: list[Recipient] = []
    wrong: list[str] = []
    for line, cells in rows[1:]:
        recipient = _recipient(columns, cells)
        problem = _problem(columns, recipient)
        if problem:
            wrong.append(f"line {line} {problem}")
        people.append(recipient)
    _refuse(people, wrong)
    return tuple(people)


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise NotAcceptable(FIELD, "The file is larger than 1 MB. Split the list into smaller ones")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotAcceptable(FIELD, f"This is a workbook, not a CSV file. {_HOW_TO_SAVE}")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\x00" in content:
        raise NotAcceptable(FIELD, f"This is not a CSV file. {_HOW_TO_SAVE}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as situation:
        message = f"Some letters of this file cannot be read. {_HOW_TO_SAVE}"
        raise NotAcceptable(FIELD, message) from situation


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not empty, with the number of the line on which it starts."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    marks = {mark: first.count(mark) for mark in ",;\t"}
    mark = max(marks, key=lambda each: marks[each])
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as situation:
        message = f"The file cannot be read from line {start} on. {_HOW_TO_SAVE}"
        raise NotAcceptable(FIELD, message) from situation


def _columns(heads: Sequence[str]) -> _Columns:
    places: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        places.setdefault(_part_of(re.sub(r"[^a-z0-9]", "", head.casefold())), []).append(place)
    parts = [*places.get("first", [])[:1], *places.get("last", [])[:1]]
    whole = places.get("whole", [])[:1]
    name = whole or parts
    if not name:
        message = (
            "The first line must say what stands in each column. Call one of them “Name”, and the"
            " others “Address 1”, “Address 2” and “Postcode”"
        )
        raise NotAcceptable(FIELD, message)
    title = () if whole else tuple(places.get("title", [])[:1])
    return _Columns(title, tuple(name), tuple(places.get("address", [])))


def _part_of(head: str) -> str:
    named: Mapping[str, frozenset[str]] = {
        "whole": _WHOLE_NAMES,
        "title": _TITLES,
        "first": _FIRST,
        "last": _LAST,
    }
    found = next((part for part, heads in named.items() if head in heads), "")
    return found or ("address" if _ADDRESS.fullmatch(head) else "other")


def _recipient(columns: _Columns, cells: Sequence[str]) -> Recipient:
    def cell(place: int) -> str:
        return cells[place] if place < len(cells) else ""

    def line_of(places: Sequence[int]) -> str:
        return " ".join(" ".join(cell(place) for place in places).split())

    name = line_of(columns.name) and line_of((*columns.title, *columns.name))
    lines = (line.strip(" ,") for place in columns.address for line in cell(place).split("\n"))
    return Recipient(name, tuple(line for line in lines if line))


def _problem(columns: _Columns, one: Recipient) -> str:
    if not one.name:
        return "has no name"
    if columns.address and not one.address:
        return "has no address"
    if len(one.name) > _LONGEST_NAME:
        return f"has a name of more than {_LONGEST_NAME} letters"
    if sum(map(len, one.address)) > _LONGEST_ADDRESS or len(one.address) > _MOST_LINES:
        return "has an address that does not fit on a letter"
    return ""


def _refuse(people: Sequence[Recipient], wrong: Sequence[str]) -> None:
    if wrong:
        more = len(wrong) - _MOST_NAMED
        named = "; ".join([*wrong[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])
        message = f"Nothing was made. Mend these and choose the file again: {named}"
        raise NotAcceptable(FIELD, message)
    if not people:
        message = "There is nobody on this list. Put each person on a line below the heads"
        raise NotAcceptable(FIELD, message)
    if len(people) > MOST_ROWS:
        message = f"There are more than {MOST_ROWS} people on this list. Split it into smaller ones"
        raise NotAcceptable(FIELD, message)
