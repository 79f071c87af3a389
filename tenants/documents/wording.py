"""What the record's closed words and empty places are called in documents. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from tenants.breaches.decisions import TELL
from tenants.models import (
    Breach,
    Decision,
    LetterOutcome,
    PeopleException,
    Precision,
    RegulatorLetter,
)
from tenants.policy import NOT_YET_KNOWN, RiskToPeople, fact
from tenants.policy.questions import FactKind
from tenants.times import day, when

NOT_YET: Final = "Not yet known"
RISKS: Final[Mapping[str, str]] = {
    RiskToPeople.UNLIKELY: "A risk to people is unlikely",
    RiskToPeople.RISK: "There is a risk to people",
    RiskToPeople.HIGH_RISK: "There is a high risk to people",
}
EXCEPTIONS: Final[Mapping[str, str]] = {
    PeopleException.PROTECTED_BEFORE: "the information was protected so that nobody can read it",
    PeopleException.RISK_REMOVED_SINCE: "what was done since means that a high risk is not likely",
    PeopleException.DISPROPORTIONATE: "writing to each person would take too much effort, so a"
    " public notice takes its place",
}
_ANSWERS: Final[Mapping[str, str]] = {
    LetterOutcome.NO_ACTION: "It takes no action",
    LetterOutcome.NO_ACTION_WITH_RECOMMENDATIONS: "It takes no action, and recommends what to do",
    LetterOutcome.REPRIMAND: "It reprimanded the council",
    LetterOutcome.PENALTY: "It imposed a penalty",
    LetterOutcome.ENFORCEMENT_NOTICE: "It ordered the council to act",
    LetterOutcome.UNDERTAKING: "It asked the council for an undertaking",
    LetterOutcome.COMPLAINT_OUTCOME: "It decided about a complaint",
    LetterOutcome.FURTHER_ENQUIRIES: "It asked further questions",
    LetterOutcome.DOES_NOT_MEET_THRESHOLD: "The breach need not have been reported",
    LetterOutcome.UNKNOWN: "It wrote to the council",
}


def known(text: str | None) -> str:
    """Return what somebody wrote, or that it is not yet known."""
    return (text or "").strip() or NOT_YET


def cause_words(breach: Breach) -> str:
    """Return what went wrong as the picked answer reads: the rating's, else the report's."""
    rated = str(breach.facts.get("cause") or NOT_YET_KNOWN)
    value = breach.cause if rated == NOT_YET_KNOWN else rated
    return label_of("cause", value)


def label_of(name: str, value: str) -> str:
    """Return the words of one answer to one of the engine's questions."""
    try:
        return fact(name).label(value)
    except KeyError:
        return value.replace("_", " ").capitalize()


def fact_words(breach: Breach, name: str) -> str:
    """Return the answer to one of the engine's questions, several answers in one line."""
    value = breach.facts.get(name)
    if value in (None, "", [], NOT_YET_KNOWN):
        return NOT_YET
    if fact(name).kind == FactKind.COUNT:
        return f"{int(value):,}"
    values = [value] if isinstance(value, str) else list(value)
    return "; ".join(label_of(name, str(one)) for one in values)


def people_words(breach: Breach) -> str:
    """Return how many people it is about, as a number or in the words of whoever reported it."""
    number = breach.facts.get("people_affected")
    if number is not None:
        return f"{int(number):,}"
    words = breach.people_words.strip()
    return f"Not yet known as a number; reported as: {words}" if words else NOT_YET


def occurred_words(breach: Breach) -> str:
    """Return when it happened, as exactly as that is known."""
    if breach.occurred_at is None or breach.occurred_precision == Precision.NOT_KNOWN:
        return NOT_YET
    return when(breach.occurred_at, Precision(breach.occurred_precision))


def risk_words(breach: Breach) -> str:
    """Return how likely harm to people is, as it stands."""
    return RISKS.get(breach.risk or "", NOT_YET)


def told_words(decision: Decision | None, *, with_reason: bool = True) -> str:
    """Return whether somebody was told, and when; if not, why not, where a reader may know."""
    if decision is None:
        return "Not yet decided"
    if decision.decided == TELL:
        return _told(decision)
    words = "No"
    if decision.exception:
        words = f"Not one by one: {EXCEPTIONS[decision.exception]}"
    if with_reason and decision.reason.strip():
        words += f". Why: {decision.reason.strip()}"
    return words


def _told(decision: Decision) -> str:
    if decision.done_at is None:
        return "It was decided to tell them. This has not been done yet"
    words = f"Yes, on {when(decision.done_at)}"
    if decision.their_reference:
        words += f". Their reference: {decision.their_reference}"
    return words


def joined(parts: Iterable[str]) -> str:
    """Return texts as paragraphs, without the empty ones; "not yet known" where all are empty."""
    return "\n\n".join(part.strip() for part in parts if part.strip()) or NOT_YET


def lower_first(text: str) -> str:
    """Return a label as it stands inside a sentence."""
    return text[:1].lower() + text[1:]


def answer_words(letter: RegulatorLetter) -> str:
    """Return what the regulator answered, and on which day where that is known."""
    said = _ANSWERS[letter.outcome]
    return f"{said} (letter of {day(letter.sent_on)})" if letter.sent_on else said
