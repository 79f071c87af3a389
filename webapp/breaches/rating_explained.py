"""Why a breach is rated as it is, point by point, from what was kept of its assessment. Pure.

Nothing here names anybody or repeats what somebody wrote: it is read aloud to the council.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tenants.breaches.assessments import what_stands
from tenants.breaches.page import BreachPage
from tenants.models import Decision, Subject
from tenants.policy import Assessment, Because, Policy
from tenants.policy.conclusion import Conclusion
from tenants.policy.facts import is_known
from tenants.policy.reasons import council_line
from tenants.policy.times import regulator_deadline
from tenants.times import when
from webapp.breaches.deciding_thresholds import (
    Threshold,
    council_reasons,
    overall_reason,
    thresholds,
)
from webapp.breaches.rating_questions import question_of
from webapp.breaches.rungs import HowSerious
from webapp.breaches.wording import RISKS

_SAID: Final = {
    "unlikely": "a risk to people is unlikely",
    "risk": "there is a risk to people",
    "high_risk": "there is a high risk to people",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its sentence, its rule and source, and the answers that mattered, by topic."""

    sentence: str
    rule: str
    citation: str
    answers: tuple[tuple[str, str], ...]
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that was concluded: the question, its answer that stands, and the reasons for it.

    `floor` says that the law comes before a policy that asks for less. `notes` say what else must
    be known, as that the lead investigator decided differently. `rests_on` are the reasons behind.
    """

    id: str
    question: str
    answer: str
    reasons: tuple[Reason, ...]
    floor: Reason | None = None
    notes: tuple[str, ...] = ()
    rests_on: tuple[Reason, ...] = ()


def title_of(page: BreachPage, serious: HowSerious) -> str:
    """Return what the page is about: "Why breach 2026-004 is rated 4"."""
    name = page.breach.name
    if serious.value is None:
        return f"Why {name} is dealt with as it is"
    return f"Why {name} is rated {serious.word}"


def answer_of(page: BreachPage, serious: HowSerious) -> str:
    """Return the whole answer that stands, a person's own view included, in one sentence."""
    stands, parts = what_stands(page.policy, page.breach), []
    if serious.value is not None:
        top = f" out of {serious.top}" if serious.top else ""
        parts.append(f"it is rated {serious.word}{top}")
    parts.append(_SAID[stands.risk_to_people])
    parts += _who_is_told(page, stands)
    *first, last = parts
    said = f"{', '.join(first)}, and {last}"
    return f"{said[:1].upper()}{said[1:]}."


def points_of(page: BreachPage, serious: HowSerious, conclusion: Assessment) -> tuple[Point, ...]:
    """Return everything that was concluded: ratings, the risk, and who must be told."""
    asked = thresholds(page, conclusion)
    return (
        *_ratings(page, serious, conclusion),
        _risk(page, serious, conclusion),
        *(_threshold(each, page.policy) for each in asked),
        *_council(page, conclusion),
    )


def reason_of(because: Because, policy: Policy) -> Reason:
    """Return a reason with the answers that mattered in words; what is not yet known apart."""
    asked = [(question_of(policy, name), value) for name, value in because.facts]
    return Reason(
        because.sentence,
        because.rule,
        because.citation,
        tuple((each.label, each.said(value)) for each, value in asked if is_known(value)),
        tuple(each.topic for each, value in asked if not is_known(value)),
    )


def _who_is_told(page: BreachPage, stands: Conclusion) -> Iterator[str]:
    due = when(regulator_deadline(page.breach.aware_at))
    yield (
        f"the regulator must be told by {due}"
        if stands.notify_regulator
        else "the regulator need not be told"
    )
    yield (
        "the people affected must be told without undue delay"
        if stands.tell_people
        else "the people affected need not be told"
    )
    if stands.tell_full_council:
        yield "the full council must be told"
    elif page.policy.thresholds.full_council is not None:
        yield "the policy does not ask that the full council is told at once"


