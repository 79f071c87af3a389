"""What is due when, and the alerts that climb towards it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from tenants.db import ScopedSession
from tenants.messages import Plan, cancel_unsent, plan_messages
from tenants.models import Deadline, Message, MessageKind, ObligationId
from tenants.policy import Policy, alert_times

# After the due time the alert is said again, so that silence is never taken for an answer.
AGAIN_AFTER_HOURS = (24, 72, 168)


def set_deadline(
    session: ScopedSession,
    *,
    breach_id: UUID,
    obligation: ObligationId,
    due: tuple[datetime | None, str],
    citation: str,
) -> Deadline:
    """Return the breach's open row for an obligation, made or moved to this due time.

    `due` is the instant (UTC), or None where the law sets none, and the words that stand for it.
    """
    due_at, due_words = due
    deadline = find_deadline(session, breach_id=breach_id, obligation=obligation)
    if deadline is None:
        deadline = Deadline(
            council_id=session.council_id, breach_id=breach_id, obligation=obligation
        )
        session.add(deadline)
    deadline.due_at = due_at
    deadline.due_words = due_words
    deadline.citation = citation
    session.flush()
    return deadline


def find_deadline(
    session: ScopedSession, *, breach_id: UUID, obligation: ObligationId
) -> Deadline | None:
    """Return the breach's row for an obligation that was not cancelled, or None."""
    return session.scalars(
        select(Deadline).where(
            Deadline.breach_id == breach_id,
            Deadline.obligation == obligation,
            Deadline.cancelled_at.is_(None),
        )
    ).one_or_none()


def deadlines_of(session: ScopedSession, *, breach_id: UUID) -> list[Deadline]:
    """Return a breach's deadlines that still stand or were met: timed ones first, by time."""
    return list(
        session.scalars(
            select(Deadline)
            .where(Deadline.breach_id == breach_id, Deadline.cancelled_at.is_(None))
            .order_by(Deadline.due_at.nulls_last(), Deadline.obligation)
        )
    )


def meet_deadline(
    session: ScopedSession, *, breach_id: UUID, obligation: ObligationId, now: datetime
) -> None:
    """Record that an obligation is met: its alerts that were not sent are taken back."""
    deadline = find_deadline(session, breach_id=breach_id, obligation=obligation)
    if deadline is not None and deadline.met_at is None:
        deadline.met_at = now
        cancel_unsent(session, breach_id=breach_id, deadline_id=deadline.id, now=now)


def reopen_deadline(session: ScopedSession, *, breach_id: UUID, obligation: ObligationId) -> None:
    """Record that an obligation was met on grounds that have changed, and stands again."""
    deadline = find_deadline(session, breach_id=breach_id, obligation=obligation)
    if deadline is not None:
        deadline.met_at = None
        session.flush()


def cancel_deadline(
    session: ScopedSession, *, breach_id: UUID, obligation: ObligationId, now: datetime
) -> None:
    """Record that an obligation no longer stands."""
    deadline = find_deadline(session, breach_id=breach_id, obligation=obligation)
    if deadline is not None and deadline.met_at is None:
        deadline.cancelled_at = now
        cancel_unsent(session, breach_id=breach_id, deadline_id=deadline.id, now=now)


def cancel_all(session: ScopedSession, *, breach_id: UUID, now: datetime) -> None:
    """Record that nothing more is due on a breach, and take back what was to be said of it."""
    for deadline in deadlines_of(session, breach_id=breach_id):
        if deadline.met_at is None:
            deadline.cancelled_at = now
    cancel_unsent(session, breach_id=breach_id, kind=MessageKind.CLOCK_ALERT, now=now)


def plan_alerts(
    session: ScopedSession,
    deadline: Deadline,
    *,
    policy: Policy,
    recipients: Sequence[UUID],
    now: datetime,
) -> None:
    """Plan the deadline's alerts for these members, in this order of precedence.

    What waits for a later time, or for somebody who is no longer to be told, is taken back and
    planned again. An alert whose time has come and that has not been sent stays: it must go out,
    and passes to whoever hears the clock now where it was for somebody else. Once the due time has
    passed, whoever has not been told is told now.
    """
    if deadline.due_at is None or deadline.met_at is not None:
        return
    unheard = _take_back(session, deadline, recipients=recipients, now=now)
    ladder = [*alert_times(policy, deadline.due_at), *_again(deadline.due_at)]
    come = [step for step in ladder if step[1] <= now]
    due_now = come[-1] if come and come[-1][0] <= 0 else None
    plans = [
        Plan(
            kind=MessageKind.CLOCK_ALERT,
            recipient_id=recipient_id,
            due_at=at,
            breach_id=deadline.breach_id,
            deadline_id=deadline.id,
            hours_before=hours_before,
            position=position,
        )
        for hours_before, at in ladder
        if at > now or (hours_before, at) == due_now or hours_before in unheard
        for position, recipient_id in enumerate(recipients)
    ]
    plan_messages(session, plans, now=now)


def _again(due_at: datetime) -> list[tuple[int, datetime]]:
    return [(-hours, due_at + timedelta(hours=hours)) for hours in AGAIN_AFTER_HOURS]


def _take_back(
    session: ScopedSession, deadline: Deadline, *, recipients: Sequence[UUID], now: datetime
) -> set[int]:
    """Cancel the deadline's unsent alerts but those whose time has come for who is still told.

    Returns the steps whose time has come and whose recipient is told no longer.
    """
    session.flush()
    waiting = session.scalars(
        select(Message)
        .where(
            Message.deadline_id == deadline.id,
            Message.sent_at.is_(None),
            Message.cancelled_at.is_(None),
            Message.failed_at.is_(None),
        )
        .with_for_update()
    )
    unheard = set()
    for message in waiting:
        is_still_due = message.due_at <= now and _belongs_to(message, deadline)
        if is_still_due and message.recipient_id in recipients:
            continue
        message.cancelled_at = now
        if is_still_due and message.hours_before is not None:
            unheard.add(message.hours_before)
    session.flush()
    return unheard


def _belongs_to(message: Message, deadline: Deadline) -> bool:
    """Whether an alert was planned for the due time that the deadline has now."""
    if deadline.due_at is None or message.hours_before is None:
        return False
    return message.due_at == deadline.due_at - timedelta(hours=message.hours_before)
