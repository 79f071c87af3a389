"""The regulator's form for a breach: a draft that can be saved, what was sent, and follow-ups.

At most one report of a breach is unsent. What was sent is never changed again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from tenants import audit
from tenants.access import Member
from tenants.breaches.deciding import record_decision
from tenants.breaches.decisions import TELL, Choice
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.parties import standing_decisions
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.regulator_answers import answers_on_record
from tenants.breaches.regulator_saved import (
    ANSWERS,
    CONFIRMED,
    ON_RECORD,
    answers_in,
    begun_with,
    confirmed_in,
    find_open_report,
    kept,
    news_on_record,
    reference_in_letters,
    reports_of,
)
from tenants.breaches.regulator_screening import refuse_unconfirmed
from tenants.breaches.undertakings import complete_action
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound, NotYet
from tenants.models import (
    Breach,
    Decision,
    Event,
    RegulatorReport,
    ReportKind,
    State,
    Subject,
)
from tenants.policy.regulator_form import QUESTIONS
from tenants.times import day_of, when

__all__ = [
    "Sending",
    "confirm_not_affected",
    "draft_report",
    "find_open_report",
    "news_on_record",
    "record_report_sent",
    "reports_of",
    "save_report",
    "take_over_news",
]

_OVERTAKEN: Final = "Somebody else saved this report since this page was opened."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """When the report was sent (aware, UTC), the regulator's reference, and the reason if late.

    `keeps` are the promises to the regulator that it keeps.
    """

    sent_at: datetime
    their_reference: str = ""
    reason: str = ""
    keeps: tuple[UUID, ...] = ()


def draft_report(
    session: ScopedSession, *, reference: str, by: Member, now: datetime
) -> RegulatorReport:
    """Begin a report with what the record knows, a follow-up with what was sent last.

    Whoever presses twice gets the same one. Raises `NotFound`, `AlreadyDone` for a closed breach,
    and what `require_lead_or_handler` raises.
    """
    breach = _open_breach(session, reference, by)
    session.refresh(breach, with_for_update={"key_share": True})
    reports = reports_of(session, breach_id=breach.id)
    begun = next((row for row in reports if row.sent_at is None), None)
    if begun is not None:
        return begun
    told = _telling(session, breach)
    last = reports[-1] if reports else None
    is_first = last is None and (told is None or told.done_at is None)
    theirs = (last.their_reference if last else "") or (told.their_reference if told else "")
    theirs = theirs or reference_in_letters(session, breach)
    report = RegulatorReport(
        council_id=session.council_id,
        breach_id=breach.id,
        sequence=last.sequence + 1 if last else 1,
        kind=ReportKind.INITIAL if is_first else ReportKind.FOLLOW_UP,
        answers=begun_with(answers_on_record(session, breach, now=now), last, theirs),
        their_reference=theirs,
        saved_by_id=by.membership_id,
        saved_at=now,
    )
    session.add(report)
    session.flush()
    _mark(session, Event.REGULATOR_REPORT_SAVED, report, by=by, now=now)
    return report


def save_report(
    session: ScopedSession,
    answers: Mapping[str, Any],
    *,
    seen: Seen,
    by: Member,
    now: datetime,
) -> RegulatorReport:
    """Save some answers of the open report; an empty one is not yet known again.

    `seen` is the breach's number and the version of the report that the person had before them.
    Raises `ChangedMeanwhile`, `AlreadyDone` when it was sent, and what `draft_report` raises.
    """
    breach = _open_breach(session, seen.reference, by)
    report = _lock(session, breach, seen.version)
    known = {question.id for question in QUESTIONS if not question.is_set}
    if not answers.keys() <= known:
        raise NotFound
    said = {**report.answers[ANSWERS], **answers}
    _keep(session, report, said, report.answers[ON_RECORD], by=by, now=now)
    return report


def confirm_not_affected(
    session: ScopedSession, words: Sequence[str], *, seen: Seen, by: Member, now: datetime
) -> RegulatorReport:
    """Remember that these words name nobody affected, so that the report may be sent with them.

    Raises what `save_report` raises.
    """
    breach = _open_breach(session, seen.reference, by)
    report = _lock(session, breach, seen.version)
    confirmed = dict.fromkeys([*confirmed_in(report), *words])
    report.answers = {**report.answers, CONFIRMED: list(confirmed)}
    _saved(session, report, by=by, now=now)
    return report


def take_over_news(
    session: ScopedSession, *, seen: Seen, by: Member, now: datetime
) -> RegulatorReport:
    """Put what the record says now into the report. Raises what `save_report` raises."""
    breach = _open_breach(session, seen.reference, by)
    report = _lock(session, breach, seen.version)
    news = news_on_record(session, breach, report, now=now)
    said = {**report.answers[ANSWERS], **news}
    _keep(session, report, said, {**report.answers[ON_RECORD], **news}, by=by, now=now)
    return report


def record_report_sent(
    session: ScopedSession, sending: Sending, *, seen: Seen, by: Member, now: datetime
) -> RegulatorReport:
    """Record that the open report was sent; the first one is the decision to tell, carried out.

    The clock stops in the same transaction, by `record_decision`: there is no second record of
    it. Raises `NotAcceptable`, `ChangedMeanwhile`, and what `record_decision` raises.
    """
    breach = _open_breach(session, seen.reference, by)
    # In the order in which everybody takes them: first the breach, then what belongs to it.
    session.refresh(breach, with_for_update={"key_share": True})
    report = _lock(session, breach, seen.version)
    _refuse_impossible(breach, sending, now)
    refuse_unconfirmed(session, answers_in(report), confirmed_in(report))
    if report.kind == ReportKind.INITIAL:
        _decide_told(session, breach, sending, by=by, now=now)
    report.their_reference = sending.their_reference.strip() or report.their_reference
    report.sent_at, report.sent_by_id = sending.sent_at, by.membership_id
    session.flush()
    _mark(session, Event.REGULATOR_REPORT_SENT, report, by=by, now=now)
    for action_id in sending.keeps:
        complete_action(
            session,
            seen=Seen(breach.reference, breach.version),
            action_id=action_id,
            done=(day_of(sending.sent_at), f"Report {report.sequence} to the regulator"),
            by=by,
            now=now,
        )
    return report


def _decide_told(
    session: ScopedSession, breach: Breach, sending: Sending, *, by: Member, now: datetime
) -> None:
    """Record the decision to tell as carried out, unless just that stands already."""
    standing = _telling(session, breach)
    reference = sending.their_reference.strip()
    if standing is not None and (standing.done_at, standing.their_reference) == (
        sending.sent_at,
        reference,
    ):
        return
    choice = Choice(
        subject=Subject.REGULATOR,
        decided=TELL,
        reason=sending.reason.strip() or (standing.reason if standing else ""),
        done_at=sending.sent_at,
        their_reference=reference,
        # Sending it says nothing else than what was decided of the words and the way.
        message=standing.message if standing else "",
        method=standing.method if standing else "",
    )
    now_seen = Seen(breach.reference, breach.version)
    record_decision(session, choice, seen=now_seen, by=by, now=now)


def _telling(session: ScopedSession, breach: Breach) -> Decision | None:
    """Return the standing decision to tell the regulator, if that is what was decided."""
    row = standing_decisions(session, breach_id=breach.id).get((Subject.REGULATOR, ""))
    return row if row is not None and row.decided == TELL else None


def _refuse_impossible(breach: Breach, sending: Sending, now: datetime) -> None:
    if sending.sent_at > now:
        message = "You cannot have sent it in the future"
        raise NotAcceptable("sent", message)
    if sending.sent_at < breach.aware_at:
        message = f"The council became aware on {when(breach.aware_at)}. This must be after that"
        raise NotAcceptable("sent", message)


def _open_breach(session: ScopedSession, reference: str, by: Member) -> Breach:
    breach = get_breach(session, reference=reference)
    require_lead_or_handler(session, breach, by)
    if breach.state == State.CLOSED:
        message = "This breach is closed. Nothing more is changed in it."
        raise AlreadyDone(message)
    return breach


def _lock(session: ScopedSession, breach: Breach, version: int) -> RegulatorReport:
    """Return the open report as it is now, locked until the transaction ends."""
    newest = (
        select(RegulatorReport)
        .where(RegulatorReport.breach_id == breach.id, RegulatorReport.sent_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    report = session.scalars(newest).one_or_none()
    if report is None:
        message = "No report is being written. What was sent stays as it was sent."
        raise NotYet(message)
    if report.version != version:
        raise ChangedMeanwhile(_OVERTAKEN)
    return report


def _keep(
    session: ScopedSession,
    report: RegulatorReport,
    answers: Mapping[str, Any],
    on_record: Mapping[str, Any],
    *,
    by: Member,
    now: datetime,
) -> None:
    report.answers = kept(answers, on_record, confirmed_in(report))
    _saved(session, report, by=by, now=now)


def _saved(session: ScopedSession, report: RegulatorReport, *, by: Member, now: datetime) -> None:
    report.saved_by_id, report.saved_at = by.membership_id, now
    session.flush()
    _mark(session, Event.REGULATOR_REPORT_SAVED, report, by=by, now=now)


def _mark(
    session: ScopedSession, event: Event, report: RegulatorReport, *, by: Member, now: datetime
) -> None:
    """Leave an audit entry; the breach itself is no other, so nobody else is overtaken."""
    audit.record(
        session,
        event,
        by=by,
        at=now,
        breach_id=report.breach_id,
        changes={"kind": report.kind, "number": report.sequence, "saved": report.version},
    )
