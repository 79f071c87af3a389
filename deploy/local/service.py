"""The service's own processes: prepare the database, then web, worker and tick."""

import http.client
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local.process import Command, Pause, Process, ProcessFailed
from deploy.local.servers import LocalServers

_OWNER_ONLY = "MIGRATION_DATABASE_URL"


class LocalService:
    """Web, worker and tick over servers that answer.

    The web is handed a socket that listens already, so that no other program can take its place.
    """

    def __init__(self, servers: LocalServers, listener: socket.socket) -> None:
        self._listener = listener
        self._logs = servers.folder / "log"
        self._environment = os.environ | servers.environment | {"PYTHONUNBUFFERED": "1"}
        self.processes = [self._web(), self._worker(), self._tick()]

    def migrate(self, pause: Pause) -> None:
        """Bring the tables up to date."""
        arguments = ["-m", "alembic", "-c", "migrations/alembic.ini", "upgrade", "head"]
        self._run("migrations", arguments, pause)

    def load_demonstration(self, pause: Pause) -> None:
        """Load the example association, where there is none yet."""
        self._run("demonstration", ["-m", "tenants.demonstration"], pause)

    def sign_ins(self, pause: Pause) -> str:
        """Return the table of the demonstration's people and how they sign in."""
        name = "sign-ins"
        self._run(name, ["-m", "tenants.demonstration", "--sign-ins"], pause)
        return self._log(name).read_text(encoding="utf-8")

    def start(self, pause: Pause) -> None:
        """Start all three and wait until the web answers; raise `ProcessFailed` if one ends."""
        for process in self.processes:
            process.start()
        self.processes[0].wait_until(self._is_healthy, seconds=60, pause=pause)
        for process in self.processes:
            if not process.is_running:
                raise ProcessFailed(process.obituary())

    def _run(self, name: str, arguments: list[str], pause: Pause) -> None:
        command = Command(name, [sys.executable, *arguments], self._log(name), self._environment)
        Process(command).run_to_end(pause=pause)

    def _web(self) -> Process:
        arguments = [
            *("-m", "gunicorn", "webapp:create_app()", "--bind", f"fd://{self._listener.fileno()}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--graceful-timeout", "5", "--no-control-socket", "--access-logfile", "-"),
        ]
        return self._process("web", arguments, self._listener.fileno())

    def _worker(self) -> Process:
        return self._process("worker", ["-m", "jobs.worker"])

    def _tick(self) -> Process:
        return self._process("tick", ["-m", "jobs.tick"])

    def _process(self, name: str, arguments: list[str], *open_files: int) -> Process:
        command = Command(
            name=name,
            arguments=[sys.executable, *arguments],
            log=self._log(name),
            environment=_without(self._environment, _OWNER_ONLY),
            open_files=open_files,
        )
        return Process(command)

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _is_healthy(self) -> bool:
        host, port = self._listener.getsockname()
        connection = http.client.HTTPConnection(host, port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _without(environment: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in environment.items() if key != name}
