"""The calendar's rows and their alerts: made, moved, met, and planned again where needed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import and_, select

from tenants.breaches.ladder import Members
from tenants.db import ScopedSession
from tenants.deadlines import (
    About,
    cancel,
    council_deadlines,
    meet,
    plan_alerts,
    schedule_of,
    set_deadline,
    steps_of,
)
from tenants.deadlines.alerts import channel_of, holder_of
from tenants.models import Deadline, Message, ObligationId
from tenants.policy import Policy
from tenants.policy.ladders import Call, calls
from tenants.prompts.asked import asking_for
from tenants.prompts.wanted import OBLIGATIONS, Key, Wanted, key_of


def rows_of(session: ScopedSession) -> dict[Key, Deadline]:
    """Return the calendar's rows that were not cancelled, the met ones too."""
    rows = council_deadlines(session)
    return {key_of(row): row for row in rows if row.obligation in OBLIGATIONS}


def open_rows(rows: Mapping[Key, Deadline]) -> list[Deadline]:
    """Return those that are neither met nor cancelled, in the order of their days."""
    standing = [row for row in rows.values() if row.met_at is None and row.cancelled_at is None]
    return sorted(standing, key=lambda row: (str(row.due_at), row.obligation, str(row.id)))


def set_rows(
    session: ScopedSession,
    rows: dict[Key, Deadline],
    wanted: Iterable[Wanted],
    present: frozenset[UUID],
    *,
    now: datetime,
) -> None:
    """Make the rows what is wanted. What is wanted no longer was met, unless its member left."""
    keys = set()
    for one in wanted:
        keys.add(one.key)
        _set_row(session, rows, one, now=now)
    for key, row in rows.items():
        if key in keys or row.met_at is not None:
            continue
        if row.member_id is not None and row.member_id not in present:
            cancel(session, row, now=now)
        elif row.obligation in {ObligationId.REVIEW_POLICY, ObligationId.REFRESH_TRAINING}:
            meet(session, row, now=now)
    session.flush()


def _set_row(
    session: ScopedSession, rows: dict[Key, Deadline], one: Wanted, *, now: datetime
) -> None:
    row = rows.get(one.key)
    if row is None:
        if not one.is_met:
            rows[one.key] = _made(session, one, now=now)
        return
    if one.is_met:
        meet(session, row, now=now)
    elif one.is_met is False:
        row.met_at = None
    row.due_at, row.due_words = one.due_at, one.due_words


def _made(session: ScopedSession, one: Wanted, *, now: datetime) -> Deadline:
    return set_deadline(
        session,
        About(member_id=one.member_id, occasion=one.occasion),
        obligation=one.obligation,
        due=(one.due_at, one.due_words),
        citation=one.citation,
        now=now,
    )


def plan_rows(
    session: ScopedSession,
    rows: Sequence[Deadline],
    members: Members,
    policy: Policy,
    *,
    now: datetime,
) -> None:
    """Plan the alerts again of the rows whose alerts are not what they should be now.

    People come and go, are away, change their office: all are compared in one query, so that a day
    on which nothing has changed writes nothing.
    """
    said = _said_of(session, [row.id for row in rows])
    for row in rows:
        if not _is_planned(row, said[row.id], members, policy, now=now):
            plan_alerts(session, row, asking_for(row, members, policy), now=now)


Said: TypeAlias = tuple[int | None, datetime, UUID, str]


@dataclass(slots=True)
class _Outbox:
    """What stands in the outbox of one row: all of it, and what waits for whom it was meant."""

    there: set[Said] = field(default_factory=set)
    waiting: set[Said] = field(default_factory=set)


def _said_of(session: ScopedSession, ids: Sequence[UUID]) -> defaultdict[UUID | None, _Outbox]:
    by_row: defaultdict[UUID | None, _Outbox] = defaultdict(_Outbox)
    if ids:
        messages = session.execute(
            select(
                Message.deadline_id,
                Message.hours_before,
                Message.due_at,
                Message.recipient_id,
                Message.channel,
                and_(
                    Message.sent_at.is_(None),
                    Message.failed_at.is_(None),
                    Message.instead_of_id.is_(None),
                ),
            ).where(Message.deadline_id.in_(ids), Message.cancelled_at.is_(None))
        )
        for deadline_id, step, due_at, who, channel, waits in messages:
            outbox = by_row[deadline_id]
            outbox.there.add((step, due_at, who, channel))
            if waits:
                outbox.waiting.add((step, due_at, who, channel))
    return by_row


def _is_planned(
    row: Deadline, outbox: _Outbox, members: Members, policy: Policy, *, now: datetime
) -> bool:
    """Whether everything that is to be said of a row is in the outbox, and nothing else waits."""
    steps = steps_of(row.obligation, policy=policy, due_at=row.due_at, set_at=row.set_at)
    planned = calls(
        steps,
        asking_for(row, members, policy).contacts_at,
        last_hours=schedule_of(row.obligation).last_hours(has_due_time=True),
        held=holder_of(row),
    )
    come = [step for step, at in steps if at <= now]
    due_now = come[-1] if come and come[-1] <= 0 else None
    wanted = {_said(call) for call in planned}
    needed = {_said(call) for call in planned if call.at >= now or call.step == due_now}
    return needed <= outbox.there and outbox.waiting <= wanted


def _said(call: Call) -> Said:
    return (call.step, call.at, call.who, channel_of(call.channel))
