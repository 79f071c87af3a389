"""The servers that the service needs, started together: for `make run` and for the tests.

with LocalServers(folder, manner=Manner(is_durable=False)) as servers:
    settings = Settings.from_environment(servers.environment)
"""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, Self

import psycopg
from psycopg import sql

from deploy.local.addresses import DatabaseAddress, answers, free_port
from deploy.local.passwords import Passwords
from deploy.local.postgres import EmbeddedPostgres
from deploy.local.preflight import CannotStart
from deploy.local.process import Command, Pause, Process, Say, stop_together
from deploy.local.redisserver import EmbeddedRedis, redis_answers
from deploy.local.roles import DATABASE, ServiceAddresses, bootstrap

MAIL_FROM = "breach-register@example.org"


@dataclass(frozen=True, slots=True)
class NamedServers:
    """Servers that somebody else runs; each that is not named is started here."""

    database: DatabaseAddress | None = None
    redis_url: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "NamedServers":
        """Read DATABASE_URL (an administrator's address) and REDIS_URL."""
        database = environ.get("DATABASE_URL")
        redis_url = environ.get("REDIS_URL") or None
        return cls(DatabaseAddress(database) if database else None, redis_url)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the servers start: how to wait, whom to tell, whether a power cut may lose data."""

    pause: Pause = time.sleep
    say: Say = lambda _text: None
    is_durable: bool = True


class LocalServers:
    """PostgreSQL with the service's roles and database, Redis and the mail sink, in one folder."""

    def __init__(
        self,
        folder: Path,
        *,
        base_url: str = "http://127.0.0.1:8000",
        named: NamedServers | None = None,
        manner: Manner | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self.processes: list[Process] = []
        self._base_url = base_url
        self._named = named or NamedServers()
        self._manner = manner or Manner()
        self._logs = self.folder / "log"
        self._administrator: DatabaseAddress | None = None
        self._environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and wait until it answers; after a failure nothing is left running."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop everything, the last started first."""
        stop_together(self.processes)

    @property
    def environment(self) -> dict[str, str]:
        """Return a copy of the variables that the service, its migrations and its tests read."""
        return dict(self._environment)

    @property
    def administrator(self) -> DatabaseAddress:
        """Return the address of the role that may do everything, for tests of the others."""
        if self._administrator is None:
            message = "The servers have not been started."
            raise RuntimeError(message)
        return self._administrator

    def make_database(self, name: str, *, template: str | None = None) -> dict[str, str]:
        """Make one more database, empty or a copy of another, and return the environment for it.

        Nobody may be connected to the template.
        """
        if template is not None:
            self._administer("create database {} template {} owner parish_owner", name, template)
        addresses = bootstrap(self.administrator, self._passwords(), database=name)
        return self._environment | _database_variables(addresses)

    def fill(self, filler: Callable[[dict[str, str]], None]) -> None:
        """Call the filler with the environment of the database that it is to bring up to date.

        An empty database is filled under another name and takes its own when it is complete: a
        filling that was stopped half-way leaves no half of it. A database that somebody named is
        filled as it is.
        """
        address = DatabaseAddress(self._environment["DATABASE_URL"])
        if address.database != DATABASE or not self._is_empty():
            filler(self.environment)
            return
        draft = f"{DATABASE}_draft"
        self._administer("drop database if exists {} with (force)", draft)
        filler(self.make_database(draft))
        self._administer("drop database {} with (force)", DATABASE)
        self._administer("alter database {} rename to {}", draft, DATABASE)

    def _is_empty(self) -> bool:
        address = self.administrator.in_database(DATABASE)
        with psycopg.connect(address.for_libpq) as connection:
            return not connection.execute(
                "select from pg_tables where schemaname = 'public' limit 1"
            ).rowcount

    def _administer(self, command: LiteralString, *names: str) -> None:
        address = self.administrator.in_database("postgres").for_libpq
        identifiers = [sql.Identifier(name) for name in names]
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(command).format(*identifiers))

    def _start(self) -> None:
        say, started = self._manner.say, time.monotonic()
        self.folder.mkdir(parents=True, exist_ok=True)
        passwords = self._passwords()
        self._administrator = self._start_database(passwords)
        addresses = bootstrap(self._administrator, passwords)
        say(f"PostgreSQL has the service's roles and database {addresses.app.database}")
        redis_url = self._start_redis(passwords)
        smtp_port = self._start_mail_sink()
        say(f"Redis and the mail sink answer ({time.monotonic() - started:.1f} s for the servers)")
        self._environment = _database_variables(addresses) | {
            "REDIS_URL": redis_url,
            "SECRET_KEY": passwords.secret_key,
            "BASE_URL": self._base_url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(smtp_port),
            "SMTP_TLS": "none",
            "MAIL_FROM": MAIL_FROM,
            "TRUSTED_PROXIES": "0",
            "LOCAL_DIR": str(self.folder),
        }

    def _start_database(self, passwords: Passwords) -> DatabaseAddress:
        if self._named.database is not None:
            self._manner.say(f"Using the database server {self._named.database.without_password}")
            return self._named.database
        server = EmbeddedPostgres(
            self.folder / "postgres",
            logs=self._logs,
            password=passwords.administrator,
            is_durable=self._manner.is_durable,
        )
        if server.is_new:
            self._manner.say(f"Making a PostgreSQL database in {self.folder / 'postgres'}")
        self.processes.append(server.process)
        server.start(self._manner.pause)
        return server.address

    def _start_redis(self, passwords: Passwords) -> str:
        if self._named.redis_url is not None:
            if not redis_answers(self._named.redis_url):
                message = (
                    "Nothing answers at REDIS_URL. Mend it, or leave it out to start a Redis here."
                )
                raise CannotStart(message)
            return self._named.redis_url
        server = EmbeddedRedis(self.folder / "redis", logs=self._logs, password=passwords.redis)
        self.processes.append(server.process)
        server.start(self._manner.pause)
        return server.url

    def _start_mail_sink(self) -> int:
        port = free_port()
        arguments = [
            sys.executable,
            "-m",
            "deploy.local.mailsink",
            str(self.folder / "mail"),
            str(port),
        ]
        process = Process(Command("mail sink", arguments, self._logs / "mailsink.log"))
        self.processes.append(process)
        process.start()
        process.wait_until(lambda: answers(port), seconds=30, pause=self._manner.pause)
        return port

    def _passwords(self) -> Passwords:
        return Passwords.kept_in(self.folder / "secrets")


def _database_variables(addresses: ServiceAddresses) -> dict[str, str]:
    return {
        "DATABASE_URL": addresses.app.for_sqlalchemy,
        "SECTOR_DATABASE_URL": addresses.sector.for_sqlalchemy,
        "MIGRATION_DATABASE_URL": addresses.owner.for_sqlalchemy,
    }
