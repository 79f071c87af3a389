"""What is due when: one row for each obligation that stands, was met, or stands no more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from tenants.db import ScopedSession
from tenants.messages import cancel_unsent
from tenants.models import Deadline, ObligationId

# What is still asked of a breach when it is closed.
OUTLIVE_CLOSING: Final = frozenset(
    {
        ObligationId.REPORT_TO_COUNCIL,
        ObligationId.DO_ACTION,
        ObligationId.ACKNOWLEDGE_COMPLAINT,
        ObligationId.ERASE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a deadline is about: a breach, something beside it, a member, or the council itself.

    `occasion` tells one year's from another's, such as "2027".
    """

    breach_id: UUID | None = None
    action_id: UUID | None = None
    complaint_id: UUID | None = None
    member_id: UUID | None = None
    occasion: str = ""


def set_deadline(
    session: ScopedSession,
    about: About,
    *,
    obligation: ObligationId,
    due: tuple[datetime | None, str],
    citation: str,
    now: datetime,
) -> Deadline:
    """Return the open row for an obligation, made or moved to this due time.

    `due` is the instant (UTC), or None where none is set, and the words that stand for it.
    """
    due_at, due_words = due
    deadline = find_about(session, about, obligation=obligation)
    if deadline is None:
        deadline = Deadline(
            council_id=session.council_id,
            breach_id=about.breach_id,
            action_id=about.action_id,
            complaint_id=about.complaint_id,
            member_id=about.member_id,
            occasion=about.occasion,
            obligation=obligation,
            set_at=now,
        )
        session.add(deadline)
    deadline.due_at = due_at
    deadline.due_words = due_words
    deadline.citation = citation
    session.flush()
    return deadline


def find_about(
    session: ScopedSession, about: About, *, obligation: ObligationId
) -> Deadline | None:
    """Return the row for an obligation about this that was not cancelled, or None."""
    return session.scalars(
        select(Deadline).where(
            Deadline.breach_id.is_not_distinct_from(about.breach_id),
            Deadline.action_id.is_not_distinct_from(about.action_id),
            Deadline.complaint_id.is_not_distinct_from(about.complaint_id),
            Deadline.member_id.is_not_distinct_from(about.member_id),
            Deadline.occasion == about.occasion,
            Deadline.obligation == obligation,
            Deadline.cancelled_at.is_(None),
        )
    ).one_or_none()


def find_deadline(
    session: ScopedSession, *, breach_id: UUID, obligation: ObligationId
) -> Deadline | None:
    """Return the breach's own row for an obligation that was not cancelled, or None."""
    return find_about(session, About(breach_id=breach_id), obligation=obligation)


def deadlines_of(session: ScopedSession, *, breach_id: UUID) -> list[Deadline]:
    """Return a breach's deadlines that still stand or were met: timed ones first, by time."""
    return _standing(session, Deadline.breach_id == breach_id)


def council_deadlines(session: ScopedSession) -> list[Deadline]:
    """Return the council's own deadlines, of no breach, in the order of `deadlines_of`."""
    return _standing(session, Deadline.breach_id.is_(None))


def meet_deadline(
    session: ScopedSession, *, breach_id: UUID, obligation: ObligationId, now: datetime
) -> None:
    """Record that a breach's obligation is met, as `meet` does; nothing where there is none."""
    deadline = find_deadline(session, breach_id=breach_id, obligation=obligation)
    if deadline is not None:
        meet(session, deadline, now=now)


def meet(
    session: ScopedSession, deadline: Deadline, *, now: datetime, at: datetime | None = None
) -> None:
    """Record that a deadline is met, now or at an earlier instant, and take back its alerts."""
    if deadline.met_at is None:
        deadline.met_at = now if at is None else min(at, now)
        cancel_unsent(session, deadline_id=deadline.id, now=now)


def reopen_deadline(session: ScopedSession, *, breach_id: UUID, obligation: ObligationId) -> None:
    """Record that an obligation was met on grounds that have changed, and stands again."""
    deadline = find_deadline(session, breach_id=breach_id, obligation=obligation)
    if deadline is not None:
        deadline.met_at = None
        session.flush()


def cancel_deadline(
    session: ScopedSession, *, breach_id: UUID, obligation: ObligationId, now: datetime
) -> None:
    """Record that a breach's obligation no longer stands, as `cancel` does."""
    deadline = find_deadline(session, breach_id=breach_id, obligation=obligation)
    if deadline is not None:
        cancel(session, deadline, now=now)


def cancel(session: ScopedSession, deadline: Deadline, *, now: datetime) -> None:
    """Record that an obligation that was not met no longer stands, and take back its alerts."""
    if deadline.met_at is None:
        deadline.cancelled_at = now
        cancel_unsent(session, deadline_id=deadline.id, now=now)


def cancel_all(session: ScopedSession, *, breach_id: UUID, now: datetime) -> None:
    """Record that nothing more is due on a breach, and take back what was to be said of it."""
    for deadline in deadlines_of(session, breach_id=breach_id):
        cancel(session, deadline, now=now)


def end_with_closing(session: ScopedSession, *, breach_id: UUID, now: datetime) -> None:
    """Record that a breach is closed: what outlives it stays due, the rest is no longer asked."""
    for deadline in deadlines_of(session, breach_id=breach_id):
        if deadline.obligation not in OUTLIVE_CLOSING:
            cancel(session, deadline, now=now)


def _standing(session: ScopedSession, whose: ColumnElement[bool]) -> list[Deadline]:
    return list(
        session.scalars(
            select(Deadline)
            .where(whose, Deadline.cancelled_at.is_(None))
            .order_by(Deadline.due_at.nulls_last(), Deadline.obligation, Deadline.id)
        )
    )
