"""Letters that decide nothing about a breach, or that are in a language not read here. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.squeezed import Span, Squeezed

_ABOUT_BREACH: Final = phrases("about_breach")
_INFORMATION_REQUEST: Final = phrases("information_request")
_INFORMATION_LAW = re.compile(
    r"\b(?:FOIA?|EIR|Freedom\s+of\s+Information|Environmental\s+Information)\b", re.IGNORECASE
)
_RECEIPT: Final = phrases("receipt")
_INTENT: Final = phrases("intent")
_REGULATOR: Final = phrases("regulator")
_WELSH = re.compile(
    r"\b(?:yr?|yn|wedi|eich|ein|gan|ar gyfer|nad|fod|hwn|hon|sydd|annwyl|gywir|swyddfa"
    r"|data personol|comisiynydd|gwybodaeth|penderfynu|diolch|adroddiad|rydym|ydym|mae|oherwydd)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|that|you|your|with|this|have|for|are|is|of|to)\b", re.IGNORECASE
)

EMPTY: Final = "There is no text in it."
WELSH: Final = (
    "It is in Welsh, which we cannot read here. Read it yourself and fill in what it says."
)
REQUEST: Final = (
    "It is about a request for information, not a breach report. Such letters have references of"
    " the same form."
)
INTENT: Final = "It says what the regulator means to do, which is not yet a decision."
RECEIPT: Final = "It says that something has arrived, and decides nothing."
NOT_THEIRS: Final = "Nothing in it shows that it comes from the regulator."
NO_DECISION: Final = "We found no sentence in it that says what the regulator decided."


@dataclass(frozen=True, slots=True)
class Stranger:
    """Why a letter's outcome would be unknown.

    `certain_from` is where it says that it is of another kind, which no later phrase changes;
    `breach_at` is where it first speaks of the report of a breach.
    """

    why: str
    certain_from: int | None
    breach_at: int | None


def why_unknown(letter: Squeezed, end: int) -> Stranger:
    """Return what kind of letter it is, should it decide nothing about a breach."""
    breach = letter.first(_ABOUT_BREACH)
    breach_at = breach.start if breach and breach.start < end else None
    request = _request(letter, end)
    if request and (breach is None or request.start < breach.start):
        return Stranger(REQUEST, request.start, breach_at)
    if is_welsh(letter.text[:end]):
        return Stranger(WELSH, None, breach_at)
    return Stranger(_plain_reason(letter), None, breach_at)


def is_welsh(text: str) -> bool:
    """Whether a text is more Welsh than English, by its small words."""
    return len(_WELSH.findall(text)) > max(5, len(_ENGLISH.findall(text)))


def _request(letter: Squeezed, end: int) -> Span | None:
    """Return where it says that it answers a request; the law on it must be named too.

    Letters of every kind name the Act of 2000 in their small print, so that alone says nothing.
    """
    found = letter.first(_INFORMATION_REQUEST)
    if found is None or found.end > min(end, 4_000):
        return None
    sign_off = letter.first(("yours sincerely", "yours faithfully", "kind regards"))
    body_end = sign_off.start if sign_off else end
    is_named = _INFORMATION_LAW.search(letter.text, 0, body_end)
    return found if found.start < body_end and is_named else None


def _plain_reason(letter: Squeezed) -> str:
    if not letter.letters:
        return EMPTY
    if letter.first(_INTENT):
        return INTENT
    if letter.first(_RECEIPT):
        return RECEIPT
    return NO_DECISION if letter.first(_REGULATOR) else NOT_THEIRS
