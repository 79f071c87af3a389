"""Open breaches pass on when people's places change: no clock rings for somebody who has gone."""

from datetime import datetime

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.receiving import investigators, plan_clock_alerts, stand_down
from tenants.db import ScopedSession
from tenants.models import Breach, State
from tenants.people.changes import whenever_places_change


@whenever_places_change
def hand_over_open_breaches(session: ScopedSession, by: Member | None, now: datetime) -> None:
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
