"""Whether the process is up, and whether it can serve: for proxies and monitors."""

from datetime import timedelta

from flask import Blueprint, current_app

from tenants.db import DATABASE_AWAY
from tenants.messages import last_tick_at
from webapp.access import public
from webapp.scope import database

LONGEST_SILENCE = timedelta(minutes=3)

health = Blueprint("health", __name__)


@health.get("/healthz")
@public
def is_up() -> tuple[dict[str, str], int]:
    """Answer as long as the process does."""
    return {"status": "up"}, 200


@health.get("/readyz")
@public
def is_ready() -> tuple[dict[str, str], int]:
    """Answer "ready" when the database answers and the tick has looked for due letters lately.

    A monitor alarms on anything else: a tick that stopped is an alert that will be missed.
    """
    now = current_app.extensions["clock"].now()
    try:
        with database().session() as session:
            ticked_at = last_tick_at(session)
    except DATABASE_AWAY:
        current_app.logger.warning("database_away")
        return {"status": "the database does not answer"}, 503
    if ticked_at is None or now - ticked_at > LONGEST_SILENCE:
        current_app.logger.warning("tick_silent")
        return {"status": "the tick has stopped: no letter goes out"}, 503
    return {"status": "ready"}, 200
