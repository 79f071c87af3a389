"""Lessons that a council lets its association read, in words of their own, and takes back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.keeping import get_breach_to_add_to
from tenants.breaches.record import Seen, leave_mark
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable, NotFound, NotYet
from tenants.models import Breach, Event, SharedLesson


def share_lesson(
    session: ScopedSession, words: str, *, seen: Seen, by: Member, now: datetime
) -> SharedLesson:
    """Let the association's officers read a lesson: the kind of breach and these words only.

    Neither the council nor the breach is named to them. Raises `NotYet` for a practice breach,
    `NotAcceptable` without words, and what `get_breach_to_add_to` and `require_lead` raise.
    """
    breach = _breach(session, seen, by)
    if breach.is_drill:
        message = "A practice is not shared: nothing about it leaves the council."
        raise NotYet(message)
    if not words.strip():
        message = "Write the lesson as other councils may read it"
        raise NotAcceptable("words", message)
    lesson = SharedLesson(
        council_id=session.council_id,
        breach_id=breach.id,
        cause=breach.cause,
        words=words.strip(),
        shared_by_id=by.membership_id,
        shared_at=now,
    )
    session.add(lesson)
    leave_mark(session, Event.LESSON_SHARED, breach, by=by, now=now)
    return lesson


def withdraw_lesson(
    session: ScopedSession, *, seen: Seen, lesson_id: UUID, by: Member, now: datetime
) -> SharedLesson:
    """Take a shared lesson back: from now on no officer reads it.

    Raises `NotFound`, `AlreadyDone`, and what `get_breach_to_add_to` and `require_lead` raise.
    """
    breach = _breach(session, seen, by)
    lesson = session.get(SharedLesson, (session.council_id, lesson_id))
    if lesson is None or lesson.breach_id != breach.id:
        raise NotFound
    if lesson.withdrawn_at is not None:
        message = "This lesson has been taken back already."
        raise AlreadyDone(message)
    lesson.withdrawn_at = now
    leave_mark(session, Event.LESSON_WITHDRAWN, breach, by=by, now=now)
    return lesson


def lessons_of(session: ScopedSession, *, breach_id: UUID) -> list[SharedLesson]:
    """Return the lessons of a breach that the association can read now, the latest first."""
    return list(
        session.scalars(
            select(SharedLesson)
            .where(SharedLesson.breach_id == breach_id, SharedLesson.withdrawn_at.is_(None))
            .order_by(SharedLesson.shared_at.desc(), SharedLesson.id)
        )
    )


def _breach(session: ScopedSession, seen: Seen, by: Member) -> Breach:
    breach = get_breach_to_add_to(session, seen, by=by)
    require_lead_or_handler(session, breach, by)
    return breach
