"""What a letter of the regulator says that becomes of a breach. Pure.

Formal outcomes are looked for first. A sentence that only says what the regulator could do, or
does not do, counts for nothing. What no phrase settles stays unknown, with a reason.
"""

from dataclasses import dataclass
from typing import Final

from tenants.models.vocabulary import LetterOutcome
from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.squeezed import Span, Squeezed
from tenants.regulator_letters.strangers import why_unknown

_FORMAL: Final = {
    outcome: phrases(outcome.value)
    for outcome in (
        LetterOutcome.PENALTY,
        LetterOutcome.ENFORCEMENT_NOTICE,
        LetterOutcome.REPRIMAND,
        LetterOutcome.UNDERTAKING,
    )
}
_THRESHOLD: Final = phrases("threshold")
_ENQUIRIES: Final = phrases("enquiries")
_COMPLAINT: Final = phrases("complaint")
_NO_ACTION: Final = phrases("no_action")
_ONLY_POSSIBLE: Final = {
    "may", "could", "might", "power", "powers", "can", "cannot", "if", "would", "whether", "rather",
    "instead", "previously", "intend", "intends", "intent", "consider", "considering", "unless",
}  # fmt: skip
_DENIED: Final = _ONLY_POSSIBLE | {"not", "neither", "nor", "without", "no", "than", "avoid", "or"}
_YOURS: Final = ("from you", "by you", "of you", "on your part", "on your behalf", "from your")


@dataclass(frozen=True, slots=True)
class Decided:
    """An outcome and where the letter says it; an unknown one has a reason instead."""

    outcome: LetterOutcome
    span: Span | None
    why: str


def decided_in(letter: Squeezed, end: int) -> Decided:
    """Return what the letter decides, by what stands before a place: its leaflet, or its end."""
    stranger = why_unknown(letter, end)
    formal = _formal(letter, end)
    other_from = stranger.certain_from
    if other_from is not None and (formal is None or other_from < formal[1].start):
        return Decided(LetterOutcome.UNKNOWN, None, stranger.why)
    found = formal or _informal(letter, end, breach_at=stranger.breach_at)
    if found is None:
        return Decided(LetterOutcome.UNKNOWN, None, stranger.why)
    outcome, span = found
    return Decided(outcome, span, f"It says: “{letter.shown(span)}”")


def _formal(letter: Squeezed, end: int) -> tuple[LetterOutcome, Span] | None:
    for outcome, known in _FORMAL.items():
        for words in known:
            for span in letter.spans(words):
                if span.end <= end and not _DENIED & _around(letter, span):
                    return outcome, span
    return None


def _informal(
    letter: Squeezed, end: int, *, breach_at: int | None
) -> tuple[LetterOutcome, Span] | None:
    no_action = _no_action(letter, end)
    threshold = _said(letter, _THRESHOLD, end)
    enquiries = _said(letter, _ENQUIRIES, end, denied=_DENIED)
    complaint = _said(letter, _COMPLAINT, end)
    if complaint and (breach_at is None or complaint.start < breach_at):
        return LetterOutcome.COMPLAINT_OUTCOME, complaint
    if threshold:
        return LetterOutcome.DOES_NOT_MEET_THRESHOLD, threshold
    if no_action:
        return LetterOutcome.NO_ACTION, no_action
    return (LetterOutcome.FURTHER_ENQUIRIES, enquiries) if enquiries else None


def _no_action(letter: Squeezed, end: int) -> Span | None:
    for words in _NO_ACTION:
        for span in letter.spans(words):
            after = letter.text[span.end : span.end + 40].split()
            is_theirs = any(words in " ".join(after[:4]).lower() for words in _YOURS)
            is_possible = {"if", "whether", "unless"} & letter.words_before(span)
            if span.end <= end and not is_theirs and not is_possible:
                return span
    return None


def _said(
    letter: Squeezed, known: tuple[str, ...], end: int, *, denied: set[str] = _ONLY_POSSIBLE
) -> Span | None:
    for words in known:
        for span in letter.spans(words):
            if span.end <= end and not denied & letter.words_before(span, 5):
                return span
    return None


def _around(letter: Squeezed, span: Span) -> set[str]:
    """Return the words before a phrase and within it, where what takes it back would stand."""
    inside = {word.strip(".,;:").lower() for word in letter.words(span).split()[:-1]}
    return letter.words_before(span, 6) | inside
