"""Finding what looks like personal data in a text, so that a person can look before it is sent.

It warns and decides nothing: it cannot know who is meant, and it misses what looks like no name.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tenants.policy.names_in_text import LETTER, STREETS, names_in


class FindingKind(StrEnum):
    """What a piece of text looks like."""

    NAME = "name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    EMAIL = "email"
    PHONE = "phone"
    NATIONAL_INSURANCE = "national_insurance"
    BANK = "bank"
    CARD = "card"
    BIRTH = "birth"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place in a text: the words as they stand there, and at which character they begin."""

    start: int
    kind: FindingKind
    words: str


_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.UNICODE
)
_WEB: Final = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_BIRTH: Final = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date\s+of\s+birth|birth\s?date|birthday|born)[\s:(]{0,4}(?:(?:is|was|on|in)\s+)?"
    r"(?:the\s+)?(?P<words>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[a-z]{3,9},?\s+\d{2,4}|[a-z]{3,9}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})",
    re.IGNORECASE,
)
_NATIONAL_INSURANCE: Final = re.compile(
    r"(?<!\w)[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)",
    re.IGNORECASE,
)
_IBAN: Final = re.compile(r"(?<!\w)GB\d{2}\s?[A-Z]{4}(?:\s?\d{4}){3}\s?\d{2}(?!\w)", re.IGNORECASE)
_CARD: Final = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_SORT_CODE: Final = re.compile(r"(?<![\w/-])(\d{2})[- ](\d{2})[- ](\d{2})(?![\w/-])")
_ACCOUNT: Final = re.compile(
    r"\b(?:account|acct|a/c)\b[^\d\n]{0,25}(?P<words>\d{8}|\d{4}\s\d{4})(?!\d)", re.IGNORECASE
)
_NEAR_SORT_CODE: Final = re.compile(r"sort|account|acct|a/c|bank", re.IGNORECASE)
# Freephone, 03 and paid numbers belong to organisations.
_PHONE: Final = re.compile(
    r"(?<![\w.+-])(?:(?:\+|00)44\s?(?:\(0\)\s?)?|\(?0)(?![389]\d\d)[1-9]\d{1,4}\)?"
    r"[ -]?\d{3,4}[ -]?\d{3,4}(?![\w-])"
)
_PHONE_DIGITS: Final = range(9, 11)
_POSTCODE: Final = re.compile(
    r"(?<![\w-])[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d[\dABEHMNPRV-Y]?|\d[A-HJKPS-UW])"
    r"[ ]?\d[ABD-HJLNP-UW-Z]{2}(?!\w)",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r".*\d(?:st|nd|rd|th)", re.DOTALL)
_ADDRESS: Final = re.compile(
    rf"(?<![\w/.-])\d{{1,4}}[a-z]?,?[ ]+(?:{LETTER}+(?:['\u2019-]{LETTER}+)*[ ]+){{1,4}}?"
    rf"(?:{STREETS})\b",
    re.IGNORECASE,
)


_PATTERNS: Final = (
    (FindingKind.EMAIL, _EMAIL),
    (FindingKind.BIRTH, _BIRTH),
    (FindingKind.BANK, _IBAN),
    (FindingKind.NATIONAL_INSURANCE, _NATIONAL_INSURANCE),
    (FindingKind.CARD, _CARD),
    (FindingKind.BANK, _ACCOUNT),
    (FindingKind.BANK, _SORT_CODE),
    (FindingKind.PHONE, _PHONE),
    (FindingKind.ADDRESS, _ADDRESS),
    (FindingKind.POSTCODE, _POSTCODE),
)
"""The surest kind comes first: a later one takes only what is left."""


def find_personal_data(text: str, *, allowed: Collection[str] = ()) -> tuple[Finding, ...]:
    """Find what looks like somebody's name, address or number, in the order of the text.

    `allowed` are names, addresses and numbers that may stand there: the council's own, and those
    of the people who work for it. The time that it takes grows with the length of the text alone.
    """
    known = frozenset(_alike(each) for each in allowed)
    left = _WEB.sub(_blanked, text)
    found: list[Finding] = []
    for kind, pattern in _PATTERNS:
        spans = [_span(match) for match in pattern.finditer(left) if _is_likely(pattern, match)]
        found += (Finding(start, kind, text[start:end]) for start, end in spans)
        left = _without(left, spans)
    names = (
        Finding(start, FindingKind.NAME, text[start:end])
        for start, end in names_in(left, allowed=allowed)
    )
    return tuple(sorted([*(each for each in found if _alike(each.words) not in known), *names]))


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("words" if "words" in match.re.groupindex else 0)


def _blanked(match: re.Match[str]) -> str:
    return "\n" * len(match[0])


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with line ends where something was found, so that it is found once."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\n" * (end - start)
    return "".join(letters) if spans else text


def _is_likely(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Look again at what a pattern alone cannot tell."""
    if pattern is _CARD:
        return _has_check_digit(match[0])
    if pattern is _SORT_CODE:
        before = match.string[max(0, match.start() - 30) : match.start()]
        return not _is_a_day(match) or _NEAR_SORT_CODE.search(before) is not None
    if pattern is _PHONE:
        digits = re.sub(r"\D", "", match[0]).removeprefix("00").removeprefix("44").lstrip("0")
        return len(digits) in _PHONE_DIGITS
    if pattern is _POSTCODE:
        return _ORDINAL.fullmatch(match[0]) is None
    return True


def _is_a_day(match: re.Match[str]) -> bool:
    """Whether three pairs of digits can be a date, written as 21-11-26."""
    try:
        date(2000 + int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return False
    return True


def _has_check_digit(written: str) -> bool:
    """Whether the last digit is the one that card numbers carry (ISO/IEC 7812-1)."""
    digits = [int(each) for each in written if each.isascii() and each.isdigit()]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[-2::-2]]
    return any(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _alike(words: str) -> str:
    """Bring what is written in several ways to one: without blanks, marks and capitals."""
    kept = unicodedata.normalize("NFC", words.casefold())
    return re.sub(r"[^\w@]", "", kept)
