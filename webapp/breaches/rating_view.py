"""All that the page with a breach's rating shows, worked out from what is on record. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tenants.access import Member, Permission
from tenants.breaches.assessments import what_stands
from tenants.breaches.page import BreachPage
from tenants.models import AssessmentRow, Decision, Event, MessageKind, Subject
from tenants.policy import (
    Assessment,
    AxisRating,
    Because,
    BreachFacts,
    unanswered,
    what_would_change,
)
from tenants.policy.council_policy import OVERALL, Axis
from tenants.policy.reasons import council_line
from tenants.times import when
from webapp.breaches.deciding_thresholds import Threshold, overall_reason, thresholds
from webapp.breaches.rating_changes import WouldChange, would_change
from webapp.breaches.rating_owed import Owed, owed
from webapp.breaches.rating_questions import Question, question_of
from webapp.breaches.rungs import HowSerious, RatingWords, names_of

_DUTY: Final[Mapping[Subject, str]] = {
    Subject.REGULATOR: "notify_regulator",
    Subject.PEOPLE: "tell_people",
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """One axis of the policy: each value of its scale with a sentence; one of them is lit.

    `names` are those that its values have; `word` is what the lit one is called.
    """

    rating: AxisRating
    word: str
    rungs: tuple[tuple[int, str], ...]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the law's two questions, and which other answers would turn it."""

    threshold: Threshold
    changes: list[WouldChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingView:
    """A breach's rating as one member may see it; `reads_words` allows what people wrote."""

    serious: HowSerious
    row: AssessmentRow
    conclusion: Assessment
    ladders: tuple[Ladder, ...]
    how_they_join: Because | None
    council: str
    asked: tuple[Asked, ...]
    rating_changes: list[WouldChange]
    unanswered: tuple[Question, ...]
    owed: tuple[Owed, ...]
    own_rating: Decision | None
    own_risk: Decision | None
    reads_words: bool


def rating_view(
    page: BreachPage, serious: HowSerious, member: Member, *, next_meeting_on: date | None
) -> RatingView | None:
    """Return what a rated breach's rating page shows, or None before it is rated."""
    policy = page.policy
    if serious.latest is None:
        return None
    row, conclusion = serious.latest.row, serious.latest.conclusion
    facts = BreachFacts.from_json(row.facts)
    changes = what_would_change(policy, facts)
    own = {view.subject: view for view in serious.standing_views}
    return RatingView(
        serious=serious,
        row=row,
        conclusion=conclusion,
        ladders=tuple(
            _ladder(axis, rating)
            for axis in policy.axes
            for rating in conclusion.ratings
            if rating.axis == axis.id
        ),
        how_they_join=overall_reason(page, conclusion),
        council=_council_told(page, serious.words),
        asked=tuple(
            Asked(each, would_change(changes, {_DUTY[each.subject]}, policy))
            for each in thresholds(page, conclusion)
        ),
        rating_changes=would_change(changes, {OVERALL}, policy),
        unanswered=tuple(question_of(policy, name) for name in unanswered(policy, facts)),
        owed=owed(page, conclusion, next_meeting_on=next_meeting_on),
        own_rating=own.get(Subject.RATING),
        own_risk=own.get(Subject.RISK),
        reads_words=member.can(Permission.HANDLE_BREACH),
    )


def _ladder(axis: Axis, rating: AxisRating) -> Ladder:
    """Return the scale with a sentence for each value; the lit one says which criterion matched.

    A value that several criteria lead to is told by what the scale says of it.
    """
    rungs = {rung.value: rung.meaning for rung in axis.scale}
    led_to = Counter(row.result for row in axis.table.rows)
    rungs |= {
        row.result: row.sentence
        for row in axis.table.rows
        if row.when and (led_to[row.result] == 1 or not rungs[row.result])
    }
    rungs[rating.rating] = rating.because.sentence
    return Ladder(rating, axis.word(rating.rating), tuple(rungs.items()), names_of(axis.scale))


def _council_told(page: BreachPage, words: RatingWords) -> str:
    """Return whether the policy has every councillor told, and when they were."""
    line = council_line(page.policy)
    if not line:
        return ""
    policy = f"The policy has the full council told {line}"
    if what_stands(page.policy, page.breach).tell_full_council:
        return f"{policy}: {_letters_to_council(page)}"
    told_at = next((one.at for one in page.timeline if one.event == Event.COUNCIL_TOLD), None)
    if told_at is None:
        return f"{policy}, so it does not ask that every councillor hears of this one at once."
    was = "Earlier that was so"
    if page.breach.rating is not None:
        was = f"Earlier it was rated {words.at(page.breach.council_told_rating, told_at)}"
    return f"{policy}. That is not so now. {was}: {_letters_to_council(page)}"


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
