"""A whole service to put faults to: its own database and clock, its processes, its mail server."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis
from rq import Worker
from sqlalchemy import Engine, create_engine, text

from deploy.local.process import Command, Process, kill_session
from deploy.local.redisserver import redis_answers
from deploy.local.servers import LocalServers
from tenants.clock import Clock
from tenants.db import Database
from tenants.messages import last_tick_at
from tenants.settings import Settings, psycopg_url
from tests.councils import CouncilMaker, TestCouncil
from tests.faults.post_office import PostOffice

# How often a condition is looked at while it is waited for.
LOOK_EVERY = 0.05
LONG_AGO = datetime.min.replace(tzinfo=UTC)
PATIENCE_SECONDS = 60.0
# A claim is 90 seconds, a pause of the mail server's at most 120.
LONGEST_CLAIM = timedelta(seconds=125)

_NEXT = text(
    """
    select min(due_at) from message
    where due_at > :now and due_at <= :until and sent_at is null and cancelled_at is null
        and failed_at is null and channel = 'email'
    """
)
_INVITE = text(
    """
    update message set planned_at = :now, due_at = :now, next_try_at = :now
    where council_id = :council and sent_at is null
    """
)
_UNINVITE = text("delete from message where council_id = :council and sent_at is null")
_LETTERS_FOR = text(
    "select letter_id from message where recipient_id = :member and breach_id is not null"
)


class NotSo(AssertionError):
    """What was waited for did not come about."""


class AnyClock(Clock):
    """A clock that may be set to any time, back too; what it is set by stands in whole seconds."""

    def shift(self) -> timedelta:
        """Return by how much it is moved, on or back."""
        assert self.shift_file is not None
        return timedelta(seconds=int(self.shift_file.read_text(encoding="ascii")))

    def set_by(self, by: timedelta) -> None:
        """Move it by so much from the real time; nobody reads half of what is written."""
        assert self.shift_file is not None
        draft = self.shift_file.with_suffix(".draft")
        draft.write_text(str(int(by.total_seconds())), encoding="ascii")
        draft.replace(self.shift_file)


@dataclass(frozen=True, slots=True)
class Span:
    """A fault's time by the service's clock: what falls due in it may leave at its end."""

    start: datetime
    end: datetime


@dataclass(slots=True, kw_only=True)
class Stand:
    """What a test puts its fault to; `spans` is what it has told of the fault's time."""

    servers: LocalServers
    environment: dict[str, str]
    folder: Path
    office: PostOffice
    clock: AnyClock
    database: Database
    owner: Engine
    administrator: Engine
    maker: CouncilMaker
    spans: list[Span] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    revived: set[Process] = field(default_factory=set)
    revivals: int = 0
    settled_at: datetime = LONG_AGO
    started: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> datetime:
        """Return the service's present instant."""
        return self.clock.now()

    @property
    def mark(self) -> Path:
        """Return the file in which a spoilt job leaves its number when its fate comes."""
        return self.folder / "mark"

    def report(self, councils: int = 1) -> list[tuple[TestCouncil, str]]:
        """Make councils, each with a breach that is reported now; return them with its number."""
        made = [self.found() for _ in range(councils)]
        return [(council, council.report(self.now)) for council in made]

    def found(self, *, invites: bool = True) -> TestCouncil:
        """Make a council whose people are invited now, or were long ago."""
        council = self.maker.make()
        invite = _INVITE if invites else _UNINVITE
        with self.administrator.begin() as connection:
            connection.execute(invite, {"council": council.id, "now": self.now})
        return council

    def stopped(self) -> int:
        """Wait until a spoilt job has stopped; return its number, and forget it."""
        self.until(self.mark.exists, "a worker has stopped")
        number = int(self.mark.read_text())
        self.mark.unlink()
        return number

    def start(
        self, *, workers: int = 1, ticks: int = 1, spoilt: dict[str, Any] | None = None
    ) -> None:
        """Start so many workers and ticks and wait until they are there; what ends is revived."""
        known = self.workers()
        for _ in range(workers):
            self.revived.add(self.run("jobs.worker", spoilt))
        for _ in range(ticks):
            self.revived.add(self.run("jobs.tick", spoilt))
        self.until(lambda: self.workers() >= known + workers, "the workers are there")
        if ticks:
            self.until(self._has_ticked, "the tick ticks")
        if not self.spans:
            self.spans.append(Span(LONG_AGO, self.now))

    def run(self, program: str, spoilt: dict[str, Any] | None = None) -> Process:
        """Start a program of the service, spoilt or as it is; it stays dead when it dies."""
        arguments = ["-m", program] if spoilt is None else ["-m", "tests.faults.spoilt", program]
        name = f"{program}-{len(self.processes)}"
        process = Process(
            Command(
                name=name,
                arguments=[sys.executable, *arguments],
                log=self.folder / f"{name}.log",
                environment=os.environ
                | self.environment
                | {"SPOILT": json.dumps(spoilt), "MARK": str(self.mark), "PYTHONUNBUFFERED": "1"},
            )
        )
        process.start()
        self.processes.append(process)
        return process

    def kill(self, process: Process) -> None:
        """End a program and all that it started, as kill -9 does, and leave it dead."""
        self.revived.discard(process)
        if process.pid is not None:
            kill_session(process.pid)
        process.stop()

    def stop(self) -> None:
        """End every program that this stand has started."""
        for process in self.processes:
            self.kill(process)

    def until(
        self, is_so: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until something is so; whatever program has ended is started again meanwhile."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                logs = "\n".join(process.last_lines() for process in self.processes)
                message = f"In {seconds:.0f} s it did not come about that {what}.{logs}"
                raise NotSo(message)
            self._revive()
            signal.sigtimedwait(set(), LOOK_EVERY)

    def is_soon(self, is_so: Callable[[], object], seconds: float = 2.5) -> bool:
        """Whether something comes about within two beats of the tick and what they set off."""
        try:
            self.until(is_so, "it is so", seconds)
        except NotSo:
            return False
        return True

    def beats(self, times: int) -> None:
        """Wait until the tick has begun and ended so many beats from here on."""
        for _ in range(times):
            last = self.last_beat()
            self.until(lambda before=last: self.last_beat() != before, "the tick beats")

    def last_beat(self) -> datetime | None:
        """Return when the tick left its last sign of life."""
        with self.database.session() as session:
            return last_tick_at(session)

    def letters_for(self, council: TestCouncil, who: str) -> Callable[[], set[str]]:
        """Return what lists, when it is called, the ids of a member's letters about breaches."""

        def ids() -> set[str]:
            with self.administrator.connect() as connection:
                member = council.members[who].membership_id
                return set(connection.scalars(_LETTERS_FOR, {"member": member}))

        return ids

    def move_on(self, by: timedelta) -> None:
        """Move the service's clock; what falls due in between leaves at the landing."""
        start = self.now
        self.clock.set_by(self.clock.shift() + by)
        self.spans.append(Span(min(start, self.now), self.now))

    def move_to(self, at: datetime) -> None:
        """Move the service's clock to an instant."""
        self.move_on(at - self.now + timedelta(seconds=1))

    @contextmanager
    def fault(self) -> Iterator[None]:
        """Whatever falls due while this lasts may leave at its end."""
        start = self.now
        yield
        self.spans.append(Span(start, self.now))

    def let_claims_run_out(self) -> None:
        """Move the clock past every claim and pause that stands now."""
        self.move_on(LONGEST_CLAIM)

    def next_due(self, until: datetime) -> datetime | None:
        """Return when a message that waits is due next, after now."""
        with self.administrator.connect() as connection:
            at: datetime | None = connection.scalar(_NEXT, {"now": self.now, "until": until})
            return at

    def has_outage(self) -> bool:
        """Whether the service knows that the mail server takes nothing."""
        with self.administrator.connect() as connection:
            return bool(connection.scalar(text("select count(*) from outage")))

    def end_at_once(self, process: Process) -> None:
        """End a program as kill -9 does; it is revived if it was to be."""
        assert process.pid is not None
        kill_session(process.pid)

    def server(self, name: str) -> Process:
        """Return a server's process."""
        return next(process for process in self.servers.processes if process.name == name)

    def end_server(self, name: str, *, at_once: bool) -> None:
        """End a server, with kill -9 or as asked to, and start it again."""
        server = self.server(name)
        if at_once:
            self.end_at_once(server)
        server.stop()
        server.start()

    @contextmanager
    def deaf(self, server: Process) -> Iterator[None]:
        """Have a server accept connections and answer nothing."""
        assert server.pid is not None
        os.kill(server.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(server.pid, signal.SIGCONT)

    def rings(self) -> bool:
        """Whether Redis answers."""
        return redis_answers(self.environment["REDIS_URL"])

    def answers(self) -> bool:
        """Whether PostgreSQL answers."""
        try:
            psycopg.connect(self.servers.administrator.for_libpq, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def redis(self) -> "Redis":
        """Return a connection to Redis."""
        return Redis.from_url(self.environment["REDIS_URL"])

    def workers(self) -> int:
        """Return how many workers have come, the dead among them too."""
        with self.redis() as connection:
            return Worker.count(connection=connection)

    def _has_ticked(self) -> bool:
        return self.last_beat() is not None

    def _revive(self) -> None:
        for process in self.revived:
            if not process.is_running:
                process.stop()
                process.start()
                self.revivals += 1


@contextmanager
def standing(
    servers: LocalServers, folder: Path, name: str, start_at: datetime | None = None
) -> Iterator[Stand]:
    """Make a stand with a database of its own; at the end nothing of it is left running."""
    clock = AnyClock(folder / "clock")
    clock.set_by(start_at - datetime.now(UTC) if start_at else timedelta(days=1))
    template = servers.environment["DATABASE_URL"].rpartition("/")[2]
    with PostOffice(clock.now) as office:
        environment = servers.make_database(name, template=template) | {
            "SMTP_PORT": str(office.port),
            "LOCAL_DIR": str(folder),
        }
        settings = Settings.from_environment(environment)
        database = Database(settings)
        owner = create_engine(psycopg_url(environment["MIGRATION_DATABASE_URL"]))
        administrator = create_engine(
            servers.administrator.in_database(name).for_sqlalchemy, pool_pre_ping=True
        )
        with Redis.from_url(settings.redis_url) as connection:
            connection.flushall()
        stand = Stand(
            servers=servers,
            environment=environment,
            folder=folder,
            office=office,
            clock=clock,
            database=database,
            owner=owner,
            administrator=administrator,
            maker=CouncilMaker(database, owner),
        )
        try:
            yield stand
        finally:
            stand.stop()
            database.close()
            owner.dispose()
            administrator.dispose()
