"""Opening a file of any kind that a letter may come in, and what is inside it."""

from collections.abc import Callable, Mapping
from typing import Final

from tenants.regulator_letters.files.bounds import (
    BROKEN,
    DEEPEST,
    MOST_BYTES,
    Gathered,
    Refused,
)
from tenants.regulator_letters.files.kinds import Kind, kind_of
from tenants.regulator_letters.files.mail import words_of_mail
from tenants.regulator_letters.files.outlook import words_of_outlook
from tenants.regulator_letters.files.pdf import words_of_pdf
from tenants.regulator_letters.files.text import words_of_text, words_of_web_page
from tenants.regulator_letters.files.word import words_of_word

_INSTEAD: Final = "Choose a PDF, an e-mail (.eml or .msg), a Word file (.docx) or a text file"
NO_TEXT: Final[Mapping[Kind, str]] = {
    Kind.PICTURE: f"This is a picture, which we cannot read. {_INSTEAD}, or paste the text",
    Kind.OLD_OFFICE: (
        "This is a locked file, or one of an old version of Word or Excel. Save it as a PDF, or"
        " paste the text"
    ),
    Kind.RICH_TEXT: "This is a rich text file (.rtf). Save it as a PDF, or paste the text",
    Kind.ARCHIVE: (
        "This is a folder packed into one file, or another kind of Office file. Unpack it and"
        " choose the letter itself"
    ),
    Kind.OTHER: f"We do not know this kind of file. {_INSTEAD}, or paste the text",
}
NO_WORDS: Final = "There is no text in this file. Paste the text, or type in what it says"


def open_letter(name: str, content: bytes) -> Gathered:
    """Return the words of a file and the names of attachments that were not read.

    Raises `Refused`, with words for whoever chose the file.
    """
    into = Gathered()
    _open(name, content, into, 0)
    if not into.words:
        raise Refused(NO_WORDS)
    return into


def _open(name: str, content: bytes, into: Gathered, depth: int) -> None:
    kind = kind_of(name, content)
    if kind in NO_TEXT:
        raise Refused(NO_TEXT[kind])
    if kind in _SINGLE:
        into.add(_SINGLE[kind](content))
        return

    def open_attachment(name: str, content: bytes, depth: int) -> None:
        """Read an attachment as far as it can be; what cannot is told by its name."""
        if not content or len(content) > MOST_BYTES or depth > DEEPEST:
            into.ignore(name)
            return
        try:
            _open(name, content, into, depth)
        except (Refused, *BROKEN):
            into.ignore(name)

    gather = words_of_mail if kind == Kind.MAIL else words_of_outlook
    gather(content, into, open_attachment, depth)


def _words_of_page(content: bytes) -> str:
    return words_of_web_page(words_of_text(content))


_SINGLE: Final[Mapping[Kind, Callable[[bytes], str]]] = {
    Kind.PDF: words_of_pdf,
    Kind.WORD: words_of_word,
    Kind.WEB_PAGE: _words_of_page,
    Kind.TEXT: words_of_text,
}
