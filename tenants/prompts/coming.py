"""What is coming in a council's year, and what has not been done in time: for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from tenants.access import Member, Permission
from tenants.db import ScopedSession
from tenants.deadlines import schedule_of
from tenants.models import Deadline, ObligationId
from tenants.prompts.wanted import OBLIGATIONS
from tenants.times import day_of

# What lies further ahead is on the page of the year, and on no home page.
AT_HOME = timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Something that the council's calendar asks: for so many people, by a day (London)."""

    obligation: ObligationId
    due_on: date
    asked_from: date
    is_late: bool
    is_own: bool = False
    people: int = 1
    year: str = ""


def prompts_for(session: ScopedSession, *, member: Member, now: datetime) -> list[Prompt]:
    """Return what is open in the council's calendar, in the order of its days, in one query.

    Others' training is one line for each day, and only for whoever looks after the people.
    """
    rows = session.scalars(
        select(Deadline)
        .where(
            Deadline.breach_id.is_(None),
            Deadline.obligation.in_(OBLIGATIONS),
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
            Deadline.due_at.is_not(None),
        )
        .order_by(Deadline.due_at, Deadline.obligation, Deadline.id)
    ).all()
    today = day_of(now)
    own = [row for row in rows if row.member_id == member.membership_id]
    councils = [row for row in rows if row.member_id is None]
    prompts = [_prompt(row, today, is_own=row in own) for row in (*own, *councils)]
    if member.can(Permission.MANAGE_PEOPLE):
        others = [row for row in rows if row.member_id not in {None, member.membership_id}]
        prompts += _together(others, today)
    return sorted(prompts, key=lambda one: (one.due_on, one.obligation, not one.is_own))


def prompts_at_home(session: ScopedSession, *, member: Member, now: datetime) -> list[Prompt]:
    """Return what of it a home page shows: late or coming soon, and asked of this member."""
    until = day_of(now) + AT_HOME
    return [
        one
        for one in prompts_for(session, member=member, now=now)
        if one.due_on <= until and (one.is_own or member.can(Permission.MANAGE_PEOPLE))
    ]


def _prompt(row: Deadline, today: date, *, is_own: bool = False, people: int = 1) -> Prompt:
    if row.due_at is None:
        message = "A row of the calendar has a day."
        raise ValueError(message)
    due_on = day_of(row.due_at)
    first = max(schedule_of(row.obligation).before or (0,))
    return Prompt(
        obligation=ObligationId(row.obligation),
        due_on=due_on,
        asked_from=day_of(max(row.due_at - timedelta(hours=first), row.set_at)),
        is_late=due_on < today,
        is_own=is_own,
        people=people,
        year=row.occasion if row.obligation in _BY_YEAR else "",
    )


def _together(rows: Sequence[Deadline], today: date) -> list[Prompt]:
    """Return one line for all whose training is due on the same day."""
    days: dict[datetime | None, list[Deadline]] = {}
    for row in rows:
        days.setdefault(row.due_at, []).append(row)
    return [_prompt(same[0], today, people=len(same)) for same in days.values()]


_BY_YEAR = frozenset({ObligationId.EVIDENCE_PACK, ObligationId.ANNUAL_RETURN})
