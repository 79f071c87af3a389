"""Adding to a breach's record what needs no judgement, also once it is closed."""

from datetime import date, datetime, time
from typing import Final

from tenants.access import Member, Permission
from tenants.breaches.record import Seen, get_breach
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotAllowed
from tenants.models import Breach, Nature, State
from tenants.times import day_of

# A day's work is done by then; what is promised for a day is promised for its working hours.
END_OF_WORK: Final = time(17)
NOON: Final = time(12)
_APART: Final = (Nature.NEAR_MISS, Nature.NOT_A_BREACH)


def get_breach_to_add_to(session: ScopedSession, seen: Seen, *, by: Member) -> Breach:
    """Return the breach that a person saw, open or closed, locked until the transaction ends.

    Whoever may handle breaches may add a fact to one, also who was involved: nothing is judged.
    Raises `NotFound`, `NotAllowed`, `ChangedMeanwhile` when somebody has changed it since, and
    `AlreadyDone` for a practice that has ended: nothing more is asked of anybody about that.
    """
    if not by.can(Permission.HANDLE_BREACH):
        message = "Only the clerk, the chair and lead investigators handle breaches."
        raise NotAllowed(message)
    breach = get_breach(session, reference=seen.reference)
    session.refresh(breach, with_for_update={"key_share": True})
    if breach.version != seen.version:
        message = "Somebody else changed this breach while you were looking at it."
        raise ChangedMeanwhile(message)
    if breach.is_drill and breach.state == State.CLOSED:
        message = "This practice has ended, so nothing more is added to it."
        raise AlreadyDone(message)
    return breach


def is_apart(breach: Breach) -> bool:
    """Whether the report turned out to be a near miss or no breach at all."""
    return breach.nature in _APART


def refuse_days_to_come(field: str, on: date, now: datetime) -> None:
    """Raise `NotAcceptable` for a day that has not come yet."""
    if on > day_of(now):
        message = "This day has not come yet. Enter it when it is done"
        raise NotAcceptable(field, message)
