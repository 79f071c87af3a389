"""The web: addresses, forms and pages. Knows no SQL, no policy and no queue."""

import os
from typing import Any

from flask import Blueprint, Flask, current_app, g
from jinja2 import StrictUndefined

from tenants.clock import Clock
from tenants.db import DATABASE_AWAY, Database
from tenants.logs import write_events
from tenants.settings import Settings
from webapp import components, error_pages, filters, identity, limits, scope, security
from webapp.access import refuse_undeclared_views
from webapp.alerts import alerts
from webapp.breaches import breaches
from webapp.documents import documents
from webapp.drills.routes import drills
from webapp.health import health
from webapp.home.routes import home
from webapp.intake import intake
from webapp.letters import letters
from webapp.local.routes import local
from webapp.operator.routes import operator
from webapp.pages.routes import pages
from webapp.people.routes import people
from webapp.policy.routes import policy
from webapp.record import record
from webapp.regulator import regulator
from webapp.report.routes import report
from webapp.review import review
from webapp.sector.routes import sector
from webapp.signin.routes import signin
from webapp.texts.routes import texts
from webapp.trail.routes import trail
from webapp.year.routes import year

BLUEPRINTS: tuple[Blueprint, ...] = (
    health,
    alerts,
    breaches,
    documents,
    drills,
    home,
    intake,
    letters,
    operator,
    pages,
    people,
    policy,
    record,
    regulator,
    report,
    review,
    sector,
    signin,
    texts,
    trail,
    year,
)


def create_app(settings: Settings | None = None, *, clock: Clock | None = None) -> Flask:
    """Return the service, ready to be served; raises when a view declares no access."""
    write_events()
    chosen = settings or Settings.from_environment(os.environ)
    app = Flask(__name__)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["settings"] = chosen
    app.extensions["clock"] = clock or Clock(chosen.clock_file)
    app.extensions["database"] = Database(chosen)
    security.secure(app, chosen)
    for part in (identity, scope, components, filters, error_pages):
        part.register(app)
    limits.register(app, chosen)
    app.context_processor(_every_page)
    for blueprint in (*BLUEPRINTS, *((local,) if chosen.is_local else ())):
        app.register_blueprint(blueprint)
    refuse_undeclared_views(app)
    _refuse_powerful_roles(app)
    return app


def _refuse_powerful_roles(app: Flask) -> None:
    """Raise at start where the database's row-level security would not bind the service.

    Where the database is away, each connection is checked when it is made.
    """
    database: Database = app.extensions["database"]
    try:
        database.refuse_powerful_roles()
    except DATABASE_AWAY:
        app.logger.warning("database_away")


def _every_page() -> dict[str, Any]:
    """Return what the base template shows on every page; none of it asks the database."""
    clock: Clock = current_app.extensions["clock"]
    settings: Settings = current_app.extensions["settings"]
    return {
        "council": g.get("council"),
        "member": g.get("member"),
        "is_signed_in": identity.has_cookie(),
        "is_local": settings.is_local,
        "now": clock.now(),
        "clock_shift": clock.shift() if settings.is_local else None,
        "faults": (),
    }
