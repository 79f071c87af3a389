"""A week in the life of a deadline: one invented breach that nobody decides, hour by hour.

It happens in the demonstration's first council, through the same services that people use. What it
shows are the rows of the outbox, so it cannot say anything that is not so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from tenants.access import Role
from tenants.alerts.holding import what_they_are
from tenants.councils import find_public_council
from tenants.db import Database, ScopedSession
from tenants.demonstration import county
from tenants.demonstration.stories import Mishap
from tenants.demonstration.telling import Cast, report_only
from tenants.models import Breach, Deadline, Membership, Message
from tenants.people import as_member, holders_of
from tenants.policy import BreachFacts, Cause

_STORY = Mishap(
    "A folder with the grave register was left on the bus. This report stays untouched on purpose,"
    " to show what the clock does when nobody acts.",
    "Families who own a grave",
    60,
    "Asked the bus company.",
    BreachFacts(people_affected=60),
    Cause.LOST_OR_STOLEN_PAPERWORK,
)
# What is about to be sent is waited for; a moment further ahead is one to go on to.
_A_MOMENT = timedelta(seconds=30)


class Sent(StrEnum):
    """What became of something that is said."""

    SENT = "sent"
    ON_ITS_WAY = "on_its_way"
    AHEAD = "ahead"
    TAKEN_BACK = "taken_back"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something said at one time to some people: what it is about, and what became of it."""

    at: datetime
    kind: str
    obligation: str | None
    hours_before: int | None
    to: tuple[str, ...]
    sent: Sent


@dataclass(frozen=True, slots=True)
class Week:
    """The breach of the week, what is said of it, and the next moment to go on to (UTC)."""

    council: str
    slug: str
    reference: str
    due_at: datetime | None
    moments: tuple[Moment, ...]
    next_at: datetime | None


def begin_week(database: Database, *, now: datetime) -> bool:
    """Report the week's breach in the demonstration's first council; False where there is none."""
    with database.session() as session:
        council = find_public_council(session, slug=county.COUNCILS[0].slug)
    if council is None:
        return False
    with database.session(council.id) as session:
        reporter = holders_of(session, roles=(Role.REPORTER,))[0]
    cast = Cast(council.id, {"reporter": as_member(reporter)})
    report_only(database, cast, _STORY, at=now)
    return True


def find_week(database: Database, *, now: datetime) -> Week | None:
    """Return the latest week that was begun, or None."""
    with database.session() as session:
        council = find_public_council(session, slug=county.COUNCILS[0].slug)
    if council is None:
        return None
    with database.session(council.id) as session:
        breach = session.scalars(
            select(Breach)
            .where(Breach.description == _STORY.description)
            .order_by(Breach.reported_at.desc())
            .limit(1)
        ).first()
        if breach is None:
            return None
        moments = _moments(session, breach, now)
        due_at = session.scalar(
            select(Deadline.due_at)
            .where(Deadline.breach_id == breach.id, Deadline.due_at.is_not(None))
            .order_by(Deadline.due_at)
            .limit(1)
        )
    ahead = [moment.at for moment in moments if moment.sent == Sent.AHEAD]
    next_at = min(ahead, default=None)
    return Week(council.name, council.slug, breach.reference, due_at, moments, next_at)


def _moments(session: ScopedSession, breach: Breach, now: datetime) -> tuple[Moment, ...]:
    rows = session.execute(
        select(Message, Membership, Deadline.obligation)
        .join(Membership, Membership.id == Message.recipient_id)
        .outerjoin(Deadline, Deadline.id == Message.deadline_id)
        .where(Message.breach_id == breach.id)
        .order_by(Message.due_at, Message.kind, Message.position, Message.id)
    )
    grouped: dict[tuple[datetime, str, str | None, int | None, Sent], list[str]] = {}
    for message, member, obligation in rows:
        key = (message.due_at, message.kind, obligation, message.hours_before, _sent(message, now))
        who = grouped.setdefault(key, [])
        if (name := what_they_are(member, breach)) not in who:
            who.append(name)
    return tuple(
        Moment(at, kind, obligation, hours, tuple(who), sent)
        for (at, kind, obligation, hours, sent), who in grouped.items()
    )


def _sent(message: Message, now: datetime) -> Sent:
    if message.sent_at is not None:
        return Sent.SENT
    if message.cancelled_at is not None:
        return Sent.TAKEN_BACK
    if message.failed_at is not None:
        return Sent.NOT_TAKEN
    return Sent.ON_ITS_WAY if message.due_at <= now + _A_MOMENT else Sent.AHEAD
