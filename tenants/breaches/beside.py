"""Adding something beside a breach that changes nothing of it: a file, a conversation, a remark.

Such an addition stands by itself, so it asks nobody which version they saw, and makes no new one:
an upload is never lost to somebody else's change, and no form that is open elsewhere is overtaken.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from tenants import audit
from tenants.access import Member, Permission
from tenants.breaches.handlers import declared_for
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAllowed, NotFound, WasInvolved
from tenants.models import Breach, Event, State


def get_breach_beside(session: ScopedSession, *, breach_id: UUID, by: Member | None) -> Breach:
    """Return a breach, open or closed, to add something beside it; locked until the end.

    The lock lets one addition after the other count what is there, and stops nobody who reads.
    `by` is None for whoever holds a receipt. Raises `NotFound`, `NotAllowed`, and `AlreadyDone` for
    a practice that has ended and for a breach whose personal data has been erased.
    """
    if by is not None and not by.can(Permission.HANDLE_BREACH):
        message = "Only the clerk, the chair and lead investigators handle breaches."
        raise NotAllowed(message)
    wanted = select(Breach).where(Breach.id == breach_id).with_for_update(key_share=True)
    breach = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if breach is None:
        raise NotFound
    if breach.is_drill and breach.state == State.CLOSED:
        message = "This practice has ended, so nothing more is added to it."
        raise AlreadyDone(message)
    if breach.erased_at is not None:
        message = "The personal data of this breach has been erased, so nothing is added to it."
        raise AlreadyDone(message)
    return breach


def take_turns(session: ScopedSession, breach_ids: Collection[UUID]) -> None:
    """Lock several breaches, always in one order, so that nobody waits for somebody who waits."""
    wanted = select(Breach.id).where(Breach.id.in_(breach_ids)).order_by(Breach.id)
    session.execute(wanted.with_for_update(key_share=True))


def refuse_involved(session: ScopedSession, breach: Breach, by: Member) -> None:
    """Raise `WasInvolved` for whoever said that they were involved: they take nothing away."""
    if by.membership_id in declared_for(session, breach_id=breach.id).involved:
        message = (
            "You said that you were, or may have been, involved, so somebody else decides this."
            " That protects you as much as the council."
        )
        raise WasInvolved(message)


def note_beside(
    session: ScopedSession,
    event: Event,
    breach: Breach,
    *,
    by: Member | None,
    now: datetime,
    changes: Mapping[str, object],
) -> None:
    """Leave the audit entry of an addition, and that something happened on the breach just now.

    The breach keeps its version.
    """
    session.flush()
    session.execute(
        update(Breach)
        .where(Breach.id == breach.id)
        .values(changed_at=now)
        .execution_options(synchronize_session=False)
    )
    audit.record(session, event, by=by, at=now, breach_id=breach.id, changes=changes)
    session.flush()
