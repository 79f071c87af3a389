"""Recording that members had training, for several of them at once."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from tenants import audit
from tenants.access import Member
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.models import Event, Membership, Training
from tenants.prompts.upkeep import keep_up
from tenants.times import day_of

# Whoever remembers training that lies further back cannot show it either.
EARLIEST: Final = date(2000, 1, 1)


def record_training(
    session: ScopedSession,
    *,
    membership_ids: Collection[UUID],
    trained_on: date,
    what: str,
    by: Member,
    now: datetime,
) -> int:
    """Record that members had training on a day (London); return for how many that is new.

    The calendar is gone through at once. Raises `NotAcceptable` for nobody,
    for somebody who is not here, for no words, and for a day to come or too long ago.
    """
    _check(session, membership_ids, trained_on, what, today=day_of(now))
    lines = [
        {
            "council_id": session.council_id,
            "id": uuid4(),
            "membership_id": membership_id,
            "trained_on": trained_on,
            "what": what.strip(),
            "recorded_by_id": by.membership_id,
            "recorded_at": now,
        }
        for membership_id in sorted(set(membership_ids))
    ]
    recorded = session.scalars(
        insert(Training).values(lines).on_conflict_do_nothing().returning(Training.membership_id)
    ).all()
    for membership_id in sorted(recorded):
        audit.record(
            session,
            Event.TRAINING_RECORDED,
            by=by,
            at=now,
            changes={"membership": str(membership_id), "trained_on": trained_on.isoformat()},
        )
    session.flush()
    keep_up(session, now=now)
    return len(recorded)


def _check(
    session: ScopedSession, ids: Collection[UUID], trained_on: date, what: str, *, today: date
) -> None:
    if not ids:
        message = "Select who was trained"
        raise NotAcceptable("members", message)
    if trained_on > today:
        message = "Enter a day that has been: this one has not come yet"
        raise NotAcceptable("trained_on", message)
    if trained_on < EARLIEST:
        message = f"Enter a day after {EARLIEST.year - 1}"
        raise NotAcceptable("trained_on", message)
    if not what.strip():
        message = "Enter what the training was"
        raise NotAcceptable("what", message)
    here = session.scalars(
        select(Membership.id).where(Membership.id.in_(ids), Membership.left_at.is_(None))
    ).all()
    if set(here) != set(ids):
        message = "Select people who belong to the council now"
        raise NotAcceptable("members", message)
