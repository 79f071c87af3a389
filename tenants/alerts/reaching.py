"""A change in how somebody is reached, and every alert that rests on it planned again with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants import contacts
from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.contacts import Absence, Entry
from tenants.db import ScopedSession
from tenants.models import Breach, Contact, Deadline
from tenants.prompts import ask_for_upkeep


def change_entry(session: ScopedSession, entry: Entry, *, by: Member, now: datetime) -> Contact:
    """Keep how a member is reached, and plan what they will be told again.

    Raises what `contacts.save_entry` raises.
    """
    row = contacts.save_entry(session, entry, by=by, now=now)
    _plan_again(session, now)
    return row


def change_absence(
    session: ScopedSession, absence: Absence, *, whose: UUID, by: Member, now: datetime
) -> Contact:
    """Keep when a member is away and who stands in, and plan what both will be told again.

    Raises what `contacts.save_absence` raises.
    """
    row = contacts.save_absence(session, absence, whose=whose, by=by, now=now)
    _plan_again(session, now)
    return row


def _plan_again(session: ScopedSession, now: datetime) -> None:
    """Plan the alerts of every breach of which something is due; the calendar's at the next tick.

    Each breach is locked against whoever changes it at this moment, as a change of places is.
    """
    is_due = select(Deadline.breach_id).where(
        Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None), Deadline.breach_id.is_not(None)
    )
    breaches = session.scalars(
        select(Breach)
        .where(Breach.id.in_(is_due))
        .order_by(Breach.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    for breach in breaches:
        plan_clock_alerts(session, breach, now=now)
    ask_for_upkeep(session, now=now)
