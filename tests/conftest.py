"""The real servers, started once for the whole run, and councils to try things on.

Every test gets councils of its own in one shared database: what keeps tests apart is what keeps
councils apart.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from deploy.local.servers import LocalServers, Manner
from tenants.clock import Clock
from tenants.db import Database
from tenants.settings import Settings, psycopg_url
from tests.councils import CouncilMaker, TestCouncil

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServers]:
    """PostgreSQL, Redis and the mail sink, migrated, for the whole run."""
    folder = tmp_path_factory.mktemp("servers")
    with LocalServers(folder, manner=Manner(is_durable=False)) as started:
        migrate(started.environment)
        yield started


@pytest.fixture(scope="session")
def settings(servers: LocalServers) -> Settings:
    return Settings.from_environment(servers.environment)


@pytest.fixture(scope="session")
def database(settings: Settings) -> Iterator[Database]:
    """Sessions as the application has them: the app's role and the sector's, nothing stronger."""
    opened = Database(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def owner(servers: LocalServers) -> Iterator[Engine]:
    """The owner of the tables, who founds associations and councils."""
    engine = create_engine(psycopg_url(servers.environment["MIGRATION_DATABASE_URL"]))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def clock(settings: Settings) -> Clock:
    return Clock(settings.clock_file)


@pytest.fixture
def now() -> datetime:
    """A Friday evening: the present instant of service tests, in UTC."""
    return datetime(2026, 11, 20, 18, 40, tzinfo=UTC)


@pytest.fixture(scope="session")
def council_maker(database: Database, owner: Engine) -> CouncilMaker:
    return CouncilMaker(database, owner)


@pytest.fixture
def council(council_maker: CouncilMaker) -> TestCouncil:
    """A council with somebody in every role and office."""
    return council_maker.make()


@pytest.fixture
def other_council(council_maker: CouncilMaker) -> TestCouncil:
    """Another council, in the same association, that must never be seen from the first."""
    return council_maker.make()


@pytest.fixture
def make_council(council_maker: CouncilMaker) -> Callable[[], TestCouncil]:
    return council_maker.make


def migrate(environment: dict[str, str]) -> None:
    """Bring a database to the newest shape, as the deployment does."""
    command = [sys.executable, "-m", "alembic", "-c", "migrations/alembic.ini", "upgrade", "head"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own command
