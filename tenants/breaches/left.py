"""What is left to do on a breach."""

from tenants.db import ScopedSession
from tenants.deadlines import deadlines_of
from tenants.models import Breach, ObligationId

_LEFT = {
    ObligationId.DECIDE_REGULATOR: "decide whether the regulator must be told",
    ObligationId.DECIDE_PEOPLE: "decide whether the people affected must be told",
    ObligationId.NOTIFY_REGULATOR: "tell the regulator, as decided",
    ObligationId.TELL_PEOPLE: "tell the people affected, as decided",
    ObligationId.FOLLOW_UP: "send the regulator what was promised",
}


def what_is_left(session: ScopedSession, breach: Breach) -> list[str]:
    """Return what stands between a breach and its closing, in words."""
    if breach.risk is None:
        return ["rate the breach"]
    return [
        _LEFT[ObligationId(deadline.obligation)]
        for deadline in deadlines_of(session, breach_id=breach.id)
        if deadline.met_at is None and deadline.obligation in _LEFT
    ]
