"""Keeping the read log of a breach from the pages that show it: who looked, when, at what."""

import logging
from uuid import UUID

from flask import current_app, request

from tenants.breaches.readings import NOT_KEPT, note_reading
from tenants.clock import Clock
from webapp.scope import scope

logger = logging.getLogger(__name__)


def note_look(breach_id: UUID, what: str) -> None:
    """Note that this member looked at a breach, and commit; `what` is a `Looked`.

    Call it last, once the page is made: it then costs the reader nothing but a line, holds no lock
    while a page is made, and a line that cannot be written takes no page away.
    """
    if request.method != "GET":
        return
    clock: Clock = current_app.extensions["clock"]
    try:
        note_reading(
            scope.session, breach_id=breach_id, what=what, by=scope.member, now=clock.now()
        )
        scope.commit()
    except NOT_KEPT as error:
        scope.session.rollback()
        about = {"breach": str(breach_id), "kind": type(error).__name__}
        logger.warning("reading_not_noted", extra=about)
