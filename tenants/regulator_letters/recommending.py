"""What a letter recommends: to this council, and to everybody. Pure.

What is recommended to this council stands in a list or in sentences of its own. The last point of a
list may go on in the next paragraph, and ends where the letter turns to something else.
"""

import re
from typing import Final

from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.plain import one_line
from tenants.regulator_letters.squeezed import Span, Squeezed

MOST: Final = 40
_LEAD_IN: Final = phrases("lead_in")
_SENTENCE: Final = phrases("recommended")
_STANDING: Final = phrases("standing")
_MARK = re.compile(
    r"(?:^|(?<=\n)|(?<=[.;:,]\s)|(?<=\band\s))"
    r"(?:- |\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[A-Za-z]|[ivx]{1,4})[.)]\s+|\d{1,2}\.\d{1,2}\s+)"
    r"(?=[A-Za-z\"'])"
)
# A list whose marks were lost: each point is a sentence that begins with what to do.
_DOING = re.compile(r"(?:(?<=[.;:])\s+|^\s*|\n)(?=[A-Z][a-z]+ing\b)")
_TURN = re.compile(
    r"(?:(?<=[.!?;:])\s+|\n\s*)(?:(?:We|I|Thank|Yours|Kind|Thanks|Our|Regards|Sincerely)\b"
    r"|Please (?:note|provide|confirm|let|reply|respond|send|contact|be aware|find|read|update"
    r"|report)\b"
    r"|(?:If|Should|Where) you\b|Further (?:information|guidance)\b"
    r"|For (?:further|more|information|guidance)\b"
    r"|The (?:ICO|Commissioner|Information Commissioner|matter|case|above|Trust|Council is)\b"
    r"|(?:While|Whilst|Although|These|Data security|Our decision|Next steps|Closing|Conclusion"
    r"|Information Commissioner|(?:Additionally|In addition|Finally),? we)\b)"
)
_HEADING = re.compile(r"\n\n(?=[A-Z][^\n.;:]{2,60}\n\n[A-Z\"(-])")
_ASKED = re.compile(r"\b(?:you|council|trust|organisation|should|consider|ensure)\b", re.IGNORECASE)


def specific_recommendations(letter: Squeezed, end: int) -> list[Span]:
    """Return what is recommended to this council, up to a place in the text, in its order."""
    points = _listed(letter, end)
    return (points or _said(letter, end))[:MOST]


def standing_recommendations(letter: Squeezed, end: int) -> list[Span]:
    """Return the sentences of advice that stand in such letters whoever they go to."""
    found: list[Span] = []
    for words in _STANDING:
        span = next(letter.spans(words), None)
        if span is not None and span.end <= end:
            found.append(letter.sentence(span))
    return sorted(set(found), key=lambda span: span.start)


def _listed(letter: Squeezed, end: int) -> list[Span]:
    """Return the points of the first list that follows words that lead to one."""
    leads = sorted(
        (span for words in _LEAD_IN for span in letter.spans(words) if span.end <= end),
        key=lambda span: (span.start, -span.end),
    )
    for lead in leads:
        region = letter.text[lead.end : end]
        points = _points(region, lead.end)
        if points:
            return points
    return []


def _points(region: str, at: int) -> list[Span]:
    """Take a region apart at its marks; nothing where no list begins soon."""
    begin = _begins(region)
    if begin is None:
        return []
    marks = list(_MARK.finditer(region, begin))
    starts = [(mark.start(), mark.end()) for mark in marks]
    if not starts or starts[0][0] > begin + 400:
        starts = [(mark.end(), mark.end()) for mark in _DOING.finditer(region, begin)]
        if not starts or region[begin : starts[0][0]].strip(" \n:-"):
            return []
    points: list[Span] = []
    for number, (_, start) in enumerate(starts):
        following = starts[number + 1][0] if number + 1 < len(starts) else len(region)
        turn = _turn(region, start, following, is_last=number + 1 == len(starts))
        points.append(_trimmed(region, start, turn or following, at))
        if turn is not None:
            break
    return [point for point in points if point.end - point.start > 3]


def _begins(region: str) -> int | None:
    """Return where a list may begin: after the colon or the heading that leads to it."""
    head = region[:600]
    colon = head.find(":")
    mark = _MARK.search(head)
    if colon < 0 and mark is None:
        return None
    if mark is not None and (colon < 0 or mark.start() < colon):
        return mark.start()
    full_stop = re.search(r"[.!?]\s", head[:colon])
    return colon + 1 if full_stop is None or mark is not None else None


def _turn(region: str, start: int, following: int, *, is_last: bool) -> int | None:
    """Return where, before the next point, the letter turns to something else.

    Within a list only a paragraph that stands between two points ends it.
    """
    turns = [_HEADING.search(region, start, following)]
    if is_last:
        turns.append(_TURN.search(region, start, following))
    places = [turn.start() for turn in turns if turn is not None]
    return min(places, default=None)


def _trimmed(region: str, start: int, end: int, at: int) -> Span:
    words = region[start:end]
    left = len(words) - len(words.lstrip())
    return Span(at + start + left, at + start + len(words.rstrip(" \n-;")))


def _said(letter: Squeezed, end: int) -> list[Span]:
    """Return the sentences that recommend something and are not the standing ones."""
    standing = {span.start for span in standing_recommendations(letter, end)}
    found: dict[int, Span] = {}
    for words in _SENTENCE:
        for span in letter.spans(words):
            sentence = letter.sentence(span)
            is_asked = _ASKED.search(letter.text, span.end, sentence.end)
            if sentence.end <= end and sentence.start not in standing and is_asked:
                found.setdefault(sentence.start, sentence)
    return [found[start] for start in sorted(found)]


def in_words(letter: Squeezed, spans: list[Span]) -> tuple[str, ...]:
    """Return what stands at these places, each in one line, each once."""
    texts = (one_line(letter.text[span.start : span.end]).rstrip(" ;,") for span in spans)
    cleaned = (re.sub(r"[;,] and$", "", text) for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))
