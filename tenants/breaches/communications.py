"""The communications log: who was told or heard what about a breach, when and how.

A line is never changed: what was written down wrongly is put right by another line.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.beside import get_breach_beside, note_beside
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.models import Communication, Direction, Event, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Who told whom what, when (aware, UTC) and how, in the words of whoever writes it down."""

    direction: Direction
    party: Party
    with_whom: str
    method: str
    words: str
    told_at: datetime


def record_communication(
    session: ScopedSession,
    conversation: Conversation,
    *,
    breach_id: UUID,
    by: Member,
    now: datetime,
) -> Communication:
    """Add a line to a breach's communications log.

    Raises `NotAcceptable` for what is missing or lies in the future, and what `get_breach_beside`
    raises.
    """
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    _refuse(conversation, now)
    line = Communication(
        council_id=session.council_id,
        breach_id=breach.id,
        told_at=conversation.told_at,
        direction=conversation.direction,
        party=conversation.party,
        with_whom=conversation.with_whom.strip(),
        method=conversation.method.strip(),
        words=conversation.words.strip(),
        recorded_by_id=by.membership_id,
        recorded_at=now,
    )
    session.add(line)
    session.flush()
    changes = {"communication": str(line.id), "party": line.party, "direction": line.direction}
    note_beside(session, Event.COMMUNICATION_RECORDED, breach, by=by, now=now, changes=changes)
    return line


def communications_of(session: ScopedSession, *, breach_id: UUID) -> list[Communication]:
    """Return a breach's communications log, the latest conversation first."""
    return list(
        session.scalars(
            select(Communication)
            .where(Communication.breach_id == breach_id)
            .order_by(
                Communication.told_at.desc(), Communication.recorded_at.desc(), Communication.id
            )
        )
    )


def _refuse(conversation: Conversation, now: datetime) -> None:
    if conversation.told_at > now:
        message = "This time has not come yet. Enter when it was said or sent"
        raise NotAcceptable("told_at", message)
    if not conversation.method.strip():
        message = "Say how: for example, by telephone, or by email"
        raise NotAcceptable("method", message)
    if not conversation.words.strip():
        message = "Say in a sentence what was said or sent"
        raise NotAcceptable("words", message)
