"""How the sending of messages is doing, in figures: for whoever looks after the machine.

Counts, instants and closed words over all councils; never a council, a person or an address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenants.db import ScopedSession
from tenants.messages.pulse import (
    Dial,
    PostFigures,
    Reading,
    Sign,
    failures_since,
    outages,
    post_figures,
    readings,
    signs_of_life,
)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# The tick beats every second: so long without one, and alerts are being missed.
LONGEST_SILENCE = timedelta(minutes=3)
LONGEST_BEHIND = timedelta(minutes=10)
LONGEST_SHUT = timedelta(minutes=30)
# The tick rings at each beat; a bell that was not taken for so long is silent.
LONGEST_UNHEARD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shut:
    """A way out that takes nothing at present; `channel` and `problem` are closed words."""

    channel: str
    since: datetime
    try_at: datetime
    tries: int
    problem: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What was seen at an instant (UTC) of the messages, of who sends them and of the ways out."""

    at: datetime
    figures: PostFigures
    signs: Mapping[str, datetime]
    dials: Mapping[str, Reading]
    shut: Sequence[Shut]

    @property
    def is_ticking(self) -> bool:
        """Whether the tick was there lately; a sign of life that is still to come is none."""
        return self.is_fresh(Sign.TICK, LONGEST_SILENCE)

    @property
    def is_bell_heard(self) -> bool:
        """Whether Redis took the bells lately and a worker was there; else the tick sends."""
        return self.is_fresh(Sign.BELL, LONGEST_UNHEARD) and self.read(Dial.WORKERS) > 0

    @property
    def behind(self) -> timedelta:
        """Return for how long the message that has waited longest should have been tried."""
        since = self.figures.behind_since
        return self.at - since if since is not None else timedelta()

    def is_fresh(self, sign: Sign, longest: timedelta) -> bool:
        """Whether this sign of life was left within so long, by a clock like ours."""
        left_at = self.signs.get(sign)
        return left_at is not None and abs(self.at - left_at) <= longest

    def read(self, dial: Dial) -> int:
        """Return what a gauge last read; -1 where that is not known."""
        reading = self.dials.get(dial)
        return reading.value if reading is not None else -1


def condition_of_post(session: ScopedSession, *, now: datetime) -> Condition:
    """Return how the sending is doing, in four short queries."""
    return Condition(
        at=now,
        figures=post_figures(session, now=now),
        signs=signs_of_life(session),
        dials=readings(session),
        shut=tuple(
            Shut(row.channel, row.since, row.try_at, row.tries, row.problem)
            for row in outages(session)
        ),
    )


def failures_by_cause(session: ScopedSession, *, now: datetime) -> dict[str, tuple[int, int]]:
    """Return what was given up, by the closed word for why: in the last day, in the last week."""
    day = failures_since(session, since=now - DAY)
    week = failures_since(session, since=now - WEEK)
    return {problem: (day.get(problem, 0), count) for problem, count in week.items()}
