"""Closing a breach, when nothing stands between it and its end any more."""

from datetime import datetime

from tenants.access import Member
from tenants.breaches.decisions import count_breach
from tenants.breaches.handlers import require_lead
from tenants.breaches.left import blocking, what_is_left
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.breaches.retention import set_retention
from tenants.db import ScopedSession
from tenants.deadlines import cancel_all, end_with_closing
from tenants.errors import NotAcceptable, NotYet
from tenants.models import Breach, Event, State


def close_breach(
    session: ScopedSession, *, seen: Seen, learned: str, by: Member, now: datetime
) -> Breach:
    """Close a breach when every decision is recorded and carried out, with what was learned.

    Raises `NotYet` saying what is left, and `NotAcceptable` when nothing is said of the lessons.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    left = blocking(what_is_left(session, breach))
    if left:
        message = f"Not yet: {'; '.join(one.words for one in left)}."
        raise NotYet(message)
    if not learned.strip():
        message = "Say what the council learned, or that there was nothing to learn and why"
        raise NotAcceptable("learned", message)
    breach.learned = learned
    breach.closed_at = now
    breach.state = State.CLOSED
    end_with_closing(session, breach_id=breach.id, now=now)
    if breach.is_drill:
        # Practice leaves nothing behind that is due: it takes up no meeting.
        cancel_all(session, breach_id=breach.id, now=now)
    set_retention(session, breach, now=now)
    leave_mark(session, Event.BREACH_CLOSED, breach, by=by, now=now)
    count_breach(session, breach)
    return breach
