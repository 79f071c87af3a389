"""Whether a council has a public report page, and switching it on and off."""

from datetime import datetime

from tenants import audit
from tenants.access import Member, Permission
from tenants.councils import get_own_council, take_turns
from tenants.db import ScopedSession
from tenants.errors import NotAllowed
from tenants.models import Event


def takes_public_reports(session: ScopedSession) -> bool:
    """Whether the session's council has its public page switched on."""
    return get_own_council(session).takes_public_reports


def switch_public_reports(session: ScopedSession, *, on: bool, by: Member, now: datetime) -> bool:
    """Switch the public page on or off; return whether that changed anything.

    Raises `NotAllowed` for whoever does not look after the council's places.
    """
    if not by.can(Permission.MANAGE_PEOPLE):
        message = "Only the clerk or the chair decides whether anybody may report."
        raise NotAllowed(message)
    take_turns(session)
    council = get_own_council(session)
    session.refresh(council)
    if council.takes_public_reports == on:
        return False
    council.takes_public_reports = on
    audit.record(session, Event.INTAKE_CHANGED, by=by, at=now, changes={"is_on": on})
    session.flush()
    return True
