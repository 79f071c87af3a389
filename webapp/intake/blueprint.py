"""The blueprint of public reports, and what a public view asks before it shows anything."""

from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from flask import Blueprint, current_app, g
from werkzeug.exceptions import NotFound

from tenants.councils import PublicCouncil, TakingCouncil
from tenants.councils import find_council_taking_reports as find_taking
from tenants.councils import find_public_council as find_public
from tenants.db import ScopedSession
from tenants.settings import Settings
from webapp.scope import ShownCouncil, database

intake = Blueprint("intake", __name__, template_folder="templates")

Found = TypeVar("Found", TakingCouncil, PublicCouncil)

TELL_US: Final = "/councils/<council>/tell-us"


def council_taking_reports(slug: str) -> TakingCouncil:
    """Return the council that takes reports at this address, or answer "not found".

    Switched off and no such council are the same answer, reached in the same way.
    """
    with database().session() as opened:
        return _shown(find_taking(opened, slug=slug))


def council_of_receipts(slug: str) -> PublicCouncil:
    """Return the council whose receipts are opened here, or answer "not found".

    It may have switched its page off since: a conversation that was begun can be finished.
    """
    with database().session() as opened:
        return _shown(find_public(opened, slug=slug))


def session_of(council_id: UUID) -> ScopedSession:
    """Return a session on this council's rows in which nobody acts."""
    return database().session(council_id)


def settings() -> Settings:
    """Return the service's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def now() -> datetime:
    """Return the present instant by the service's clock."""
    present: datetime = current_app.extensions["clock"].now()
    return present


def _shown(found: Found | None) -> Found:
    if found is None:
        raise NotFound
    g.council = ShownCouncil(found.name, found.slug, found.colour)
    return found
