"""Whether the regulator remarks that a breach was reported late. Pure.

A recommendation to see that breaches are reported within 72 hours counts as the remark: it is made
to those who did not. That reports are due within 72 hours, said to everybody, does not.
"""

from typing import Final

from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.squeezed import Span, Squeezed

_LATE: Final = phrases("late")
_ASKED_TO_BE_FASTER: Final = phrases("asked_to_be_faster")
_IN_TIME: Final = phrases("in_time")
_DENIED: Final = {"no", "without", "if", "should", "avoid"}


def remark_of_lateness(letter: Squeezed, end: int) -> Span | None:
    """Return where the letter, up to a place, remarks that the report came late."""
    for known in (_LATE, _ASKED_TO_BE_FASTER):
        for words in known:
            for span in letter.spans(words):
                is_denied = _DENIED & letter.words_before(span, 3) and known is _LATE
                if span.end <= end and not is_denied:
                    return span
    return None


def remark_of_punctuality(letter: Squeezed, end: int) -> Span | None:
    """Return where the letter says in so many words that the report came in time."""
    found = letter.first(_IN_TIME)
    if found is None or found.end > end or {"should", "must"} & letter.words_before(found):
        return None
    return found
