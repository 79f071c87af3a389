"""Which characters the fonts of the PDF can show, and what stands where one cannot be shown."""

import re
import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("tenants.documents"))) / "fonts"
"""Where `npm run build` puts the fonts (deploy/fonts.js)."""

STAND_IN = "□"
"""What is printed for a character that no font has: a reader sees that something stood there."""

_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# They steer a line's direction or a character's look and have no shape of their own.
_SHAPELESS = frozenset("\n\t \u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f")
# No language puts more on one letter; the time to set them grows with the square of their number.
_MOST_MARKS = 8
# They turn the direction of everything after them, up to the end of a page.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


class FontsMissing(RuntimeError):
    """The fonts were not built: `npm run build` copies them (raised at the first PDF)."""


def readable(text: str) -> str:
    """Return `text` without what is no character of any text, its accents composed.

    PDF, XML and JSON each refuse some control characters; line breaks become newlines. Of a pile
    of accents on one letter the first few are kept.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    seen = _OVERRIDES.sub("", _NOT_TEXT.sub("", lines))
    return seen if seen.isascii() else unicodedata.normalize("NFC", _without_piles(seen))


def _without_piles(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for one in text:
        marks = marks + 1 if unicodedata.category(one).startswith("M") else 0
        if marks <= _MOST_MARKS:
            kept.append(one)
    return "".join(kept)


def printable(text: str) -> str:
    """Return `text` with a visible stand-in for every character that the fonts lack."""
    text = readable(text)
    known = _characters()
    if known.issuperset(text):
        return text
    return "".join(one if one in known else STAND_IN for one in text)


def plain(text: str) -> str:
    """Return `text` in the main font's characters alone, without marks that combine.

    For text that the fonts can show letter by letter but not as it was put together.
    """
    known = characters_in(FOLDER / "SourceSans3_400Regular.ttf") | {"\n", " "}
    return "".join(
        one if one in known else STAND_IN
        for one in readable(text)
        if not unicodedata.category(one).startswith("M")
    )


@cache
def _characters() -> frozenset[str]:
    fonts = sorted(FOLDER.glob("*.ttf"))
    if not fonts:
        raise FontsMissing(f"No fonts in {FOLDER}. Run: make build")
    return _SHAPELESS.union(*(characters_in(font) for font in fonts))


def characters_in(font: Path) -> frozenset[str]:
    """Return the characters that a TrueType font has glyphs for: its `cmap`, formats 4 and 12."""
    data = font.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    places = {
        tag: offset
        for tag, _, offset, _ in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * tables])
    }
    start = places[b"cmap"]
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for index in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 4 + 8 * index + 4)
        found |= _mapped(data, start + offset)
    return frozenset(chr(one) for one in found if one >= 32)


def _mapped(data: bytes, at: int) -> set[int]:
    (layout,) = struct.unpack_from(">H", data, at)
    if layout == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        ranges = struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups])
        return {one for first, last, _ in ranges for one in range(first, last + 1)}
    if layout != 4:
        return set()
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    segments = doubled // 2

    def column(number: int, kind: str) -> tuple[int, ...]:
        skipped = 2 if number else 0  # a reserved pair stands after the first column
        return struct.unpack_from(f">{segments}{kind}", data, at + 14 + number * doubled + skipped)

    lasts, firsts, deltas, offsets = column(0, "H"), column(1, "H"), column(2, "h"), column(3, "H")
    found: set[int] = set()
    for index, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if not offsets[index]:
            found |= {one for one in range(first, last + 1) if (one + deltas[index]) & 0xFFFF}
            continue
        glyphs = at + 16 + 3 * doubled + 2 * index + offsets[index]
        for one in range(first, last + 1):
            if struct.unpack_from(">H", data, glyphs + 2 * (one - first))[0]:
                found.add(one)
    return found - {0xFFFF}
