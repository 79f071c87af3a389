"""Going through a council's calendar: every prompt that is due in the year has its row."""

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import func, or_, select, update

from tenants.breaches.erasing import erase_due
from tenants.breaches.ladder import members_of
from tenants.db import ScopedSession
from tenants.models import AdoptedPolicy, AnnualReturn, Upkeep
from tenants.policies import policy_in_force
from tenants.prompts.calendar import open_rows, plan_rows, rows_of, set_rows
from tenants.prompts.quiet_breaches import remind_of_quiet_breaches
from tenants.prompts.training import last_training
from tenants.prompts.wanted import Council, wanted_of
from tenants.prompts.weekly import plan_weekly_letter
from tenants.times import at_clock, day_of

# Before anybody is up, and before the first prompt of a day can be due.
EARLY: Final = time(5)
FURTHEST: Final = timedelta(days=2)


def claim_upkeep(session: ScopedSession, *, now: datetime) -> bool:
    """Return whether the council's calendar is to be gone through now, and nobody else is at it.

    A time that lies further ahead than the next morning was set by a wrong clock: it binds nobody.
    """
    due = select(Upkeep.council_id).where(
        Upkeep.council_id == session.council_id,
        or_(Upkeep.next_at <= now, Upkeep.next_at > now + FURTHEST),
    )
    return session.scalar(due.with_for_update(skip_locked=True)) is not None


def keep_up(session: ScopedSession, *, now: datetime) -> None:
    """Bring the council's calendar up to date, and say when it is next gone through.

    Two at once take turns, and the second finds nothing left to do. What is to be erased today goes
    with it; that waits for no breach that somebody is working on.
    """
    asked_at = lock_calendar(session)
    adopted, policy = policy_in_force(session)
    members = members_of(session)
    rows = rows_of(session)
    council = Council(
        adopted=adopted,
        here_since=here_since(session),
        present=members.present,
        trained_on=last_training(session),
        returned=frozenset(session.scalars(select(AnnualReturn.year))),
    )
    present = frozenset(member.id for member in members.present)
    set_rows(session, rows, wanted_of(council, rows, now=now), present, now=now)
    plan_rows(session, open_rows(rows), members, policy, now=now)
    erase_due(session, now=now)
    remind_of_quiet_breaches(session, members, policy, now=now)
    plan_weekly_letter(session, members, policy, asked_at=asked_at or now, now=now)
    session.execute(
        update(Upkeep)
        .where(Upkeep.council_id == session.council_id)
        .values(next_at=next_morning(now))
    )


def lock_calendar(session: ScopedSession) -> datetime | None:
    """Return when the calendar is next gone through, which nobody else does meanwhile.

    Lock it before anything that stands in it.
    """
    return session.scalar(
        select(Upkeep.next_at).where(Upkeep.council_id == session.council_id).with_for_update()
    )


def here_since(session: ScopedSession) -> date:
    """Return the day on which the council was founded here, with its first policy."""
    founded_at = session.scalars(
        select(func.min(AdoptedPolicy.recorded_at)).where(AdoptedPolicy.number == 0)
    ).one()
    return day_of(founded_at)


def ask_for_upkeep(session: ScopedSession, *, now: datetime) -> None:
    """Have the calendar gone through at once: something that it rests on has changed."""
    session.execute(
        update(Upkeep)
        .where(Upkeep.council_id == session.council_id)
        .values(next_at=func.least(Upkeep.next_at, now))
    )


def next_morning(now: datetime) -> datetime:
    """Return early on the next day in London, in UTC; the same morning where that is ahead."""
    today = at_clock(day_of(now), EARLY)
    return today if now < today else at_clock(day_of(now) + timedelta(days=1), EARLY)
