"""Training in data protection: who had it when, who is due, who has had none in two years."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from tenants.db import ScopedSession
from tenants.models import Deadline, Membership, ObligationId, Training
from tenants.prompts.days import years_after
from tenants.times import day_of

# The regulator's form asks about the last two years.
TWO_YEARS: Final = 2


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A present member: their last training, when the next is due, and whether two years passed."""

    member: Membership
    last_on: date | None
    last_what: str
    due_on: date | None
    is_late: bool
    is_within_two_years: bool


def last_training(session: ScopedSession, *, until: date | None = None) -> dict[UUID, date]:
    """Return each member's last day of training, up to and with a day where one is given."""
    query = select(Training.membership_id, func.max(Training.trained_on))
    if until is not None:
        query = query.where(Training.trained_on <= until)
    rows = session.execute(query.group_by(Training.membership_id))
    return {row[0]: row[1] for row in rows}


def trained_within(session: ScopedSession, *, years: int = TWO_YEARS, on: date) -> frozenset[UUID]:
    """Return who had training in so many years up to a day: what the regulator's form asks."""
    since = years_after(on, -years)
    last = last_training(session, until=on)
    return frozenset(who for who, trained_on in last.items() if trained_on >= since)


def training_lines(
    session: ScopedSession, *, now: datetime, only: UUID | None = None
) -> list[TrainingLine]:
    """Return the present members, whoever is due first before the others; `only` one of them."""
    today = day_of(now)
    latest = (
        select(Training.membership_id, Training.trained_on, Training.what)
        .ext(distinct_on(Training.membership_id))
        .order_by(Training.membership_id, Training.trained_on.desc())
        .subquery()
    )
    query = (
        select(Membership, latest.c.trained_on, latest.c.what, Deadline.due_at)
        .outerjoin(latest, latest.c.membership_id == Membership.id)
        .outerjoin(
            Deadline,
            (Deadline.member_id == Membership.id)
            & (Deadline.obligation == ObligationId.REFRESH_TRAINING)
            & Deadline.met_at.is_(None)
            & Deadline.cancelled_at.is_(None),
        )
        .where(Membership.left_at.is_(None))
        .order_by(Deadline.due_at.nulls_last(), Membership.name, Membership.id)
    )
    if only is not None:
        query = query.where(Membership.id == only)
    since = years_after(today, -TWO_YEARS)
    return [
        TrainingLine(
            member,
            last_on,
            what or "",
            day_of(due_at) if due_at else None,
            due_at is not None and day_of(due_at) < today,
            last_on is not None and last_on >= since,
        )
        for member, last_on, what, due_at in session.execute(query)
    ]
