"""Who did what when, left behind in the same transaction as the deed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.db import ScopedSession
from tenants.models import AuditEntry, Event


def record(  # one entry says who, what, when, on what and how it changed
    session: ScopedSession,
    event: Event,
    *,
    by: Member | None,
    at: datetime,
    breach_id: UUID | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Add an audit entry: ids and closed words only, never a name, an address or free text."""
    session.add(
        AuditEntry(
            council_id=session.council_id,
            at=at,
            event=event,
            actor_id=by.membership_id if by else None,
            breach_id=breach_id,
            changes=dict(changes or {}),
        )
    )


def entries_of(session: ScopedSession, *, breach_id: UUID) -> list[AuditEntry]:
    """Return a breach's entries, oldest first."""
    return list(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.breach_id == breach_id)
            .order_by(AuditEntry.at, AuditEntry.id)
        )
    )
