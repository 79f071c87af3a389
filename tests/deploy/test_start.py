"""`python -m deploy.local`, which `make run` ends in, comes up, and goes down without a trace."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from deploy.local.addresses import free_port
from deploy.local.servers import LocalServers, Manner
from tenants import councils
from tenants.models import Association
from tests.conftest import migrate

LAST_LINE = "Ctrl-C stops everything."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data of an earlier start: an association that somebody founded, so no demonstration comes."""
    folder = tmp_path / "local data"
    with running(folder) as servers:
        migrate(servers.environment)
        with owner_session(servers) as session:
            councils.found_association(session, name="Testshire Association")
            session.commit()
    return folder


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def start(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {"PATH": os.environ["PATH"], "LOCAL_DIR": str(folder), "PORT": str(port)}
    with subprocess.Popen(
        [sys.executable, "-m", "deploy.local"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as start:
        yield start
        start.terminate()


def test_a_start_survives_its_web_keeps_its_data_and_leaves_nothing_running(
    start: subprocess.Popen[str], folder: Path, port: int
) -> None:
    shown = read_until(start, LAST_LINE)
    assert f"The breach register is at http://127.0.0.1:{port}" in shown
    assert get(port, "/healthz").startswith('{"status":"up"}')

    os.kill(min(started_for(folder, "gunicorn")), signal.SIGKILL)
    read_until(start, "web started again")
    assert get(port, "/healthz").startswith('{"status":"up"}')

    start.send_signal(signal.SIGINT)
    rest = read_until(start, "")
    assert start.wait() == 0
    assert rest.splitlines()[-1].endswith("Stopped")
    assert started_for(folder) == []

    with running(folder) as servers, owner_session(servers) as session:
        assert session.scalars(select(Association.name)).all() == ["Testshire Association"]


def test_a_start_that_is_stopped_at_once_leaves_nothing_running(
    start: subprocess.Popen[str], folder: Path
) -> None:
    read_until(start, "PostgreSQL")
    start.terminate()
    assert start.wait() == 0
    assert started_for(folder) == []


def read_until(start: subprocess.Popen[str], words: str) -> str:
    """Read what it shows up to the line with these words, or to the end."""
    assert start.stdout is not None
    shown = ""
    for line in start.stdout:
        shown += line
        if words and words in line:
            return shown
    assert not words, shown
    return shown


def get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


def started_for(folder: Path, program: str = "") -> list[int]:
    """Return the processes that were given this folder, by their environment or their command."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            try:
                command = (process / "cmdline").read_text(errors="replace")
                told = command + (process / "environ").read_text(errors="replace")
            except OSError:
                continue
            if str(folder) in told and program in command:
                found.append(int(process.name))
    return found


def running(folder: Path) -> LocalServers:
    return LocalServers(folder, manner=Manner(is_durable=False))


@contextmanager
def owner_session(servers: LocalServers) -> Iterator[Session]:
    engine = create_engine(servers.environment["MIGRATION_DATABASE_URL"])
    with Session(engine) as session:
        yield session
    engine.dispose()
