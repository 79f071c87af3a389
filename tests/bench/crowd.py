"""Ten thousand councils with ten open deadlines each, and every message that those have planned.

One council is made as the service makes it, with a rated breach; the rest are copies of its rows,
written by the administrator in one statement a table. How many messages a deadline has is not
assumed: they are copied from the one that the service planned.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, text

from deploy.local.roles import DATABASE
from deploy.local.servers import LocalServers
from tenants.db import Database
from tenants.settings import psycopg_url
from tests.councils import CouncilMaker, TestCouncil

DEADLINES_EACH: Final = 10
# Of the council itself, and of the breach that its deadlines are about.
_COPIED: Final = ("membership", "adopted_policy", "breach", "involvement", "initial_assessment",
                  "assessment", "upkeep")  # fmt: skip
# Days ahead on which the deadlines fall due: none of their messages is due while we measure.
_FIRST_DAY, _DAYS = 10, 60


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many councils, deadlines and messages there are."""

    councils: int
    deadlines: int
    messages: int


def make_crowd(servers: LocalServers, database: Database, owner: Engine, councils: int) -> Crowd:
    """Fill the database; the indexes are fresh and the planner knows the tables afterwards."""
    council = rated_council(database, owner)
    engine = create_engine(psycopg_url(servers.administrator.in_database(DATABASE).for_sqlalchemy))
    with engine.begin() as connection:
        # The copies are sound as the first is: nothing looks each reference up again.
        connection.execute(text("set local session_replication_role = replica"))
        with without_indexes(connection, "message"):
            copy(connection, council.id, councils)
        lie_still(connection, council.id)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("message", "deadline", "council", "membership", "upkeep", "breach"):
            connection.execute(text(f"vacuum analyze {table}"))
        crowd = Crowd(
            councils,
            councils * DEADLINES_EACH,
            connection.execute(text("select count(*) from message")).scalar_one(),
        )
    engine.dispose()
    return crowd


@contextmanager
def without_indexes(connection: Connection, table: str) -> Iterator[None]:
    """Make a table's indexes anew after it was filled, which takes a tenth of the time."""
    rows = connection.execute(
        text(
            "select indexname, indexdef from pg_indexes where tablename = :table"
            " and indexname not in (select conname from pg_constraint)"
        ),
        {"table": table},
    ).all()
    for name, _ in rows:
        connection.execute(text(f'drop index "{name}"'))
    yield
    connection.execute(text("set local maintenance_work_mem = '256MB'"))
    for _, definition in rows:
        connection.execute(text(definition))


def rated_council(database: Database, owner: Engine) -> TestCouncil:
    """Make a council that has to decide within 72 hours whether the regulator is told."""
    now = datetime.now(UTC)
    council = CouncilMaker(database, owner).make()
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    return council


def copy(connection: Connection, template: UUID, councils: int) -> None:
    """Copy the council and what is its own; every copy's deadlines fall on days of their own."""
    of = {"template": template}
    connection.execute(
        text(
            "create temp table made on commit drop as"
            " select gen_random_uuid() as id, n from generate_series(1, :many) n"
        ),
        {"many": councils},
    )
    _copy(connection, "council", "from council old, made where old.id = :template", of, {
        "id": "made.id", "name": "old.name || ' ' || made.n", "slug": "old.slug || '-' || made.n",
    })  # fmt: skip
    for table in _COPIED:
        where = f"from {table} old, made where old.council_id = :template"
        _copy(connection, table, where, of, {"council_id": "made.id"})
    connection.execute(
        text(
            "create temp table line on commit drop as select made.id as council_id, k,"
            " gen_random_uuid() as id,"
            " make_interval(days => :first, secs => random() * 86400 * :days) as later"
            " from made, generate_series(1, :each) k"
        ),
        {"first": _FIRST_DAY, "days": _DAYS, "each": DEADLINES_EACH},
    )
    first = (
        "select id from deadline where council_id = :template"
        " and obligation = 'decide_regulator' and cancelled_at is null"
    )
    _copy(
        connection,
        "deadline",
        f"from deadline old, line where old.council_id = :template and old.id = ({first})",
        of,
        {"council_id": "line.council_id", "id": "line.id", "occasion": "line.k::text",
         "due_at": "old.due_at + line.later"},
    )  # fmt: skip
    _copy(
        connection,
        "message",
        "from message old, line where old.council_id = :template and old.cancelled_at is null"
        f" and old.deadline_id = ({first})",
        of,
        {"council_id": "line.council_id", "id": "gen_random_uuid()", "deadline_id": "line.id",
         "letter_id": "replace(gen_random_uuid()::text, '-', '')", "sent_at": "null",
         "due_at": "old.due_at + line.later", "next_try_at": "old.due_at + line.later"},
    )  # fmt: skip


def lie_still(connection: Connection, template: UUID) -> None:
    """Take back what the council that was copied has waiting, and leave every calendar alone."""
    connection.execute(
        text(
            "update message set cancelled_at = now() where council_id = :id and sent_at is null"
            " and cancelled_at is null and failed_at is null"
        ),
        {"id": template},
    )
    connection.execute(text("update upkeep set next_at = now() + interval '1 day'"))


def _copy(
    connection: Connection, table: str, source: str, of: Mapping[str, UUID], new: Mapping[str, str]
) -> None:
    """Insert copies of a table's rows, with these columns made anew."""
    names = connection.execute(
        text(
            "select column_name from information_schema.columns where table_name = :table"
            " and is_generated = 'NEVER' order by ordinal_position"
        ),
        {"table": table},
    ).scalars()
    columns = list(names)
    values = ", ".join(new.get(name, f"old.{name}") for name in columns)
    connection.execute(
        text(f"insert into {table} ({', '.join(columns)}) select {values} {source}"), dict(of)
    )
