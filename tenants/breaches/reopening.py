"""Opening a closed breach again: something came up, and it is dealt with once more."""

from datetime import datetime

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.comments import write_comment
from tenants.breaches.deciding import undecided
from tenants.breaches.decisions import count_breach
from tenants.breaches.handlers import declared_for, handlers_of
from tenants.breaches.keeping import get_breach_to_add_to, is_apart
from tenants.breaches.receiving import possible_leads, stand_down
from tenants.breaches.record import Seen, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import About, cancel, deadlines_of, find_deadline, set_deadline
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, WasInvolved
from tenants.messages import cancel_unsent
from tenants.models import Breach, Deadline, Event, MessageKind, Nature, ObligationId, State


def reopen_breach(
    session: ScopedSession, *, seen: Seen, reason: str, by: Member, now: datetime
) -> Breach:
    """Open a closed breach again, with the reason, which is kept as a comment on it.

    What closing ended is due again, and nothing is erased meanwhile. What was no breach, or a near
    miss, waits for its first assessment once more. Raises `AlreadyDone` for a breach that is open,
    whose data has been erased, or that was practice, `NotAcceptable` without a reason, `NotAllowed`
    or `WasInvolved` for who may not, and what `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    require_reopening(session, breach, by)
    if not reason.strip():
        message = "Say in a sentence why it is opened again"
        raise NotAcceptable("reason", message)
    comment = write_comment(
        session, breach_id=breach.id, words=f"Opened again: {reason.strip()}", by=by, now=now
    )
    _bring_back(session, breach, now)
    breach.closed_at = None
    cancel_unsent(session, breach_id=breach.id, kind=MessageKind.REPORT_FINISHED, now=now)
    leave_mark(
        session,
        Event.BREACH_REOPENED,
        breach,
        by=by,
        now=now,
        changes={"comment": str(comment.id)},
    )
    if breach.lead_id and breach.lead_id not in {m.id for m in possible_leads(session, breach)}:
        stand_down(session, breach, by=by, now=now)
    plan_clock_alerts(session, breach, now=now)
    count_breach(session, breach)
    return breach


def require_reopening(session: ScopedSession, breach: Breach, by: Member) -> None:
    """Raise unless this member may open this breach again: its lead, or who handles it.

    Nothing is judged by that, so nobody is asked first whether they were involved; who has said
    so may not.
    """
    if breach.state != State.CLOSED:
        message = "This breach is open."
        raise AlreadyDone(message)
    if breach.is_drill:
        message = "This practice has ended. Begin another one instead."
        raise AlreadyDone(message)
    if breach.erased_at is not None:
        message = "What was kept about this breach has been erased, so it stays closed."
        raise AlreadyDone(message)
    if by.membership_id in declared_for(session, breach_id=breach.id).involved:
        message = "You said that you were involved, so somebody else opens it again."
        raise WasInvolved(message)
    handlers = handlers_of(session, breach)
    if by.membership_id not in {breach.lead_id, *handlers.ids}:
        raise NotAllowed(handlers.why)


def _ask_for_first_look(session: ScopedSession, breach: Breach, now: datetime) -> None:
    """Ask for the first assessment once more, counted from now."""
    obligation = ObligationId.RECEIVE_REPORT
    made = find_deadline(session, breach_id=breach.id, obligation=obligation)
    if made is not None:
        made.cancelled_at = now
        session.flush()
    set_deadline(
        session,
        About(breach_id=breach.id),
        obligation=obligation,
        due=(None, "at once"),
        citation="the council's policy",
        now=now,
    )


def _bring_back(session: ScopedSession, breach: Breach, now: datetime) -> None:
    """Put the breach back to where it stood, with what was due when it was closed."""
    ended = session.scalars(
        select(Deadline).where(
            Deadline.breach_id == breach.id, Deadline.cancelled_at == breach.closed_at
        )
    )
    for deadline in ended:
        deadline.cancelled_at = None
    session.flush()
    for deadline in deadlines_of(session, breach_id=breach.id):
        if deadline.obligation == ObligationId.ERASE:
            cancel(session, deadline, now=now)
    if is_apart(breach):
        breach.nature = Nature.SUSPECTED
        breach.received_at = breach.received_by_id = None
        breach.state = State.REPORTED
        _ask_for_first_look(session, breach, now)
    elif breach.lead_id is None:
        breach.state = State.RECEIVED
    elif breach.risk is None:
        breach.state = State.INVESTIGATING
    else:
        breach.state = State.RATED if undecided(session, breach) else State.DECIDED
