"""The letter to the people affected: a draft that a person finishes, and the letters it becomes.

It says what the law asks for (UK GDPR Art. 34(2)) and how to complain (DPA 2018 s. 164A).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenants.breaches.consequences import Harm
from tenants.documents.case import Case
from tenants.documents.held_back import screen
from tenants.documents.shape import Block, Bullets, Document, Heading, PageBreak, Paragraph
from tenants.documents.wording import NOT_YET, cause_words, fact_words
from tenants.errors import NotAcceptable
from tenants.models import Precision, Subject
from tenants.policy import law
from tenants.policy.screening import find_personal_data
from tenants.times import day, day_of

TITLE: Final = "Letter to the people affected"
SUBJECT: Final = "What happened to information about you, and what you can do"
LONGEST: Final = 20_000
MOST_TEXT: Final = 1_000_000
"""How many letters of text are printed at once: 500 times a full page."""
_GAP: Final = re.compile(r"\[[^\[\]\n]{3,}\]")
_SENTENCE_ENDS: Final = tuple(".!:;,…")
_LONGEST_HEADING: Final = 70
_LONGEST_POINT: Final = 300
# Lines with nothing to read on them: an empty line would start a new paragraph.
_ROOM: Final = "\n\u00a0\n\u00a0\n"
_COULD: Final[Mapping[str, str]] = {
    Harm.LOSS_OF_CONTROL: "Others may know this about you, and you cannot choose who.",
    Harm.IDENTITY_FRAUD: "Somebody could pretend to be you.",
    Harm.MONEY: "You could lose money.",
    Harm.SAFETY: "You, or somebody near you, could be in danger.",
    Harm.DISTRESS: "It may upset or worry you.",
    Harm.DISCRIMINATION: "Somebody could treat you unfairly because of it.",
    Harm.REPUTATION: "It could harm your good name.",
    Harm.CONFIDENCE: "Something that you told us in confidence could become known.",
    Harm.SERVICE: "You may have to go without a service, or your records, for a time.",
}
_MONEY: Final = ("financial", "fraud")
_HELP: Final = (
    "Get in touch if you are worried. We will tell you what we know and help you with what to do"
    " next.\n[Name, telephone number, email and postal address of whoever answers]"
)
_ADVICE: Final = (
    "Be careful with calls, letters and emails that you did not expect, also if they seem to know"
    " you. Do not give anybody a password or a PIN."
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is written to: a name, and the lines of an address. Used and not kept."""

    name: str
    address: tuple[str, ...] = ()


def drafted_words(case: Case) -> str:
    """Return the letter's text as it is drafted, with gaps in square brackets to fill.

    Where somebody wrote down what the people are told when that was decided, it begins with that
    text, and what the law wants in such a letter follows.
    """
    decision = case.decision(Subject.PEOPLE)
    said = decision.message.strip() if decision is not None else ""
    parts = (
        "We are writing because something went wrong with information about you. We are sorry.",
        "What happened",
        *([said] if said else []),
        _what_happened(case),
        "What information it is",
        _what_information(case),
        "What could come of it",
        _what_could_follow(case),
        "What we have done",
        _what_was_done(case),
        "What you can do",
        _what_you_can_do(case),
        "How we can help",
        _HELP,
        *_how_to_complain(case),
    )
    return "\n\n".join(parts)


def gaps_in(words: str) -> tuple[str, ...]:
    """Return what still stands in square brackets."""
    return tuple(dict.fromkeys(_GAP.findall(words)))


def refuse_too_much(words: str, to: Sequence[Recipient]) -> None:
    """Raise `NotAcceptable` for more pages than are printed in one go."""
    if len(words) * len(to) > MOST_TEXT:
        most = MOST_TEXT // len(words)
        message = f"A letter of this length goes to {most} people at once. Split the list"
        raise NotAcceptable("people", message)


def letters(case: Case, words: str, to: Sequence[Recipient] = ()) -> Document:
    """Return a letter for each recipient, on a page of its own; one to nobody if there is none.

    A short line that stands alone and ends in no full stop becomes a heading; lines that begin
    with a dash become a list.
    """
    body = body_blocks(words)
    blocks: list[Block] = []
    for number, recipient in enumerate(to or (Recipient("[Name]", ("[Address]",)),)):
        if number:
            blocks.append(PageBreak())
        blocks += [
            Paragraph("\n".join((recipient.name, *recipient.address))),
            Paragraph(f"{day(case.now)}\nOur number: {case.breach.marker}{case.breach.reference}"),
            Heading(SUBJECT, level=1),
            Paragraph(f"Dear {recipient.name}"),
            *body,
            signed(case),
        ]
    return case.document(TITLE, blocks, is_letter=True)


