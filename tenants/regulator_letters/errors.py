"""What a letter's file cannot be.

LetterNotRead   no text came out of it; a `NotAcceptable` of the form's field for the file
"""

from tenants.errors import NotAcceptable


class LetterNotRead(NotAcceptable):
    """A file gave no text; the words say why and what to do instead."""

    def __init__(self, message: str) -> None:
        super().__init__("file", message)
