"""The operator's page, for a person, and the same figures for a program that gathers them."""

import hmac
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from tenants.db import DATABASE_AWAY
from tenants.messages.condition import condition_of_post, failures_by_cause
from tenants.settings import Settings
from webapp.access import for_operators, public
from webapp.operator.metrics import Figures, as_text
from webapp.operator.questions import questions
from webapp.scope import database, operator_scope

operator = Blueprint("operator", __name__, template_folder="templates")


@operator.get("/operator/")
@for_operators
def running() -> Any:
    """Answer whether everything is running, question by question, and what to do where not."""
    session, now = operator_scope.session, _now()
    failures = failures_by_cause(session, now=now)
    asked = questions(
        condition_of_post(session, now=now),
        failures,
        is_deadman_set=bool(_settings().deadman_url),
    )
    return render_template(
        "operator/running.html",
        questions=asked,
        amiss=[question for question in asked if question.is_well is False],
        failures=failures,
    )


@operator.get("/metrics")
@public
def metrics() -> Any:
    """Give the figures to a program that shows the token; without one set there is no such page.

    Public only in that nobody signs in for it.
    """
    token = _settings().metrics_token
    if not token:
        abort(404)
    if not _shows(token):
        refusal = Response("Send the header Authorization: Bearer METRICS_TOKEN.\n", 401)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        refusal.mimetype = "text/plain"
        return refusal
    return Response(as_text(_figures()), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _figures() -> Figures | None:
    """Return what there is to tell, or None while the database is away."""
    now = _now()
    try:
        with database().session() as session:
            return Figures(condition_of_post(session, now=now), failures_by_cause(session, now=now))
    except DATABASE_AWAY:
        current_app.logger.warning("database_away")
        return None


def _shows(token: str) -> bool:
    """Whether the request carries the token; takes the same time however much of it is right."""
    shown = request.headers.get("Authorization", "")
    return hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())


def _now() -> datetime:
    now: datetime = current_app.extensions["clock"].now()
    return now


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
