"""Servers of these tests' own, in a folder whose name holds a space.

They are not the whole run's servers: these tests change roles, passwords and databases.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import psycopg
import pytest

from deploy.local.addresses import DatabaseAddress
from deploy.local.servers import LocalServers, Manner


@pytest.fixture(scope="session")
def local_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServers]:
    folder = tmp_path_factory.mktemp("a folder") / "local data"
    with LocalServers(folder, manner=Manner(is_durable=False)) as started:
        yield started


@pytest.fixture
def as_administrator(local_servers: LocalServers) -> Iterator[psycopg.Connection]:
    address = local_servers.administrator.in_database("parish_breach")
    with psycopg.connect(address.for_libpq, autocommit=True) as connection:
        yield connection


@pytest.fixture
def connect(local_servers: LocalServers) -> Iterator[Callable[[str], psycopg.Connection]]:
    """Sign in by one of the environment's addresses."""
    opened = []

    def open_connection(variable: str) -> psycopg.Connection:
        address = DatabaseAddress(local_servers.environment[variable])
        opened.append(psycopg.connect(address.for_libpq, autocommit=True))
        return opened[-1]

    yield open_connection
    for connection in opened:
        connection.close()


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Return when the condition holds; fail when it does not within ten seconds."""

    def wait(condition: Callable[[], bool]) -> None:
        for _ in range(500):
            if condition():
                return
            Event().wait(0.02)
        pytest.fail("what was awaited did not come")

    return wait


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log" / "one.log"
