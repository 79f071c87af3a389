"""What became of every message that was due: counted from the rows and from the mail server."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, text

from tests.faults.post_office import Arrival
from tests.faults.stand import Span, Stand

# A bell that nobody hears is rung again after 30 seconds; a beat and a send come on top.
ALLOWED = timedelta(seconds=40)

# What is for its recipient alone: nobody else is told when they cannot be.
FOR_ONE = {"invitation", "password_reset", "weekly_digest"}

_KNOWN = text(
    """
    select m.id, m.letter_id, m.kind, m.planned_at, m.due_at, m.sent_at, m.cancelled_at,
        m.failed_at, m.problem, m.doubts, m.tries, m.instead_of_id,
        r.left_at is not null or coalesce(d.met_at, d.cancelled_at) is not null as is_untrue
    from message m
    join membership r on r.council_id = m.council_id and r.id = m.recipient_id
    left join deadline d on d.council_id = m.council_id and d.id = m.deadline_id
    where m.channel = 'email'
    order by m.due_at, m.id
    """
)
_WAITING = text(
    """
    select count(*) from message
    where due_at <= :now and sent_at is null and cancelled_at is null and failed_at is null
        and channel = 'email'
    """
)
_CALENDARS = text("select count(*) from upkeep where next_at <= :now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table: counts of messages; times in seconds."""

    fault: str
    planned: int
    delivered: int
    cancelled: int
    passed_on: int
    for_one: int
    lost: int
    late: int
    slowest: int
    allowed: int
    in_doubt: int
    unexplained: int
    took: int

    @property
    def is_survived(self) -> bool:
        """Whether nothing was lost, wrongly late or said twice without a reason."""
        return not (self.lost or self.late or self.unexplained)


def waiting(stand: Stand, now: datetime | None = None) -> int:
    """Return how many messages are due and neither sent nor given up."""
    with stand.administrator.connect() as connection:
        return int(connection.scalar(_WAITING, {"now": now or stand.now}) or 0)


def calendars(stand: Stand, now: datetime) -> int:
    """Return how many councils' calendars are to be gone through, which may plan messages."""
    with stand.administrator.connect() as connection:
        return int(connection.scalar(_CALENDARS, {"now": now}) or 0)


def settle(stand: Stand, seconds: float = 60, *, calendars_too: bool = True) -> None:
    """Wait for an instant at which nothing that is due waits, calendars included."""

    def is_settled() -> bool:
        now = stand.now
        if (calendars_too and calendars(stand, now)) or waiting(stand, now):
            return False
        stand.settled_at = now
        return True

    stand.until(is_settled, "nothing waits that is due", seconds)


def walk(stand: Stand, until: datetime) -> None:
    """Move the clock to each time at which something is due, and wait until it has left."""
    while ahead := stand.next_due(until):
        stand.move_to(ahead)
        settle(stand)


def count(stand: Stand, fault: str, *, allowed: timedelta = ALLOWED) -> Line:
    """Count what became of all that was due when all had settled; one Message-ID is one letter."""
    with stand.administrator.connect() as connection:
        known = connection.execute(_KNOWN).all()
    rows = [row for row in known if row.due_at <= stand.settled_at]
    came = Counter(arrival.letter_id for arrival in stand.office.arrivals)
    first: dict[str, Arrival] = {}
    for arrival in stand.office.arrivals:
        first.setdefault(arrival.letter_id, arrival)
    passed_on = passed_on_to(rows, came)
    waits = [
        (first[row.letter_id].at - owed_at(row, stand.spans)).total_seconds()
        for row in rows
        if row.letter_id in first
    ]
    doubts = {row.letter_id: row.doubts for row in known}
    # A letter that nobody planned, or one that came again without a doubt, has no reason.
    repeats = {letter: times - (letter in doubts) for letter, times in came.items()}
    explained = sum(min(times, doubts.get(letter, 0)) for letter, times in repeats.items())
    return Line(
        fault=fault,
        planned=len(rows),
        delivered=sum(came[row.letter_id] > 0 for row in rows),
        cancelled=sum(row.cancelled_at is not None for row in rows),
        passed_on=len(passed_on),
        for_one=sum(is_for_one(row, came) for row in rows),
        lost=sum(is_lost(row, came, passed_on) for row in rows),
        late=sum(wait > allowed.total_seconds() for wait in waits),
        slowest=round(max([0.0, *waits])),
        allowed=round(allowed.total_seconds()),
        in_doubt=explained,
        unexplained=sum(repeats.values()) - explained,
        took=round(time.monotonic() - stand.started),
    )


def is_lost(row: Row[Any], came: Mapping[str, int], passed_on: set[object]) -> bool:
    """Whether nobody heard what a message says and nothing has made it untrue."""
    if came[row.letter_id]:
        return False
    if row.cancelled_at is not None:
        return not row.is_untrue
    if is_for_one(row, came):
        return False
    return row.id not in passed_on


def is_for_one(row: Row[Any], came: Mapping[str, int]) -> bool:
    """Whether a message was given up that is nobody else's business."""
    return row.failed_at is not None and row.kind in FOR_ONE and not came[row.letter_id]


def passed_on_to(rows: Sequence[Row[Any]], came: Mapping[str, int]) -> set[object]:
    """Return the messages that were given up and whose next contact, or the one after, was told."""
    instead = {row.instead_of_id: row for row in rows if row.instead_of_id is not None}
    heard = set()
    for row in rows:
        after = instead.get(row.id) if row.failed_at is not None else None
        while after is not None and not came[after.letter_id]:
            after = instead.get(after.id)
        if after is not None:
            heard.add(row.id)
    return heard


def owed_at(row: Row[Any], spans: Sequence[Span]) -> datetime:
    """Return when a message had to leave: when it was due, or at the end of the fault's time."""
    at: datetime = max(row.due_at, row.planned_at)
    for span in sorted(spans, key=lambda span: span.start):
        if span.start <= at <= span.end:
            at = span.end
    return at


def as_table(lines: Sequence[Line]) -> str:
    """Return the lines in aligned columns, with their names on top and the sums below."""
    names = [field.name for field in fields(Line)]
    cells = [[name.replace("_", " ") for name in names]]
    cells += [[str(getattr(line, name)) for name in names] for line in lines]
    summed = {
        "planned",
        "delivered",
        "cancelled",
        "passed_on",
        "for_one",
        "lost",
        "late",
        "in_doubt",
    }
    summed |= {"unexplained", "took"}
    cells.append(
        [
            str(sum(getattr(line, name) for line in lines)) if name in summed else ""
            for name in names
        ]
    )
    cells[-1][0] = "all"
    widths = [max(len(row[column]) for row in cells) for column in range(len(names))]
    return "\n".join(
        row[0].ljust(widths[0])
        + "".join(cell.rjust(width + 2) for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in cells
    )
