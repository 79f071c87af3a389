"""The words of a PDF, page by page."""

import io
from typing import Final

from pypdf import PdfReader

from tenants.regulator_letters.files.bounds import BROKEN, MOST_PAGES, MOST_WORDS, Refused

ENCRYPTED: Final = "This PDF is locked with a password. Save a copy without it, or paste the text"
BROKEN_PDF: Final = "This PDF is damaged, so we could not read it. Open it, and paste the text"
PICTURES: Final = (
    "This PDF holds pictures of its pages and no text. Paste the text, or type in what it says"
)


def words_of_pdf(content: bytes) -> str:
    """Return the text of the first pages, pages apart by form feeds.

    Raises `Refused` where it is locked, broken, or holds nothing but pictures.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(ENCRYPTED)
        pages = _pages(reader)
    except BROKEN as error:
        raise Refused(BROKEN_PDF) from error
    if not "".join(pages).strip():
        raise Refused(PICTURES)
    return "\f".join(pages)


def _pages(reader: PdfReader) -> list[str]:
    """Return the text of the pages, as many as a letter may have; their own number is not asked."""
    pages: list[str] = []
    length = 0
    for number in range(MOST_PAGES):
        try:
            page = reader.pages[number]
        except IndexError:
            break
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > MOST_WORDS:
            break
    return pages
