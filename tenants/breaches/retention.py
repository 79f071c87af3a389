"""How long what was kept about a breach stays: the policy's own terms, from closing on.

On its day what a term names is erased (`erasing`); without terms in its policy a council is asked
nothing, and nothing is erased.
"""

from calendar import monthrange
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.duties import cited
from tenants.breaches.keeping import END_OF_WORK, get_breach_to_add_to
from tenants.breaches.record import Seen, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import About, set_deadline
from tenants.errors import NotAcceptable, NotFound
from tenants.models import Breach, Deadline, Event, ObligationId
from tenants.policies import policy_in_force
from tenants.policy.policy_format import Retention
from tenants.times import at_clock, day_of

_DECEMBER: Final = 12


def set_retention(session: ScopedSession, breach: Breach, *, now: datetime) -> None:
    """Set the day on which each thing that the policy in force keeps for a time is to go.

    For a breach that was just closed; a practice breach keeps nobody's data.
    """
    if breach.is_drill or breach.closed_at is None:
        return
    _, policy = policy_in_force(session)
    for term in policy.retention:
        on = kept_until(term, reported_at=breach.reported_at, closed_at=breach.closed_at)
        deadline = set_deadline(
            session,
            About(breach_id=breach.id, occasion=term.id),
            obligation=ObligationId.ERASE,
            due=(at_clock(on, END_OF_WORK), f"{term.what}: kept for {_months(term.months)}"),
            citation=cited(policy, term.section),
            now=now,
        )
        # What was erased before the breach was opened again is written anew, and goes anew.
        deadline.met_at = None
    if policy.retention:
        plan_clock_alerts(session, breach, now=now)


def kept_until(term: Retention, *, reported_at: datetime, closed_at: datetime) -> date:
    """Return the day (London) until which a term of the policy keeps something. Pure."""
    start = day_of(reported_at if term.counted_from == "report" else closed_at)
    if term.counted_from == "end_of_year":
        start = date(start.year, _DECEMBER, 31)
    years, month = divmod(start.month - 1 + term.months, _DECEMBER)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def keep_longer(
    session: ScopedSession,
    *,
    seen: Seen,
    deadline_id: UUID,
    until: tuple[date, str],
    by: Member,
    now: datetime,
) -> Deadline:
    """Move the day on which something is to go, with the reason for keeping it longer.

    Raises `NotFound`, `NotAcceptable` for a day that is not later or without a reason, and what
    `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    deadline = get_erasure(session, breach, deadline_id=deadline_id)
    on, reason = until
    if deadline.due_at is None or on <= max(day_of(deadline.due_at), day_of(now)):
        message = "Enter a later day than the one that stands"
        raise NotAcceptable("until", message)
    if not reason.strip():
        message = "Say in a sentence why it must be kept longer"
        raise NotAcceptable("reason", message)
    before = day_of(deadline.due_at)
    what = deadline.due_words.partition(":")[0]
    deadline.due_at = at_clock(on, END_OF_WORK)
    deadline.due_words = f"{what}: kept longer because {reason.strip()}"
    leave_mark(
        session,
        Event.TIMES_CHANGED,
        breach,
        by=by,
        now=now,
        changes={"erase_on": [before.isoformat(), on.isoformat()], "occasion": deadline.occasion},
    )
    plan_clock_alerts(session, breach, now=now)
    return deadline


def get_erasure(session: ScopedSession, breach: Breach, *, deadline_id: UUID) -> Deadline:
    """Return an open day of erasing of this breach, or raise `NotFound`."""
    found = session.scalars(
        select(Deadline).where(
            Deadline.id == deadline_id,
            Deadline.breach_id == breach.id,
            Deadline.obligation == ObligationId.ERASE,
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _months(number: int) -> str:
    years, months = divmod(number, _DECEMBER)
    if months == 0:
        return "1 year" if years == 1 else f"{years} years"
    return "1 month" if number == 1 else f"{number} months"
