"""What the clock of one breach should say to whom and when, told plainly: a model to compare with.

It knows the Scotton policy, one council's people and nothing of the database: what is planned is a
set in memory. Only the alerts of the 72 hours are modelled, and the news of the report.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

HOUR = timedelta(hours=1)
STEPS = (48, 24, 6, 1, 0, -24, -72, -168)
LAST_HOURS = 6
GRACE = 3 * HOUR

# Who, about which step, at what time.
Saying: TypeAlias = tuple[str, int, datetime]


@dataclass
class Clock:
    """One clock: what it will say, what it has to say by now, and what was said."""

    due_at: datetime
    planned: set[Saying] = field(default_factory=set)
    said: set[Saying] = field(default_factory=set)
    is_over: bool = False
    held: tuple[str, datetime] | None = None

    def steps(self) -> list[tuple[int, datetime]]:
        return [(left, self.due_at - left * HOUR) for left in STEPS]

    def people_change(self, people: list[str], now: datetime) -> None:
        """Work out afresh what is to be said; what has come due is said to somebody in any case."""
        if self.is_over:
            return
        wanted = self._wanted(people)
        come = {saying for saying in self.planned if saying[2] <= now}
        times = dict(self.steps())
        orphaned = {step for who, step, at in come - wanted if step in times and times[step] <= at}
        passed = [step for step, at in self.steps() if at <= now]
        if passed and passed[-1] <= 0:
            orphaned.add(passed[-1])
        ahead = {saying for saying in wanted if saying[2] > now}
        again = {saying for saying in wanted if saying[2] <= now and saying[1] in orphaned}
        self.planned = (come & wanted) | ahead | (again - self.said)

    def move(self, due_at: datetime, people: list[str], now: datetime) -> None:
        self.due_at = due_at
        self.people_change(people, now)

    def hold(self, who: str, people: list[str], now: datetime) -> None:
        self.held = (who, now)
        self.people_change(people, now)

    def end(self) -> None:
        self.planned.clear()
        self.is_over = True

    def start_again(self, people: list[str], now: datetime) -> None:
        self.is_over = False
        self.people_change(people, now)

    def tick(self, now: datetime) -> set[Saying]:
        """Say what has come due, and return it."""
        due = {saying for saying in self.planned if saying[2] <= now}
        self.planned -= due
        self.said |= due
        return due

    def _wanted(self, people: list[str]) -> set[Saying]:
        """Every saying of these people, as if the clock had run with them from the first."""
        wanted: set[Saying] = set()
        steps = self.steps()
        began: datetime | None = None
        for number, (step, at) in enumerate(steps):
            following = steps[number + 1][1] if number + 1 < len(steps) else None
            holder = self._holder(at, people)
            if holder and began is None:
                began = at
            for who in [*people, *([holder] if holder and holder not in people else [])]:
                when = at
                if holder and began and who != holder and step > LAST_HOURS:
                    when = max(at, began + GRACE)
                    if following is not None and when > at and when >= following:
                        continue
                wanted.add((who, step, when))
        return wanted

    def _holder(self, at: datetime, people: list[str]) -> str | None:
        return self.held[0] if self.held and at > self.held[1] else None
