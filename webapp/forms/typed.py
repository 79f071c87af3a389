"""What people type, made safe to keep without changing what they meant."""

import re
import unicodedata

# Controls but tab and newline, halves of pairs, and code points that never stand for a character.
_LAST_OF_PLANES = "".join(
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + _LAST_OF_PLANES + "]"
)

# Nothing joins across a blank, so that words can be put into their form one by one.
_BLANKS = re.compile(r"(\s+)")
_LONGEST_WORD = 200


def readable(text: str) -> str:
    """Return the text as it was typed, less the control characters that no page may hold.

    Line ends become single newlines. Direction marks stay: some names need them, and every page
    isolates what people typed with `bdi`.
    """
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy(text: str) -> str:
    """Return the text to keep: readable, in one Unicode form (NFC), without outer blanks."""
    return "".join(map(_composed, _BLANKS.split(readable(text)))).strip()


def one_address(text: str) -> str:
    """Return an e-mail address as it is kept, without the blanks and capitals of telephones."""
    return "".join(tidy(text).split()).lower()


def _composed(word: str) -> str:
    """Return a word in NFC; no word of any language is so long that the wait would matter.

    The time that it takes grows with the square of a run of accents.
    """
    return unicodedata.normalize("NFC", word) if len(word) <= _LONGEST_WORD else word
