"""What a file is called: cleaned of what could mislead or harm, and true to what it is."""

import unicodedata
from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 120
# File systems count bytes, and an ending may still be added.
_MOST_BYTES: Final = 230
_SPACES: Final = frozenset({"Zs", "Zl", "Zp"})
# Controls, invisible marks (which turn the direction of writing round), halves of characters.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Persian, Urdu and the languages of India are not written without these two.
_JOINERS: Final = frozenset({"\u200c", "\u200d"})


def clean_name(name: str, extensions: Sequence[str]) -> str:
    """Return a name without folders and hidden characters that ends as its content wants it.

    A picture that is named `letter.exe` becomes `letter.exe.png`: what opens a file goes by the
    end of its name. `extensions` are those of its kind, in lower case, the usual one first.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(_seen(character) for character in unicodedata.normalize("NFC", last))
    words = " ".join(shown.split()).strip(". ") or "file"
    stem, dot, ending = words.rpartition(".")
    if dot and stem and ending.casefold() in extensions:
        return f"{_short(stem)}.{ending}"
    return f"{_short(words)}.{extensions[0]}"


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in _SPACES or character in "\t\r\n":
        return " "
    return "" if category in _UNSEEN and character not in _JOINERS else character


def _short(stem: str) -> str:
    while len(stem) > _LONGEST or len(stem.encode()) > _MOST_BYTES:
        stem = stem[: min(_LONGEST, len(stem) - 1)]
    return stem.rstrip(". ") or "file"
