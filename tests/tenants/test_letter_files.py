"""Files that letters come in: read within bounds, or refused with what to do instead."""

import io
import json
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest

from tenants.console import main
from tenants.regulator_letters.errors import LetterNotRead
from tenants.regulator_letters.files.bounds import MOST_BYTES, Refused
from tenants.regulator_letters.files.opening import open_letter
from tenants.regulator_letters.reading import pasted_letter, read_letter
from tests.tenants.letters_invented import CASE, NO_ACTION, RECOMMENDING

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCK = "not a secret"
SHORT = f"ICO Reference Number: {CASE} We have decided not to take action. £5 for \u00c9va"


def pdf_of(lines: str, *, password: str = "") -> bytes:
    """Return a PDF of one page with these lines."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    shown = "".join(
        f"({line.replace('(', '').replace(')', '')}) Tj T* " for line in lines.split("\n")
    )
    page.Contents = made.make_stream(f"BT /F1 9 Tf 12 TL 40 800 Td {shown} ET".encode("cp1252"))
    kept = io.BytesIO()
    lock = pikepdf.Encryption(user=password, owner="owner") if password else None
    made.save(kept, encryption=lock or False)
    return kept.getvalue()


def word_of(*paragraphs: str, padding: int = 0) -> bytes:
    """Return a Word file of these paragraphs, with so many blanks of padding."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inside = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{inside}{" " * padding}</w:body></w:document>',
        )
    return kept.getvalue()


def mail(subject: str, *, plain: str = "", html: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "ICO Casework <icocasework@ico.org.uk>"
    made["Subject"] = subject
    made["Date"] = "Fri, 14 Mar 2025 09:12:00 +0000"
    made.set_content(plain)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def opened(name: str, content: bytes) -> str:
    return "\n".join(open_letter(name, content).words)


@pytest.mark.parametrize(
    "content",
    [
        SHORT.encode(),
        b"\xef\xbb\xbf" + SHORT.encode(),
        SHORT.encode("cp1252"),
        SHORT.encode("utf-16"),
    ],
)
def test_a_text_is_read_as_it_was_written(content: bytes) -> None:
    assert read_letter("letter.txt", content).words == SHORT


def test_a_pdf_and_a_word_file_give_their_words() -> None:
    assert CASE in opened("letter.pdf", pdf_of(NO_ACTION.replace("\n\n", "\n \n")))
    assert opened("letter.docx", word_of("Dear Clerk", SHORT)) == f"Dear Clerk\n{SHORT}"


def test_a_mail_gives_its_plain_text_or_its_page_made_to_text() -> None:
    both = mail("ICO Decision", plain=SHORT, html="<p>Something else</p>")
    words = opened("a.eml", both.as_bytes())
    assert SHORT in words
    assert "Something else" not in words
    assert "Subject: ICO Decision\nDate: Fri, 14 Mar 2025" in words
    page = "<style>p {}</style><p>We recommend:</p><ul><li>Ask&nbsp;twice<li>Lock up</ul>"
    assert "\n- Ask\u00a0twice\n- Lock up" in opened("b.eml", mail("x", html=page).as_bytes())


def test_what_is_attached_to_a_mail_is_looked_into_and_what_is_not_is_told() -> None:
    inner = mail("ICO Decision", plain="See attached")
    inner.add_attachment(
        pdf_of(SHORT), maintype="application", subtype="pdf", filename="decision.pdf"
    )
    inner.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="logo.png")
    outer = mail("FW: ICO Decision", plain="For your file")
    outer.add_attachment(inner)
    outer.add_attachment(b"%PDF-1.4 no", maintype="application", subtype="pdf", filename="bad.pdf")

    gathered = open_letter("forwarded.eml", outer.as_bytes())

    assert CASE in "".join(gathered.words)
    assert sorted(gathered.ignored) == ["bad.pdf", "logo.png"]


def test_mails_within_mails_end_somewhere() -> None:
    nested = mail("the innermost", plain="deep down")
    for depth in range(30):
        outer = mail(f"level {depth}", plain="further in")
        outer.add_attachment(nested)
        nested = outer
    gathered = open_letter("nested.eml", nested.as_bytes())
    assert "deep down" not in "".join(gathered.words)
    assert gathered.ignored


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("locked.pdf", pdf_of(SHORT, password=LOCK), "locked with a password"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj <<", "is damaged"),
        ("scan.pdf", pdf_of(""), "pictures of its pages"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "This is a picture"),
        ("old.doc", OLE + bytes(600), "an old version of Word"),
        ("mail.msg", OLE + "__properties_version1.0".encode("utf-16-le"), "file is damaged"),
        ("letter.rtf", b"{\\rtf1 hello}", "rich text"),
        ("letters.zip", b"PK\x03\x04rubbish", "packed into one file"),
        ("program.pdf", b"\x7fELF\x00\x00", "do not know this kind"),
        ("bomb.docx", word_of("x", padding=30_000_000), "would swell"),
        ("broken.docx", word_of("x")[:-80], "packed into one file"),
        ("empty.docx", word_of(""), "no text in this Word file"),
        ("tricky.docx", word_of("x]]>").replace(b"PK\x05\x06", b"PK\x05\x06"), "damaged"),
        ("blank.html", b"<html><body></body></html>", "no text in this file"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)  # fmt: skip
def test_a_file_without_words_is_refused_with_what_to_do(
    name: str, content: bytes, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        open_letter(name, content)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (bytes(MOST_BYTES + 1), "larger than 10 megabytes")],
)
def test_nothing_and_too_much_are_refused_at_once(content: bytes, words: str) -> None:
    with pytest.raises(LetterNotRead, match=words) as refused:
        read_letter("letter.pdf", content)
    assert refused.value.field == "file"


def test_what_swells_in_the_reader_ends_with_it() -> None:
    swell = "from tenants.regulator_letters.files.__main__ import set_bounds; set_bounds();"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", f"{swell} bytearray(600 * 1024 * 1024)"],
        capture_output=True,
        check=False,
    )
    assert b"MemoryError" in done.stderr


def test_the_reader_apart_gives_words_and_refusals() -> None:
    assert CASE in read_letter("letter.pdf", pdf_of(SHORT)).words
    with pytest.raises(LetterNotRead, match="locked"):
        read_letter("-x.pdf", pdf_of(SHORT, password=LOCK))


def test_the_console_prints_what_a_letter_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(RECOMMENDING)
    assert main(["letter", str(path)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["outcome"] == "no_action_with_recommendations"
    assert len(said["recommendations"]) == 3
    assert (said["days"], said["measures"], said["ignored_attachments"]) == (11, [], [])


@pytest.mark.parametrize("content", [b"", None])
def test_the_console_refuses_in_one_line(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.pdf"
    if content is not None:
        path.write_bytes(content)
    assert main(["letter", str(path)]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert str(path) in said.err


def test_a_name_that_no_database_takes_is_mended() -> None:
    hostile = (
        b"From: a@b.example\r\nMessage-ID: <x@y.example>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nDear council\r\n--q\r\n"
        b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''a%00b.zip\r\n\r\nUEsDBA==\r\n--q--\r\n"
    )
    read = read_letter("let\x00ter.eml", hostile)
    assert (read.name, read.ignored) == ("letter.eml", ("ab.zip",))
    assert pasted_letter("Dear council", "a\x00\ud800.txt").name == "a?.txt"
