"""The service's own processes: prepare the database, then web, worker and tick."""

import http.client
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local.process import Command, Process, ProcessFailed, Say
from deploy.local.servers import LocalServers, Manner

_OWNER_ONLY = "MIGRATION_DATABASE_URL"


class LocalService:
    """Web, worker and tick over servers that answer.

    The web is handed a socket that listens already, so that no other program can take its place.
    """

    def __init__(self, servers: LocalServers, listener: socket.socket, *, manner: Manner) -> None:
        self._servers = servers
        self._listener = listener
        self._manner = manner
        self._logs = servers.folder / "log"
        self.processes = [self._web(), self._worker(), self._tick()]

    def prepare(self) -> None:
        """Bring the tables up to date, and load the example association where there is none."""

        def fill(environment: dict[str, str]) -> None:
            self._manner.say("Bringing the tables up to date")
            alembic = ["-m", "alembic", "-c", "migrations/alembic.ini", "upgrade", "head"]
            self._run("migrations", alembic, environment)
            self._manner.say("Loading the demonstration, where there is none yet")
            demonstration = ["-m", "tenants.demonstration"]
            self._run("demonstration", demonstration, environment, say=self._manner.say)

        self._servers.fill(fill)

    def sign_ins(self) -> str:
        """Return the table of the demonstration's people and how they sign in."""
        name = "sign-ins"
        arguments = ["-m", "tenants.demonstration", "--sign-ins"]
        self._run(name, arguments, self._servers.environment)
        return self._log(name).read_text(encoding="utf-8")

    def start(self) -> None:
        """Start all three and wait until the web answers; raise `ProcessFailed` if one ends."""
        self._manner.say("Starting web, worker and tick")
        for process in self.processes:
            process.start()
        self.processes[0].wait_until(self._is_healthy, seconds=120, pause=self._manner.pause)
        for process in self.processes:
            if not process.is_running:
                raise ProcessFailed(process.obituary())

    def _run(
        self,
        name: str,
        arguments: list[str],
        environment: dict[str, str],
        *,
        say: Say | None = None,
    ) -> None:
        command = Command(
            name=name,
            arguments=[sys.executable, *arguments],
            log=self._log(name),
            environment=_for_children(environment),
        )
        Process(command).run_to_end(pause=self._manner.pause, say=say)

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
            environment=_without(_for_children(self._servers.environment), _OWNER_ONLY),
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


def _for_children(environment: dict[str, str]) -> dict[str, str]:
    return os.environ | environment | {"PYTHONUNBUFFERED": "1"}


def _without(environment: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in environment.items() if key != name}
