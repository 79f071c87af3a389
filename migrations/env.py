"""Runs the migrations: one at a time, in a transaction, and never waiting long for a lock."""

import os
import sys

from alembic import context
from sqlalchemy import create_engine, pool, text

from tenants.models import Base
from tenants.settings import psycopg_url

# Any constant does, as long as every migrating process of this service takes the same one.
ADVISORY_LOCK = 7_215_033


def run() -> None:
    """Migrate the database that MIGRATION_DATABASE_URL names, as the owner of its tables."""
    engine = create_engine(
        psycopg_url(os.environ["MIGRATION_DATABASE_URL"]), poolclass=pool.NullPool
    )
    with engine.begin() as connection:
        # Another migration may take its time; only then do the short waits for tables begin.
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        connection.execute(text("set local lock_timeout = '5s'"))
        connection.execute(text("set local statement_timeout = '60s'"))
        context.configure(
            connection=connection, target_metadata=Base.metadata, transactional_ddl=True
        )
        _require_known(context.get_context().get_current_heads())
        context.run_migrations()


def _require_known(revisions: tuple[str, ...]) -> None:
    """Refuse a database that a version before the first release has made."""
    known = {script.revision for script in context.script.walk_revisions()}
    for revision in revisions:
        if revision not in known:
            sys.exit(
                f"The database stands at {revision!r}, which this version does not know: it was"
                " made before the first release. Begin with an empty database; for a trial on this"
                " machine, move the folder .local away."
            )


run()
