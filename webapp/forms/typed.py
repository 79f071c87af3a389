"""What people type, made safe to keep without changing what they meant."""

import unicodedata

_KEPT_CONTROLS = {"\n", "\t"}


def readable(text: str) -> str:
    """Return the text as it was typed, less the control characters that no page may hold.

    Line ends become single newlines. Direction marks stay: some names need them, and every page
    isolates what people typed with `bdi`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in _KEPT_CONTROLS or _is_text(letter))


def tidy(text: str) -> str:
    """Return the text to keep: readable, in one Unicode form (NFC), without outer blanks."""
    return unicodedata.normalize("NFC", readable(text)).strip()


def _is_text(letter: str) -> bool:
    """Whether a letter may stand in a page: no control, half of a pair or non-character."""
    if unicodedata.category(letter) in {"Cc", "Cs"}:
        return False
    return not (0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE)