def signed(case: Case) -> Paragraph:
    """Return the end of a letter, with room for a hand to sign it."""
    return Paragraph(f"Yours sincerely{_ROOM}{case.clerk or '[Name]'}\nFor {case.council.name}")


def body_blocks(words: str) -> tuple[Block, ...]:
    """Return a letter's text as blocks."""
    blocks: list[Block] = []
    plain = words.replace("\r\n", "\n").strip()
    for part in re.split(r"\n[ \t]*\n\s*", plain):
        lines = part.strip().split("\n")
        if all(line.lstrip().startswith(("- ", "• ")) for line in lines):
            blocks.append(Bullets(tuple(line.lstrip()[2:].strip() for line in lines)))
        elif _is_heading(lines):
            blocks.append(Heading(lines[0]))
        elif part.strip():
            blocks.append(Paragraph(part.strip()))
    return tuple(blocks)


def _is_heading(lines: Sequence[str]) -> bool:
    line = lines[0].strip()
    is_short = len(lines) == 1 and 0 < len(line) <= _LONGEST_HEADING
    return is_short and not line.endswith(_SENTENCE_ENDS) and not _GAP.search(line)


def _what_happened(case: Case) -> str:
    breach, words = case.breach, cause_words(case.breach)
    said = "[Say in one sentence what happened.]" if words == NOT_YET else f"{words}."
    is_known = breach.occurred_at and breach.occurred_precision != Precision.NOT_KNOWN
    # Whoever reported it without an account may have known of it before the council did.
    found_out = breach.aware_at if breach.reporter_id is None else breach.suspected_at
    found_out = found_out or breach.aware_at
    on = f" It happened on {day(breach.occurred_at)}." if is_known and breach.occurred_at else ""
    return f"{said}{on} We found out on {day(found_out)}."


def _what_information(case: Case) -> str:
    words = fact_words(case.breach, "categories")
    if words == NOT_YET:
        return "[Say what information about this person it is.]"
    return _listed(words.split("; "))


def _what_could_follow(case: Case) -> str:
    said = [_COULD[one.what] for one in case.for_people if one.what in _COULD]
    return _listed(said) if said else "[Say what could come of it, even if that is very little.]"


def _what_was_done(case: Case) -> str:
    screened = screen(case)
    first = case.breach.action_taken.strip()
    is_short = first and len(first) <= _LONGEST_POINT
    names = find_personal_data(first, allowed=(case.council.name,)) if is_short else ()
    done = [first] if is_short and not names else []
    done += screened.done
    said = _listed(done) if done else "[Say what the council has done about it.]"
    return (
        f"{said}\n\nWe are also going to:\n\n{_listed(screened.planned)}"
        if screened.planned
        else said
    )


def _what_you_can_do(case: Case) -> str:
    facts = case.breach.facts
    advice = [_ADVICE]
    kinds = " ".join(str(one) for one in facts.get("categories") or ())
    particulars = " ".join(str(one) for one in facts.get("particulars") or ())
    if any(word in f"{kinds} {particulars}" for word in _MONEY):
        advice.insert(
            0, "Look at your bank and card statements. Ring your bank if a payment is not yours."
        )
    if facts.get("credentials") not in (None, "", "none", "not_yet_known"):
        advice.insert(0, "Change your password, also wherever else you use the same one.")
    if any(one.what == Harm.SAFETY for one in case.for_people):
        advice.insert(0, "If you think that you are in danger, ring 999.")
    return _listed(advice)


def _how_to_complain(case: Case) -> tuple[str, ...]:
    on = day_of(case.now)
    regulator = law().regulator_on(on)
    ask = (
        f"You can also ask the {regulator.name} ({regulator.short_name}) for advice:"
        f" {regulator.phone}."
    )
    if not law().rule("complaints").is_in_force_on(on):
        return ("Who else you can ask", ask)
    days = law().span_on("complaints", on)
    within = f"Within {days.days} days we" if days else "We"
    told = (
        "You can complain to us about how we handled your information. Ring, email or write to us."
        f" {within} will tell you that your complaint has arrived. Then we look into it, keep you"
        " informed, and tell you what came of it."
    )
    return ("How to complain", told, ask)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)
