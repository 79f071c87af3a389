"""Whether the process is up, and whether it can serve: for proxies and monitors."""

from flask import Blueprint, current_app

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
    """Answer "ready" when the database does; a monitor alarms on anything else."""
    try:
        with database().session() as session:
            session.connection()
    except Exception:  # noqa: BLE001 - whatever keeps us from the database, the answer is the same
        current_app.logger.warning("database_away")
        return {"status": "the database does not answer"}, 503
    return {"status": "ready"}, 200
