"""The words for what is kept beside a breach. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tenants.breaches.readings import Looked
from tenants.models import Direction, LinkKind, Party, Scan

PARTIES: Final[Mapping[StrEnum, str]] = {
    Party.PEOPLE: "The people affected",
    Party.RECIPIENT: "Whoever got the information by mistake",
    Party.REGULATOR: "The regulator",
    Party.POLICE: "The police",
    Party.INSURERS: "The insurers",
    Party.BANK: "A bank or card company",
    Party.LEGAL_ADVISERS: "Legal advisers",
    Party.PRESS: "The press",
    Party.COUNCILLORS: "Councillors",
    Party.SUPPLIER: "A supplier",
    Party.OTHER: "Somebody else",
}
DIRECTIONS: Final[Mapping[StrEnum, str]] = {
    Direction.TOLD: "We told them",
    Direction.HEARD: "They told us",
}
LINK_KINDS: Final[Mapping[StrEnum, str]] = {
    LinkKind.RELATED: "They are related",
    LinkKind.DUPLICATE_OF: "This report is the same breach as the other one",
}
LINK_HINTS: Final[Mapping[str, str]] = {
    LinkKind.RELATED: "For example, the same cause. Both go on as they are.",
    LinkKind.DUPLICATE_OF: (
        "This report is closed and the other one stays. If the council knew earlier by this"
        " report, the clock of the other one goes back to then."
    ),
}
SCANS: Final[Mapping[str, str]] = {
    Scan.CLEAN: "Searched for viruses: nothing was found.",
    Scan.NOT_SCANNED: "Nobody searched it for viruses: no scanner is set up here.",
}
_LOOKED: Final[Mapping[str, str]] = {
    Looked.BREACH: "The breach's page",
    Looked.COUNCIL_COPY: "The council's copy",
    Looked.COUNCIL_PAPER: "The paper for the council",
    Looked.REPORT_COPY: "The report in full",
    Looked.RATING_WHY: "Why it is rated so",
    Looked.FILES: "The list of files",
    Looked.FILE: "A file",
    Looked.COMMUNICATIONS: "The conversations",
    Looked.COMMENTS: "The comments",
    Looked.CONVERSATION: "Messages with whoever reported it",
    Looked.DOCUMENTS: "The documents",
    Looked.DOCUMENT: "A document",
    Looked.REGULATOR_REPORT: "The regulator's form",
    Looked.LETTERS: "The regulator's letters",
    Looked.READERS: "Who has looked",
}


def looked_words(what: str, names: Mapping[str, str]) -> str:
    """Return at what somebody looked; `names` are the names of files by their ids."""
    place, _, name = what.partition(":")
    words = _LOOKED.get(place, "A page of it")
    told = names.get(name, "") if place == Looked.FILE else name.replace("_", " ")
    return f"{words}: {told}" if told else words


def size_words(size: int) -> str:
    """Return "2.4 MB", "340 KB" or "12 bytes"."""
    if size >= 1024**2:
        return f"{size / 1024**2:.1f}".removesuffix(".0") + " MB"
    if size >= 1024:
        return f"{size // 1024} KB"
    return f"{size} {'byte' if size == 1 else 'bytes'}"
