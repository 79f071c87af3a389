"""The kinds of file that are kept, each found by what the file begins with and how it ends."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tenants.files.compound import COMPOUND, compound_kind
from tenants.files.packed import PACKED, ends_as_archive, packed_kind
from tenants.files.refused import FileDangerous, FileUnreadable
from tenants.files.written import written_kind

_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
_MACROS: Final = "with macros. Do not switch the macros on"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is kept: what people call it, and how the names of such files end."""

    media_type: str
    words: str
    extensions: tuple[str, ...]


KINDS: Final = {
    kind.media_type: kind
    for kind in (
        Kind("application/pdf", "PDF document", ("pdf",)),
        Kind("image/png", "Picture (PNG)", ("png",)),
        Kind("image/jpeg", "Picture (JPEG)", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("image/gif", "Picture (GIF)", ("gif",)),
        Kind("image/webp", "Picture (WebP)", ("webp",)),
        Kind("image/tiff", "Picture (TIFF)", ("tiff", "tif")),
        Kind("image/heic", "Picture (HEIC)", ("heic", "heif")),
        Kind("message/rfc822", "Email", ("eml",)),
        Kind("application/vnd.ms-outlook", "Email (Outlook)", ("msg",)),
        Kind("text/plain", "Text", ("txt",)),
        Kind("text/csv", "Table (CSV)", ("csv",)),
        Kind("application/msword", "Word document (old)", ("doc", "dot")),
        Kind("application/vnd.ms-excel", "Excel workbook (old)", ("xls", "xlt")),
        Kind("application/vnd.ms-powerpoint", "PowerPoint (old)", ("ppt", "pps")),
        Kind(f"{_OPEN_XML}.wordprocessingml.document", "Word document", ("docx",)),
        Kind(f"{_OPEN_XML}.spreadsheetml.sheet", "Excel workbook", ("xlsx",)),
        Kind(f"{_OPEN_XML}.presentationml.presentation", "PowerPoint", ("pptx",)),
        Kind(
            "application/vnd.ms-word.document.macroEnabled.12",
            f"Word document {_MACROS}",
            ("docm",),
        ),
        Kind(
            "application/vnd.ms-excel.sheet.macroEnabled.12",
            f"Excel workbook {_MACROS}",
            ("xlsm",),
        ),
        Kind(
            "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
            f"PowerPoint {_MACROS}",
            ("pptm",),
        ),
        Kind(f"{_OPEN}.text", "OpenDocument text", ("odt",)),
        Kind(f"{_OPEN}.spreadsheet", "OpenDocument spreadsheet", ("ods",)),
        Kind(f"{_OPEN}.presentation", "OpenDocument presentation", ("odp",)),
        Kind(f"{_OPEN}.graphics", "OpenDocument drawing", ("odg",)),
    )
}

_PROGRAMS: Final = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
    b"dex\n",
    b"L\0\0\0\x01\x14\x02\0",
    b"#!",
)
_ARCHIVES: Final = (
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"MSCF\0\0\0\0",
    b"PK\x05\x06",
    b"PK\x07\x08",
)
_RECORDINGS: Final = (b"ID3", b"OggS", b"\x1a\x45\xdf\xa3", b"\xff\xfb", b"fLaC", b"#!AMR")
_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_PDF: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]{0,64}%PDF-\d")


def kind_of(name: str, content: bytes) -> Kind:
    """Return what a file is by its content, or raise `FileDangerous` or `FileUnreadable`.

    The name only says whether plain text is a table.
    """
    _refuse_recordings(content)
    _refuse_programs(content)
    _refuse_archives(content)
    for is_it, media_type in _BINARY:
        if is_it(content):
            _refuse_hidden_archive(content)
            return KINDS[_whole(media_type, content)]
    if content.startswith(COMPOUND):
        return KINDS[compound_kind(content)]
    if content.startswith(PACKED):
        return KINDS[packed_kind(content)]
    _refuse_hidden_archive(content)
    return KINDS[written_kind(name, content)]


def words_of(media_type: str) -> str:
    """Return what people call a kind of file, as a page shows it beside the file's name."""
    kind = KINDS.get(media_type)
    return kind.words if kind else "File"


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


_BINARY: Final[tuple[tuple[Callable[[bytes], bool], str], ...]] = (
    (lambda content: _PDF.match(content) is not None, "application/pdf"),
    (_begins(b"\x89PNG\r\n\x1a\n"), "image/png"),
    (_begins(b"\xff\xd8\xff"), "image/jpeg"),
    (_begins(b"GIF87a", b"GIF89a"), "image/gif"),
    (_is_webp, "image/webp"),
    (_begins(b"II*\0", b"MM\0*"), "image/tiff"),
    (_is_heic, "image/heic"),
)
# What a whole file of this kind must hold besides its beginning.
_ENDS: Final[dict[str, Callable[[bytes], bool]]] = {
    "application/pdf": lambda content: b"startxref" in content or b"%%EOF" in content,
    "image/png": lambda content: content[12:16] == b"IHDR" and b"IEND\xaeB`\x82" in content,
    "image/jpeg": lambda content: b"\xff\xd9" in content[-65_536:],
    "image/gif": lambda content: len(content) > 13 and b";" in content[-64:],
    "image/webp": lambda content: int.from_bytes(content[4:8], "little") + 8 <= len(content) + 1,
    "image/tiff": lambda content: len(content) > 8,
    "image/heic": lambda content: b"meta" in content[:65_536],
}


def _whole(media_type: str, content: bytes) -> str:
    if not _ENDS[media_type](content):
        message = (
            "This file is damaged or cut short: its end is missing. Open it on your device, save"
            " it again, and choose the new one"
        )
        raise FileUnreadable(message)
    return media_type


def _refuse_recordings(content: bytes) -> None:
    is_film = content[4:8] == b"ftyp" and not _is_heic(content)
    is_wave = content.startswith(b"RIFF") and not _is_webp(content)
    if is_film or is_wave or content.startswith(_RECORDINGS):
        message = (
            "This is a sound or a film, which are not kept here. Leave it where it is safe, and"
            " write down in the conversations where that is and who keeps it"
        )
        raise FileUnreadable(message)


def _refuse_programs(content: bytes) -> None:
    is_windows = content.startswith(b"MZ") and b"\0" in content[:64]
    if is_windows or content.startswith(_PROGRAMS):
        message = (
            "This is a program. Programs are not kept: opening one could harm a computer."
            " Take a picture of the screen instead, or write down what the program did"
        )
        raise FileDangerous(message)


def _refuse_archives(content: bytes) -> None:
    is_tape = content[257:262] == b"ustar"
    is_disc = content[32_769:32_774] == b"CD001"
    if is_tape or is_disc or content.startswith(_ARCHIVES):
        raise FileDangerous(_PACKED_FOLDER)


_PACKED_FOLDER: Final = (
    "This is a packed folder, like a ZIP file, and nobody can see what is in it. Unpack it and add"
    " its files one by one"
)


def _refuse_hidden_archive(content: bytes) -> None:
    if ends_as_archive(content):
        message = (
            "A packed folder is hidden behind this file, as in files made to deceive. Open it,"
            " save it again under another name, and choose the new one"
        )
        raise FileDangerous(message)
