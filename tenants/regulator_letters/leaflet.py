"""The regulator's leaflet of measures that comes with a letter: its sector, its headings. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.plain import one_line
from tenants.regulator_letters.squeezed import Squeezed

MOST_MEASURES: Final = 40
_HEADING: Final = phrases("leaflet")
_SECTOR: Final = "(?:in|for|within) (?:the )?[a-z]{3,60}? sector"
_SECTOR_LEAD = re.compile(r"^\W*(?:in|for|within)\W+(?:the\W+)?", re.IGNORECASE)
_SECTOR_END = re.compile(r"\W*" + r"\W*".join("sector") + r"$", re.IGNORECASE)
_NAMED = re.compile(r"(?:Measures|Leaflet)[ -]+([A-Z][A-Za-z&]+(?:\s+[A-Za-z&]+){0,3})\s+Sector\b")
_FULL: Final = {"Govt": "Government", "Gov": "Government", "&": "and"}
_LONGEST_TITLE: Final = 100
_CAPITAL = re.compile(r"\s(?=[A-Z][a-z']*\b|I\b|A\b)(?![A-Z]{2})")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a leaflet, by its number and heading there."""

    number: int
    title: str

    def as_json(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {"number": self.number, "title": self.title}


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Where a leaflet begins in a text (its end without one), for whom it is, what it asks."""

    start: int
    sector: str | None
    measures: tuple[Measure, ...]


def find_leaflet(letter: Squeezed) -> Leaflet:
    """Return the leaflet in a letter's text; without one its measures are none."""
    heading = letter.first(_HEADING)
    if heading is None:
        return Leaflet(len(letter.text), _sector_of_attachment(letter.text), ())
    sector = next(letter.spans(_SECTOR, start=heading.end), None)
    if sector is None or sector.start - heading.end > 5:
        named, begin = _sector_of_attachment(letter.text), heading.end
    else:
        named, begin = _sector_in(letter.words(sector)), sector.end
    return Leaflet(heading.start, named, tuple(_measures(letter.text, begin)))


def _sector_in(words: str) -> str:
    return _SECTOR_END.sub("", _SECTOR_LEAD.sub("", words))


def _sector_of_attachment(text: str) -> str | None:
    named = _NAMED.search(text)
    return " ".join(_FULL.get(word, word) for word in named[1].split()) if named else None


def _measures(text: str, at: int) -> list[Measure]:
    """Return measures as long as their numbers follow each other."""
    starts: list[tuple[int, int]] = []
    for number in range(1, MOST_MEASURES + 1):
        mark = re.compile(rf"(?<![\w.,£]){number}\s?[.)]\s+(?=[A-Z])").search(text, at)
        if mark is None:
            break
        starts.append((mark.start(), mark.end()))
        at = mark.end()
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [
        Measure(number, _title(text[begin:end]))
        for number, ((_, begin), end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def _title(section: str) -> str:
    """Return a section's heading: its own lines, or the words before the first sentence.

    Headings have one capital, at their beginning, beside abbreviations: in merged lines the next
    word with a capital begins the text.
    """
    paragraph = section.split("\n\n", 1)[0]
    is_alone = paragraph != section and len(paragraph) <= _LONGEST_TITLE
    if is_alone and not paragraph.rstrip().endswith("."):
        return one_line(paragraph)
    lines = one_line(section[: 2 * _LONGEST_TITLE])
    sentence = _CAPITAL.search(lines)
    return lines[: sentence.start()] if sentence else lines[:_LONGEST_TITLE]
