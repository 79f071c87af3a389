"""The drill: a practice breach whose clock, ladder and letters really run, and which ends at will.

It shows whether the alerts reach anybody, and whether somebody answers when the clerk is away.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.record import get_breach, leave_mark
from tenants.breaches.reporting import enter_breach
from tenants.breaches.scenarios import Scenario
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.deadlines import cancel_all
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, NotFound, NotYet
from tenants.messages import cancel_unsent
from tenants.models import Breach, Event, State

AGAIN_AFTER = timedelta(days=365)
"""How long after the last practice another one is suggested; the law sets no time."""

LESSONS_LIMIT = 10_000


def start_drill(
    session: ScopedSession,
    scenario: Scenario,
    *,
    by: Member,
    now: datetime,
    is_announced: bool = False,
) -> Breach:
    """Report an invented breach and start its clock, for practice.

    `is_announced` says whether people were told that a practice is coming. Raises `NotAllowed` for
    whoever is neither clerk nor chair, and `AlreadyDone` while another practice is open.
    """
    _require_office(by)
    take_turns(session)
    running = find_open_drill(session)
    if running is not None:
        message = f"Practice breach {running.reference} is still open. End it first."
        raise AlreadyDone(message)
    drill = enter_breach(session, scenario.as_report(now=now), by=by, now=now, is_drill=True)
    changes = {"scenario": scenario.id, "is_announced": is_announced}
    leave_mark(session, Event.BREACH_REPORTED, drill, by=by, now=now, changes=changes)
    return drill


def end_drill(
    session: ScopedSession, *, reference: str, lessons: str = "", by: Member, now: datetime
) -> Breach:
    """End a practice at once, wherever it stands: nothing more is sent about it.

    Whoever started it may, and clerk and chair. Raises `NotFound` for a breach that is no practice,
    `NotAllowed` for anybody else, and `AlreadyDone` when it has ended.
    """
    drill = _locked(session, reference)
    if drill.reporter_id != by.membership_id:
        _require_office(by)
    if drill.state == State.CLOSED:
        message = "This practice has ended already."
        raise AlreadyDone(message)
    drill.state = State.CLOSED
    drill.closed_at = now
    drill.learned = _checked(lessons)
    cancel_all(session, breach_id=drill.id, now=now)
    cancel_unsent(session, breach_id=drill.id, now=now)
    leave_mark(session, Event.BREACH_CLOSED, drill, by=by, now=now, changes={"practice": "ended"})
    return drill


def record_lessons(
    session: ScopedSession, *, reference: str, lessons: str, by: Member, now: datetime
) -> Breach:
    """Write down what a practice that has ended showed, once.

    Raises `NotYet` while it runs, `AlreadyDone` where lessons stand, `NotAcceptable` without words.
    """
    drill = _locked(session, reference)
    _require_office(by)
    if drill.state != State.CLOSED:
        message = "This practice is still running. End it first."
        raise NotYet(message)
    if drill.learned:
        message = "What it showed has been written down already."
        raise AlreadyDone(message)
    if not lessons.strip():
        message = "Say what the practice showed, or that all went well"
        raise NotAcceptable("lessons", message)
    drill.learned = _checked(lessons)
    changes = {"practice": "lessons"}
    leave_mark(session, Event.BREACH_CLOSED, drill, by=by, now=now, changes=changes)
    return drill


def find_open_drill(session: ScopedSession) -> Breach | None:
    """Return the practice that is running, if one is; there is never more than one."""
    return session.scalars(
        select(Breach)
        .where(Breach.is_drill, Breach.state != State.CLOSED)
        .order_by(Breach.reported_at, Breach.id)
    ).first()


def get_drill(session: ScopedSession, *, reference: str) -> Breach:
    """Return a practice breach; raises `NotFound` for every other number."""
    breach = get_breach(session, reference=reference)
    if not breach.is_drill:
        raise NotFound
    return breach


def is_drill_due(last_at: datetime | None, *, now: datetime) -> bool:
    """Whether the council should practise: it never has, or the last time is a year ago."""
    return last_at is None or last_at + AGAIN_AFTER <= now


def _locked(session: ScopedSession, reference: str) -> Breach:
    """Return the practice as it is now, held until the transaction ends."""
    drill = get_drill(session, reference=reference)
    session.refresh(drill, with_for_update={"key_share": True})
    return drill


def _checked(lessons: str) -> str:
    words = lessons.strip()
    if len(words) > LESSONS_LIMIT:
        message = f"Use at most {LESSONS_LIMIT:,} characters"
        raise NotAcceptable("lessons", message)
    return words


def _require_office(by: Member) -> None:
    if by.office is None:
        message = "Only the clerk or the chair starts and ends a practice."
        raise NotAllowed(message)
