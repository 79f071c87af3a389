"""Everything that a letter of the regulator says, as far as it can be read from its text. Pure.

What is found is shown to a person with the words that show it; nothing is taken for true before
that person has confirmed it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from tenants.models.vocabulary import LetterOutcome
from tenants.regulator_letters.deadlines import LetterDeadline, deadlines_in
from tenants.regulator_letters.lateness import remark_of_lateness, remark_of_punctuality
from tenants.regulator_letters.leaflet import Leaflet, Measure, find_leaflet
from tenants.regulator_letters.moments import received_on, reported_on, sent_on
from tenants.regulator_letters.outcomes import Decided, decided_in
from tenants.regulator_letters.penalties import Penalty, penalty_in
from tenants.regulator_letters.phrases import phrases
from tenants.regulator_letters.plain import plain
from tenants.regulator_letters.recommending import (
    in_words,
    specific_recommendations,
    standing_recommendations,
)
from tenants.regulator_letters.references import (
    case_references,
    older_references,
    own_reference,
)
from tenants.regulator_letters.squeezed import Span, Squeezed

_CLOSED: Final = phrases("closed")
_RESERVED: Final = phrases("reserved")
# A long address may go on in the next line after one of its own signs.
_LINK = re.compile(
    r"(?:https?://|www\.)(?:[^\s<>\"')\]]|(?<=[-_])\n(?=(?-i:[a-z])))+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found in a letter; None, "" or nothing where the letter does not say it.

    `late` is True where the regulator remarks on lateness, False where a letter about a breach does
    not, None where that cannot be told. `evidence` holds the words that show a field, by its name.
    """

    outcome: LetterOutcome = LetterOutcome.UNKNOWN
    why: str = ""
    case_reference: str | None = None
    other_references: tuple[str, ...] = ()
    own_reference: str | None = None
    sent_on: date | None = None
    received_on: date | None = None
    reported_on: date | None = None
    late: bool | None = None
    closed: bool = False
    reserved_right: bool = False
    penalty: Penalty | None = None
    recommendations: tuple[str, ...] = ()
    standing_recommendations: tuple[str, ...] = ()
    sector: str | None = None
    measures: tuple[Measure, ...] = ()
    deadlines: tuple[LetterDeadline, ...] = ()
    links: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> int | None:
        """Return the days from the report to the letter, where both are known and in order."""
        if self.sent_on is None or self.reported_on is None or self.sent_on < self.reported_on:
            return None
        return (self.sent_on - self.reported_on).days

    def as_json(self) -> dict[str, Any]:
        """Return every field as JSON has it, always all of them."""
        return {
            "outcome": self.outcome.value,
            "why": self.why,
            "case_reference": self.case_reference,
            "other_references": list(self.other_references),
            "own_reference": self.own_reference,
            "sent_on": _iso(self.sent_on),
            "received_on": _iso(self.received_on),
            "reported_on": _iso(self.reported_on),
            "days": self.days,
            "late": self.late,
            "closed": self.closed,
            "reserved_right": self.reserved_right,
            "penalty": self.penalty.as_json() if self.penalty else None,
            "recommendations": list(self.recommendations),
            "standing_recommendations": list(self.standing_recommendations),
            "sector": self.sector,
            "measures": [measure.as_json() for measure in self.measures],
            "deadlines": [deadline.as_json() for deadline in self.deadlines],
            "links": list(self.links),
            "evidence": dict(self.evidence),
        }


def find_in_letter(text: str) -> Found:
    """Return what a letter's text says; any text at all has an answer."""
    letter = Squeezed.of(plain(text))
    leaflet = find_leaflet(letter)
    decided, end = _decided(letter, leaflet)
    spans: dict[str, Span | None] = {"outcome": decided.span}
    specific = specific_recommendations(letter, end)
    standing = standing_recommendations(letter, end)
    outcome = _with_recommendations(decided.outcome, specific)
    late, spans["late"] = _lateness(letter, end, outcome)
    found = {
        **_moments_and_references(letter, end, spans),
        **_closing(letter, end, spans),
        "penalty": penalty_in(letter, decided.span) if outcome == LetterOutcome.PENALTY else None,
    }
    return Found(
        outcome=outcome,
        why=decided.why,
        late=late,
        recommendations=in_words(letter, specific),
        standing_recommendations=in_words(letter, standing),
        sector=leaflet.sector,
        measures=leaflet.measures,
        deadlines=deadlines_in(letter, end, sent_on=found["sent_on"]),
        links=_links(letter.text[:end]),
        evidence={name: letter.shown(span) for name, span in spans.items() if span},
        **found,
    )


def _decided(letter: Squeezed, leaflet: Leaflet) -> tuple[Decided, int]:
    """Return the outcome, and up to where the letter itself goes; a leaflet may stand before it."""
    decided = decided_in(letter, leaflet.start)
    if decided.span is None and leaflet.start < len(letter.text):
        again = decided_in(letter, len(letter.text))
        if again.span is not None:
            return again, len(letter.text)
    return decided, leaflet.start


def _with_recommendations(outcome: LetterOutcome, specific: list[Span]) -> LetterOutcome:
    is_more = outcome == LetterOutcome.NO_ACTION and specific
    return LetterOutcome.NO_ACTION_WITH_RECOMMENDATIONS if is_more else outcome


def _lateness(
    letter: Squeezed, end: int, outcome: LetterOutcome
) -> tuple[bool | None, Span | None]:
    if outcome == LetterOutcome.UNKNOWN:
        return None, None
    late = remark_of_lateness(letter, end)
    return late is not None, late or remark_of_punctuality(letter, end)


def _moments_and_references(
    letter: Squeezed, end: int, spans: dict[str, Span | None]
) -> dict[str, Any]:
    cases = case_references(letter)
    own = own_reference(letter)
    sent, received = sent_on(letter, end), received_on(letter, end)
    reported = reported_on(letter, end)
    spans["case_reference"] = cases[0][1] if cases else None
    named = {
        "own_reference": own,
        "sent_on": sent,
        "received_on": received,
        "reported_on": reported,
    }
    spans |= {name: pair[1] if pair else None for name, pair in named.items()}
    others = [reference for reference, _ in cases[1:]]
    return {
        "case_reference": cases[0][0] if cases else None,
        "other_references": tuple(others + older_references(letter)),
        **{name: pair[0] if pair else None for name, pair in named.items()},
    }


def _closing(letter: Squeezed, end: int, spans: dict[str, Span | None]) -> dict[str, bool]:
    closed, reserved = letter.first(_CLOSED), letter.first(_RESERVED)
    spans["closed"] = closed if closed and closed.end <= end else None
    spans["reserved_right"] = reserved if reserved and reserved.end <= end else None
    return {name: spans[name] is not None for name in ("closed", "reserved_right")}


def _links(text: str) -> tuple[str, ...]:
    found = (match[0].replace("\n", "").rstrip(".,;") for match in _LINK.finditer(text))
    return tuple(dict.fromkeys(found))


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
