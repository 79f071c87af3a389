"""Two policies side by side as a page shows them: part by part, with the changed words marked."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from tenants.policy.compare import Comparison, Difference
from webapp.policy.places import part_words

MOST_SHOWN = 300
"""So many differences stand on one page; two policies of different making have about a hundred."""

_LONGEST_MARKED = 400
_MOST_MARKED = 100_000
"""So many words of one text, and characters of a page, are looked at for what changed in them."""

_WORDS = re.compile(r"\S+\s*|\s+")
_UNLIKE = 0.4
"""Texts that share a smaller part of their words are shown as they are, without marks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether the other text has them too."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One thing that differs; a side without words is empty. `kind` is the tag's words."""

    kind: str
    sentence: str
    was: tuple[Piece, ...]
    now: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """What differs in one part of the policy."""

    id: str
    title: str
    differences: tuple[ShownDifference, ...]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """A comparison laid out, and how many differences were left out of a very long one."""

    parts: tuple[ShownPart, ...]
    cases: tuple[tuple[str, str, tuple[str, ...]], ...]
    total: int

    @property
    def left_out(self) -> int:
        """Return how many differences the page does not show."""
        return max(0, self.total - MOST_SHOWN)


def comparison_shown(comparison: Comparison) -> ShownComparison:
    """Lay out a comparison in the order of the document."""
    shown = comparison.differences[:MOST_SHOWN]
    characters = sum(len(each.was or "") + len(each.now or "") for each in shown)
    mark = _marked if characters <= _MOST_MARKED else _unmarked
    parts = tuple(
        ShownPart(part, part_words(part), tuple(_difference(each, mark) for each in differences))
        for part, differences in groupby(shown, key=lambda each: each.part)
    )
    cases = tuple(
        (each.case.title, each.case.source, tuple(one.sentence for one in each.becomes))
        for each in comparison.cases
    )
    return ShownComparison(parts, cases, len(comparison.differences))


Sides = tuple[tuple[Piece, ...], tuple[Piece, ...]]


def _difference(difference: Difference, mark: Callable[[str, str], Sides]) -> ShownDifference:
    was, now = difference.was, difference.now
    if was is None:
        return ShownDifference("New", difference.sentence, (), _plain(now or ""))
    if now is None:
        return ShownDifference("Gone", difference.sentence, _plain(was), ())
    return ShownDifference("Changed", difference.sentence, *mark(was, now))


def _unmarked(was: str, now: str) -> Sides:
    return _plain(was), _plain(now)


def _marked(was: str, now: str) -> Sides:
    """Mark the words that only one of two texts has; none where the texts are quite unlike."""
    before, after = _WORDS.findall(was), _WORDS.findall(now)
    if max(len(before), len(after)) > _LONGEST_MARKED:
        return _unmarked(was, now)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _UNLIKE:
        return _unmarked(was, now)
    codes = matcher.get_opcodes()
    return (
        _pieces((before[i:j], tag != "equal") for tag, i, j, _, _ in codes),
        _pieces((after[i:j], tag != "equal") for tag, _, _, i, j in codes),
    )


def _pieces(runs: Iterable[tuple[Sequence[str], bool]]) -> tuple[Piece, ...]:
    return tuple(Piece("".join(words), is_changed) for words, is_changed in runs if words)


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text, is_changed=False),) if text else ()
