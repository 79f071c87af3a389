"""How a text is laid into lines, and the words that stand on every page, in each format alike."""

import re
import unicodedata
from typing import Final

from tenants.documents.shape import Document
from tenants.times import day

RESTRICTED: Final = "Restricted: not for the public part of a meeting"
FACTS_COLUMNS: Final = ("What", "Details")
"""The header row of `Facts` where a format needs one."""

_NEW_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_RIGHT_TO_LEFT = ("R", "AL")
_PAGE = {"en": "Page", "cy": "Tudalen"}


def paragraphs_in(text: str) -> list[str]:
    """Return the paragraphs of a text; inside one, line breaks stay."""
    return [one.strip("\n ") for one in _NEW_PARAGRAPH.split(text) if one.strip()]


def direction_of(text: str) -> str:
    """Return "rtl" where the first letter that has a direction is Hebrew or Arabic, else "ltr"."""
    for one in text:
        kind = unicodedata.bidirectional(one)
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def full_title(document: Document) -> str:
    """Return the title as it stands at the top, with a practice breach's marker before it."""
    return f"{document.marker}{document.title}"


def head_of(document: Document) -> str:
    """Return what stands at the head of every page beside the council's name."""
    return f"{document.marker}{document.restriction}".removesuffix(" - ")


def foot_of(document: Document) -> str:
    """Return what stands at the foot of every page beside its number."""
    about = f"{document.marker}{document.reference}"
    return about if document.is_letter else f"{document.title}, {about}"


def made_on(document: Document) -> str:
    """Return when it was made, for the line below the title; a letter has its own date."""
    return "" if document.is_letter else f"{document.council}, {day(document.made_at)}"


def page_word(language: str) -> str:
    """Return the word before a page's number."""
    return _PAGE.get(language, _PAGE["en"])
