"""Remarks among those who handle a breach. They stand in no document, and are never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.beside import get_breach_beside, note_beside
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.models import Comment, Event


def write_comment(
    session: ScopedSession, *, breach_id: UUID, words: str, by: Member, now: datetime
) -> Comment:
    """Add a remark to a breach, for those who handle it.

    Raises `NotAcceptable` when nothing is written, and what `get_breach_beside` raises.
    """
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    if not words.strip():
        message = "Write your comment"
        raise NotAcceptable("words", message)
    comment = Comment(
        council_id=session.council_id,
        breach_id=breach.id,
        words=words.strip(),
        written_by_id=by.membership_id,
        written_at=now,
    )
    session.add(comment)
    session.flush()
    changes = {"comment": str(comment.id)}
    note_beside(session, Event.COMMENT_WRITTEN, breach, by=by, now=now, changes=changes)
    return comment


def comments_of(session: ScopedSession, *, breach_id: UUID) -> list[Comment]:
    """Return the remarks on a breach, the oldest first, as a conversation is read."""
    return list(
        session.scalars(
            select(Comment)
            .where(Comment.breach_id == breach_id)
            .order_by(Comment.written_at, Comment.id)
        )
    )
