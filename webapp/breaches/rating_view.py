"""All that the page with a breach's rating shows, worked out from what is on record. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from tenants.access import Member, Permission
from tenants.breaches.assessments import what_stands
from tenants.breaches.page import BreachPage
from tenants.models import AssessmentRow, Decision, Event, MessageKind, Subject
from tenants.policy import (
    Assessment,
    AxisRating,
    BreachFacts,
    Obligation,
    Times,
    fact,
    obligations,
    unanswered,
    what_would_change,
)
from tenants.policy.council_policy import Axis
from tenants.policy.duties import ShownBy
from tenants.times import when
from webapp.breaches.deciding_thresholds import Threshold, thresholds
from webapp.breaches.rating_words import OtherAnswer, would_change
from webapp.breaches.rungs import how_serious

_OF_RATING: Final = frozenset({"overall"})
_DUTY: Final[Mapping[Subject, frozenset[str]]] = {
    Subject.REGULATOR: frozenset({"notify_regulator"}),
    Subject.PEOPLE: frozenset({"tell_people"}),
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """One axis of the policy: each value of its scale with a sentence; one of them is lit."""

    rating: AxisRating
    rungs: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the law's two questions, and which other answers would turn it."""

    threshold: Threshold
    changes: list[OtherAnswer]


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation, and the sentence that says it is met, where it is."""

    obligation: Obligation
    met: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer that could change the outcome, and the page that it is on."""

    name: str
    question: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    """A breach's rating as one member may see it; `reads_words` allows what people wrote."""

    row: AssessmentRow
    conclusion: Assessment
    meaning: str
    top: int | None
    ladders: tuple[Ladder, ...]
    council: str
    asked: tuple[Asked, ...]
    rating_changes: list[OtherAnswer]
    unanswered: tuple[Unanswered, ...]
    owed: tuple[Owed, ...]
    own_rating: Decision | None
    own_risk: Decision | None
    reads_words: bool


def rating_view(page: BreachPage, member: Member) -> RatingView | None:
    """Return what a rated breach's rating page shows, or None before it is rated."""
    serious, policy = how_serious(page), page.policy
    if serious.latest is None:
        return None
    row, conclusion = serious.latest.row, serious.latest.conclusion
    facts = BreachFacts.from_json(row.facts)
    changes = what_would_change(policy, facts)
    own = {view.subject: view for view in serious.standing_views}
    return RatingView(
        row=row,
        conclusion=conclusion,
        meaning=serious.meaning,
        top=max(serious.values, default=None),
        ladders=tuple(
            Ladder(rating, _rungs(axis, rating))
            for axis in policy.axes
            for rating in conclusion.ratings
            if rating.axis == axis.id
        ),
        council=_council_told(page),
        asked=tuple(
            Asked(each, would_change(changes, _DUTY[each.subject]))
            for each in thresholds(page, conclusion)
        ),
        rating_changes=would_change(changes, _OF_RATING),
        unanswered=tuple(
            Unanswered(name, fact(name).question, fact(name).page)
            for name in unanswered(policy, facts)
        ),
        owed=_owed(page, conclusion),
        own_rating=own.get(Subject.RATING),
        own_risk=own.get(Subject.RISK),
        reads_words=member.can(Permission.HANDLE_BREACH),
    )


def _rungs(axis: Axis, rating: AxisRating) -> tuple[tuple[int, str], ...]:
    """Return the scale with a sentence for each value; the lit one says which criterion matched."""
    rungs = {value.value: "" for value in axis.scale}
    for row in axis.table.rows:
        if row.when:
            rungs[row.result] = row.sentence
    rungs[rating.rating] = rating.because.sentence
    return tuple(rungs.items())


def _council_told(page: BreachPage) -> str:
    """Return whether the rating goes to every councillor, and when it did."""
    trigger = page.policy.thresholds.full_council
    if trigger is None:
        return ""
    where = "the policy's line"
    if trigger.rating is not None:
        where = page.policy.word(trigger.rating)
    if what_stands(page.policy, page.breach).tell_full_council:
        return f"It reaches {where}: {_letters_to_council(page)}"
    if page.breach.council_told_rating is not None:
        was = "it reached it"
        if page.breach.rating is not None:
            was = f"it was rated {page.breach.council_told_rating}"
        return f"Below {where} now. Earlier {was}: {_letters_to_council(page)}"
    return f"Below {where}, so the policy does not ask that every councillor hears of it at once."


def _letters_to_council(page: BreachPage) -> str:
    """Return how far the letters to the councillors have come."""
    letters = [letter for letter in page.messages if letter.kind == MessageKind.COUNCIL_TOLD]
    sent = [letter.sent_at for letter in letters if letter.sent_at is not None]
    if not letters:
        return "but no councillor has a place here yet, so tell them yourself."
    if len(sent) < len(letters):
        return (
            "every councillor is being told, without anybody's name"
            f" ({len(sent)} of {len(letters)} letters have left)."
        )
    return f"every councillor was told on {when(max(sent))}."


def _owed(page: BreachPage, conclusion: Assessment) -> tuple[Owed, ...]:
    """Return what the law and the policy require, given the rating and the risk that stand."""
    breach = page.breach
    times = Times(
        occurred_at=breach.occurred_at, suspected_at=breach.suspected_at, aware_at=breach.aware_at
    )
    return tuple(
        Owed(each, _met(each.shown_by, page))
        for each in obligations(page.policy, _standing(page, conclusion), times)
    )


def _standing(page: BreachPage, conclusion: Assessment) -> Assessment:
    """Return the assessment with the rating and the risk that stand, and what follows from them."""
    stands = what_stands(page.policy, page.breach)
    return replace(
        conclusion,
        overall=stands.overall,
        risk_to_people=stands.risk_to_people,
        notify_regulator=stands.notify_regulator,
        tell_people=stands.tell_people,
        tell_full_council=stands.tell_full_council,
        duties=stands.duties,
    )


def _met(shown_by: ShownBy | None, page: BreachPage) -> str:
    match shown_by:
        case ShownBy.REGULATOR_TOLD:
            return _done(page, Subject.REGULATOR)
        case ShownBy.PEOPLE_TOLD:
            return _done(page, Subject.PEOPLE)
        case ShownBy.REGISTERED:
            return "This register keeps it."
        case ShownBy.REPORTED:
            return f"On {when(page.breach.reported_at)}."
        case ShownBy.COUNCIL_TOLD:
            return _told_on(page)
        case None:
            return ""


def _done(page: BreachPage, subject: Subject) -> str:
    decision = next((row for row in page.decisions if row.subject == subject), None)
    at: datetime | None = decision.done_at if decision else None
    return f"On {when(at)}." if at else ""


def _told_on(page: BreachPage) -> str:
    told = next((line for line in page.timeline if line.event == Event.COUNCIL_TOLD), None)
    return f"Letters to every councillor were written on {when(told.at)}." if told else ""
