"""Adopting a policy: what is due on every breach is asked by its ladders from then on."""

from datetime import date, datetime

from tenants import policies
from tenants.access import Member
from tenants.breaches.alerts import plan_all_again
from tenants.db import ScopedSession
from tenants.models import AdoptedPolicy
from tenants.policies import SeenDraft, SeenVersion


def adopt_policy(
    session: ScopedSession,
    *,
    by: Member | None,
    meeting: tuple[date, str],
    review_on: date,
    seen: SeenDraft | SeenVersion | None,
    now: datetime,
) -> AdoptedPolicy:
    """Record an adoption as `policies.adopt_policy` does, and plan the alerts of all that is due.

    No breach is rated again by it: only who is asked, when and how follows the policy in force.
    """
    adopted = policies.adopt_policy(
        session, by=by, meeting=meeting, review_on=review_on, seen=seen, now=now
    )
    plan_all_again(session, now=now)
    return adopted
