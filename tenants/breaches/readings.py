"""Who looked at a breach, when, and at what of it: one line for each hour of a visit.

The law asks a controller to show that it keeps personal data safe (UK GDPR Art. 5(1)(f), 5(2)). A
reading moves nothing on the breach and makes no new version of it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tenants.access import Member
from tenants.db import ScopedSession
from tenants.models import Reading

# What the database raises when a line cannot be written: away, read-only, or out of room.
NOT_KEPT: Final = (DBAPIError, PoolTimeout)
ON_A_PAGE: Final = 50
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


def readings_of(
    session: ScopedSession, *, breach_id: UUID, page: int = 1, only_by: UUID | None = None
) -> list[Reading]:
    """Return who looked at a breach, the latest first, fifty to a page; `only_by` is one member."""
    wanted = select(Reading).where(Reading.breach_id == breach_id)
    if only_by is not None:
        wanted = wanted.where(Reading.membership_id == only_by)
    newest_first = wanted.order_by(Reading.read_at.desc(), Reading.id)
    return list(session.scalars(newest_first.limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)))


@dataclass(frozen=True, slots=True)
class Readers:
    """How many lines the read log of a breach has, of how many people, and when the last was."""

    lines: int
    people: int
    latest_at: datetime | None

    @property
    def pages(self) -> int:
        """Return how many pages the lines fill; an empty log has one."""
        return max(1, -(-self.lines // ON_A_PAGE))


def readers_of(session: ScopedSession, *, breach_id: UUID, only_by: UUID | None = None) -> Readers:
    """Count who looked at a breach; `only_by` is one member."""
    wanted = select(
        func.count(), func.count(Reading.membership_id.distinct()), func.max(Reading.read_at)
    ).where(Reading.breach_id == breach_id)
    if only_by is not None:
        wanted = wanted.where(Reading.membership_id == only_by)
    lines, people, latest_at = session.execute(wanted).one()
    return Readers(lines, people, latest_at)
