"""Migrations: they make what the models say, one at a time, and can be taken back."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ProgrammingError

from deploy.local.servers import LocalServers
from tenants.breaches.facts import change_facts, known_of
from tenants.breaches.record import get_breach
from tenants.db import Database
from tenants.models import Base, Subject
from tenants.policy import BreachFacts, Recipient
from tenants.settings import Settings, psycopg_url
from tests.councils import CouncilMaker, TestCouncil

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = list(ScriptDirectory(str(ROOT / "migrations")).walk_revisions())


@pytest.fixture(scope="module")
def config() -> Config:
    return Config(ROOT / "migrations" / "alembic.ini")


@pytest.fixture(scope="module")
def own_database(servers: LocalServers) -> Iterator[Engine]:
    """An empty database of the service, as its owner."""
    address = servers.make_database("migrations_of_their_own")["MIGRATION_DATABASE_URL"]
    engine = create_engine(psycopg_url(address))
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(
    own_database: Engine, config: Config, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """That database at the newest shape."""
    url = own_database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MIGRATION_DATABASE_URL", url)
    command.upgrade(config, "head")
    yield own_database
    own_database.dispose()


def tables_in(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def columns_in(engine: Engine) -> set[tuple[str, str, str]]:
    """Return each column with whether it may be empty."""
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select table_name, column_name, is_nullable from information_schema.columns"
                " where table_schema = 'public'"
            )
        )
        return {(row.table_name, row.column_name, row.is_nullable) for row in rows}


def rights_in(engine: Engine) -> set[tuple[str, str, str, str]]:
    """Return who has which right on which column of which table."""
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select table_name, column_name, grantee, privilege_type"
                " from information_schema.column_privileges where table_schema = 'public'"
            )
        )
        return {tuple(row) for row in rows}


def functions_in(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(
            connection.scalars(
                text("select proname from pg_proc where pronamespace = 'public'::regnamespace")
            )
        )


def triggers_in(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(
            connection.scalars(
                text(
                    "select tgname || ' on ' || tgrelid::regclass from pg_trigger"
                    " where not tgisinternal order by 1"
                )
            )
        )


def test_models_and_migrations_agree(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_check_and_key_of_the_models_is_in_the_database(migrated: Engine) -> None:
    with migrated.connect() as connection:
        kept = set(
            connection.scalars(
                text(
                    "select conname from pg_constraint"
                    " where connamespace = 'public'::regnamespace and contype in ('c','f','u','p')"
                )
            )
        )
    wanted = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
    }
    assert wanted <= kept
    assert kept - wanted <= {"alembic_version_pkc"}


def test_everything_can_be_taken_back_and_made_again(migrated: Engine, config: Config) -> None:
    before = tables_in(migrated), sorted(functions_in(migrated)), triggers_in(migrated)

    command.downgrade(config, "base")
    assert (tables_in(migrated), functions_in(migrated)) == (set(), [])
    command.upgrade(config, "head")

    now = tables_in(migrated), sorted(functions_in(migrated)), triggers_in(migrated)
    assert now == before


def test_what_keeps_a_policy_in_force_is_put_off_to_the_end_of_a_transaction(
    migrated: Engine,
) -> None:
    assert triggers_in(migrated) == [
        "chained on audit_entry",
        "no_policy_forgotten on adopted_policy",
        "one_policy_in_force on adopted_policy",
        "one_policy_in_force on council",
    ]
    with migrated.connect() as connection:
        put_off = connection.scalars(
            text("select tginitdeferred from pg_trigger where tgname = 'one_policy_in_force'")
        ).all()
    assert put_off == [True, True]


@pytest.mark.parametrize("revision", [script.revision for script in SCRIPTS])
def test_each_step_can_be_taken_back_alone(revision: str, migrated: Engine, config: Config) -> None:
    command.downgrade(config, revision)
    tables, functions = tables_in(migrated), set(functions_in(migrated))
    columns, rights = columns_in(migrated), rights_in(migrated)
    command.downgrade(config, "-1")
    is_less = tables_in(migrated) < tables or set(functions_in(migrated)) < functions
    is_less = is_less or columns_in(migrated) != columns or rights_in(migrated) < rights
    assert is_less or revision == "0001_make_directory"
    command.upgrade(config, "head")

    assert tables_in(migrated) == set(Base.metadata.tables)


@pytest.fixture
def lived_in(
    migrated: Engine, servers: LocalServers, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> Iterator[Engine]:
    """A copy of that database in which one council has handled one breach, as its owner."""
    migrated.dispose()
    name = f"lived_in_{uuid4().hex}"
    environment = servers.make_database(name, template=migrated.url.database)
    monkeypatch.setenv("MIGRATION_DATABASE_URL", environment["MIGRATION_DATABASE_URL"])
    engine = create_engine(psycopg_url(environment["MIGRATION_DATABASE_URL"]))
    database = Database(Settings.from_environment(environment))
    handle_a_breach(CouncilMaker(database, engine, "Downshire").make(), now)
    database.close()
    yield engine
    engine.dispose()


def handle_a_breach(council: TestCouncil, now: datetime) -> None:
    """Bring one so far that every closed set holds a word that step 12 does not know."""
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    council.decide(reference, now, subject=Subject.POLICE)
    with council.session("lead") as session:
        known = known_of(get_breach(session, reference=reference))
        milder = replace(known, facts=BreachFacts(people_affected=1, recipient=Recipient.NOBODY))
        by = council.members["lead"]
        change_facts(session, milder, seen=council.seen(reference), by=by, now=now)
        session.commit()


def reporters_in(engine: Engine) -> list[UUID | None]:
    """Return who reported each breach, past row-level security."""
    with engine.begin() as connection:
        connection.execute(text("alter table breach no force row level security"))
        found = connection.scalars(text("select reporter_id from breach")).all()
        connection.execute(text("alter table breach force row level security"))
    return list(found)


def test_steps_are_taken_back_over_what_a_council_did_since(
    lived_in: Engine, config: Config
) -> None:
    command.downgrade(config, "0012_make_gauges")

    assert len(reporters_in(lived_in)) == 1


def test_no_step_back_loses_a_breach_that_somebody_outside_reported(
    lived_in: Engine, config: Config
) -> None:
    with lived_in.begin() as connection:
        connection.execute(text("alter table breach no force row level security"))
        connection.execute(text("update breach set reporter_id = null"))
        connection.execute(text("alter table breach force row level security"))

    with pytest.raises(SystemExit, match="no register may lose a breach"):
        command.downgrade(config, "0012_make_gauges")

    assert reporters_in(lived_in) == [None]


def test_steps_are_numbered_in_one_line() -> None:
    numbers = sorted(script.revision[:4] for script in SCRIPTS)
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    for script in SCRIPTS:
        assert re.fullmatch(r"[0-9]{4}_[a-z]+(_[a-z]+)+", script.revision)
        assert Path(script.path).name == f"{script.revision}.py"


def test_a_step_that_makes_a_councils_table_secures_it_too() -> None:
    for script in SCRIPTS:
        source = Path(script.path).read_text()
        for table in re.findall(r'create_table\(\s*"(\w+)"', source):
            owned = "council_id" in Base.metadata.tables[table].columns
            assert not owned or f'own_by_council("{table}"' in source, table


def test_a_migration_sets_its_limits_and_takes_its_turn_first(
    migrated: Engine, config: Config
) -> None:
    said: list[str] = []

    def listen(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        command.upgrade(config, "head")
    finally:
        event.remove(Engine, "before_cursor_execute", listen)

    assert tables_in(migrated)
    first = [statement for statement in said if not statement.startswith("select pg_catalog")][:3]
    assert any("lock_timeout" in statement for statement in first)
    assert any("statement_timeout" in statement for statement in first)
    assert "pg_advisory_xact_lock" in " ".join(first)


def test_the_second_of_two_migrations_waits_and_finds_nothing_to_do(
    migrated: Engine, config: Config
) -> None:
    key = re.search(r"ADVISORY_LOCK = ([\d_]+)", (ROOT / "migrations/env.py").read_text())
    assert key is not None
    before = tables_in(migrated)
    second = Thread(target=command.upgrade, args=(config, "head"))
    with migrated.begin() as first:
        first.execute(text("select pg_advisory_xact_lock(:key)"), {"key": int(key[1])})
        second.start()
        second.join(0.2)
        assert second.is_alive()
    second.join()

    assert tables_in(migrated) == before


def test_a_migration_that_fails_leaves_nothing(migrated: Engine, config: Config) -> None:
    command.downgrade(config, "0003_make_policies")
    held = tables_in(migrated)
    with migrated.begin() as connection:
        connection.execute(text("create table message (x int)"))
    with pytest.raises(ProgrammingError, match="already exists"):
        command.upgrade(config, "head")

    assert tables_in(migrated) == {*held, "message"}
    with migrated.begin() as connection:
        connection.execute(text("drop table message"))


def test_a_database_from_before_the_first_release_is_refused_in_words(
    migrated: Engine, config: Config
) -> None:
    with migrated.begin() as connection:
        newest = connection.scalar(text("select version_num from alembic_version"))
        connection.execute(text("update alembic_version set version_num = '0005'"))
    with pytest.raises(SystemExit, match="made before the first release"):
        command.upgrade(config, "head")
    with migrated.begin() as connection:
        connection.execute(text("update alembic_version set version_num = :it"), {"it": newest})
