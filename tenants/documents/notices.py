"""Short letters to the police, the insurers and the bank.

Each says at least what Scotton's policy asks of a notification (section 5, step 4): how and when it
happened, what information it is, and what was done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tenants.documents.case import Case
from tenants.documents.held_back import screen
from tenants.documents.people_letter import signed
from tenants.documents.shape import Block, Bullets, Document, Facts, Heading, Paragraph
from tenants.documents.wording import (
    NOT_YET,
    cause_words,
    fact_words,
    joined,
    known,
    occurred_words,
    people_words,
)
from tenants.models import Subject
from tenants.times import day, when


@dataclass(frozen=True, slots=True)
class _Notice:
    to: str
    subject: str
    opening: str
    asked: tuple[str, ...]


_NOTICES: Final[Mapping[Subject, _Notice]] = {
    Subject.POLICE: _Notice(
        "The police",
        "Loss or misuse of personal information held by the council",
        "We are telling you about a personal data breach at this council, because a crime may be"
        " behind it.",
        (
            "Give us a crime or incident number.",
            "Tell us if telling the people affected could harm your enquiries.",
            "Tell us whom to send evidence to. We are keeping it safe.",
        ),
    ),
    Subject.INSURERS: _Notice(
        "The council's insurers",
        "Notice of a personal data breach",
        "We are telling you about a personal data breach at this council, because it could lead to"
        " a claim or to costs.",
        (
            "Confirm that you have this notice, and give us a reference.",
            "Tell us what our policy covers, and what we must not do without asking you.",
            "Tell us if you offer help with this kind of breach.",
        ),
    ),
    Subject.BANK: _Notice(
        "The bank or card company",
        "Account details that may be known to others",
        "We are telling you about a personal data breach at this council, because somebody could"
        " misuse details of accounts or cards.",
        (
            "Watch the accounts in question, and stop payments that look wrong.",
            "Tell us if cards, passwords or mandates must be changed.",
            "Tell us what the people affected should do themselves.",
        ),
    ),
}
NOTICES: Final = tuple(_NOTICES)


def notice(case: Case, subject: Subject) -> Document:
    """Return the letter to one of `NOTICES`, for somebody to complete and sign."""
    words, breach = _NOTICES[subject], case.breach
    decision = case.decision(subject)
    said = decision.message if decision and decision.message else words.opening
    number = f"{breach.marker}{breach.reference}"
    blocks: list[Block] = [
        Paragraph(f"{words.to}\n[Address]"),
        Paragraph(f"{day(case.now)}\nOur number: {number}"),
        Heading(words.subject, level=1),
        Paragraph(said),
        Heading("What happened"),
        Facts(
            (
                ("What went wrong", cause_words(breach)),
                ("When it happened", occurred_words(breach)),
                ("When the council became aware", when(breach.aware_at)),
                ("What kind of information", _information(case)),
                ("How many people it is about", people_words(breach)),
            )
        ),
        Heading("What has been done"),
        *_done(case),
        Heading("What we ask of you"),
        Bullets(words.asked),
        *closing(case),
    ]
    return case.document(f"Notice to {words.to[0].lower()}{words.to[1:]}", blocks, is_letter=True)


def closing(case: Case) -> list[Block]:
    """Return the end of a letter, with whom to ask."""
    reach = "You can reach us at:\n[Name, telephone number, email and postal address]"
    return [Paragraph(reach), signed(case)]


def _information(case: Case) -> str:
    words = fact_words(case.breach, "categories")
    look = case.first_look
    return known(look.what_data if look else "") if words == NOT_YET else words


def _done(case: Case) -> list[Block]:
    done, look = screen(case).done, case.first_look
    said = joined([case.breach.action_taken, look.containment if look else ""])
    blocks: list[Block] = [Paragraph(said)]
    return [*blocks, Bullets(done)] if done else blocks
