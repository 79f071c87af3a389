"""The letters of the regulator about a breach: added, and confirmed into actions.

Nothing in a letter counts before a person has confirmed it. What they tick becomes an action.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.beside import get_breach_beside, note_beside, refuse_involved
from tenants.breaches.keeping import get_breach_to_add_to
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.undertakings import Undertaking, set_action
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable, NotFound
from tenants.models import (
    Action,
    ActionKind,
    Decision,
    Event,
    LetterOutcome,
    RegulatorLetter,
    RegulatorReport,
)
from tenants.regulator_letters.finding import find_in_letter
from tenants.regulator_letters.reading import LetterText

MOST_LETTERS = 50


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a letter asks for and somebody ticked, with its own day where it has one."""

    words: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What a person says that a letter says, and what is to be done about it, by whom and when.

    `facts` are kept as they were confirmed; a task without a day of its own is due on `due_on`.
    """

    outcome: LetterOutcome
    case_reference: str
    sent_on: date | None
    facts: dict[str, Any]
    tasks: Sequence[Task]
    owner_id: UUID | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """A letter, and how many of the actions that it led to are open, done and dropped."""

    letter: RegulatorLetter
    to_do: int
    done: int
    dropped: int

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has said what it says."""
        return self.letter.confirmed_at is not None


def add_letter(
    session: ScopedSession,
    text: LetterText,
    *,
    breach_id: UUID,
    by: Member,
    now: datetime,
    file_id: UUID | None = None,
) -> RegulatorLetter:
    """Keep a letter's text beside a breach, with what was found in it; its text may be empty.

    Raises `NotAcceptable` for one letter too many, and what `get_breach_beside` raises.
    """
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    if len(_letters(session, breach_id)) >= MOST_LETTERS:
        message = f"A breach may have {MOST_LETTERS} letters, and this one has them"
        raise NotAcceptable("file", message)
    letter = RegulatorLetter(
        council_id=session.council_id,
        breach_id=breach.id,
        file_id=file_id,
        source_name=text.name[:200],
        added_by_id=by.membership_id,
        added_at=now,
    )
    found = find_in_letter(text.words)
    letter.words = text.words
    letter.found = {**found.as_json(), "ignored_attachments": list(text.ignored)}
    letter.outcome = found.outcome
    letter.case_reference = found.case_reference or ""
    letter.sent_on = found.sent_on
    session.add(letter)
    session.flush()
    note_beside(session, Event.LETTER_ADDED, breach, by=by, now=now, changes=_marks(letter))
    return letter


def confirm_letter(
    session: ScopedSession,
    confirmation: Confirmation,
    *,
    letter_id: UUID,
    seen: Seen,
    by: Member,
    now: datetime,
) -> list[Action]:
    """Record what a letter says, and make an action of each of its tasks; return those.

    Raises `NotFound`, `AlreadyDone` when it was confirmed before, `NotAcceptable` for a task
    without an owner or a day that has passed, `WasInvolved` for whoever was involved in the breach,
    and what `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    refuse_involved(session, breach, by)
    letter = _open_letter(session, breach.id, letter_id)
    actions: list[Action] = []
    for task in confirmation.tasks:
        undertaking = _undertaking(task, confirmation, letter)
        stands = Seen(seen.reference, breach.version)
        actions.append(set_action(session, undertaking, seen=stands, by=by, now=now))
    letter.outcome = confirmation.outcome
    letter.case_reference = confirmation.case_reference
    letter.sent_on = confirmation.sent_on
    letter.confirmed = confirmation.facts
    letter.confirmed_by_id, letter.confirmed_at = by.membership_id, now
    session.flush()
    marks = {**_marks(letter), "actions": len(actions)}
    note_beside(session, Event.LETTER_CONFIRMED, breach, by=by, now=now, changes=marks)
    return actions


def letters_of(session: ScopedSession, *, breach_id: UUID) -> list[LetterStanding]:
    """Return a breach's letters, the latest first, each with what became of its actions.

    A letter that nobody confirmed is left out once the same file was read again.
    """
    letters = _standing(_letters(session, breach_id))
    counts: Counter[tuple[UUID | None, str]] = Counter()
    for action in actions_from_letters(session, breach_id=breach_id) if letters else ():
        state = "done" if action.done_on else "dropped" if action.dropped_at else "to_do"
        counts[action.letter_id, state] += 1
    return [
        LetterStanding(row, *(counts[row.id, state] for state in ("to_do", "done", "dropped")))
        for row in letters
    ]


def actions_from_letters(session: ScopedSession, *, breach_id: UUID) -> list[Action]:
    """Return the actions that letters led to, in the order in which they were set."""
    return list(
        session.scalars(
            select(Action)
            .where(Action.breach_id == breach_id, Action.letter_id.is_not(None))
            .order_by(Action.set_at, Action.due_on.nulls_last(), Action.id)
        )
    )


def get_letter(session: ScopedSession, *, breach_id: UUID, letter_id: UUID) -> RegulatorLetter:
    """Return one letter of this breach, or raise `NotFound`."""
    found = session.get(RegulatorLetter, (session.council_id, letter_id), populate_existing=True)
    if found is None or found.breach_id != breach_id:
        raise NotFound
    return found


def known_references(session: ScopedSession, *, reference: str) -> set[str]:
    """Return the regulator's references that decisions and reports on this breach hold."""
    breach = get_breach(session, reference=reference)
    held = [
        *session.scalars(select(Decision.their_reference).where(Decision.breach_id == breach.id)),
        *session.scalars(
            select(RegulatorReport.their_reference).where(RegulatorReport.breach_id == breach.id)
        ),
    ]
    return {their.strip().upper() for their in held if their.strip()}


def _letters(session: ScopedSession, breach_id: UUID) -> list[RegulatorLetter]:
    return list(
        session.scalars(
            select(RegulatorLetter)
            .where(RegulatorLetter.breach_id == breach_id)
            .order_by(RegulatorLetter.added_at.desc(), RegulatorLetter.id)
        )
    )


def _standing(letters: Sequence[RegulatorLetter]) -> list[RegulatorLetter]:
    read_again: set[UUID] = set()
    standing: list[RegulatorLetter] = []
    for row in letters:
        if row.confirmed_at is not None or row.file_id not in read_again:
            standing.append(row)
        if row.file_id is not None:
            read_again.add(row.file_id)
    return standing


def _open_letter(session: ScopedSession, breach_id: UUID, letter_id: UUID) -> RegulatorLetter:
    letter = get_letter(session, breach_id=breach_id, letter_id=letter_id)
    if letter.confirmed_at is not None:
        message = "What this letter says was confirmed already. Change its actions one by one."
        raise AlreadyDone(message)
    return letter


def _undertaking(task: Task, confirmation: Confirmation, letter: RegulatorLetter) -> Undertaking:
    if confirmation.owner_id is None:
        message = "Choose who has what is to be done"
        raise NotAcceptable("owner", message)
    return Undertaking(
        kind=ActionKind.RECOMMENDATION,
        words=task.words,
        owner_id=confirmation.owner_id,
        due_on=task.due_on or confirmation.due_on,
        letter_id=letter.id,
    )


def _marks(letter: RegulatorLetter) -> dict[str, object]:
    return {"letter": str(letter.id), "outcome": str(letter.outcome)}
