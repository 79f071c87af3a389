"""What the clocks promise: a cheap tick over many deadlines, letters on time, and many of them.

Ten thousand councils have ten open deadlines each. What is due is sent by the service's own tick
and workers to a real mail server, which notes when it had each letter. Jobs that do nothing,
taken by as many of plain RQ's own workers from the same Redis, say what the machine can do.
"""

import json
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Final
from uuid import UUID

from redis import Redis
from rq import Queue, Worker
from rq.registry import FinishedJobRegistry
from sqlalchemy import Engine, create_engine, text

from deploy.local.roles import DATABASE
from deploy.local.servers import LocalServers, Manner
from jobs import runtime
from jobs.clock import find_councils_with_work, ring_for
from tenants import messages
from tenants.db import Database
from tenants.settings import Settings, psycopg_url
from tests.bench.crowd import make_crowd
from tests.bench.pages import cost
from tests.bench.postroom import NotingServer, noting_server, running, until
from tests.conftest import migrate

COUNCILS: Final = 10_000
IDLE_MILLISECONDS: Final = 50
LATEST_SECONDS: Final = 5
LEAST_SHARE: Final = 0.5
WORKERS: Final = 2
# So many letters fall due one after the other, and so many at once for the throughput.
ONE_BY_ONE, EVERY = 400, timedelta(milliseconds=100)
AT_ONCE_COUNCILS: Final = 200
NO_OPS: Final = 400


@dataclass(frozen=True, slots=True)
class Room:
    """The servers of one bench: the service's way in, the administrator's, and the mail server."""

    database: Database
    administrator: Engine
    environment: dict[str, str]
    mail: NotingServer

    @property
    def redis(self) -> "Redis":
        """Return a connection to the Redis that workers and tick use."""
        return Redis.from_url(self.environment["REDIS_URL"])


def clock_figures(councils: int = COUNCILS) -> dict[str, object]:
    """Start the servers, fill the database, measure, and stop them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalServers(Path(folder), manner=Manner(is_durable=False)) as servers,
        noting_server() as (mail, port),
    ):
        migrate(servers.environment)
        environment = servers.environment | {"SMTP_PORT": str(port)}
        database = Database(Settings.from_environment(environment))
        owner = create_engine(psycopg_url(environment["MIGRATION_DATABASE_URL"]))
        crowd = make_crowd(servers, database, owner, councils)
        address = servers.administrator.in_database(DATABASE).for_sqlalchemy
        administrator = create_engine(psycopg_url(address))
        room = Room(database, administrator, environment, mail)
        figures: dict[str, object] = {
            "open deadlines": crowd.deadlines,
            "councils": crowd.councils,
            "messages that wait": crowd.messages,
            "an idle tick": idle_tick(room),
            "a due message": due_messages(room),
            "throughput": throughput(room),
        }
        for engine in (owner, administrator):
            engine.dispose()
        database.close()
    return figures


def idle_tick(room: Room) -> dict[str, object]:
    """Return what a tick costs that finds nothing to do: all of it, and the database's own part."""

    def tick() -> None:
        now = datetime.now(UTC)
        assert find_councils_with_work(room.database, now=now) == []
        with room.database.session() as session:
            messages.record_tick(session, now=now)
            session.commit()

    asked = "select councils_with_work(now())"
    beat = "insert into heartbeat (name, at) values ('bench', now())"
    again = " on conflict (name) do update set at = excluded.at"
    own = explained(room.administrator, asked) + explained(room.administrator, beat + again)
    spent = cost(tick)
    return {
        "milliseconds": spent,
        "of which the database's own": round(own, 2),
        "at most": IDLE_MILLISECONDS,
        "is kept": spent < IDLE_MILLISECONDS,
    }


def explained(engine: Engine, statement: str) -> float:
    """Return how long the database itself says that a statement takes, in milliseconds."""
    with engine.begin() as connection:
        spent: list[float] = []
        for _ in range(9):
            found = connection.execute(text(f"explain (analyze, format json) {statement}")).scalar()
            (plan,) = found if isinstance(found, list) else json.loads(str(found))
            spent.append(plan["Planning Time"] + plan["Execution Time"])
    return median(spent)


