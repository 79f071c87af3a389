"""What may be kept as a file: found by its content, whatever it is called."""

import io
import struct
import zipfile
from contextlib import suppress
from hashlib import sha256

import pytest

from tenants.files import (
    MOST_BYTES,
    FileDangerous,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    FileUnreadable,
    read_upload,
    words_of,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EMAIL = b"Received: from a\r\nFrom: clerk@example.org\r\nDate: today\r\n\r\nHello"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = ("[Content_Types].xml", b"<Types/>")


def packed(*entries: tuple[str, bytes], first: str = "") -> bytes:
    """Return a packed folder with these entries; `first` is an OpenDocument's own kind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as folder:
        if first:
            folder.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, content in entries:
            folder.writestr(name, content)
    return buffer.getvalue()


def compound(*names: str) -> bytes:
    """Return the beginning of an old Office file that names these entries."""
    return COMPOUND + b"\0" * 504 + b"\0\0".join(name.encode("utf-16-le") for name in names)


def claiming(content: bytes, unpacked: int) -> bytes:
    """Return a packed folder whose list of contents says that one entry is so large."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", unpacked) + content[at + 28 :]


DOCX = packed(TYPES, ("word/document.xml", b"<w/>"))


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "words"),
    [
        ("letter.pdf", PDF, "letter.pdf", "PDF document"),
        ("scan", b"\xef\xbb\xbf\n" + PDF, "scan.pdf", "PDF document"),
        ("screen.png", PNG, "screen.png", "Picture (PNG)"),
        ("photo.JFIF", JPEG, "photo.JFIF", "Picture (JPEG)"),
        ("photo.exe", JPEG, "photo.exe.jpg", "Picture (JPEG)"),
        ("p.heic", b"\0\0\0\x18ftypheic\0\0\0\0meta", "p.heic", "Picture (HEIC)"),
        ("sent.eml", EMAIL, "sent.eml", "Email"),
        ("sent.msg", compound("__nameid_version1.0", "WordDocument"), "sent.msg",
         "Email (Outlook)"),
        ("old.doc", compound("WordDocument"), "old.doc", "Word document (old)"),
        ("minutes.docx", DOCX, "minutes.docx", "Word document"),
        ("list.xlsx", packed(TYPES, ("xl/workbook.xml", b"")), "list.xlsx", "Excel workbook"),
        ("a.odt", packed(first="application/vnd.oasis.opendocument.text"), "a.odt",
         "OpenDocument text"),
        ("list.csv", b"name,plot\n", "list.csv", "Table (CSV)"),
        ("note.txt", "Zoë O'Brien's note, שלום".encode(), "note.txt", "Text"),
        ("wide.txt", "Zoë".encode("utf-16"), "wide.txt", "Text"),
        ("run.bat", b"del everything", "run.bat.txt", "Text"),
    ],
)  # fmt: skip
def test_a_file_is_what_it_holds_not_what_it_is_called(
    name: str, content: bytes, kept_as: str, words: str
) -> None:
    upload = read_upload(name, content)
    assert (upload.name, words_of(upload.media_type)) == (kept_as, words)
    assert upload.sha256 == sha256(content).hexdigest()
    assert upload.size == len(content)


@pytest.mark.parametrize(
    ("content", "situation", "words"),
    [
        (b"", FileEmpty, "empty"),
        (b"x" * (MOST_BYTES + 1), FileTooLarge, "larger than 10 MB"),
        (HTML, FileDangerous, "page of the web"),
        (b"\n <SVG onload='x()'/>", FileDangerous, "made of code"),
        (b"<?xml version='1.0'?><feed/>", FileDangerous, "made of code"),
        ("\ufeff<html>".encode("utf-16-le"), FileDangerous, "page of the web"),
        (b"MZ\x90\0" + b"\0" * 60, FileDangerous, "program"),
        (b"#!/bin/sh\nrm -rf /", FileDangerous, "program"),
        (b"Rar!\x1a\x07\0", FileDangerous, "packed folder"),
        (packed(("list.txt", b"a")), FileDangerous, "packed folder"),
        (PNG + packed(("list.txt", b"a")), FileDangerous, "hidden behind"),
        (HTML + PDF, FileDangerous, "page of the web"),
        (packed(TYPES, ("word/x.xml", b"0" * 120_000_000)), FileDangerous, "unpack to far more"),
        (claiming(DOCX, 4_000_000_000), FileDangerous, "unpack to far more"),
        (packed(TYPES, ("word/a.ZIP", b"")), FileDangerous, "inside this document"),
        (packed(TYPES, ("word/x.xml", b""), ("word/b.exe", b"")), FileDangerous, "inside this"),
        (DOCX[:-30], FileUnreadable, "cut short"),
        (b"PK\x03\x04" + b"\0" * 60, FileUnreadable, "cut short"),
        (b"%PDF-1.7\n1 0 obj", FileUnreadable, "cut short"),
        (PNG[:20], FileUnreadable, "cut short"),
        (JPEG[:-2], FileUnreadable, "cut short"),
        (compound("EncryptedPackage"), FileUnreadable, "password"),
        (compound("Property"), FileUnreadable, "do not know this kind"),
        (b"\0\0\0\x18ftypisom", FileUnreadable, "sound or a film"),
        (b"{\\rtf1 Hello}", FileUnreadable, "do not keep this kind"),
        (bytes(range(256)), FileUnreadable, "do not keep this kind"),
    ],
)
def test_what_is_not_kept_is_refused_as_what_it_is(
    content: bytes, situation: type[FileRefused], words: str
) -> None:
    with pytest.raises(situation, match=words) as refused:
        read_upload("innocent.png", content)
    assert refused.value.field == "file"


def test_macros_are_kept_and_named() -> None:
    upload = read_upload(
        "form.docx", packed(TYPES, ("word/d.xml", b""), ("word/vbaProject.bin", b""))
    )
    assert upload.name == "form.docx.docm"
    assert "Do not switch the macros on" in words_of(upload.media_type)


def test_a_spoilt_list_of_contents_is_no_fault_of_ours() -> None:
    for at in range(len(DOCX) - 80, len(DOCX)):
        with suppress(FileRefused):
            read_upload("minutes.docx", DOCX[:at] + b"\xff" + DOCX[at + 1 :])


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\Anne\\note.txt", "note.txt"),
        ("invoice\u202etxt.exe", "invoicetxt.exe.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"),
        ("nul\0l.txt", "null.txt"),
        ('O\'Brien "quoted" Zoë.txt', 'O\'Brien "quoted" Zoë.txt'),
        ("ملف.txt", "ملف.txt"),
        ("x" * 300 + ".txt", "x" * 120 + ".txt"),
        ("ツ" * 300, "ツ" * 76 + ".txt"),
        ("   ...  ", "file.txt"),
        (".txt", "txt.txt"),
        ("", "file.txt"),
    ],
)
def test_a_name_is_cleaned_but_stays_itself(name: str, kept_as: str) -> None:
    assert read_upload(name, b"A note").name == kept_as
