"""Letting go of what people wrote about a closed breach, on the day that the policy sets.

Words and files go. The line in the register stays: number, days, kind, counts, rating, risk, what
was decided, who of the council did what; so does the audit trail, which holds ids and closed words.
The database itself erases, and refuses to before the day, while the breach is open, and under a
legal hold (migration 0017).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    cast,
    delete,
    func,
    select,
    text,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute

from tenants.access import Member
from tenants.breaches.keeping import get_breach_to_add_to
from tenants.breaches.record import Seen, leave_mark
from tenants.breaches.retention import get_erasure
from tenants.db import ScopedSession
from tenants.deadlines import meet
from tenants.errors import NotYet
from tenants.models import (
    Action,
    Breach,
    BreachLink,
    Comment,
    Communication,
    Deadline,
    Decision,
    Draft,
    Event,
    File,
    LegalHold,
    ObligationId,
    ReceiptMessage,
    RegulatorLetter,
    RegulatorReport,
    Review,
    RiskAssessment,
    State,
)
from tenants.times import at_clock, day_of


class Takes(StrEnum):
    """What goes when the time of one of the policy's terms is over.

    `OUTSIDE` is a term about something that this register does not hold, such as a recording.
    """

    EVERYTHING = "everything"
    PAPERS = "papers"
    LINE = "line"
    OUTSIDE = "outside"


# The same words stand in migration 0017, which decides.
OF_PAPERS: Final = frozenset(
    {"papers", "letters", "files", "evidence", "correspondence", "notes", "documents"}
)
OF_THE_LINE: Final = frozenset({"register", "record", "line", "entry"})
_REFUSED: Final = {
    "open": "The breach is open, so nothing is erased.",
    "early": "The day has not come yet. Nothing was erased.",
    "held": "A legal hold stands, so nothing is erased. Lift the hold first.",
    "not_found": "This is settled already. Nothing was changed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One day on which something goes: what the policy calls it, what it takes, and its source."""

    deadline_id: UUID
    what: str
    on: date
    takes: Takes
    citation: str
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much of each kind there is now about a breach, so that everybody sees what will go."""

    files: int
    file_bytes: int
    conversations: int
    comments: int
    receipt_messages: int
    letters: int
    regulator_reports: int
    links: int
    decisions: int
    consequences: int
    reviews: int
    actions: int
    open_actions: int
    drafts: int


def takes(term: str, *, is_last: bool) -> Takes:
    """Return what goes with a term of the policy: the last one of a breach takes all. Pure."""
    if is_last:
        return Takes.EVERYTHING
    if term in OF_PAPERS:
        return Takes.PAPERS
    return Takes.LINE if term in OF_THE_LINE else Takes.OUTSIDE


def erasures_of(session: ScopedSession, breach: Breach, *, now: datetime) -> tuple[Erasure, ...]:
    """Return what is still to go of a breach, the next day first."""
    rows = session.scalars(
        _open_rows().where(Deadline.breach_id == breach.id).order_by(Deadline.due_at, Deadline.id)
    ).all()
    timed = [(row, day_of(row.due_at)) for row in rows if row.due_at is not None]
    last = max((on for _, on in timed), default=None)
    today = day_of(now)
    return tuple(
        Erasure(
            deadline_id=row.id,
            what=_what(row),
            on=on,
            takes=takes(row.occasion, is_last=last is not None and max(on, today) >= last),
            citation=row.citation,
            is_due=on <= today,
        )
        for row, on in timed
    )


def what_is_kept(session: ScopedSession, breach: Breach) -> Kept:
    """Return how much there is now of what a breach's last day takes; in two statements."""
    mine = {
        "conversations": (Communication, _still(Communication.words)),
        "comments": (Comment, _still(Comment.words)),
        "receipt_messages": (ReceiptMessage, _still(ReceiptMessage.words)),
        "letters": (RegulatorLetter, _still(RegulatorLetter.words)),
        "regulator_reports": (RegulatorReport, cast(RegulatorReport.answers, Text) != "{}"),
        "links": (BreachLink, _still(BreachLink.why)),
        "decisions": (Decision, true()),
        "consequences": (RiskAssessment, true()),
        "reviews": (Review, true()),
        "actions": (Action, true()),
        "drafts": (Draft, true()),
    }
    counts = session.execute(
        select(*(_count(table, still, breach).label(name) for name, (table, still) in mine.items()))
    ).one()
    is_open = (Action.done_on.is_(None), Action.dropped_at.is_(None))
    files, file_bytes, open_actions = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(File.size), 0),
            select(func.count())
            .select_from(Action)
            .where(Action.breach_id == breach.id, *is_open)
            .scalar_subquery(),
        )
        .select_from(File)
        .where(File.breach_id == breach.id, File.content.is_not(None))
    ).one()
    return Kept(files=files, file_bytes=file_bytes, open_actions=open_actions, **counts._asdict())


