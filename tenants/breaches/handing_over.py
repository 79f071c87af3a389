"""People's places change, and open breaches pass on: no clock rings for somebody who has gone."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tenants import people
from tenants.access import Member, Office, Role
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.receiving import investigators, stand_down
from tenants.db import ScopedSession
from tenants.models import Breach, Membership, State


def give_place(
    session: ScopedSession,
    *,
    by: Member,
    name: str,
    email: str,
    place: tuple[Collection[Role], Office | None],
    now: datetime,
) -> Membership:
    """Add somebody to the council, who hears the clocks that run where their place asks for it.

    Raises what `add_person` raises.
    """
    membership = people.add_person(session, by=by, name=name, email=email, place=place, now=now)
    _hand_over_open_breaches(session, by, now)
    return membership


def change_place(
    session: ScopedSession,
    *,
    by: Member,
    membership_id: UUID,
    place: tuple[Collection[Role], Office | None],
    has_left: bool,
    now: datetime,
) -> None:
    """Change a member's place, or record that they left; what was theirs to handle passes on.

    Raises what `change_person` raises.
    """
    people.change_person(
        session, by=by, membership_id=membership_id, place=place, has_left=has_left, now=now
    )
    _hand_over_open_breaches(session, by, now)


def _hand_over_open_breaches(session: ScopedSession, by: Member, now: datetime) -> None:
    """Take breaches back from a lead who may no longer investigate, and plan the alerts again."""
    open_breaches = session.scalars(
        select(Breach)
        .where(Breach.state != State.CLOSED)
        .order_by(Breach.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    if not open_breaches:
        return
    may_investigate = {member.id for member in investigators(session)}
    for breach in open_breaches:
        if breach.lead_id is not None and breach.lead_id not in may_investigate:
            stand_down(session, breach, by=by, now=now)
        plan_clock_alerts(session, breach, now=now)
