"""What may be kept as a file, found by its content, and the search for viruses.

Knows no HTTP and no table. What a file is called decides nothing: a page of the web named
`photo.png` is refused as what it is.

FileRefused
├── FileEmpty, FileTooLarge          what can be seen before it is read
├── FileDangerous                    a program, a page of the web, a packed folder, a bomb, a virus
├── FileUnreadable                   cut short, locked, or of a kind that is not kept
└── ScannerAway                      the virus scanner is set up and does not answer
"""

from tenants.files.kinds import words_of
from tenants.files.refused import (
    FileDangerous,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    FileUnreadable,
    ScannerAway,
)
from tenants.files.upload import MOST_BYTES, Upload, read_upload
from tenants.files.viruses import scan

__all__ = [
    "MOST_BYTES",
    "FileDangerous",
    "FileEmpty",
    "FileRefused",
    "FileTooLarge",
    "FileUnreadable",
    "ScannerAway",
    "Upload",
    "read_upload",
    "scan",
    "words_of",
]
