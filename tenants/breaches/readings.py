"""Who looked at a breach, when, and at what of it: one line for each hour of a visit.

The law asks a controller to show that it keeps personal data safe (UK GDPR Art. 5(1)(f), 5(2)). A
reading moves nothing on the breach and makes no new version of it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from tenants.access import Member
from tenants.db import ScopedSession
from tenants.models import Reading

_LONGEST: Final = 200


class Looked(StrEnum):
    """At what somebody looked; a file's or a document's own name follows after a colon."""

    BREACH = "breach"
    COUNCIL_COPY = "council_copy"
    COUNCIL_PAPER = "council_paper"
    REPORT_COPY = "report_copy"
    RATING_WHY = "rating_why"
    FILES = "files"
    FILE = "file"
    COMMUNICATIONS = "communications"
    COMMENTS = "comments"
    CONVERSATION = "conversation"
    DOCUMENTS = "documents"
    DOCUMENT = "document"
    REGULATOR_REPORT = "regulator_report"
    LETTERS = "letters"
    READERS = "readers"

    def named(self, name: object) -> str:
        """Return what to note of one of several: `file:` and its id, `document:` and its kind."""
        return f"{self.value}:{name}"


def note_reading(
    session: ScopedSession, *, breach_id: UUID, what: str, by: Member, now: datetime
) -> None:
    """Keep that a member looked at something of a breach; once an hour is enough.

    `what` is a `Looked`, or what its `named` returns. Takes no lock that a writer waits for.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    line = insert(Reading).values(
        council_id=session.council_id,
        id=uuid4(),
        breach_id=breach_id,
        membership_id=by.membership_id,
        what=what[:_LONGEST],
        hour=hour,
        read_at=now,
    )
    session.execute(line.on_conflict_do_nothing(constraint="uq_reading_visit"))


def readings_of(session: ScopedSession, *, breach_id: UUID, limit: int = 500) -> list[Reading]:
    """Return who looked at a breach, the latest first, at most `limit` lines."""
    return list(
        session.scalars(
            select(Reading)
            .where(Reading.breach_id == breach_id)
            .order_by(Reading.read_at.desc(), Reading.id)
            .limit(limit)
        )
    )
