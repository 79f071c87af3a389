"""Whether the process is up, and whether it can serve: for proxies and monitors."""

from flask import Blueprint, current_app

from tenants.db import DATABASE_AWAY
from tenants.messages.condition import (
    LONGEST_BEHIND,
    LONGEST_SHUT,
    Condition,
    condition_of_post,
)
from webapp.access import public
from webapp.scope import database

health = Blueprint("health", __name__)


@health.get("/healthz")
@public
def is_up() -> tuple[dict[str, str], int]:
    """Answer as long as the process does."""
    return {"status": "up"}, 200


@health.get("/readyz")
@public
def is_ready() -> tuple[dict[str, str], int]:
    """Answer "ready" when the database answers, the tick looks, and what is due goes out.

    A monitor alarms on anything else: a tick that stopped is an alert that will be missed.
    """
    now = current_app.extensions["clock"].now()
    try:
        with database().session() as session:
            condition = condition_of_post(session, now=now)
    except DATABASE_AWAY:
        current_app.logger.warning("database_away")
        return {"status": "the database does not answer"}, 503
    problem = why_not_ready(condition)
    if problem is not None:
        current_app.logger.warning("not_ready", extra={"problem": problem})
        return {"status": problem}, 503
    if not condition.is_bell_heard:
        return {"status": "ready", "warning": "no worker hears the bell: the tick sends"}, 200
    return {"status": "ready"}, 200


def why_not_ready(condition: Condition) -> str | None:
    """Return what makes the service unfit to be relied on, the gravest first, or None."""
    if not condition.is_ticking:
        return "the tick has stopped: no letter goes out"
    if any(condition.at - way.since > LONGEST_SHUT for way in condition.shut):
        return "a way out has been shut for more than 30 minutes"
    # While a way out is known to be shut, what waits for it waits for a reason.
    if not condition.shut and condition.behind > LONGEST_BEHIND:
        return "messages are overdue by more than 10 minutes"
    return None
