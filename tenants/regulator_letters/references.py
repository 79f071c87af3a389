"""Whose numbers stand on a letter: the regulator's, older ones, and the council's own. Pure."""

import re
from typing import Final

from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.squeezed import Span, Squeezed

# The same form stands on letters about breaches, complaints and requests for information.
_CASE = re.compile(
    r"(?<![A-Za-z0-9])[Ii]\s?[Cc]\s?-\s?((?:\d\s?){4,6}\d)\s?-\s?([A-Za-z])\s?(\d)\s?([A-Za-z])\s?(\d)(?!\d)"
)
_GLUED_CASE = re.compile(r"IC-(\d{5,7})-([A-Z])(\d)([A-Z])(\d)(?!\d)")
_OLDER = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:IRQ|COM|RFA|ENF|PRN|RCC)\s?0?\d{6}|(?:FS|FER|FAC)\s?\d{7,8}|INV/\d{4}/\d{4})(?!\d)"
)
_LABELS: Final = phrases("case_label")
_OWN: Final = "your (?:reference|ref)(?: number| no)?"
_AFTER_LABEL = re.compile(r"\s*[:.]?\s*(?![a-z])")
_OWN_TOKEN = re.compile(r"\s*([A-Z0-9][\w/.\-]*)", re.IGNORECASE)
_MONTH = re.compile(
    r"\s*(?:\d{1,2}\s)?\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_LONGEST_OWN: Final = 40


def case_references(letter: Squeezed) -> list[tuple[str, Span]]:
    """Return the regulator's references, the one beside a label first, each once."""
    found: dict[str, Span] = {}
    for pattern in (_CASE, _GLUED_CASE):
        for match in pattern.finditer(letter.text):
            digits = "".join(match[1].split())
            tail = "".join(match.group(2, 3, 4, 5)).upper()
            found.setdefault(f"IC-{digits}-{tail}", Span(match.start(), match.end()))
    labels = [span.end for words in _LABELS for span in letter.spans(words)]

    def distance(span: Span) -> tuple[bool, int]:
        is_labelled = any(0 <= span.start - end <= 12 for end in labels)
        return (not is_labelled, span.start)

    return sorted(found.items(), key=lambda item: distance(item[1]))


def older_references(letter: Squeezed) -> list[str]:
    """Return references of the forms used before 2020, each once, in the letter's order."""
    return list(dict.fromkeys("".join(f[0].split()) for f in _OLDER.finditer(letter.text)))


def own_reference(letter: Squeezed) -> tuple[str, Span] | None:
    """Return the number that the council itself gave, from beside "Your reference"."""
    for label in letter.spans(_OWN):
        begin = _AFTER_LABEL.match(letter.text, label.end)
        value = _value(letter.text, begin.end()) if begin else ""
        if begin and value and not value.upper().startswith("IC-"):
            return value, Span(label.start, begin.end() + len(value))
    return None


def _value(text: str, at: int) -> str:
    """Return the number that begins here: words with a digit or in capitals, the first at once."""
    parts: list[str] = []
    while (token := _OWN_TOKEN.match(text, at)) and not _MONTH.match(text, at):
        word = token[1].rstrip(".,")
        is_number = any(sign.isdigit() for sign in word)
        is_beginning = not parts and word.isupper() and len(word) <= 6
        if ("\n" in token[0] and parts) or not (is_number or is_beginning):
            break
        parts.append(word)
        at = token.end()
        if is_number:
            break
    value = " ".join(parts)
    is_value = any(sign.isdigit() for sign in value) and len(value) <= _LONGEST_OWN
    return value if is_value else ""
