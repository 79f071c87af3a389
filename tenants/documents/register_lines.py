"""The breach register line by line, as it is taken away: what the law wants kept (Art. 33(5)).

Councillors get what their own page shows; whoever handles breaches gets the record itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import select

from tenants.breaches.consequences import HARM_WORDS, Harm, consequences_in
from tenants.breaches.decisions import standing_in
from tenants.breaches.rating import rated_as
from tenants.breaches.register import Filters, Shelf, batches_of
from tenants.db import ScopedSession
from tenants.documents.wording import (
    cause_words,
    occurred_words,
    people_words,
    risk_words,
    told_words,
)
from tenants.models import Action, Breach, Decision, Nature, RiskAssessment, State, Subject
from tenants.times import day_of

Cell: TypeAlias = str | date

NATURES: Final[Mapping[str, str]] = {
    Nature.SUSPECTED: "Suspected breach",
    Nature.BREACH: "Personal data breach",
    Nature.NEAR_MISS: "Near miss",
    Nature.NOT_A_BREACH: "Not a breach",
}
STATES: Final[Mapping[str, str]] = {
    State.REPORTED: "Reported",
    State.RECEIVED: "Received",
    State.INVESTIGATING: "Being investigated",
    State.RATED: "Rated",
    State.DECIDED: "Decided",
    State.CLOSED: "Closed",
}
_APART: Final = frozenset({Nature.NEAR_MISS, Nature.NOT_A_BREACH})
SHORT: Final = (
    "Number",
    "Reported on",
    "What went wrong",
    "What it is",
    "State",
    "Rating",
    "Closed on",
)
EXTRACT: Final = ("Breach", "Reported", *SHORT[2:4], "Rating", "Regulator told", "Closed")
FULL: Final = (
    *SHORT[:4],
    "State",
    "It happened",
    "Council aware on",
    "What happened, as reported",
    "Whose information",
    "How many people",
    "Risk to people",
    "Rating",
    "What could follow",
    "Done so far",
    "Actions",
    "Regulator told",
    "People told",
    "Reported to the council on",
    "What was learned",
    "Closed on",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside some breaches, by their ids."""

    ratings: Mapping[UUID, str]
    decisions: Mapping[UUID, list[Decision]]
    actions: Mapping[UUID, list[Action]]
    risks: Mapping[UUID, RiskAssessment]


def register_lines(
    session: ScopedSession, filters: Filters, *, is_full: bool
) -> Iterator[tuple[Cell, ...]]:
    """Yield a line for each breach that the filters want, the latest report first; no practice.

    Reads some hundred at a time, each lot in a fixed number of queries.
    """
    for breaches in batches_of(session, filters):
        beside = _beside(session, breaches, is_full=is_full)
        for breach in breaches:
            yield full_line(breach, beside) if is_full else short_line(breach, beside)


def extract_lines(
    session: ScopedSession, *, since: datetime, until: datetime
) -> Iterator[tuple[Cell, ...]]:
    """Yield a line for each breach reported in a time, as `EXTRACT` says: no words of people.

    The latest report comes first; practice is left out.
    """
    for breaches in batches_of(session, Filters(shelf=Shelf.EVERYTHING), since=since, until=until):
        beside = _beside(session, breaches, is_full=True)
        for breach in breaches:
            yield _extract_line(breach, beside)


def _extract_line(breach: Breach, beside: Beside) -> tuple[Cell, ...]:
    decided = standing_in(beside.decisions.get(breach.id, ())).get((Subject.REGULATOR, ""))
    is_apart = breach.nature in _APART
    told = "Not needed" if is_apart else told_words(decided, with_reason=False)
    return (*_first(breach), _rating(breach, beside), told, _closed_on(breach) or "Open")


def short_line(breach: Breach, beside: Beside) -> tuple[Cell, ...]:
    """Return what every councillor sees of a breach in the register."""
    return (*_first(breach), STATES[breach.state], _rating(breach, beside), _closed_on(breach))


def full_line(breach: Breach, beside: Beside) -> tuple[Cell, ...]:
    """Return the facts of a breach, its effects, and what was done (UK GDPR Art. 33(5))."""
    standing = standing_in(beside.decisions.get(breach.id, ()))
    is_apart = breach.nature in _APART
    told = (
        "Not needed" if is_apart else told_words(standing.get((subject, "")))
        for subject in (Subject.REGULATOR, Subject.PEOPLE)
    )
    return (
        *_first(breach),
        STATES[breach.state],
        occurred_words(breach),
        day_of(breach.aware_at),
        breach.description,
        breach.whose,
        people_words(breach),
        "Not needed" if is_apart else risk_words(breach),
        _rating(breach, beside),
        _effects(beside.risks.get(breach.id)),
        breach.action_taken,
        "; ".join(_action(one) for one in beside.actions.get(breach.id, ())),
        *told,
        breach.reported_to_council_on or "",
        breach.learned,
        _closed_on(breach),
    )


def _first(breach: Breach) -> tuple[Cell, ...]:
    return (
        breach.reference,
        day_of(breach.reported_at),
        cause_words(breach),
        NATURES[breach.nature],
    )


def _rating(breach: Breach, beside: Beside) -> str:
    if breach.rating is None:
        return "Not needed" if breach.nature in _APART else "Not rated yet"
    return beside.ratings.get(breach.id, str(breach.rating))


def _closed_on(breach: Breach) -> Cell:
    return day_of(breach.closed_at) if breach.closed_at else ""


def _effects(risks: RiskAssessment | None) -> str:
    for_people, _ = consequences_in(risks)
    return "; ".join(f"{HARM_WORDS[Harm(one.what)]}: {one.words}" for one in for_people)


def _action(action: Action) -> str:
    if action.done_on is not None:
        return f"{action.words} (done on {action.done_on.isoformat()})"
    if action.dropped_at is not None:
        return f"{action.words} (not done: {action.dropped_why})"
    return f"{action.words} (open)"


def _beside(session: ScopedSession, breaches: Sequence[Breach], *, is_full: bool) -> Beside:
    ratings = rated_as(session, breaches)
    decisions: dict[UUID, list[Decision]] = defaultdict(list)
    actions: dict[UUID, list[Action]] = defaultdict(list)
    risks: dict[UUID, RiskAssessment] = {}
    if is_full:
        ids = [breach.id for breach in breaches]
        for decision in session.scalars(
            select(Decision)
            .where(Decision.breach_id.in_(ids))
            .order_by(Decision.decided_at.desc(), Decision.id)
        ):
            decisions[decision.breach_id].append(decision)
        for action in session.scalars(
            select(Action).where(Action.breach_id.in_(ids)).order_by(Action.set_at, Action.id)
        ):
            if action.breach_id is not None:
                actions[action.breach_id].append(action)
        for risk in session.scalars(
            select(RiskAssessment)
            .where(RiskAssessment.breach_id.in_(ids))
            .order_by(RiskAssessment.sequence)
        ):
            risks[risk.breach_id] = risk
    return Beside(ratings, decisions, actions, risks)
