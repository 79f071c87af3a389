"""Files of the old Office and of Outlook: a small file system in a file, known by what it names."""

from typing import Final

from tenants.files.refused import FileUnreadable

COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The entry that each kind cannot do without. An email comes first: it may carry all the others.
_NAMED: Final = (
    ("__nameid_version1.0", "application/vnd.ms-outlook"),
    ("EncryptedPackage", ""),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)


def compound_kind(content: bytes) -> str:
    """Return the media type of an old Office file or an Outlook email, or raise `FileUnreadable`.

    Names in the directory are looked for, not followed: the file is kept and never opened here.
    """
    found = (media for name, media in _NAMED if name.encode("utf-16-le") in content)
    media_type = next(found, None)
    if media_type is None:
        message = (
            "We do not know this kind of file. Open it, save it as a PDF, and choose that instead"
        )
        raise FileUnreadable(message)
    if not media_type:
        message = (
            "This document is locked with a password, so nobody could read it later. Save a copy"
            " without the password and choose that"
        )
        raise FileUnreadable(message)
    return media_type
