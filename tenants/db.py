"""Sessions that see one council and no other: PostgreSQL's row-level security does the refusing."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry

from tenants.settings import Settings

_SCOPE = text(
    "select set_config('app.council_id', :council_id, true),"
    " set_config('app.person_id', :person_id, true)"
)
# What a role may become counts too: a member of a stronger role is one `set role` away from it.
_TOO_POWERFUL = (
    "select current_user, exists (select from pg_roles"
    " where (rolsuper or rolbypassrls or rolname = 'parish_lookup')"
    " and pg_has_role(current_user, oid, 'member'))"
)

# What SQLAlchemy raises when PostgreSQL cannot be reached, or all its connections are taken.
DATABASE_AWAY = (OperationalError, PoolTimeout)


class DatabaseRoleTooPowerful(Exception):
    """The service was given a database role that row-level security does not bind."""


class ScopedSession(Session):
    """A session bound for its whole life to one council and one person, or to none."""

    council_id: UUID | None
    person_id: UUID | None


class Database:
    """The application's way into PostgreSQL, and the sector report's separate one."""

    def __init__(self, settings: Settings) -> None:
        options: dict[str, Any] = {
            "pool_pre_ping": True,
            "hide_parameters": True,
            "pool_size": 8,
            "max_overflow": 8,
            "connect_args": {"connect_timeout": 10, "options": "-c timezone=UTC"},
        }
        self.engine = create_engine(settings.database_url, **options)
        self.sector_engine = create_engine(settings.sector_database_url, **options)
        for engine in (self.engine, self.sector_engine):
            event.listen(engine, "connect", _refuse_powerful_role)

    def session(
        self, council_id: UUID | None = None, person_id: UUID | None = None
    ) -> ScopedSession:
        """Open a session that sees this council's rows only, or no council's when none is named."""
        session = ScopedSession(self.engine, expire_on_commit=False)
        session.council_id = council_id
        session.person_id = person_id
        return session

    def sector_session(self) -> Session:
        """Open a session that may execute the sector report's functions and read no table."""
        return Session(self.sector_engine)

    def refuse_powerful_roles(self) -> None:
        """Raise `DatabaseRoleTooPowerful` now, rather than at the first page."""
        for engine in (self.engine, self.sector_engine):
            engine.connect().close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        self.sector_engine.dispose()


def _refuse_powerful_role(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Raise `DatabaseRoleTooPowerful` on a connection that could read past row-level security."""
    cursor = connection.cursor()
    cursor.execute(_TOO_POWERFUL)
    role, is_too_powerful = cursor.fetchone() or (None, True)
    cursor.close()
    connection.rollback()
    if is_too_powerful:
        message = (
            f"The database role {role!r} is a superuser or may bypass row-level security. Give the"
            " service the roles of deploy/roles.sql."
        )
        raise DatabaseRoleTooPowerful(message)


@event.listens_for(ScopedSession, "after_begin")
def _set_scope(
    session: ScopedSession, transaction: SessionTransaction, connection: Connection
) -> None:
    """Tell PostgreSQL whose rows this transaction may see; an empty text means nobody's.

    A savepoint sees what the transaction around it sees.
    """
    if transaction.nested:
        return
    connection.execute(
        _SCOPE,
        {
            "council_id": str(session.council_id or ""),
            "person_id": str(session.person_id or ""),
        },
    )