def due_messages(room: Room) -> dict[str, object]:
    """Return how long after its time a letter is with the mail server, by tick and workers."""
    with running([["jobs.worker"]] * WORKERS + [["jobs.tick"]], room.environment):
        until(lambda: Worker.count(connection=room.redis) == WORKERS, seconds=60)
        start = datetime.now(UTC) + timedelta(seconds=3)
        due = fall_due(room, start)
        room.mail.wait_for(list(due), seconds=120)
    late = sorted(room.mail.arrived[letter] - at for letter, at in due.items())
    p99 = quantiles(late, n=100)[-1]
    return {
        "letters": len(late),
        "seconds late, in the middle": round(median(late), 2),
        "p99": round(p99, 2),
        "at most": LATEST_SECONDS,
        "sent before their time": sum(each < 0 for each in late),
        "sent twice": room.mail.copies,
        "is kept": p99 < LATEST_SECONDS,
    }


def fall_due(room: Room, start: datetime) -> dict[str, float]:
    """Let letters of as many councils fall due one after the other; gives each one's instant."""
    statement = """
        with chosen as (
            select council_id, id, row_number() over () as place from (
                select distinct on (council_id) council_id, id from message
                where sent_at is null and cancelled_at is null and tries = 0
                order by council_id, next_try_at limit :many
            ) first
        )
        update message set due_at = cast(:start as timestamptz) + chosen.place * :every,
            next_try_at = cast(:start as timestamptz) + chosen.place * :every
        from chosen where message.council_id = chosen.council_id and message.id = chosen.id
        returning message.letter_id, message.due_at
    """
    given = {"many": ONE_BY_ONE, "start": start, "every": EVERY}
    with room.administrator.begin() as connection:
        rows = connection.execute(text(statement), given).all()
    return {letter: at.timestamp() for letter, at in rows}


def throughput(room: Room) -> dict[str, object]:
    """Return how many letters a second workers send, beside plain RQ's jobs that do nothing."""
    plain = jobs_a_second(room)
    sent, letters = letters_a_second(room)
    return {
        "workers": WORKERS,
        "letters": letters,
        "letters a second": round(sent, 1),
        "plain RQ jobs a second": round(plain, 1),
        "share": round(sent / plain, 2),
        "at least": LEAST_SHARE,
        "sent twice": room.mail.copies,
        "is kept": sent >= LEAST_SHARE * plain,
    }


def jobs_a_second(room: Room) -> float:
    """Return how many jobs that do nothing RQ's own workers finish in a second."""
    queue = Queue("nothing", connection=room.redis)
    command = ["rq.cli", "worker", "--url", room.environment["REDIS_URL"], "--quiet", queue.name]
    with running([command] * WORKERS, room.environment):
        until(lambda: Worker.count(queue=queue) == WORKERS, seconds=60)
        start = time.perf_counter()
        for _ in range(NO_OPS):
            queue.enqueue("time.time")
        finished = FinishedJobRegistry(queue=queue)
        until(lambda: finished.count == NO_OPS, seconds=300)
        return NO_OPS / (time.perf_counter() - start)


def letters_a_second(room: Room) -> tuple[float, int]:
    """Return how many letters a second workers send that were all due at once, and how many."""
    with running([["jobs.worker"]] * WORKERS, room.environment):
        until(lambda: _listening(room) == WORKERS, seconds=60)
        councils, letters = all_due(room)
        start = time.time()
        ring_for(councils, room.redis)
        room.mail.wait_for(letters, seconds=300)
    last = max(room.mail.arrived[letter] for letter in letters)
    return len(letters) / (last - start), len(letters)


def _listening(room: Room) -> int:
    return Worker.count(queue=Queue(runtime.POST, connection=room.redis))


def all_due(room: Room) -> tuple[list[UUID], list[str]]:
    """Let one letter of each deadline of some councils be due now."""
    statement = """
        with chosen as (
            select distinct on (message.council_id, deadline_id) message.council_id, message.id
            from message where council_id in (
                select id from council order by id desc limit :many
            ) and sent_at is null and cancelled_at is null and tries = 0
            order by message.council_id, deadline_id, next_try_at
        )
        update message set due_at = now(), next_try_at = now() from chosen
        where message.council_id = chosen.council_id and message.id = chosen.id
        returning message.council_id, message.letter_id
    """
    with room.administrator.begin() as connection:
        rows = connection.execute(text(statement), {"many": AT_ONCE_COUNCILS}).all()
    return list(dict.fromkeys(row.council_id for row in rows)), [row.letter_id for row in rows]
