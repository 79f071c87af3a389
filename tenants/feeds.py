"""A member's calendar: what is due, as events that their own telephone or computer fetches.

The address is its own key, so an event holds no personal data: what is due, of which number, and
where to sign in for the rest. Every time is UTC, every event keeps its name when it moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Alarm, Calendar, Event
from sqlalchemy import func, select

from tenants.access import Member, Permission
from tenants.contacts import CalendarOwner
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.errors import NotFound
from tenants.messages.wording.sentences import TO_DO
from tenants.models import Action, AuditEntry, Breach, Council, Deadline, Membership, ObligationId
from tenants.people import as_member
from tenants.times import day_of

# An event ends at the due time: nobody reads "at 6:40" as "from 6:40 on".
_LENGTH: Final = timedelta(minutes=30)
_ALARMS: Final = (timedelta(hours=24), timedelta(hours=6))
_REFRESH: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Due:
    """An open deadline with its breach, and when something about it was last changed."""

    deadline: Deadline
    breach: Breach | None
    changed_at: datetime


def calendar_feed(
    session: ScopedSession, owner: CalendarOwner, *, base_url: str, now: datetime
) -> bytes:
    """Return an owner's calendar as iCalendar (RFC 5545): the same rows give the same bytes.

    The session is the council's. Raises `NotFound` for somebody who has left.
    """
    membership = session.get(Membership, (owner.council_id, owner.membership_id))
    if membership is None or membership.left_at is not None:
        raise NotFound
    member = as_member(membership)
    council = get_own_council(session)
    calendar = _blank(council)
    root = f"{base_url}/councils/{council.slug}"
    for due in _due_for(session, member):
        calendar.add_component(_event(due, council, root))
    if council.next_meeting_on is not None and council.next_meeting_on >= day_of(now):
        calendar.add_component(_meeting(council, council.next_meeting_on, root))
    written: bytes = calendar.to_ical()
    return written


def _blank(council: Council) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Breach register//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{council.name}: breach register")
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def _due_for(session: ScopedSession, member: Member) -> list[_Due]:
    """Return what is due that a member's roles show: all, or the register's, or their own part."""
    deadlines = session.scalars(
        select(Deadline)
        .where(Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
        .order_by(Deadline.due_at.nulls_last(), Deadline.obligation, Deadline.id)
    ).all()
    breaches = {row.id: row for row in session.scalars(select(Breach))}
    owners = {row.id: row.owner_id for row in session.scalars(select(Action))}
    changed = _last_changes(session)
    found = []
    for one in deadlines:
        if not _shows(member, one, owners):
            continue
        breach = breaches.get(one.breach_id) if one.breach_id else None
        last = changed.get(one.breach_id) if one.breach_id else None
        found.append(_Due(one, breach, max(one.set_at, last or one.set_at)))
    return found


def _last_changes(session: ScopedSession) -> dict[UUID, datetime]:
    """Return when something was last done to each breach."""
    rows = session.execute(
        select(AuditEntry.breach_id, func.max(AuditEntry.at).label("at"))
        .where(AuditEntry.breach_id.is_not(None))
        .group_by(AuditEntry.breach_id)
    )
    return {row.breach_id: row.at for row in rows}


def _shows(member: Member, deadline: Deadline, owners: Mapping[UUID, UUID]) -> bool:
    """Whether a member's roles show them this deadline, or it is theirs to meet."""
    if member.can(Permission.HANDLE_BREACH) or deadline.member_id == member.membership_id:
        return True
    if deadline.action_id is not None and owners.get(deadline.action_id) == member.membership_id:
        return True
    return deadline.breach_id is not None and member.can(Permission.SEE_REGISTER)


def _event(due: _Due, council: Council, root: str) -> Event:
    deadline, breach = due.deadline, due.breach
    to_do = TO_DO[ObligationId(deadline.obligation)]
    about = f"{breach.marker}{council.name}, {breach.name}" if breach else council.name
    page = f"{root}/breaches/{breach.reference}" if breach else f"{root}/alerts"
    event = Event()
    event.add("uid", f"deadline-{deadline.id}@{council.slug}.breach-register")
    event.add("summary", f"{about}: {to_do}")
    event.add("dtstamp", due.changed_at)
    event.add("last-modified", due.changed_at)
    event.add("sequence", breach.version if breach else _moves(deadline))
    if deadline.due_at is None:
        event.add("dtstart", day_of(deadline.set_at))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", deadline.due_at - _LENGTH)
        event.add("dtend", deadline.due_at)
        for before in _ALARMS:
            event.add_component(_alarm(f"{about}: {to_do}", before))
    source = f"Source: {deadline.citation}." if deadline.citation else ""
    words = f"The council has to {to_do}, {_by_when(deadline)}. {source}".strip()
    event.add(
        "description", f"{words}\nIt holds no details on purpose: sign in to see them.\n{page}"
    )
    event.add("url", page)
    event.add("class", "PRIVATE")
    return event


def _by_when(deadline: Deadline) -> str:
    return "by the end of this event" if deadline.due_at else deadline.due_words


def _moves(deadline: Deadline) -> int:
    """Return a number that grows when a deadline of the council's own is put off: its day."""
    return deadline.due_at.toordinal() if deadline.due_at else 0


def _alarm(words: str, before: timedelta) -> Alarm:
    """Return an alarm before the due time, which is where the event ends."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", -before, parameters={"related": "END"})
    return alarm


def _meeting(council: Council, on: date, root: str) -> Event:
    event = Event()
    stamp = datetime.fromisoformat(f"{on.isoformat()}T00:00:00+00:00") - timedelta(days=365)
    event.add("uid", f"meeting-{on.isoformat()}@{council.slug}.breach-register")
    event.add("summary", f"{council.name}: the full council meets")
    event.add("dtstamp", stamp)
    event.add("dtstart", on)
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{root}/")
    return event
