"""What a practice showed: read from what it left behind, so that nobody has to write it down."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from tenants.breaches.drills import get_drill
from tenants.db import ScopedSession
from tenants.models import AuditEntry, Breach, Event, Membership, Message, State, Subject
from tenants.policy import regulator_deadline

# What a practice leaves behind.
Left = TypeVar("Left", AuditEntry, Message)

PAGE_SIZE = 10
_ANSWERS = (Event.INVOLVEMENT_DECLARED, Event.DEADLINE_HELD, Event.INITIALLY_ASSESSED)


class Milestone(StrEnum):
    """The moments that a practice is there to measure, in the order of the policy's steps."""

    ANSWERED = "answered"
    HELD = "held"
    ASSESSED = "assessed"
    LEAD = "lead"
    RATED = "rated"
    DECIDED = "decided"


class Verdict(StrEnum):
    """Whether the decision about the regulator came within the 72 hours."""

    IN_TIME = "in_time"
    LATE = "late"
    RUNNING = "running"
    ENDED_BEFORE = "ended_before"
    NEVER = "never"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Reached:
    """A moment of a practice: how long after the report, and who it was (None: nobody did)."""

    milestone: Milestone
    after: timedelta | None
    who: str

    @property
    def minutes(self) -> int | None:
        """Return the whole minutes from the report to this moment; None where it never came."""
        return None if self.after is None else self.after // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SentAlert:
    """A letter of a practice that left: which kind, to whom and when; `is_lost` if none took it."""

    kind: str
    channel: str
    hours_before: int | None
    to: str
    sent_at: datetime | None
    is_lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillResult:
    """What one practice showed so far; `never_reached` are those to whom every letter failed.

    `silent` are those who were written to and of whom nothing was seen on the practice's pages.
    """

    drill: Breach
    started_by: str
    scenario: str
    is_announced: bool
    moments: tuple[Reached, ...]
    alerts: tuple[SentAlert, ...]
    never_reached: tuple[str, ...]
    silent: tuple[str, ...]
    verdict: Verdict

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.drill.state != State.CLOSED

    def moment(self, milestone: Milestone) -> Reached:
        """Return one of the moments."""
        return next(one for one in self.moments if one.milestone == milestone)


