"""Going through a council's calendar: every prompt that is due in the year has its row."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from tenants.db import ScopedSession
from tenants.models import Upkeep

_LONDON = ZoneInfo("Europe/London")
# Before anybody is up, and before the first prompt of a day can be due.
EARLY = time(5)


def claim_upkeep(session: ScopedSession, *, now: datetime) -> bool:
    """Return whether the council's calendar is to be gone through now, and nobody else is at it."""
    due = select(Upkeep.council_id).where(
        Upkeep.council_id == session.council_id, Upkeep.next_at <= now
    )
    return session.scalar(due.with_for_update(skip_locked=True)) is not None


def keep_up(session: ScopedSession, *, now: datetime) -> None:
    """Bring the council's calendar up to date, and say when it is next gone through."""
    session.execute(
        update(Upkeep)
        .where(Upkeep.council_id == session.council_id)
        .values(next_at=next_morning(now))
    )


def ask_for_upkeep(session: ScopedSession, *, now: datetime) -> None:
    """Have the calendar gone through at once: something that it rests on has changed."""
    session.execute(
        update(Upkeep).where(Upkeep.council_id == session.council_id).values(next_at=now)
    )


def next_morning(now: datetime) -> datetime:
    """Return early on the next day in London, in UTC."""
    tomorrow = now.astimezone(_LONDON).date() + timedelta(days=1)
    return datetime.combine(tomorrow, EARLY, tzinfo=_LONDON).astimezone(now.tzinfo)
