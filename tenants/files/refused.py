"""Why a file is not kept: each says what it is, why that is refused, and what to do instead."""

from tenants.errors import NotAcceptable


class FileRefused(NotAcceptable):
    """A file that is not kept; its words are for the field `file` of a form."""

    def __init__(self, message: str) -> None:
        super().__init__("file", message)


class FileEmpty(FileRefused):
    """There is not one byte in it."""


class FileTooLarge(FileRefused):
    """It is larger than one file may be."""


class FileDangerous(FileRefused):
    """Opening it could harm whoever opens it."""


class FileUnreadable(FileRefused):
    """Nobody could read it later, or it is of a kind that is not kept."""


class ScannerAway(FileRefused):
    """The virus scanner that this installation asks did not answer."""
