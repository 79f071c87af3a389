"""Looking back at how a breach was handled, and what is changed because of it (step 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.handlers import require_lead
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.models import Event, Review
from tenants.policy import Policy


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the review: its name, what is asked, and what helps to answer it."""

    id: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """What the lead investigator wrote: an answer to each question, lessons, policy changes."""

    answers: Mapping[str, str]
    lessons: str
    policy_changes: str


# What Scotton's policy considers after a breach (its section 5, step 5), as questions. What a
# council's own policy lists is shown beside them.
QUESTIONS: Final = (
    Question(
        "steps",
        "Were the right steps taken, soon enough?",
        "Look at the timeline: where did time go? What would you do earlier?",
    ),
    Question(
        "risk",
        "What makes another breach like this less likely, or less harmful?",
        "What was missing this time: a check, a lock, a second pair of eyes?",
    ),
    Question(
        "policies",
        "Do policies, procedures or who reports to whom need to change?",
        "Did the policy help? Was it clear whom to ring?",
    ),
    Question(
        "security",
        "Where are the weak points that need strengthening?",
        "Think of paper as well as computers: cupboards, cars, bags, shared mailboxes.",
    ),
    Question(
        "people",
        "Do people know their part, and are they trained?",
        "When was whoever was involved last trained? Is there somebody to ask?",
    ),
    Question(
        "money",
        "Does it need money, and where would that come from?",
        "If so, the council must agree to it. If not, write that it does not.",
    ),
)


def tasks_of(policy: Policy) -> tuple[str, ...]:
    """Return what the policy itself lists under learning from a breach."""
    return next((step.tasks for step in policy.steps if step.id == "learn"), ())


def review_breach(
    session: ScopedSession, look_back: LookBack, *, seen: Seen, by: Member, now: datetime
) -> Review:
    """Record how a breach was handled; said again it is a new review beside the earlier one.

    Raises `NotAcceptable` for a question without an answer or without lessons, and what
    `require_lead` and `get_breach_to_change` raise.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    answers = {question.id: look_back.answers.get(question.id, "") for question in QUESTIONS}
    empty = next((name for name, words in answers.items() if not words.strip()), None)
    if empty is not None:
        message = "Write a sentence here, even if it is only that nothing has to change"
        raise NotAcceptable(empty, message)
    if not look_back.lessons.strip():
        message = "Say what the council learned, or that there was nothing to learn and why"
        raise NotAcceptable("lessons", message)
    last = latest_review(session, breach_id=breach.id)
    row = Review(
        council_id=breach.council_id,
        breach_id=breach.id,
        sequence=last.sequence + 1 if last else 1,
        answers={name: words.strip() for name, words in answers.items()},
        lessons=look_back.lessons.strip(),
        policy_changes=look_back.policy_changes.strip(),
        made_by_id=by.membership_id,
        made_at=now,
    )
    session.add(row)
    session.flush()
    leave_mark(session, Event.REVIEWED, breach, by=by, now=now, changes={"number": row.sequence})
    return row


def latest_review(session: ScopedSession, *, breach_id: UUID) -> Review | None:
    """Return the last review of a breach, if there is one."""
    return session.scalars(
        select(Review)
        .where(Review.breach_id == breach_id)
        .order_by(Review.sequence.desc())
        .limit(1)
    ).first()
