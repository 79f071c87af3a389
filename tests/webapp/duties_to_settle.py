"""An action, a complaint and something kept, each made for one visit of a page that settles it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from tenants.access import Member
from tenants.breaches.complaints import record_complaint
from tenants.breaches.keeping import day_of
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.undertakings import Undertaking, set_action
from tenants.db import ScopedSession
from tenants.deadlines import About, set_deadline
from tenants.models import ActionKind, ObligationId

Maker = Callable[[ScopedSession, Seen, Member, datetime], UUID]


def an_action(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Undertake something."""
    undertaking = Undertaking(
        kind=ActionKind.LESSON, words="Use bcc", owner_id=by.membership_id, due_on=None
    )
    return set_action(session, undertaking, seen=seen, by=by, now=now).id


def a_complaint(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Record that a complaint came."""
    today = day_of(now)
    return record_complaint(session, seen=seen, received_on=today, by=by, now=now).id


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
