"""Looking for phrases in a text whatever became of its blanks and line ends. Pure.

Letters and digits alone are compared, in small letters, so that torn words, merged lines and
hyphens at line ends make no difference. What is found is given back by its place in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

from tenants.regulator_letters.plain import one_line

LONGEST_SHOWN: Final = 300

# No sentence goes on for longer on either side; what does has lost its full stops.
_LONGEST: Final = 600
_SENTENCE_END = re.compile(
    r"(?:(?<!\bArt)(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bref)[.!?][\"')]*\s+(?=[A-Z\"'(-])"
    r"|\n\n+(?=[^a-z\n])|\n(?=- )|(?<=[.;:,]) (?=- [A-Z])|:\s*\n+)"
)
_WORD = re.compile(r"[A-Za-z']+")


@cache
def phrase(words: str) -> re.Pattern[str]:
    """Return the pattern of a phrase in a squeezed text; blanks and apostrophes do not count."""
    return re.compile(re.sub(r"[ ']", "", words))


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where something stands in a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text, its letters and digits alone, and where each of them stands."""

    text: str
    letters: str
    places: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Squeeze a text that was made plain."""
        kept = [(at, sign.lower()) for at, sign in enumerate(text) if sign.isalnum()]
        single = [(at, sign) for at, sign in kept if len(sign) == 1]
        ends = (found.end() for found in _SENTENCE_END.finditer(text))
        return cls(
            text,
            "".join(sign for _, sign in single),
            tuple(at for at, _ in single),
            tuple(ends),
        )

    def spans(self, words: str, *, start: int = 0) -> Iterator[Span]:
        """Yield where a phrase stands, from a place in the text on."""
        for found in phrase(words).finditer(self.letters, bisect_left(self.places, start)):
            if found.end() > found.start():
                yield Span(self.places[found.start()], self.places[found.end() - 1] + 1)

    def first(self, phrases: Iterable[str], *, start: int = 0) -> Span | None:
        """Return the earliest place at which any of these phrases stands."""
        firsts = (next(self.spans(words, start=start), None) for words in phrases)
        return min((span for span in firsts if span), key=lambda span: span.start, default=None)

    def sentence(self, span: Span) -> Span:
        """Return the sentence around a place, or the sentences where it reaches over several."""
        before = bisect_right(self.ends, span.start)
        after = bisect_left(self.ends, span.end)
        start = self.ends[before - 1] if before else 0
        end = self.ends[after] if after < len(self.ends) else len(self.text)
        return Span(max(start, span.start - _LONGEST), min(end, span.end + _LONGEST))

    def words(self, span: Span) -> str:
        """Return what stands at a place, in one line."""
        return one_line(self.text[span.start : span.end])

    def shown(self, span: Span) -> str:
        """Return the sentence that shows something; of a long one the part around it."""
        whole = self.sentence(span)
        start = whole.start if span.end - whole.start <= LONGEST_SHOWN else span.start
        words = self.words(Span(start, whole.end)).removeprefix("- ")
        return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"

    def words_before(self, span: Span, count: int = 8) -> set[str]:
        """Return the last words of the sentence that stand before a place, in small letters."""
        head = self.text[max(self.sentence(span).start, span.start - 200) : span.start]
        return {word.lower() for word in _WORD.findall(head)[-count:]}
