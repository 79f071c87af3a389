"""How many people, as people write it: "20", "about 1,000", "a dozen"."""

import re

from webapp.forms.numerals import NUMERALS

LARGEST_COUNT = 10_000_000

_FILLERS = re.compile(
    r"\b(about|around|approximately|approx|roughly|circa|nearly|almost|maybe|perhaps|probably|"
    r"some|just|only|under|over|up to|at most|at least|no more than|exactly|a total of|"
    r"people|persons?|individuals|residents|children|adults|households|records|or so)\b\.?|[~≈+]"
)
_DIGITS = re.compile(r"\d+|\d{1,3}([, ]\d{3})+")
_RANGE = re.compile(r"\d\s*(-|\u2013|to|or|and)\s*\d")
_WORDS = NUMERALS | {
    "a dozen": 12,
    "two dozen": 24,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "a hundred": 100,
    "one hundred": 100,
    "a thousand": 1000,
    "one thousand": 1000,
}


class CountRefused(ValueError):
    """The words hold no usable number of people; the message says what to write instead."""


def read_count(typed: str) -> int:
    """Return the number that was meant, 1 to 10 million, or raise `CountRefused`."""
    text = " ".join(_FILLERS.sub(" ", typed.casefold()).split())
    if _RANGE.search(text) and not _DIGITS.fullmatch(text):
        raise CountRefused("Enter one number. If you are not sure, enter the largest it could be")
    number = _WORDS.get(text)
    if number is None:
        number = _from_digits(text)
    if number < 1:
        raise CountRefused("Enter 1 or more, or choose that it is not yet known")
    if number > LARGEST_COUNT:
        raise CountRefused("Enter a number of people no larger than 10 million")
    return number


def _from_digits(text: str) -> int:
    if text.startswith("-"):
        return 0
    if not _DIGITS.fullmatch(text):
        raise CountRefused("Enter how many people as a number, like 20 or about 150")
    digits = text.replace(",", "").replace(" ", "").lstrip("0") or "0"
    # A number with hundreds of digits is too large whatever they are; it need not be worked out.
    return int(digits) if len(digits) <= 12 else LARGEST_COUNT + 1
