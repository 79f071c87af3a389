"""Who among the councillors has said "I have read this" of the report of a breach.

A report is read again when it says something new: the breach was rated again, something was
decided, or it was closed or opened again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Integer, ScalarSelect, and_, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from tenants import audit
from tenants.access import Member, Role
from tenants.db import ScopedSession
from tenants.errors import NotAllowed
from tenants.models import (
    Acknowledgement,
    AuditEntry,
    Breach,
    Event,
    Membership,
    Message,
    MessageKind,
    Nature,
)
from tenants.people import holders_of

# What makes a report say something that it did not say before.
_NEWS: Final = (
    Event.BREACH_REPORTED,
    Event.BREACH_RATED,
    Event.DECISION_RECORDED,
    Event.FACTS_CHANGED,
    Event.BREACH_CLOSED,
    Event.BREACH_REOPENED,
)
_ASKING: Final = (MessageKind.COUNCIL_TOLD, MessageKind.REPORT_FINISHED)
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """A councillor, and when they read the report as it is now; None where they have not."""

    membership: Membership
    read_at: datetime | None


def acknowledge(
    session: ScopedSession, breach: Breach, *, version: int, by: Member, now: datetime
) -> bool:
    """Record that a councillor has read the report of a breach, at the version before them.

    Returns whether the report still says that; said again, once is kept. It changes nothing of the
    breach, which keeps its version. Raises `NotAllowed` for whoever is no councillor.
    """
    if Role.COUNCILLOR not in by.roles:
        message = "Only councillors are asked whether they have read the report."
        raise NotAllowed(message)
    seen = min(version, breach.version)
    added = session.execute(
        insert(Acknowledgement)
        .values(
            council_id=session.council_id,
            id=uuid4(),
            breach_id=breach.id,
            membership_id=by.membership_id,
            breach_version=seen,
            read_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Acknowledgement.id)
    ).first()
    if added is not None:
        audit.record(session, Event.REPORT_ACKNOWLEDGED, by=by, at=now, breach_id=breach.id)
        session.flush()
    news = session.scalars(select(_news_of()).where(Breach.id == breach.id)).one()
    return seen >= news


def readers_of(session: ScopedSession, breach: Breach) -> list[Reader]:
    """Return the present councillors by name, and when each read what the report says now."""
    rows = session.execute(
        select(Acknowledgement.membership_id, func.max(Acknowledgement.read_at))
        .join(Breach, _same_breach())
        .where(Breach.id == breach.id, Acknowledgement.breach_version >= _news_of())
        .group_by(Acknowledgement.membership_id)
    )
    read = {row[0]: row[1] for row in rows}
    councillors = holders_of(session, roles=(Role.COUNCILLOR,))
    by_name = sorted(councillors, key=lambda one: (one.name.casefold(), one.id))
    return [Reader(one, read.get(one.id)) for one in by_name]


def has_read(readers: Sequence[Reader], membership_id: UUID) -> datetime | None:
    """Return when this member read the report as it is now, or None."""
    return next((r.read_at for r in readers if r.membership.id == membership_id), None)


def reports_to_read(session: ScopedSession, *, member: Member) -> list[Breach]:
    """Return the breaches whose report this councillor was told of and has not read, newest first.

    A near miss has no report, and practice none that is read at home; one whose data was erased
    has none any more.
    """
    was_told = exists().where(
        Message.breach_id == Breach.id,
        Message.recipient_id == member.membership_id,
        Message.kind.in_(_ASKING),
        Message.cancelled_at.is_(None),
    )
    has_read_it = exists().where(
        and_(
            Acknowledgement.breach_id == Breach.id,
            Acknowledgement.membership_id == member.membership_id,
            Acknowledgement.breach_version >= _news_of(),
        )
    )
    return list(
        session.scalars(
            select(Breach)
            .where(
                Breach.is_drill.is_(False),
                Breach.nature.not_in((Nature.NEAR_MISS, Nature.NOT_A_BREACH)),
                Breach.erased_at.is_(None),
                was_told,
                ~has_read_it,
            )
            .order_by(Breach.reported_at.desc(), Breach.id)
            .limit(_MOST)
        )
    )


def _same_breach() -> ColumnElement[bool]:
    return and_(
        Acknowledgement.council_id == Breach.council_id, Acknowledgement.breach_id == Breach.id
    )


def _news_of() -> ScalarSelect[int]:
    """Return the version of the breach at which its report last said something new."""
    version = AuditEntry.changes["version"].astext.cast(Integer)
    return (
        select(func.coalesce(func.max(version), 0))
        .where(AuditEntry.breach_id == Breach.id, AuditEntry.event.in_(_NEWS))
        .correlate(Breach)
        .scalar_subquery()
    )
