"""Signs of life: who has something to do, when the tick last looked, and which way out is shut."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from tenants.db import ScopedSession
from tenants.models import Gauge, Heartbeat, Outage

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=2)


class Sign(StrEnum):
    """Who leaves signs of life: the tick, and what it saw of the others."""

    TICK = "tick"
    BELL = "bell"
    POST = "post"
    DEADMAN = "deadman"


class Dial(StrEnum):
    """What the gauges show; -1 is not known."""

    QUEUE = "queue"
    WORKERS = "workers"
    DEADMAN_FAILURES = "deadman_failures"
    CLOCK_JUMP_SECONDS = "clock_jump_seconds"


@dataclass(frozen=True, slots=True)
class PostFigures:
    """What waits to be sent over all councils: counts, and since when the oldest is due (UTC).

    `behind_since` is the earliest instant at which one of these should have been tried, and
    `upkeep_behind_since` the earliest at which a council's calendar should have been gone through.
    """

    waiting: int
    oldest_due_at: datetime | None
    doubts: int
    upkeep_due: int
    behind_since: datetime | None
    upkeep_behind_since: datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a gauge read, and at which instant (UTC)."""

    value: int
    at: datetime


def councils_with_work(session: ScopedSession, *, now: datetime) -> list[UUID]:
    """Return the councils that have something to send or to look after; ids and nothing else."""
    return list(session.scalars(text("select councils_with_work(:now)").bindparams(now=now)))


def post_figures(session: ScopedSession, *, now: datetime) -> PostFigures:
    """Return what waits to be sent over all councils; counts and nothing else."""
    row = session.execute(text("select * from post_figures(:now)"), {"now": now}).one()
    return PostFigures(*row)


def failures_since(session: ScopedSession, *, since: datetime) -> dict[str, int]:
    """Return how many messages were given up from this instant on, by the closed word for why."""
    rows = session.execute(text("select * from post_failures(:since)"), {"since": since})
    return {row.problem: row.messages for row in rows}


def message_of_letter(session: ScopedSession, *, letter_id: str) -> tuple[UUID, UUID] | None:
    """Return the council and the message that a Message-ID belongs to, or None."""
    row = session.execute(
        text("select * from message_of_letter(:letter)"), {"letter": letter_id}
    ).first()
    return (row.council_id, row.id) if row else None


def record_tick(session: ScopedSession, *, now: datetime, name: str = Sign.TICK) -> None:
    """Leave the tick's sign of life, or another's under its own name."""
    beat = insert(Heartbeat).values(name=name, at=now)
    session.execute(
        beat.on_conflict_do_update(index_elements=[Heartbeat.name], set_={"at": beat.excluded.at})
    )


def last_tick_at(session: ScopedSession, *, name: str = Sign.TICK) -> datetime | None:
    """Return when the tick last looked for due messages, in UTC."""
    return session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))


def signs_of_life(session: ScopedSession) -> dict[str, datetime]:
    """Return when each clock last left its sign of life, by name, in UTC; no council's own."""
    known = select(Heartbeat).where(Heartbeat.name.in_(tuple(Sign)))
    return {row.name: row.at for row in session.scalars(known)}


def record_readings(session: ScopedSession, *, values: Mapping[Dial, int], now: datetime) -> None:
    """Record what these gauges read at this instant; the readings before are forgotten."""
    if not values:
        return
    lines = insert(Gauge).values(
        [{"name": name, "value": value, "at": now} for name, value in sorted(values.items())]
    )
    session.execute(
        lines.on_conflict_do_update(
            index_elements=[Gauge.name],
            set_={"value": lines.excluded.value, "at": lines.excluded.at},
        )
    )


def readings(session: ScopedSession) -> dict[str, Reading]:
    """Return what each gauge last read, by name."""
    return {row.name: Reading(row.value, row.at) for row in session.scalars(select(Gauge))}


def outages(session: ScopedSession) -> list[Outage]:
    """Return the ways out that take nothing at present, the longest shut first."""
    return list(session.scalars(select(Outage).order_by(Outage.since, Outage.channel)))


def find_outage(session: ScopedSession, *, channel: str) -> Outage | None:
    """Return what is known of a way out that takes nothing at present, or None."""
    return session.get(Outage, channel)


def is_shut(outage: Outage | None, *, now: datetime) -> bool:
    """Whether a way out is not to be tried at this instant; a pause too far ahead binds nobody."""
    return outage is not None and now < outage.try_at <= now + LONGEST_PAUSE


def record_outage(session: ScopedSession, *, channel: str, problem: str, now: datetime) -> None:
    """Record that a way out takes nothing for anybody; the next try is after a growing pause."""
    known = session.get(Outage, channel, with_for_update=True)
    tries = known.tries + 1 if known else 1
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    line = insert(Outage).values(
        channel=channel, since=now, try_at=now + pause, tries=tries, problem=problem
    )
    session.execute(
        line.on_conflict_do_update(
            index_elements=[Outage.channel],
            set_={"try_at": now + pause, "tries": tries, "problem": problem},
        )
    )


def end_outage(session: ScopedSession, *, channel: str) -> None:
    """Record that a way out works again."""
    session.execute(delete(Outage).where(Outage.channel == channel))