def _ratings(page: BreachPage, serious: HowSerious, conclusion: Assessment) -> Iterator[Point]:
    """Yield each axis, then how they come to one rating where there are several."""
    words = serious.latest.axis_words if serious.latest else {}
    is_only_one = len(conclusion.ratings) == 1 and page.policy.overall is None
    for each in conclusion.ratings:
        yield Point(
            id=f"axis-{each.axis}",
            question=each.title,
            answer=words.get(each.axis, str(each.rating)),
            reasons=(reason_of(each.because, page.policy),),
            notes=_own_rating(serious) if is_only_one else (),
        )
    if not is_only_one and conclusion.ratings:
        joined = overall_reason(page, conclusion)
        highest = () if joined else ("The highest of these ratings counts.",)
        yield Point(
            id="overall",
            question="The rating as a whole",
            answer=serious.word,
            reasons=(reason_of(joined, page.policy),) if joined else (),
            notes=(*highest, *_own_rating(serious)),
        )


def _own_rating(serious: HowSerious) -> tuple[str, ...]:
    """Say that the lead investigator rates it differently, without who that is, or why."""
    own = _view_on(serious, Subject.RATING)
    if own is None:
        return ()
    proposed, decided = (
        serious.words.at(value, own.decided_at) for value in (own.proposed, own.decided)
    )
    sentence = (
        f"The answers alone give {proposed}. The lead investigator decided {decided} on"
        f" {when(own.decided_at)}. That counts, and the reason is in the council's record."
    )
    return (sentence,)


def _risk(page: BreachPage, serious: HowSerious, conclusion: Assessment) -> Point:
    own, notes = _view_on(serious, Subject.RISK), []
    if own is not None:
        notes.append(
            f"By the answers alone, {_SAID[own.proposed]}. On {when(own.decided_at)} the lead"
            f" investigator decided that {_SAID[own.decided]}. That counts, and the reason is in"
            " the council's record."
        )
    *behind, found = (reason_of(each, page.policy) for each in conclusion.risk_because)
    return Point(
        id="risk",
        question="How likely is harm to the people whose information it is?",
        answer=RISKS[page.breach.risk or conclusion.risk_to_people],
        reasons=(found,),
        notes=tuple(notes),
        rests_on=tuple(behind),
    )


def _threshold(asked: Threshold, policy: Policy) -> Point:
    """Return one of the law's questions; the risk that it rests on has been explained before."""
    notes = _otherwise(is_yes=asked.is_yes, by_answers=asked.is_yes_for_engine)
    if asked.is_policy_alone:
        notes.append("The law would not ask for it here. The council's own policy does.")
    return Point(
        id=str(asked.subject),
        question=asked.question,
        answer="Yes" if asked.is_yes else "No",
        reasons=tuple(reason_of(each, policy) for each in asked.of_duty),
        floor=reason_of(asked.floor, policy) if asked.floor else None,
        notes=tuple(notes),
    )


def _council(page: BreachPage, conclusion: Assessment) -> Iterator[Point]:
    """Yield whether every councillor hears of it, where the policy says anything about that."""
    line = council_line(page.policy)
    if not line:
        return
    is_told = what_stands(page.policy, page.breach).tell_full_council
    reasons = tuple(reason_of(each, page.policy) for each in council_reasons(page, conclusion))
    notes = _otherwise(is_yes=is_told, by_answers=conclusion.tell_full_council)
    if not reasons:
        notes.append(f"The policy has the full council told {line}.")
    yield Point(
        id="council",
        question="Must the full council be told?",
        answer="Yes" if is_told else "No",
        reasons=reasons,
        notes=tuple(notes),
    )


def _otherwise(*, is_yes: bool, by_answers: bool) -> list[str]:
    """Say that an answer follows from what a person decided, where it does."""
    if is_yes == by_answers:
        return []
    alone = "yes" if by_answers else "no"
    return [f"This follows from what was decided differently. By the answers alone: {alone}."]


def _view_on(serious: HowSerious, subject: Subject) -> Decision | None:
    return next((view for view in serious.standing_views if view.subject == subject), None)
