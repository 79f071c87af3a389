"""What follows when somebody's place changes: services that stand above `people` say so here."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from tenants.access import Member
from tenants.db import ScopedSession

Consequence: TypeAlias = Callable[[ScopedSession, Member | None, datetime], None]

_CONSEQUENCES: list[Consequence] = []


def whenever_places_change(consequence: Consequence) -> Consequence:
    """Have this done, in the same transaction, each time that a member's place changes.

    It is told the session, who changed the place (None: whoever runs the service) and when (UTC).
    """
    _CONSEQUENCES.append(consequence)
    return consequence


def draw_consequences(session: ScopedSession, *, by: Member | None, now: datetime) -> None:
    """Do all that follows from a change of places that has just been flushed."""
    for consequence in _CONSEQUENCES:
        consequence(session, by, now)
