"""Finding what looks like a person's name in a text: by titles, first names and capitals."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import Final

from tenants.policy.documents import Document, Text, read, shipped

LETTER: Final = r"(?:[^\W\d_][\u0300-\u036f]*)"
_TOKEN: Final = re.compile(rf"{LETTER}+(?:['\u2019\u2010\u2011-]{LETTER}+)*")
_POSSESSIVE: Final = re.compile(r"['\u2019][sS]?$")
_BLANKS: Final = re.compile(r"[ \t\u00a0]{1,3}")
_STOP_AND_BLANKS: Final = re.compile(r"\.[ \t\u00a0]{0,3}")
_OPENS: Final = re.compile(
    r"(?:^|[.!?:;\n\r•*|(\[\u201c\"]|\s[-\u2013\u2014])[\s'\u2018\u201c\"(\[•*\u2013\u2014-]*$"
)
_LOOKED_BACK: Final = 12
_FROM_VERBS: Final = ("ed", "ing", "ly")
_SHORTEST_VERB: Final = 5
_MOST_WORDS: Final = 4
# Who is addressed by an office is not named by it.
_OFFICES: Final = frozenset(
    ("chair", "chairman", "chairwoman", "chairperson", "clerk", "mayor", "president")
)
_OF_COUNCILS: Final = frozenset(("cllr", "cllrs", "councillor", "councillors"))
_WRITTEN_SMALL: Final = frozenset(("mr", "mrs"))
_NO_INITIALS: Final = frozenset("AIO")


class _Lists(Document):
    titles: Text
    particles: Text
    given: Text
    ordinary: Text
    organisations: Text
    streets: Text
    places: Text


class _Kind(Enum):
    """What a word is, as far as names go."""

    TITLE = auto()
    GIVEN = auto()
    ORDINARY = auto()
    ORGANISATION = auto()
    STREET = auto()
    PLACE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word and where it stands; `joins` says that only a blank parts it from the one before."""

    start: int
    words: str
    key: str
    kind: _Kind
    joins: bool
    opens: bool

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    @property
    def is_capital(self) -> bool:
        return self.words[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.words) == 1

    @property
    def is_shouted(self) -> bool:
        return not self.is_initial and self.words.isupper()


@dataclass(slots=True)
class _Run:
    """Words with capitals that follow each other, and the title that stands before them."""

    title: _Word | None = None
    words: list[_Word] = field(default_factory=list)


