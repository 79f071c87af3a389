"""What lies beside one settled breach: a file, a remark, the regulator's letter, a lesson.

The letter is invented, like its reference; it is read and confirmed as a real one is.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from tenants.breaches.comments import write_comment
from tenants.breaches.decisions import TELL
from tenants.breaches.evidence import add_file
from tenants.breaches.lessons import share_lesson
from tenants.breaches.readings import Looked, note_reading
from tenants.breaches.record import Seen
from tenants.breaches.undertakings import complete_action
from tenants.db import Database, ScopedSession
from tenants.demonstration.finishing import LESSONS
from tenants.demonstration.telling import Cast
from tenants.files import read_upload
from tenants.models import (
    Breach,
    Decision,
    FileKind,
    LetterOutcome,
    RegulatorLetter,
    Scan,
    State,
    Subject,
)
from tenants.policy import law
from tenants.regulator_letters.letters import Confirmation, Task, add_letter, confirm_letter
from tenants.regulator_letters.reading import pasted_letter
from tenants.times import day, day_of

_DAY = timedelta(days=1)
_REFERENCE = "IC-00001-X0X0"
_NOTE = "What went out, with the names left away, and where each paper is now.\n"


def keep_papers(database: Database, cast: Cast) -> None:
    """Lay papers beside the council's latest closed breach of which the regulator was told."""
    with database.session(cast.council_id, cast.members["lead"].person_id) as session:
        breach = _told_and_closed(session)
        if breach is None or breach.closed_at is None:
            return
        _keep_beside(session, cast, breach, breach.closed_at - _DAY)
        _hear_of_it(session, cast, breach, breach.closed_at + 3 * _DAY)
        seen = Seen(breach.reference, breach.version)
        at = breach.closed_at + 4 * _DAY
        share_lesson(session, LESSONS, seen=seen, by=cast.members["lead"], now=at)
        session.commit()


def _told_and_closed(session: ScopedSession) -> Breach | None:
    told = select(Decision.breach_id).where(
        Decision.subject == Subject.REGULATOR, Decision.decided == TELL
    )
    return session.scalars(
        select(Breach)
        .where(Breach.state == State.CLOSED, Breach.is_drill.is_(False), Breach.id.in_(told))
        .order_by(Breach.closed_at.desc(), Breach.id)
        .limit(1)
    ).first()


def _keep_beside(session: ScopedSession, cast: Cast, breach: Breach, at: datetime) -> None:
    lead = cast.members["lead"]
    add_file(
        session,
        read_upload("what went out.txt", _NOTE.encode()),
        breach_id=breach.id,
        kind=FileKind.EVIDENCE,
        shows="What went out, and that all of it is back.",
        scan=Scan.NOT_SCANNED,
        by=lead,
        now=at,
    )
    words = "Everybody who had it was rung, and nobody has it any more."
    write_comment(session, breach_id=breach.id, words=words, by=lead, now=at)
    for who in ("clerk", "chair"):
        note_reading(session, breach_id=breach.id, what=Looked.BREACH, by=cast.members[who], now=at)


def _hear_of_it(session: ScopedSession, cast: Cast, breach: Breach, at: datetime) -> None:
    """Let the regulator's letter come, and what it recommends be done the next day."""
    lead = cast.members["lead"]
    text = pasted_letter(_letter(breach, at))
    letter = add_letter(session, text, breach_id=breach.id, by=lead, now=at)
    actions = confirm_letter(
        session,
        _as_found(letter, owner_id=lead.membership_id, at=at),
        letter_id=letter.id,
        seen=Seen(breach.reference, breach.version),
        by=lead,
        now=at,
    )
    for action in actions:
        complete_action(
            session,
            seen=Seen(breach.reference, breach.version),
            action_id=action.id,
            done=(day_of(at), "It stands on the list that hangs in the office."),
            by=lead,
            now=at,
        )


def _as_found(letter: RegulatorLetter, *, owner_id: UUID, at: datetime) -> Confirmation:
    return Confirmation(
        outcome=LetterOutcome(letter.outcome),
        case_reference=letter.case_reference,
        sent_on=letter.sent_on,
        facts=letter.found,
        tasks=[Task(words) for words in letter.found["recommendations"]],
        owner_id=owner_id,
        due_on=day_of(at + 14 * _DAY),
    )


def _letter(breach: Breach, at: datetime) -> str:
    regulator = law().regulator_on(day_of(at))
    return f"""From: {regulator.short_name} Casework
Date: {day(at)}

Case reference: {_REFERENCE}
Your reference: {breach.reference}

Thank you for the personal data breach report you submitted on {day(breach.aware_at)}.

Our decision

We have decided not to take action in this case.

In particular, we recommend that you consider:

- having a second person look at what holds names before it goes out
- going through how such papers are handled, with everybody who handles them

We now consider the matter to be closed.
"""
