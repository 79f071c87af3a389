"""Closing a breach, when nothing stands between it and its end any more."""

from datetime import datetime

from tenants.access import Member
from tenants.breaches.councillors import write_to_councillors
from tenants.breaches.decisions import count_breach
from tenants.breaches.handlers import require_lead
from tenants.breaches.left import blocking, what_is_left
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.breaches.retention import set_retention
from tenants.breaches.reviewing import latest_review
from tenants.db import ScopedSession
from tenants.deadlines import cancel_all, end_with_closing
from tenants.errors import NotAcceptable, NotYet
from tenants.models import Breach, Event, MessageKind, State


def close_breach(
    session: ScopedSession, *, seen: Seen, learned: str, by: Member, now: datetime
) -> Breach:
    """Close a breach of which nothing is left that must come before, and tell every councillor.

    What was learned is what the review says, unless it is said again here; a practice may have no
    review. Raises `NotYet` saying what is left, `NotAcceptable` when nothing is said of lessons.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    left = blocking(what_is_left(session, breach))
    if left:
        message = f"Not yet: {'; '.join(one.words for one in left)}."
        raise NotYet(message)
    breach.learned = learned.strip() or lessons_of(session, breach)
    if not breach.learned:
        message = "Say what the council learned, or that there was nothing to learn and why"
        raise NotAcceptable("learned", message)
    breach.closed_at = now
    breach.state = State.CLOSED
    end_with_closing(session, breach_id=breach.id, now=now)
    if breach.is_drill:
        # Practice leaves nothing behind that is due: it takes up no meeting.
        cancel_all(session, breach_id=breach.id, now=now)
    set_retention(session, breach, now=now)
    councillors = _tell_councillors(session, breach, now)
    leave_mark(
        session, Event.BREACH_CLOSED, breach, by=by, now=now, changes={"councillors": councillors}
    )
    count_breach(session, breach)
    return breach


def lessons_of(session: ScopedSession, breach: Breach) -> str:
    """Return what the latest review of a breach says that the council learned."""
    review = latest_review(session, breach_id=breach.id)
    return review.lessons if review else breach.learned


def _tell_councillors(session: ScopedSession, breach: Breach, now: datetime) -> int:
    """Write to every councillor that the report is finished; of practice to nobody.

    Every finished report goes to the full council, however serious it was. Returns to how many.
    """
    if breach.is_drill:
        return 0
    return write_to_councillors(session, breach, kind=MessageKind.REPORT_FINISHED, now=now)