@dataclass(frozen=True, slots=True)
class DrillsPage:
    """One page of a council's practices, the latest first, and when the last one was started."""

    results: tuple[DrillResult, ...]
    number: int
    total: int
    last_at: datetime | None

    @property
    def pages(self) -> int:
        """Return how many pages there are; without a practice there is one."""
        return max(1, -(-self.total // PAGE_SIZE))


def list_drills(session: ScopedSession, *, page: int, now: datetime) -> DrillsPage:
    """Return a page of practices with what each showed, in a fixed number of queries."""
    total, last_at = session.execute(
        select(func.count(), func.max(Breach.reported_at)).where(Breach.is_drill)
    ).one()
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    drills = session.scalars(
        select(Breach)
        .where(Breach.is_drill)
        .order_by(Breach.reported_at.desc(), Breach.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return DrillsPage(tuple(_results(session, drills, now=now)), number, total, last_at)


def drill_results(
    session: ScopedSession, *, since: datetime, until: datetime, now: datetime
) -> list[DrillResult]:
    """Return what the practices started in a time showed, the earliest first: for the evidence."""
    drills = session.scalars(
        select(Breach)
        .where(Breach.is_drill, Breach.reported_at >= since, Breach.reported_at < until)
        .order_by(Breach.reported_at, Breach.id)
    ).all()
    return _results(session, drills, now=now)


def get_drill_result(session: ScopedSession, *, reference: str, now: datetime) -> DrillResult:
    """Return what one practice showed, or raise `NotFound` for what is none."""
    return _results(session, [get_drill(session, reference=reference)], now=now)[0]


def _results(
    session: ScopedSession, drills: Sequence[Breach], *, now: datetime
) -> list[DrillResult]:
    if not drills:
        return []
    ids = [drill.id for drill in drills]
    names = {row.id: row.name for row in session.scalars(select(Membership))}
    entries = _by_breach(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.breach_id.in_(ids))
            .order_by(AuditEntry.at, AuditEntry.id)
        )
    )
    letters = _by_breach(
        session.scalars(
            select(Message)
            .where(
                Message.breach_id.in_(ids),
                Message.sent_at.is_not(None) | Message.failed_at.is_not(None),
            )
            .order_by(
                func.coalesce(Message.sent_at, Message.failed_at), Message.position, Message.id
            )
        )
    )
    return [
        _result(drill, entries.get(drill.id, []), letters.get(drill.id, []), names, now=now)
        for drill in drills
    ]


def _result(
    drill: Breach,
    entries: Sequence[AuditEntry],
    letters: Sequence[Message],
    names: Mapping[UUID, str],
    *,
    now: datetime,
) -> DrillResult:
    def name(who: UUID | None) -> str:
        return names.get(who, "somebody who has left") if who else "nobody"

    start = next((one.changes for one in entries if one.event == Event.BREACH_REPORTED), {})
    got = {letter.recipient_id for letter in letters if letter.failed_at is None}
    written_to = list(dict.fromkeys(letter.recipient_id for letter in letters))
    seen = {one.actor_id for one in entries if one.event != Event.BREACH_REPORTED}
    return DrillResult(
        drill=drill,
        started_by=name(drill.reporter_id),
        scenario=str(start.get("scenario", "")),
        is_announced=bool(start.get("is_announced")),
        moments=tuple(_reached(drill, one, entries, name) for one in Milestone),
        alerts=tuple(
            SentAlert(
                letter.kind,
                letter.channel,
                letter.hours_before,
                name(letter.recipient_id),
                letter.sent_at,
                letter.failed_at is not None,
            )
            for letter in letters
        ),
        never_reached=tuple(name(who) for who in written_to if who not in got),
        silent=tuple(name(who) for who in written_to if who in got and who not in seen),
        verdict=_verdict(drill, _first(Milestone.DECIDED, entries), now=now),
    )


def _reached(
    drill: Breach,
    milestone: Milestone,
    entries: Sequence[AuditEntry],
    name: Callable[[UUID | None], str],
) -> Reached:
    first = _first(milestone, entries)
    if first is None:
        return Reached(milestone, None, "")
    return Reached(milestone, first.at - drill.reported_at, name(first.actor_id))


def _first(milestone: Milestone, entries: Iterable[AuditEntry]) -> AuditEntry | None:
    """Return the entry that says when a moment first came."""
    events: Mapping[Milestone, Sequence[Event]] = {
        Milestone.ANSWERED: _ANSWERS,
        Milestone.HELD: (Event.DEADLINE_HELD,),
        Milestone.ASSESSED: (Event.INITIALLY_ASSESSED,),
        Milestone.LEAD: (Event.LEAD_APPOINTED,),
        Milestone.RATED: (Event.BREACH_RATED,),
        Milestone.DECIDED: (Event.DECISION_RECORDED,),
    }
    is_decision = milestone == Milestone.DECIDED
    return next(
        (
            entry
            for entry in entries
            if entry.event in events[milestone]
            and (not is_decision or entry.changes.get("subject") == Subject.REGULATOR)
        ),
        None,
    )


def _verdict(drill: Breach, decision: AuditEntry | None, *, now: datetime) -> Verdict:
    due_at = regulator_deadline(drill.aware_at)
    if decision is not None:
        return Verdict.IN_TIME if decision.at <= due_at else Verdict.LATE
    if drill.closed_at is None:
        return Verdict.RUNNING if now <= due_at else Verdict.NEVER
    if drill.nature in {"near_miss", "not_a_breach"}:
        return Verdict.NOT_NEEDED
    return Verdict.ENDED_BEFORE if drill.closed_at <= due_at else Verdict.NEVER


def _by_breach(rows: Iterable[Left]) -> Mapping[UUID | None, list[Left]]:
    found: dict[UUID | None, list[Left]] = defaultdict(list)
    for row in rows:
        found[row.breach_id].append(row)
    return found
