"""Legal holds: while one stands, nothing of a breach is erased or removed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.beside import get_breach_beside, note_beside, refuse_involved
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable
from tenants.models import Event, LegalHold


def set_hold(
    session: ScopedSession, *, breach_id: UUID, why: str, by: Member, now: datetime
) -> LegalHold:
    """Put a legal hold on a breach, with the reason.

    Raises `AlreadyDone` where one stands, `NotAcceptable` without a reason, and what
    `get_breach_beside` raises.
    """
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    if standing_hold(session, breach_id=breach.id) is not None:
        message = "A legal hold stands on this breach already."
        raise AlreadyDone(message)
    if not why.strip():
        message = "Say in a sentence why nothing may be erased"
        raise NotAcceptable("why", message)
    hold = LegalHold(
        council_id=session.council_id,
        breach_id=breach.id,
        why=why.strip(),
        set_by_id=by.membership_id,
        set_at=now,
    )
    session.add(hold)
    session.flush()
    note_beside(session, Event.HOLD_SET, breach, by=by, now=now, changes={"hold": str(hold.id)})
    return hold


def lift_hold(
    session: ScopedSession, *, breach_id: UUID, why: str, by: Member, now: datetime
) -> LegalHold:
    """Lift the hold that stands on a breach, with the reason; it may be erased in its time again.

    Raises `AlreadyDone` where none stands, `NotAcceptable` without a reason, `WasInvolved` for
    whoever was involved, and what `get_breach_beside` raises.
    """
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    refuse_involved(session, breach, by)
    hold = standing_hold(session, breach_id=breach.id)
    if hold is None:
        message = "No legal hold stands on this breach any more."
        raise AlreadyDone(message)
    if not why.strip():
        message = "Say in a sentence why the hold is no longer needed"
        raise NotAcceptable("why", message)
    hold.lifted_by_id, hold.lifted_at, hold.lifted_why = by.membership_id, now, why.strip()
    note_beside(session, Event.HOLD_LIFTED, breach, by=by, now=now, changes={"hold": str(hold.id)})
    return hold


def standing_hold(session: ScopedSession, *, breach_id: UUID) -> LegalHold | None:
    """Return the hold that stands on a breach, or None."""
    return session.scalars(
        select(LegalHold).where(LegalHold.breach_id == breach_id, LegalHold.lifted_at.is_(None))
    ).one_or_none()


def holds_of(session: ScopedSession, *, breach_id: UUID) -> list[LegalHold]:
    """Return a breach's holds, the latest first."""
    return list(
        session.scalars(
            select(LegalHold)
            .where(LegalHold.breach_id == breach_id)
            .order_by(LegalHold.set_at.desc(), LegalHold.id)
        )
    )