def erase_now(
    session: ScopedSession, *, seen: Seen, deadline_id: UUID, by: Member, now: datetime
) -> Takes:
    """Erase on or after its day what a term of the policy takes; return what that was.

    Raises `NotFound`, `NotYet` where the database refuses, and what `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    deadline = get_erasure(session, breach, deadline_id=deadline_id)
    if deadline.due_at is None or day_of(deadline.due_at) > day_of(now):
        raise NotYet(_REFUSED["early"])
    return _erase(session, breach, deadline, by=by, now=now)


def erase_due(session: ScopedSession, *, now: datetime) -> int:
    """Erase everything in this council whose day has come; return how many terms that was.

    What is held, or being worked on by somebody, waits for the next morning.
    """
    tomorrow = at_clock(day_of(now) + timedelta(days=1), time())
    held = select(LegalHold.id).where(
        LegalHold.breach_id == Breach.id, LegalHold.lifted_at.is_(None)
    )
    due = (
        _open_rows()
        .add_columns(Breach)
        .join(Breach, Breach.id == Deadline.breach_id)
        .where(Deadline.due_at < tomorrow, Breach.state == State.CLOSED, ~held.exists())
        .order_by(Deadline.due_at, Deadline.id)
        .with_for_update(of=Breach, skip_locked=True)
    )
    erased = 0
    for deadline, breach in session.execute(due).all():
        mine = {one.deadline_id: one.takes for one in erasures_of(session, breach, now=now)}
        # Somebody may have erased it by hand in the moment before the breach was locked.
        if mine.get(deadline.id, Takes.OUTSIDE) == Takes.OUTSIDE:
            continue
        try:
            _erase(session, breach, deadline, by=None, now=now)
        except NotYet:
            continue
        erased += 1
    return erased


def _erase(
    session: ScopedSession, breach: Breach, deadline: Deadline, *, by: Member | None, now: datetime
) -> Takes:
    session.flush()
    answer = session.scalar(
        text("select erase_breach(:breach, :deadline)"),
        {"breach": breach.id, "deadline": deadline.id},
    )
    if answer in _REFUSED:
        raise NotYet(_REFUSED[answer])
    session.expire_all()
    taken = Takes(answer)
    if taken == Takes.EVERYTHING:
        session.execute(delete(Draft).where(Draft.breach_id == breach.id))
        _forget_reasons(session, breach)
    deadline.due_words = f"{_what(deadline)}: {'gone' if taken == Takes.OUTSIDE else 'erased'}"
    meet(session, deadline, now=now)
    leave_mark(session, Event.DATA_ERASED, breach, by=by, now=now, changes={"took": taken})
    return taken


def _forget_reasons(session: ScopedSession, breach: Breach) -> None:
    """Take out why something was kept longer, also where that day was taken back since."""
    mine = select(Deadline).where(
        Deadline.breach_id == breach.id, Deadline.obligation == ObligationId.ERASE
    )
    for row in session.scalars(mine):
        row.due_words = _what(row)


def _open_rows() -> Select[Deadline]:
    return select(Deadline).where(
        Deadline.obligation == ObligationId.ERASE,
        Deadline.met_at.is_(None),
        Deadline.cancelled_at.is_(None),
    )


def _what(deadline: Deadline) -> str:
    """Return what the policy calls it: how long it is kept, or why longer, stands behind."""
    return deadline.due_words.partition(":")[0]


def _count(table: Any, still: ColumnElement[bool], breach: Breach) -> ScalarSelect[int]:
    mine = select(func.count()).select_from(table).where(table.breach_id == breach.id, still)
    return mine.scalar_subquery()


def _still(words: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the condition that a text has not been erased already."""
    return words.not_like("Erased on %, as the policy asks.")
