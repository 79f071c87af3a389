"""Documents of text that is hard to print, lists of people, and reading age: all of it pure."""

import time
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from tenants.documents.glyphs import FOLDER, characters_in, printable
from tenants.documents.mailing_list import MOST_ROWS, read_list
from tenants.documents.pdf import as_pdf
from tenants.documents.people_letter import Recipient, body_blocks
from tenants.documents.reading_age import reading_age
from tenants.documents.shape import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
)
from tenants.documents.word import as_word
from tenants.errors import NotAcceptable

EVERYTHING = "".join(chr(one) for one in range(0x10FFFF) if one % 211 == 0)
MARKED = (
    "q\u0323\u0301 \u0e01\u0301 ש\u05b8\u0301 ل\u064e\u0301 क\u094d\u0301 👩\u200d🚒 1\ufe0f\u20e3"
    " 🏴\U000e0067"
)


def document(*blocks: Block) -> Document:
    made_at = datetime(2026, 11, 20, tzinfo=UTC)
    return Document("Title", "Llan Council", "2026-001", blocks, made_at, language="cy")


@pytest.mark.parametrize("text", [EVERYTHING, MARKED, "\u202e\x00\x0b\x1f\ud800", "", "\n\n \n"])
def test_no_text_fails_a_pdf_or_a_word_file(text: str) -> None:
    hard = document(
        Heading(text),
        Paragraph(text),
        Note(text),
        Bullets((text,)),
        Facts(((text, text),), text),
        Table(text, (text, "B"), ((text, text),)),
        PageBreak(),
        PageBreak(),
    )
    assert PdfReader(BytesIO(as_pdf(hard))).pages
    assert docx.Document(BytesIO(as_word(hard))).paragraphs


def test_fifty_thousand_characters_fit_and_are_soon_set() -> None:
    long = document(Paragraph("words " * 8000), Facts((("x" * 2000, "ŷ" * 5000),)))
    started = time.process_time()
    made = as_pdf(long)
    assert time.process_time() - started < 3
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert text.count("words") == 8000
    assert text.count("ŷ") == 5000


def test_text_is_never_markup() -> None:
    hard = '#panic("x") $x$ *b* _i_ `c` <l> @r \\ = H // c /* d */ [#read("/etc/passwd")] ~ --- "q"'
    made = PdfReader(BytesIO(as_pdf(document(Paragraph(hard)))))
    assert hard in made.pages[0].extract_text()
    assert made.trailer["/Root"]["/Lang"] == "cy-GB"


def test_words_from_right_to_left_are_marked_so_in_word() -> None:
    made = docx.Document(BytesIO(as_word(document(Paragraph("It says ארנב אבד, twice")))))
    line = next(line for line in made.paragraphs if line.text.startswith("It says"))
    assert [(run.text, run.font.rtl) for run in line.runs] == [
        ("It says ", None),
        ("ארנב אבד", True),
        (", twice", None),
    ]


def test_a_stand_in_shows_where_no_font_has_the_character() -> None:
    assert printable("Ŵyn 中 אב") == "Ŵyn □ אב"
    assert "ŵ" in characters_in(FOLDER / "SourceSans3_400Regular.ttf")


BY_EXCEL = b"\xef\xbb\xbfName;Address 1;Postcode\r\nSi\xc3\xa2n;1 Lane;LL1\r\n"
BY_WINDOWS = b'Title,Surname,Address\nMrs,D\x92Arcy,"1 Lane\nTown"\n'


@pytest.mark.parametrize(
    ("content", "people"),
    [
        (BY_EXCEL, [Recipient("Siân", ("1 Lane", "LL1"))]),
        (BY_WINDOWS, [Recipient("Mrs D\u2019Arcy", ("1 Lane", "Town"))]),
        ("Full name\tTown\nA\tB\n\n".encode("utf-16"), [Recipient("A", ("B",))]),
        (b"Resident\nA\n" + b"B" * 200, [Recipient("A"), Recipient("B" * 200)]),
    ],
)
def test_a_sensible_list_is_read(content: bytes, people: list[Recipient]) -> None:
    assert list(read_list(content)) == people


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\n \n", "The file is empty"),
        (b"Name\n", "There is nobody on this list"),
        (b"Street,Town\n1,2\n", "The first line must say"),
        (b"PK\x03\x04rest", "This is a workbook"),
        (b"Name\x00", "This is not a CSV file"),
        (b"Name\n\x81\xff\xfe", "Some letters of this file cannot be read"),
        (b'Name\n"never closed\n', "The file cannot be read from line 2 on"),
        (b"Title,Surname,Town\nMr,,B\n\nMr,C,\n", "line 2 has no name; line 4 has no address"),
        (b"Name\n" + b"A\n" * (MOST_ROWS + 1), "more than 500 people"),
        (b"Name\n" + b"A" * 1_000_000, "larger than 1 MB"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(content: bytes, words: str) -> None:
    with pytest.raises(NotAcceptable, match=words):
        read_list(content)


def test_plain_words_are_for_the_young_and_long_ones_are_not() -> None:
    plain = "We lost a folder. Your name was in it. We are sorry."
    dense = (
        "Notwithstanding the aforementioned organisational considerations, the authority endeavours"
        " to facilitate comprehensive remediation of the identified circumstances."
    )
    assert (reading_age(plain) or 99) <= 8
    assert (reading_age(dense) or 0) >= 18
    assert reading_age(" - 12 !") is None


def test_a_letters_lines_become_headings_lists_and_paragraphs() -> None:
    words = "We are sorry.\r\n\r\nWhat you can do\r\n\r\n- Ring us\r\n- Write\r\n\r\nThank you."
    assert body_blocks(words) == (
        Paragraph("We are sorry."),
        Heading("What you can do"),
        Bullets(("Ring us", "Write")),
        Paragraph("Thank you."),
    )


def test_a_pile_of_accents_blocks_nobody() -> None:
    begun = time.process_time()
    as_pdf(document(Paragraph("q" + "\u0316\u0301" * 5000)))
    assert time.process_time() - begun < 1
    assert printable("q" + "\u0301" * 3) == "q" + "\u0301" * 3
