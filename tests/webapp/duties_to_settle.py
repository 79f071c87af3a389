"""What stands beside a breach, each made for one visit of a page that is about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, update

from tenants.access import Member
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.regulator_answers import answers_on_record
from tenants.breaches.regulator_saved import begun_with, reports_of
from tenants.db import ScopedSession
from tenants.deadlines import About, set_deadline
from tenants.files import read_upload
from tenants.models import (
    Action,
    ActionKind,
    Breach,
    BreachLink,
    Complaint,
    File,
    FileKind,
    LinkKind,
    ObligationId,
    RegulatorLetter,
    RegulatorReport,
    ReportKind,
)
from tenants.regulator_letters.finding import find_in_letter
from tenants.times import day_of
from tests.tenants.letters_invented import NO_ACTION

Maker = Callable[[ScopedSession, Seen, Member, datetime], UUID]


def an_action(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Undertake something."""
    action = Action(kind=ActionKind.LESSON, words="Use bcc", owner_id=by.membership_id, set_at=now)
    action.set_by_id = by.membership_id
    return _beside(session, seen, action)


def a_complaint(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Record that a complaint came."""
    complaint = Complaint(received_on=day_of(now), recorded_at=now)
    complaint.recorded_by_id = by.membership_id
    return _beside(session, seen, complaint)


def a_file(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Keep a file; no two are the same."""
    upload = read_upload("note.txt", f"A note of {uuid4()}".encode())
    file = File(kind=FileKind.EVIDENCE, name=upload.name, media_type=upload.media_type)
    file.size, file.sha256, file.content = upload.size, upload.sha256, upload.content
    file.added_by_id, file.added_at = by.membership_id, now
    return _beside(session, seen, file)


def a_report(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Begin a report to the regulator, unless there is one."""
    breach = get_breach(session, reference=seen.reference)
    reports = reports_of(session, breach_id=breach.id)
    if reports:
        return reports[0].id
    answers = begun_with(answers_on_record(session, breach, now=now), None, "")
    report = RegulatorReport(kind=ReportKind.INITIAL, sequence=1, answers=answers)
    report.saved_by_id, report.saved_at = by.membership_id, now
    return _beside(session, seen, report)


def a_letter(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Keep a letter of the regulator that nobody has confirmed."""
    found = find_in_letter(NO_ACTION)
    letter = RegulatorLetter(source_name="", words=NO_ACTION, found=found.as_json())
    letter.outcome, letter.case_reference = found.outcome, found.case_reference or ""
    letter.added_by_id, letter.added_at = by.membership_id, now
    return _beside(session, seen, letter)


def a_link(session: ScopedSession, seen: Seen, by: Member, now: datetime) -> UUID:
    """Link it to another breach that is like it, in place of a link that was made before."""
    breach = get_breach(session, reference=seen.reference)
    earlier = update(BreachLink).where(BreachLink.breach_id == breach.id)
    session.execute(earlier.values(ended_at=now))
    other = session.scalars(select(Breach).where(Breach.number == breach.number + 50)).first()
    if other is None:
        values = {column.key: getattr(breach, column.key) for column in Breach.__table__.columns}
        other = Breach(**{**values, "id": uuid4(), "number": breach.number + 50})
        session.add(other)
        session.flush()
    link = BreachLink(other_id=other.id, kind=LinkKind.RELATED, why="The same week", made_at=now)
    link.made_by_id = by.membership_id
    return _beside(session, seen, link)


def _beside(
    session: ScopedSession,
    seen: Seen,
    row: Action | Complaint | File | BreachLink | RegulatorLetter | RegulatorReport,
) -> UUID:
    """Put a row beside a breach, also beside a practice that has ended and takes no more."""
    breach = get_breach(session, reference=seen.reference)
    row.council_id, row.breach_id = breach.council_id, breach.id
    session.add(row)
    session.flush()
    return row.id


def something_kept(session: ScopedSession, seen: Seen, _by: Member, now: datetime) -> UUID:
    """Set a day on which something kept is to go."""
    breach = get_breach(session, reference=seen.reference)
    return set_deadline(
        session,
        About(breach_id=breach.id, occasion="papers"),
        obligation=ObligationId.ERASE,
        due=(now, "Papers: kept for 2 years"),
        citation="The policy",
        now=now,
    ).id


DUTIES: Final[Mapping[str, Maker]] = {
    "action": an_action,
    "complaint": a_complaint,
    "kept": something_kept,
    "file": a_file,
    "link": a_link,
    "letter": a_letter,
}
