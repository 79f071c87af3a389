"""The roles are made once, have no more rights than they need, and errors say what to do."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.local.addresses import DatabaseAddress
from deploy.local.passwords import Passwords
from deploy.local.postgres import EmbeddedPostgres
from deploy.local.preflight import CannotStart
from deploy.local.roles import bootstrap
from deploy.local.servers import LocalServers, Manner

Connect = Callable[[str], psycopg.Connection]

ROLES = ("parish_app", "parish_lookup", "parish_owner", "parish_sector")


@pytest.fixture
def passwords(local_servers: LocalServers) -> Passwords:
    return Passwords.kept_in(local_servers.folder / "secrets")


def test_no_role_of_the_service_is_powerful(as_administrator: psycopg.Connection) -> None:
    rows = as_administrator.execute(
        "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " rolcanlogin from pg_roles where rolname = any(%s) order by rolname",
        [list(ROLES)],
    ).fetchall()
    assert [row[0] for row in rows] == list(ROLES)
    assert not any(any(row[1:6]) for row in rows)
    assert [row[0] for row in rows if not row[6]] == ["parish_lookup"]


def test_making_the_roles_twice_changes_nothing(
    local_servers: LocalServers, passwords: Passwords, connect: Connect
) -> None:
    again = bootstrap(local_servers.administrator, passwords)
    assert again.app.for_sqlalchemy == local_servers.environment["DATABASE_URL"]
    row = connect("DATABASE_URL").execute("select current_user").fetchone()
    assert row == ("parish_app",)


@pytest.mark.parametrize("variable", ["DATABASE_URL", "SECTOR_DATABASE_URL"])
@pytest.mark.parametrize(
    "command",
    [
        "create table theirs (line text)",
        "create schema theirs",
        "set role parish_owner",
        "set role parish_lookup",
        "alter role parish_app bypassrls",
        "create temporary table theirs (line text)",
    ],
)
def test_the_service_may_not_change_its_database(
    connect: Connect, variable: str, command: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connect(variable).execute(command.encode())


def test_the_owner_may_hand_a_function_to_the_lookup_role_and_take_it_away(
    connect: Connect,
) -> None:
    owner = connect("MIGRATION_DATABASE_URL")
    body = "create or replace function handed() returns int language sql as 'select {}'"
    owner.execute(body.format(1).encode())
    owner.execute("alter function handed() owner to parish_lookup")
    owner.execute(body.format(2).encode())
    owner.execute("drop function handed()")


def test_a_role_that_bypasses_row_level_security_is_refused(
    local_servers: LocalServers, passwords: Passwords, as_administrator: psycopg.Connection
) -> None:
    as_administrator.execute("alter role parish_app bypassrls")
    try:
        with pytest.raises(CannotStart, match="too many rights: parish_app") as refusal:
            bootstrap(local_servers.administrator, passwords)
        assert "nobypassrls" in str(refusal.value)
    finally:
        as_administrator.execute("alter role parish_app nobypassrls")


@pytest.fixture
def clean_server(tmp_path: Path) -> Iterator[DatabaseAddress]:
    """A server on which nothing has been prepared, by its superuser's address."""
    server = EmbeddedPostgres(
        tmp_path / "postgres",
        logs=tmp_path / "log",
        password=secrets.token_hex(8),
        is_durable=False,
    )
    server.start(Manner().pause)
    yield server.address
    server.process.stop()


def make_role(superuser: DatabaseAddress, rights: str) -> DatabaseAddress:
    with psycopg.connect(superuser.for_libpq, autocommit=True) as connection:
        connection.execute(f"create role county login password 'a:b/c@d' {rights}".encode())
    return superuser.as_role("county", "a:b/c@d")


def test_an_administrator_without_superuser_rights_is_enough(
    clean_server: DatabaseAddress, passwords: Passwords
) -> None:
    county = make_role(clean_server, "createrole createdb")
    for _ in range(2):
        addresses = bootstrap(county, passwords)
    with psycopg.connect(addresses.owner.for_libpq, autocommit=True) as owner:
        owner.execute("create table made (line text)")
        owner.execute("create function handed() returns int language sql as 'select 1'")
        owner.execute("alter function handed() owner to parish_lookup")
    with psycopg.connect(addresses.app.for_libpq) as app:
        assert app.info.user == "parish_app"


def test_an_address_without_the_rights_is_told_what_is_needed(
    clean_server: DatabaseAddress, passwords: Passwords
) -> None:
    with pytest.raises(CannotStart) as refusal:
        bootstrap(make_role(clean_server, ""), passwords)
    assert "The role 'county' in DATABASE_URL may not prepare the database" in str(refusal.value)
    assert "CREATEROLE and CREATEDB" in str(refusal.value)
    assert "Leave DATABASE_URL out" in str(refusal.value)


def test_a_server_that_does_not_answer_is_named_without_its_password(passwords: Passwords) -> None:
    silent = DatabaseAddress("postgresql://county:not-to-be-shown@127.0.0.1:1/postgres")
    with pytest.raises(CannotStart) as refusal:
        bootstrap(silent, passwords)
    assert "postgresql://county@127.0.0.1:1/postgres" in str(refusal.value)
    assert "not-to-be-shown" not in str(refusal.value)
