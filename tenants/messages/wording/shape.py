"""What every kind of message comes to: its words, and where its one link goes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter's words; `path` may hold {council} and {token}. A practice letter says so on top."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    path: str
    is_practice: bool = False
