"""Breaches that lie still: open, and nothing changed for two weeks."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from tenants.breaches.handlers import choose_handlers, declared_for
from tenants.breaches.ladder import Members
from tenants.db import ScopedSession
from tenants.messages import Plan, plan_messages
from tenants.models import Breach, MessageKind, State
from tenants.policy import Policy
from tenants.policy.ladders import out_of_quiet
from tenants.prompts.days import MORNING
from tenants.times import at_clock, day_of

STILL_FOR: Final = timedelta(days=14)


def remind_of_quiet_breaches(
    session: ScopedSession, members: Members, policy: Policy, *, now: datetime
) -> None:
    """Remind whoever leads an open breach, once for every two weeks without a change.

    Where nobody leads it, whoever handles it is reminded. Practice breaches are left alone.
    """
    still = session.scalars(
        select(Breach)
        .where(
            Breach.state != State.CLOSED,
            Breach.is_drill.is_(False),
            Breach.changed_at <= now - STILL_FOR,
        )
        .order_by(Breach.changed_at, Breach.id)
    ).all()
    due_at = out_of_quiet(policy.quiet_hours, max(now, at_clock(day_of(now), MORNING)))
    plans = []
    for breach in still:
        fortnights = (now - breach.changed_at) // STILL_FOR
        occasion = f"{breach.changed_at:%Y-%m-%dT%H:%M:%S} {fortnights}"
        involved = declared_for(session, breach_id=breach.id).involved
        present = {member.id for member in members.present}
        asked = choose_handlers(members.present, involved).ids
        if breach.lead_id in present - involved:
            asked = (breach.lead_id,)
        plans += [
            Plan(
                kind=MessageKind.STALE_BREACH,
                recipient_id=who,
                due_at=due_at,
                breach_id=breach.id,
                occasion=occasion,
                position=position,
            )
            for position, who in enumerate(asked)
        ]
    plan_messages(session, plans, now=now)
