"""Reports to the regulator as they are kept: what they answer, and what changed between two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tenants.breaches.regulator_answers import answers_on_record
from tenants.db import ScopedSession
from tenants.models import Breach, LetterOutcome, RegulatorLetter, RegulatorReport, ReportKind
from tenants.policy import regulator_deadline
from tenants.policy.regulator_form import (
    CASE_REFERENCE,
    Question,
    Situation,
    changed_questions,
    is_answered,
    questions_for,
)

# What a report keeps: its answers, what the record had said when they were filled in, and which
# words somebody looked at and found to be no person affected.
ANSWERS, ON_RECORD, CONFIRMED = "answers", "on_record", "not_affected"


def reports_of(session: ScopedSession, *, breach_id: UUID) -> list[RegulatorReport]:
    """Return a breach's reports, the first one first."""
    return list(
        session.scalars(
            select(RegulatorReport)
            .where(RegulatorReport.breach_id == breach_id)
            .order_by(RegulatorReport.sequence)
        )
    )


def find_open_report(session: ScopedSession, *, breach_id: UUID) -> RegulatorReport | None:
    """Return the report that is being written, or None."""
    return next(
        (row for row in reports_of(session, breach_id=breach_id) if row.sent_at is None), None
    )


def answers_in(report: RegulatorReport) -> dict[str, Any]:
    """Return what a report answers, by question; what is left out is not yet known.

    Of a report whose words were erased nothing is known any more but its kind.
    """
    return dict(report.answers.get(ANSWERS, {})) | {"report_type": report.kind}


def confirmed_in(report: RegulatorReport) -> tuple[str, ...]:
    """Return the words that somebody found to be no person affected."""
    return tuple(report.answers.get(CONFIRMED, ()))


def situation_of(breach: Breach, report: RegulatorReport, now: datetime) -> Situation:
    """Return what decides which questions a report answers."""
    at = report.sent_at or now
    return Situation(
        is_follow_up=report.kind == ReportKind.FOLLOW_UP,
        is_late=at > regulator_deadline(breach.aware_at),
    )


def asked_in(breach: Breach, report: RegulatorReport, now: datetime) -> tuple[Question, ...]:
    """Return the questions that a report answers, in the form's order."""
    return questions_for(situation_of(breach, report, now), answers_in(report))


def changes_since_last(
    reports: Sequence[RegulatorReport], report: RegulatorReport
) -> tuple[tuple[Question, ...], RegulatorReport | None]:
    """Return the questions answered otherwise than in the report before, and that report."""
    before = next((row for row in reversed(reports) if row.sequence < report.sequence), None)
    if before is None:
        return (), None
    return changed_questions(answers_in(before), answers_in(report)), before


def kept(
    answers: Mapping[str, Any], on_record: Mapping[str, Any], confirmed: Sequence[str]
) -> dict[str, Any]:
    """Return what a report keeps; an empty answer is none."""
    said = {name: answer for name, answer in answers.items() if answer not in (None, "", [])}
    return {ANSWERS: said, ON_RECORD: dict(on_record), CONFIRMED: list(confirmed)}


def begun_with(
    on_record: Mapping[str, Any], last: RegulatorReport | None, their_reference: str
) -> dict[str, Any]:
    """Return what a report begins with: the record's answers, or those that were sent last."""
    theirs = {CASE_REFERENCE: their_reference}
    if last is None:
        return kept({**on_record, **theirs}, on_record, ())
    answers = {**on_record, **last.answers.get(ANSWERS, {}), **theirs}
    return kept(answers, {**on_record, **last.answers.get(ON_RECORD, {})}, confirmed_in(last))


def reference_in_letters(session: ScopedSession, breach: Breach) -> str:
    """Return the reference in the latest letter of which somebody confirmed that it decides."""
    wanted = select(RegulatorLetter.case_reference).where(
        RegulatorLetter.breach_id == breach.id,
        RegulatorLetter.confirmed_at.is_not(None),
        RegulatorLetter.outcome != LetterOutcome.UNKNOWN,
        RegulatorLetter.case_reference != "",
    )
    return session.scalar(wanted.order_by(RegulatorLetter.confirmed_at.desc()).limit(1)) or ""


def news_on_record(
    session: ScopedSession, breach: Breach, report: RegulatorReport, *, now: datetime
) -> dict[str, Any]:
    """Return what the record answers otherwise than when it was last filled in, by question.

    Answers that somebody has brought into line since are left out.
    """
    if report.sent_at is not None or breach.erased_at is not None:
        return {}
    then, said = report.answers[ON_RECORD], report.answers[ANSWERS]
    fresh = answers_on_record(session, breach, now=now)
    asked = {question.id for question in asked_in(breach, report, now)}
    return {
        name: answer
        for name, answer in fresh.items()
        if name in asked
        and answer not in (then.get(name), said.get(name))
        # The draft of a reason grows by the hour; a person's own words stay.
        and not (name == "late_reason" and is_answered(said, name))
    }
