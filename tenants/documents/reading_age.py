"""How old a reader has to be to read a text with ease: Flesch-Kincaid, as an age.

The grade is 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid and others, 1975);
a child in a school grade is five years older than its number.
"""

import re
from functools import cache
from typing import Final

import pyphen  # type: ignore[import-untyped]  # it has no types

TARGET: Final = 12
_SENTENCE: Final = re.compile(r"[.!?]+(?:\s|$)|\n+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_VOWELS: Final = re.compile(r"[aeiouyâêîôûŵŷ]+")
_SILENT: Final = re.compile(r"(?<=[^aeioul])e$|(?<=[^aeioutd])ed$|(?<=[^aeiouscxz])es$")
_SHORT: Final = 4
_YEARS: Final = 5
_YOUNGEST: Final = 5


def reading_age(text: str) -> int | None:
    """Return the age in years, or None for a text without words.

    A heading and each point of a list count as a sentence.
    """
    words = [word for word in _WORD.findall(text) if word]
    if not words:
        return None
    sentences = sum(1 for part in _SENTENCE.split(text) if _WORD.search(part))
    syllables = sum(syllables_in(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return max(_YOUNGEST, round(grade) + _YEARS)


def syllables_in(word: str) -> int:
    """Return how many syllables a word has: by where it can be hyphenated, else by its vowels."""
    parts = len(_dictionary().positions(word)) + 1
    if parts > 1 or len(word) < _SHORT:
        return parts
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.casefold()))))


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)
