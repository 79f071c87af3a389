"""Makes the service's roles and database, on the embedded server or on one that is named."""

from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local.addresses import DatabaseAddress
from deploy.local.passwords import Passwords
from deploy.local.preflight import CannotStart

DATABASE = "parish_breach"

_SQL = Path(__file__).parent.parent
_OLDEST = 160000
# An address that names one of these means the server, not a database for the service's tables.
_MAINTENANCE = frozenset({"", "postgres", "template1"})


@dataclass(frozen=True, slots=True)
class ServiceAddresses:
    """The same database for each role that signs in."""

    owner: DatabaseAddress
    app: DatabaseAddress
    sector: DatabaseAddress


def bootstrap(
    administrator: DatabaseAddress, passwords: Passwords, *, database: str | None = None
) -> ServiceAddresses:
    """Make what is missing, set the passwords, and return the addresses; safe to run again.

    The database is the one that the address names, or else `parish_breach`; it is made if missing.
    """
    named = administrator.database
    name = database or (DATABASE if named in _MAINTENANCE else named)
    try:
        with _connect(administrator) as connection:
            _make_roles(connection, passwords)
            _make_database(connection, name)
        service = administrator.in_database(name)
        with _connect(service) as connection:
            connection.execute((_SQL / "database.sql").read_bytes())
    except psycopg.errors.RaiseException as error:
        message = (
            f"The database server refused: {error.diag.message_primary}. {error.diag.message_hint}"
        )
        raise CannotStart(message) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise CannotStart(_rights_missing(administrator, error)) from error
    return ServiceAddresses(
        owner=service.as_role("parish_owner", passwords.owner),
        app=service.as_role("parish_app", passwords.app),
        sector=service.as_role("parish_sector", passwords.sector),
    )


def _connect(address: DatabaseAddress) -> psycopg.Connection:
    try:
        connection = psycopg.connect(address.for_libpq, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        message = (
            f"No way into the database server at {address.without_password}: {error}"
            " Mend DATABASE_URL, or leave it out to use the PostgreSQL that comes with the service."
        )
        raise CannotStart(message) from error
    if connection.info.server_version < _OLDEST:
        connection.close()
        message = f"The server at {address.without_password} is older than PostgreSQL 16."
        raise CannotStart(message)
    return connection


def _make_roles(connection: psycopg.Connection, passwords: Passwords) -> None:
    connection.execute((_SQL / "roles.sql").read_bytes())
    for role, password in (
        ("parish_owner", passwords.owner),
        ("parish_app", passwords.app),
        ("parish_sector", passwords.sector),
    ):
        # What leaves this process is the scrambled form: the server's log never holds the password.
        scrambled = connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        )
        connection.execute(
            sql.SQL("alter role {} password {}").format(
                sql.Identifier(role), sql.Literal(scrambled.decode())
            )
        )


def _make_database(connection: psycopg.Connection, name: str) -> None:
    exists = connection.execute("select from pg_database where datname = %s", [name]).rowcount
    if not exists:
        connection.execute(
            sql.SQL(
                "create database {} owner parish_owner encoding 'UTF8' template template0"
            ).format(sql.Identifier(name))
        )


def _rights_missing(administrator: DatabaseAddress, error: psycopg.Error) -> str:
    return (
        f"The role {administrator.role!r} in DATABASE_URL may not prepare the database"
        f" ({error.diag.message_primary}). `make run` needs an administrator's address there:"
        " a superuser, or a role with CREATEROLE and CREATEDB. Leave DATABASE_URL out to use the"
        " PostgreSQL that comes with the service; for production follow deploy/README.md."
    )
