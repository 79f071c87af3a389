"""Reporting to the full council: asked for the next meeting, and met by its minute.

It outlives the closing of a breach: councils meet when they meet.
"""

from datetime import date, datetime

from sqlalchemy import select

from tenants import councils
from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.assessments import latest_assessment
from tenants.breaches.duties import MEETS_AT, council_due
from tenants.breaches.keeping import get_breach_to_add_to, is_apart, refuse_days_to_come
from tenants.breaches.record import Seen, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import About, cancel_deadline, find_deadline, meet, set_deadline
from tenants.errors import NotAcceptable, NotYet
from tenants.models import Breach, Deadline, Event, ObligationId
from tenants.policies import policy_of
from tenants.policy import Policy
from tenants.times import at_clock, day, day_of

_REPORT = ObligationId.REPORT_TO_COUNCIL


def ask_for_report(session: ScopedSession, breach: Breach, policy: Policy, now: datetime) -> None:
    """Set, move or drop what is due to the full council; the caller plans the alerts again.

    What was brought before it stays brought. A practice breach is not brought before anybody.
    """
    known = find_deadline(session, breach_id=breach.id, obligation=_REPORT)
    if breach.is_drill or (known is not None and known.met_at is not None):
        return
    due = council_due(policy, breach, next_meeting_on=next_meeting(session, now=now))
    if due is None:
        cancel_deadline(session, breach_id=breach.id, obligation=_REPORT, now=now)
        return
    if known is not None and _was_missed(known, due.at, now):
        words = f"{due.words}; it was not brought to the one on {day(known.due_at or now)}"
    else:
        words = due.words
    deadline = set_deadline(
        session,
        About(breach_id=breach.id),
        obligation=_REPORT,
        due=(due.at, words),
        citation=due.citation,
        now=now,
    )
    if breach.reported_to_council_on is not None:
        meet(session, deadline, now=now, at=at_clock(breach.reported_to_council_on, MEETS_AT))


def next_meeting(session: ScopedSession, *, now: datetime) -> date | None:
    """Return when the full council meets next (London), as far as that is known and to come."""
    on = councils.get_own_council(session).next_meeting_on
    return on if on is not None and on >= day_of(now) else None


def set_next_meeting(session: ScopedSession, *, on: date | None, now: datetime) -> None:
    """Record when the full council meets next, and move what is due to it with its alerts."""
    councils.set_next_meeting(session, on=on)
    session.flush()
    waiting = session.scalars(
        select(Breach)
        .join(
            Deadline,
            (Deadline.council_id == Breach.council_id) & (Deadline.breach_id == Breach.id),
        )
        .where(
            Deadline.obligation == _REPORT,
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
        .order_by(Breach.id)
        .with_for_update(key_share=True, of=Breach)
    ).all()
    for breach in waiting:
        rating = latest_assessment(session, breach_id=breach.id)
        if rating is not None:
            ask_for_report(session, breach, policy_of(session, rating), now)
            plan_clock_alerts(session, breach, now=now)


def record_council_report(
    session: ScopedSession, *, seen: Seen, meeting: tuple[date, str], by: Member, now: datetime
) -> Breach:
    """Record at which meeting the full council heard of the breach, and in which minute.

    Said again it is put right. Raises `NotYet` for a breach that was not rated, `NotAcceptable` for
    a day that cannot be, and what `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    if breach.risk is None or is_apart(breach):
        message = "Rate the breach first: the report to the council says how serious it is."
        raise NotYet(message)
    on, minute = meeting
    refuse_days_to_come("on", on, now)
    if on < day_of(breach.aware_at):
        message = f"The council became aware on {day(breach.aware_at)}. The meeting was after that"
        raise NotAcceptable("on", message)
    if not minute.strip():
        message = "Enter the number or reference of the minute, like 26/114"
        raise NotAcceptable("minute", message)
    breach.reported_to_council_on = on
    breach.council_minute = minute.strip()
    deadline = find_deadline(session, breach_id=breach.id, obligation=_REPORT)
    if deadline is not None:
        deadline.met_at = None
        meet(session, deadline, now=now, at=at_clock(on, MEETS_AT))
    leave_mark(
        session, Event.REPORTED_TO_COUNCIL, breach, by=by, now=now, changes={"on": on.isoformat()}
    )
    return breach


def _was_missed(known: Deadline, at: datetime | None, now: datetime) -> bool:
    """Whether the meeting that it was due at has been, and another one is named now."""
    return known.due_at is not None and known.due_at <= now and at is not None and at > now
