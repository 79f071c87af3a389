"""When a letter was sent, when it came, and which report it answers. Pure."""

import re
from datetime import date
from typing import Final

from tenants.regulator_letters.days import Day, days_in
from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.squeezed import Span, Squeezed

_REPORTED: Final = phrases("reported")
_SENT: Final = re.compile(
    r"(?:\bDate\s+Sent|\bSent(?:\s+on)?|\bDate\s+of\s+letter)\b\s*:?\s*", re.IGNORECASE
)
_DATE: Final = re.compile(r"\bDated?\b\s*:\s*", re.IGNORECASE)
_RECEIVED: Final = re.compile(r"(?:\bDate\s+)?\bReceived(?:\s+on)?\b\s*:?\s*", re.IGNORECASE)
_FROM: Final = re.compile(
    r"\bFrom\b\s*:?[^\n]{0,120}?\b(?:ico|icocasework|information commission)", re.IGNORECASE
)
_BODY: Final = phrases("body")
# What may stand before the day of a letter and belongs to it.
_ITS_OWN = re.compile(
    r"(?:\bdated?:?|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?|\s)+$", re.IGNORECASE
)
_REACH: Final = 40
_HEAD: Final = 600
"""Letters of a mail's head, from its sender on."""


def reported_on(letter: Squeezed, end: int) -> tuple[date, Span] | None:
    """Return on which day the breach was reported, as the letter says it."""
    days = days_in(letter.text[:end])
    for words in _REPORTED:
        for span in letter.spans(words):
            day = _after(letter.text, days, span.end)
            if day is not None:
                return day.on, Span(span.start, day.end)
    return None


def sent_on(letter: Squeezed, end: int) -> tuple[date, Span] | None:
    """Return the day of the letter: from its head, or the line with nothing but a day."""
    days = days_in(letter.text[:end])
    sender = _FROM.search(letter.text)
    at = sender.end() if sender else len(letter.text)
    found = (
        _labelled(letter.text, days, _SENT, at, at + _HEAD)
        or _labelled(letter.text, days, _DATE, at, at + _HEAD)
        or _labelled(letter.text, days, _SENT, 0, end)
        or _alone(letter, days)
        or _labelled(letter.text, days, _DATE, 0, end)
        or _labelled(letter.text, days, _RECEIVED, 0, end)
    )
    return (found.on, Span(found.start, found.end)) if found else None


def received_on(letter: Squeezed, end: int) -> tuple[date, Span] | None:
    """Return the day on which it came, where its head says so."""
    days = days_in(letter.text[:end])
    found = _labelled(letter.text, days, _RECEIVED, 0, _body_start(letter))
    return (found.on, Span(found.start, found.end)) if found else None


def _body_start(letter: Squeezed) -> int:
    begin = letter.first(_BODY)
    return begin.start if begin else min(len(letter.text), 2_000)


def _labelled(
    text: str, days: list[Day], label: re.Pattern[str], start: int, end: int
) -> Day | None:
    """Return the first day that stands right beside a label."""
    for match in label.finditer(text, start, min(end, len(text))):
        day = next((day for day in days if 0 <= day.start - match.end() <= 15), None)
        if day is not None and not re.search(r"[.;]", text[match.end() : day.start]):
            return day
    return None


def _alone(letter: Squeezed, days: list[Day]) -> Day | None:
    """Return the day that stands in the letter's head without a label."""
    head = _body_start(letter)
    lines = (day for day in days if day.end <= head)
    return next((day for day in lines if not _has_label(letter.text, day)), None)


def _has_label(text: str, day: Day) -> bool:
    before = _ITS_OWN.sub("", text[max(0, day.start - 30) : day.start])
    if re.search(r"[a-z,] *$", before):
        return True
    return bool(
        re.search(
            r"(?:received|reported|incident|breach|birth|due)\b[^\n]{0,20}$", before, re.IGNORECASE
        )
    )


def _after(text: str, days: list[Day], at: int) -> Day | None:
    near = (day for day in days if 0 <= day.start - at <= _REACH)
    return next((day for day in near if "." not in text[at : day.start]), None)
