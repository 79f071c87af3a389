"""By when a letter wants something done: on a day, or within so many weeks of the letter. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tenants.regulator_letters.days import days_in, months_later, working_days_later
from tenants.regulator_letters.squeezed import Span, Squeezed

MOST: Final = 20
_COUNTS: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        1,
    )
} | {
    "a": 1,
    "twelve": 12,
    "fourteen": 14,
    "twenty": 20,
    "twenty-one": 21,
    "twenty-eight": 28,
    "thirty": 30,
    "sixty": 60,
}
_COUNT: Final = "|".join(sorted(_COUNTS, key=len, reverse=True))
_WITHIN = re.compile(
    r"\b(?:within|in(?:side)? the next|no later than|not later than|in|for)\s+"
    rf"(?:a (?:period|maximum) of\s+)?(?P<count>{_COUNT}|\d{{1,3}})\s*(?:\(\s*\w+\s*\)\s*)?"
    r"(?P<working>working\s+|calendar\s+|business\s+|clear\s+)?"
    r"(?P<unit>day|week|month|year)s?\b(?:'s?)?(?P<time>\s+time)?",
    re.IGNORECASE,
)
_HAVE = re.compile(
    rf"\bhave\s+(?P<count>{_COUNT}|\d{{1,3}})\s*(?P<working>working\s+|calendar\s+)?"
    r"(?P<unit>day|week|month)s?\b",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(
    r"\b(?:by|before|until|no later than|not later than|on or before|deadline(?: is| of|:)?"
    r"|due(?: on)?)\s+"
    r"(?:no later than |close of (?:business|play) (?:on )?|the end of |end of "
    r"|\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm),? (?:on )?|midday (?:on )?|noon (?:on )?)*"
    r"(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?$",
    re.IGNORECASE,
)
# What is wanted of the council is asked for; what was, or what the regulator will do, is not.
_ASKED = re.compile(
    r"\b(?:please|should|must|requires?d?|invites?d?|asks?|asked|requests?|need|provide|respond"
    r"|response|reply|update|implement|complete|pay|paid|send|submit|report back|revisit|appeal"
    r"|let us|ensure|take|have|contact|comply|confirm|inform|deadline|due|expect you)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:we|I|the ICO|officer|team)\s+"
    r"(?:will|shall|aim|hope|expect to|endeavour|try|intend|would hope)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|have|has)\s+(?:been\s+)?\w+ed\s*$"
    r"|(?<!\bbe )(?:reported|submitted|received|sent|completed|notified|dated)\b[^.;]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LetterDeadline:
    """What a letter wants by when: its sentence, and the day where it can be worked out."""

    words: str
    due_on: date | None

    def as_json(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {"words": self.words, "due_on": self.due_on.isoformat() if self.due_on else None}


def deadlines_in(letter: Squeezed, end: int, *, sent_on: date | None) -> tuple[LetterDeadline, ...]:
    """Return the deadlines up to a place; "within six months" counts from the day of the letter."""
    found: dict[tuple[str, date | None], LetterDeadline] = {}
    for span, due_on in sorted(_dated(letter, end) + _counted(letter, end, sent_on), key=_place):
        if _is_asked(letter, span):
            words = letter.shown(span)
            found.setdefault((words, due_on), LetterDeadline(words, due_on))
    return tuple(found.values())[:MOST]


def _place(item: tuple[Span, date | None]) -> int:
    return item[0].start


def _dated(letter: Squeezed, end: int) -> list[tuple[Span, date | None]]:
    days = (day for day in days_in(letter.text[:end]))
    found: list[tuple[Span, date | None]] = []
    for day in days:
        lead = _BEFORE_DAY.search(letter.text, max(0, day.start - 60), day.start)
        if lead is not None:
            found.append((Span(lead.start(), day.end), day.on))
    return found


def _counted(letter: Squeezed, end: int, sent_on: date | None) -> list[tuple[Span, date | None]]:
    return [
        (Span(match.start(), match.end()), _later(match, sent_on) if sent_on else None)
        for pattern in (_WITHIN, _HAVE)
        for match in pattern.finditer(letter.text, 0, end)
        if _is_limit(match)
    ]


def _is_limit(match: re.Match[str]) -> bool:
    """Whether "in" and "for" begin a limit: in six months' time, not in one day or for a year."""
    lead = match[0].split()[0].lower()
    if lead == "for":
        return False
    return lead != "in" or match[0].lower().startswith("in the next") or bool(match["time"])


def _later(match: re.Match[str], on: date) -> date:
    typed = match["count"].lower()
    count = int(typed) if typed.isdigit() else _COUNTS[typed]
    match match["unit"].lower():
        case "month":
            return months_later(on, count)
        case "year":
            return months_later(on, 12 * count)
        case "week":
            return on + timedelta(weeks=count)
        case _:
            return _days_later(match, on, count)


def _days_later(match: re.Match[str], on: date, count: int) -> date:
    is_working = (match["working"] or "").lower().split() in (["working"], ["business"])
    return working_days_later(on, count) if is_working else on + timedelta(days=count)


def _is_asked(letter: Squeezed, span: Span) -> bool:
    sentence = letter.sentence(span)
    before = letter.text[sentence.start : span.start]
    whole = letter.text[sentence.start : sentence.end]
    return bool(_ASKED.search(whole)) and not _OURS.search(before) and not _PAST.search(before)
