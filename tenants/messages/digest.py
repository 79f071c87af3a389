"""What is open in a council, in numbers and times: what the weekly letter is made of.

Practice breaches are left out, and so is everything but numbers, days and closed words.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select

from tenants.db import ScopedSession
from tenants.models import Breach, Deadline, ObligationId, State

THIS_WEEK: Final = timedelta(days=7)
# What the council's own calendar asks is named a month ahead.
THIS_MONTH: Final = timedelta(days=31)
# Deciding comes before telling: of two that are open, only the first is spoken of.
_AFTER: Final = {
    ObligationId.NOTIFY_REGULATOR: ObligationId.DECIDE_REGULATOR,
    ObligationId.TELL_PEOPLE: ObligationId.DECIDE_PEOPLE,
}


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something due: of a breach by its number, or of the council itself; for so many people."""

    obligation: ObligationId
    due_at: datetime | None
    reference: str | None
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """How many breaches are open, and what is late, due within a week, or asked of the council."""

    open_breaches: int
    late: tuple[DueLine, ...]
    this_week: tuple[DueLine, ...]
    without_delay: tuple[DueLine, ...]
    calendar: tuple[DueLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that a letter would be written for."""
        return not (self.open_breaches or self.late or self.this_week)


def digest_of(session: ScopedSession, *, now: datetime) -> Digest:
    """Return what is open in the session's council at this instant, in two queries."""
    number = session.scalar(
        select(func.count())
        .select_from(Breach)
        .where(Breach.state != State.CLOSED, Breach.is_drill.is_(False))
    )
    due = _due_lines(session, before=now + THIS_MONTH)
    return Digest(
        open_breaches=number or 0,
        late=tuple(line for line in due if line.due_at and line.due_at <= now),
        this_week=tuple(line for line in due if line.due_at and _is_soon(line.due_at, now)),
        without_delay=tuple(line for line in due if line.due_at is None),
        calendar=tuple(
            line
            for line in due
            if line.due_at and line.reference is None and line.due_at > now + THIS_WEEK
        ),
    )


def _is_soon(due_at: datetime, now: datetime) -> bool:
    return now < due_at <= now + THIS_WEEK


def _due_lines(session: ScopedSession, *, before: datetime) -> list[DueLine]:
    """Return what is open and due before an instant or without delay, in the order of its time."""
    rows = session.execute(
        select(Deadline, Breach)
        .outerjoin(Breach, Breach.id == Deadline.breach_id)
        .where(
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
            or_(Deadline.due_at.is_(None), Deadline.due_at <= before),
            or_(Breach.id.is_(None), Breach.is_drill.is_(False)),
        )
        .order_by(Deadline.due_at.nulls_last(), Deadline.obligation, Deadline.id)
    ).all()
    standing = {(deadline.breach_id, deadline.obligation) for deadline, _ in rows}
    counted: dict[tuple[ObligationId, datetime | None, str | None], int] = {}
    for deadline, breach in rows:
        obligation = ObligationId(deadline.obligation)
        if (deadline.breach_id, _AFTER.get(obligation)) in standing:
            continue
        number = None if deadline.breach_id is None else breach.reference
        key = (obligation, deadline.due_at, number)
        counted[key] = counted.get(key, 0) + 1
    return [DueLine(*key, times) for key, times in counted.items()]
