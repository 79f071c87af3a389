"""Complaints about a breach: that one came, and that it was acknowledged; no word of what it says.

DPA 2018 s.164A, in force from 19 June 2026: 30 days that begin with the day on which it came.
"""

from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.keeping import NOON, get_breach_to_add_to, refuse_days_to_come
from tenants.breaches.record import Seen, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import About, find_about, meet, set_deadline
from tenants.errors import AlreadyDone, NotAcceptable, NotFound
from tenants.models import Breach, Complaint, Event, ObligationId
from tenants.policy import law
from tenants.times import LONDON, at_clock, day, day_of

RULE: Final = "complaints"
_LAST_MINUTE: Final = time(23, 59)
_OBLIGATION: Final = ObligationId.ACKNOWLEDGE_COMPLAINT


def complaint_due_at(received_on: date) -> datetime | None:
    """Return the last minute in which a complaint is acknowledged in time, in UTC.

    It is the last of the days that the law gives, the day of receipt being the first, until that
    day ends in London. None for a complaint that came before the law asked for it.
    """
    span = law().span_on(RULE, received_on)
    if span is None:
        return None
    last = datetime.combine(span.last_day(received_on), _LAST_MINUTE, tzinfo=LONDON)
    return last.astimezone(UTC)


def record_complaint(
    session: ScopedSession, *, seen: Seen, received_on: date, by: Member, now: datetime
) -> Complaint:
    """Record the day on which a complaint came, and ask for its acknowledgement.

    Raises `NotAcceptable` for a day to come or before it happened, and what
    `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    refuse_days_to_come("received_on", received_on, now)
    if breach.occurred_at is not None and received_on < day_of(breach.occurred_at):
        message = f"It happened on {day(breach.occurred_at)}. A complaint about it came after that"
        raise NotAcceptable("received_on", message)
    complaint = Complaint(
        council_id=session.council_id,
        breach_id=breach.id,
        received_on=received_on,
        recorded_by_id=by.membership_id,
        recorded_at=now,
    )
    session.add(complaint)
    session.flush()
    leave_mark(
        session,
        Event.COMPLAINT_RECORDED,
        breach,
        by=by,
        now=now,
        changes={"complaint": str(complaint.id), "on": received_on.isoformat()},
    )
    due_at = complaint_due_at(received_on)
    if due_at is not None:
        set_deadline(
            session,
            _about(breach, complaint),
            obligation=_OBLIGATION,
            due=(due_at, "within 30 days, the day on which it came being the first"),
            citation=law().rule(RULE).citation_on(received_on),
            now=now,
        )
        plan_clock_alerts(session, breach, now=now)
    return complaint


def acknowledge_complaint(
    session: ScopedSession,
    *,
    seen: Seen,
    complaint_id: UUID,
    acknowledged_on: date,
    by: Member,
    now: datetime,
) -> Complaint:
    """Record the day on which whoever complained was told that it has arrived.

    Raises `NotFound`, `AlreadyDone`, `NotAcceptable` for a day that cannot be, and what
    `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    complaint = get_complaint(session, breach, complaint_id=complaint_id)
    if complaint.acknowledged_on is not None:
        message = "This complaint has been acknowledged already."
        raise AlreadyDone(message)
    refuse_days_to_come("acknowledged_on", acknowledged_on, now)
    if acknowledged_on < complaint.received_on:
        message = f"The complaint came on {day(complaint.received_on)}. This must be after that"
        raise NotAcceptable("acknowledged_on", message)
    complaint.acknowledged_on = acknowledged_on
    deadline = find_about(session, _about(breach, complaint), obligation=_OBLIGATION)
    if deadline is not None:
        meet(session, deadline, now=now, at=at_clock(acknowledged_on, NOON))
    leave_mark(
        session,
        Event.COMPLAINT_ACKNOWLEDGED,
        breach,
        by=by,
        now=now,
        changes={"complaint": str(complaint.id), "on": acknowledged_on.isoformat()},
    )
    return complaint


def get_complaint(session: ScopedSession, breach: Breach, *, complaint_id: UUID) -> Complaint:
    """Return one complaint about this breach, or raise `NotFound`."""
    found = session.get(Complaint, (session.council_id, complaint_id))
    if found is None or found.breach_id != breach.id:
        raise NotFound
    return found


def complaints_of(session: ScopedSession, *, breach_id: UUID) -> list[Complaint]:
    """Return the complaints about a breach, the earliest first."""
    return list(
        session.scalars(
            select(Complaint)
            .where(Complaint.breach_id == breach_id)
            .order_by(Complaint.received_on, Complaint.recorded_at, Complaint.id)
        )
    )


def is_late(complaint: Complaint) -> bool:
    """Whether a complaint was acknowledged after the last day that the law gives."""
    due_at, done_on = complaint_due_at(complaint.received_on), complaint.acknowledged_on
    return due_at is not None and done_on is not None and done_on > day_of(due_at)


def _about(breach: Breach, complaint: Complaint) -> About:
    return About(breach_id=breach.id, complaint_id=complaint.id)
