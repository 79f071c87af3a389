"""Writing to every councillor about a breach, at once."""

from datetime import datetime

from tenants.access import Role
from tenants.db import ScopedSession
from tenants.messages import Plan, cancel_unsent, plan_message
from tenants.models import Breach, MessageKind
from tenants.people import holders_of


def write_to_councillors(
    session: ScopedSession, breach: Breach, *, kind: MessageKind, now: datetime
) -> int:
    """Plan a letter of this kind to every councillor, instead of any not yet sent; say how many."""
    cancel_unsent(session, breach_id=breach.id, kind=kind, now=now)
    councillors = holders_of(session, roles=(Role.COUNCILLOR,))
    for position, councillor in enumerate(councillors):
        plan = Plan(
            kind=kind,
            recipient_id=councillor.id,
            due_at=now,
            breach_id=breach.id,
            position=position,
        )
        plan_message(session, plan, now=now)
    return len(councillors)