def names_in(text: str, *, allowed: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Give where each likely name begins and ends, in order.

    A name all of whose words stand in one of `allowed` is left out, whatever their order.
    """
    known = [frozenset(_key(match[0]) for match in _TOKEN.finditer(each)) for each in allowed]
    for run in _runs(_words(text)):
        for piece in _pieces(run):
            name = piece if _is_titled(run, piece) else _without_opening(piece)
            words = {word.key for word in name if not word.is_initial}
            is_known = any(words <= each for each in known)
            if name and not is_known and (_is_titled(run, piece) or _is_name(name)):
                first = run.title if run.title and _is_titled(run, piece) else name[0]
                yield first.start, name[-1].end


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    for match in _TOKEN.finditer(text):
        words = _POSSESSIVE.sub("", match[0])
        key = _key(words)
        start = match.start()
        found.append(
            _Word(
                start=start,
                words=words,
                key=key,
                kind=_kind_of(words, key),
                joins=bool(found) and _is_joined(text, found[-1], start),
                opens=_OPENS.search(text[max(0, start - _LOOKED_BACK) : start]) is not None,
            )
        )
    return found


def _is_joined(text: str, before: _Word, start: int) -> bool:
    """Whether only a blank parts two words; after an initial or a title, a full stop as well."""
    if _BLANKS.fullmatch(text, before.end, start):
        return True
    may_stop = before.is_initial or before.kind == _Kind.TITLE
    return may_stop and _STOP_AND_BLANKS.fullmatch(text, before.end, start) is not None


def _kind_of(words: str, key: str) -> _Kind:
    kind = _kinds().get(key, _Kind.OTHER)
    if kind != _Kind.TITLE:
        return kind
    is_written = words.istitle() or (words.isupper() and words != "MS") or words in _WRITTEN_SMALL
    return kind if is_written else _Kind.ORDINARY


def _runs(words: Sequence[_Word]) -> Iterator[_Run]:
    run = _Run()
    for word, after in zip(words, [*words[1:], None], strict=False):
        if not word.joins or word.kind == _Kind.TITLE:
            yield run
            run = _Run()
        if word.kind == _Kind.TITLE:
            run.title = word
        elif word.is_capital or _is_small_surname(run, word) or _is_particle(run, word, after):
            run.words.append(word)
        else:
            yield run
            run = _Run()
    yield run


def _is_small_surname(run: _Run, word: _Word) -> bool:
    """Whether it is the name in "mrs jones", as people write on a telephone."""
    return (
        run.title is not None
        and run.title.words in _WRITTEN_SMALL
        and not run.words
        and not word.is_initial
        and word.kind in {_Kind.OTHER, _Kind.PLACE, _Kind.GIVEN}
    )


def _is_particle(run: _Run, word: _Word, after: _Word | None) -> bool:
    is_one = word.words in _word_lists()["particles"] and (bool(run.words) or bool(run.title))
    if not is_one or after is None or not after.joins:
        return False
    return after.is_capital or after.words in _word_lists()["particles"]


def _pieces(run: _Run) -> Iterator[list[_Word]]:
    """Part a run at ordinary words; what ends in the word of an organisation or street is none."""
    piece: list[_Word] = []
    for number, word in enumerate(run.words):
        if run.title and number == 0 and _may_follow(run.title.key, word):
            piece.append(word)
        elif word.kind in {_Kind.ORGANISATION, _Kind.STREET}:
            piece = []
        elif word.kind == _Kind.ORDINARY and not _is_inner_initial(word, piece):
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def _is_inner_initial(word: _Word, piece: Sequence[_Word]) -> bool:
    return word.is_initial and bool(piece)


def _may_follow(title: str, word: _Word) -> bool:
    """Whether a word after a title is a surname, also where it would be none without the title."""
    is_of_council = title in _OF_COUNCILS
    if word.key in _OFFICES or (is_of_council and word.kind == _Kind.ORDINARY):
        return False
    return not (is_of_council and word.kind == _Kind.ORGANISATION)


def _is_titled(run: _Run, piece: Sequence[_Word]) -> bool:
    return bool(run.title and piece and piece[0] is run.words[0])


def _without_opening(piece: list[_Word]) -> list[_Word]:
    """Leave out a verb that has its capital only because a sentence begins there."""
    if not piece or not piece[0].opens or piece[0].kind != _Kind.OTHER:
        return piece
    if len(piece) > 1 and piece[1].kind == _Kind.GIVEN:
        return piece[1:]
    is_verb = len(piece[0].key) >= _SHORTEST_VERB and piece[0].key.endswith(_FROM_VERBS)
    return piece[1:] if is_verb else piece


def _is_name(piece: Sequence[_Word]) -> bool:
    """Whether words with capitals, and no title, look like a name."""
    first = piece[0]
    full = [word for word in piece if not word.is_initial]
    if first.kind == _Kind.GIVEN:
        return len(piece) > 1 or not first.is_shouted
    if not full or len(piece) > _MOST_WORDS:
        return False
    if any(word.kind == _Kind.PLACE or word.is_shouted for word in full):
        return False
    if len(full) == 1:
        return first.is_initial and first.words not in _NO_INITIALS and not piece[-1].is_initial
    return True


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    plain = read(shipped("screening.toml"), _Lists, "screening")
    return {name: frozenset(words.split()) for name, words in plain.model_dump().items()}


@cache
def _kinds() -> dict[str, _Kind]:
    lists = _word_lists()
    kinds = {
        "ordinary": _Kind.ORDINARY,
        "places": _Kind.PLACE,
        "streets": _Kind.STREET,
        "organisations": _Kind.ORGANISATION,
        "given": _Kind.GIVEN,
        "titles": _Kind.TITLE,
    }
    return {_key(word): kind for name, kind in kinds.items() for word in lists[name]}


def _key(word: str) -> str:
    """Bring a word as it is written to the form in which it is looked up."""
    return unicodedata.normalize("NFC", _POSSESSIVE.sub("", word).replace("\u2019", "'")).casefold()


STREETS: Final = "|".join(sorted(_word_lists()["streets"], key=len, reverse=True))
"""The words that end the name of a street, as a pattern."""
