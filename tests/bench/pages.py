"""What pages and services cost, in milliseconds: the middle of many, in one process.

The floor of a page is what its own number of `select 1` costs over the same connection, plus the
page that asks the database nothing.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, text

from deploy.local.servers import LocalServers, Manner
from tenants.db import Database
from tenants.settings import Settings, psycopg_url
from tests.conftest import migrate
from tests.councils import CouncilMaker, TestCouncil
from tests.webapp.signed_in import browser_of
from webapp import create_app

BREACHES = 55
ROUNDS = 25


def page_figures() -> dict[str, object]:
    """Start a database, fill it, measure the pages that read it, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        manner = Manner(is_durable=False)
        with LocalServers(Path(folder), manner=manner) as servers:
            migrate(servers.environment)
            return measure(servers.environment)


def measure(environment: dict[str, str]) -> dict[str, object]:
    """Return all figures, over a council with a full page of breaches."""
    settings = Settings.from_environment(environment)
    app = create_app(settings)
    database: Database = app.extensions["database"]
    owner = create_engine(psycopg_url(environment["MIGRATION_DATABASE_URL"]))
    council = CouncilMaker(database, owner).make()
    first = fill(council)
    client = browser_of(app, council.members["clerk"].person_id)
    pages = {
        "register of 50 rows": f"/councils/{council.slug}/breaches?shelf=everything",
        "breach page": f"/councils/{council.slug}/breaches/{first}",
        "council home": f"/councils/{council.slug}/",
    }
    nothing = cost(lambda: client.get("/cookies"))
    figures: dict[str, object] = {
        "page without the database": nothing,
        "pages": {
            name: page_cost(client, database.engine, path, nothing) for name, path in pages.items()
        },
        "one report with clock, messages and audit": cost(
            lambda: council.report(datetime.now(UTC))
        ),
    }
    database.close()
    owner.dispose()
    return figures


def fill(council: TestCouncil) -> str:
    """Report as many breaches as a page and more hold; rate the first; return its number."""
    start = datetime.now(UTC) - timedelta(days=100)
    references = [council.report(start + timedelta(days=day)) for day in range(BREACHES)]
    first = references[0]
    council.receive(first, start + timedelta(hours=1))
    council.appoint(first, start + timedelta(hours=2))
    council.rate(first, start + timedelta(hours=3))
    return first


def page_cost(
    client: FlaskClient, engine: Engine, path: str, nothing: float
) -> dict[str, float | int]:
    """Return a page's statements, its time, and the floor under it."""
    with counted(engine) as statements:
        answer = client.get(path)
    assert answer.status_code == 200, path
    number = len(statements)
    floor = nothing + cost(lambda: trivial(engine, number))
    spent = cost(lambda: client.get(path))
    return {
        "statements": number,
        "milliseconds": spent,
        "floor": round(floor, 2),
        "times the floor": round(spent / floor, 1),
    }


def trivial(engine: Engine, number: int) -> None:
    """Ask the database nothing, so many times."""
    with engine.connect() as connection:
        for _ in range(number):
            connection.execute(text("select 1"))


def cost(what: Callable[[], object]) -> float:
    """Return how many milliseconds something takes, the middle of many times."""
    what()
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        what()
        spent.append((time.perf_counter() - start) * 1000)
    return round(median(spent), 2)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
