"""An action, a complaint and something kept, each made for one visit of a page that settles it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from tenants.access import Member
from tenants.breaches.record import Seen, get_breach
from tenants.db import ScopedSession
from tenants.deadlines import About, set_deadline
from tenants.models import Action, ActionKind, Complaint, ObligationId
from tenants.times import day_of

Maker = Callable[[ScopedSession, Seen, Member, datetime], UUID]


def an_action(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Undertake something."""
    action = Action(kind=ActionKind.LESSON, words="Use bcc", owner_id=by.membership_id, set_at=now)
    action.set_by_id = by.membership_id
    return _beside(session, seen, action)


def a_complaint(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Record that a complaint came."""
    complaint = Complaint(received_on=day_of(now), recorded_at=now)
    complaint.recorded_by_id = by.membership_id
    return _beside(session, seen, complaint)


def _beside(session: ScopedSession, seen: Seen, row: Action | Complaint) -> UUID:
    """Put a row beside a breach, also beside a practice that has ended and takes no more."""
    breach = get_breach(session, reference=seen.reference)
    row.council_id, row.breach_id = breach.council_id, breach.id
    session.add(row)
    session.flush()
    return row.id


def something_kept(session: ScopedSession, seen: Seen, _by: Member, now: datetime) -> UUID:
    """Set a day on which something kept is to go."""
    breach = get_breach(session, reference=seen.reference)
    return set_deadline(
        session,
        About(breach_id=breach.id, occasion="papers"),
        obligation=ObligationId.ERASE,
        due=(now, "Papers: kept for 2 years"),
        citation="The policy",
        now=now,
    ).id


DUTIES: Final[Mapping[str, Maker]] = {
    "action": an_action,
    "complaint": a_complaint,
    "kept": something_kept,
}
