"""The words of a Word file: its main text alone, never more of it than a letter may have."""

import io
import zipfile
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from tenants.regulator_letters.files.bounds import BROKEN, Refused

MOST_UNPACKED: Final = 20_000_000
"""Bytes of the main text with its markup; a leaflet of four pages has about 100,000."""

TOO_BIG: Final = (
    "This Word file would swell far beyond a letter, so we did not open it. Paste its text"
)
BROKEN_WORD: Final = "This Word file is damaged, so we could not read it. Paste its text"
EMPTY: Final = "There is no text in this Word file. Paste the text, or type in what it says"
_MAIN: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STEP: Final = 65_536


def words_of_word(content: bytes) -> str:
    """Return the text of the paragraphs; raises `Refused` for a bomb, a broken or an empty file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_bombs(packed)
            with packed.open(_MAIN) as main:
                words = "\n".join(_paragraphs(main))
    except (*BROKEN, ParseError) as error:
        raise Refused(BROKEN_WORD) from error
    if not words.strip():
        raise Refused(EMPTY)
    return words


def _refuse_bombs(packed: zipfile.ZipFile) -> None:
    """Raise `Refused` for what says of itself that it swells; nothing has been unpacked yet."""
    everything = sum(item.file_size for item in packed.infolist())
    if everything > 5 * MOST_UNPACKED or packed.getinfo(_MAIN).file_size > MOST_UNPACKED:
        raise Refused(TOO_BIG)


def _paragraphs(main: IO[bytes]) -> list[str]:
    """Return the paragraphs, read bit by bit; what the archive says of its size is not trusted."""
    parser: XMLPullParser[Any] = XMLPullParser(events=("start", "end"))
    paragraphs: list[str] = []
    parts: list[str] = []
    unpacked = 0
    while step := main.read(_STEP):
        unpacked += len(step)
        if unpacked > MOST_UNPACKED or b"<!DOCTYPE" in step or b"<!ENTITY" in step:
            raise Refused(TOO_BIG)
        parser.feed(step)
        for found in parser.read_events():
            event, element = found[0], found[-1]
            if isinstance(element, Element):
                _take(str(event), element, parts, paragraphs)
    return paragraphs


def _take(event: str, element: Element, parts: list[str], paragraphs: list[str]) -> None:
    match event, element.tag.removeprefix(_W):
        case "start", "numPr":
            parts.append("- ")
        case "end", "t":
            parts.append(element.text or "")
        case "end", "tab":
            parts.append("\t")
        case "end", "br" | "cr":
            parts.append("\n")
        case "end", "p":
            paragraphs.append("".join(parts))
            parts.clear()
            element.clear()
        case _:
            pass
