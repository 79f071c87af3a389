"""A report to the regulator as a document: every question in the form's order with its answer."""

from tenants.breaches.regulator_answers import in_words
from tenants.breaches.regulator_saved import answers_in, asked_in, changes_since_last, reports_of
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.documents.shape import Block, Document, Facts, Heading, Note, Paragraph, Table
from tenants.models import Breach, RegulatorReport, ReportKind
from tenants.policy import law
from tenants.policy.regulator_form import (
    PARTS,
    Answers,
    Known,
    Question,
    is_answered,
    is_wanted,
)
from tenants.times import day_of, when

MAY_HAVE_CHANGED = (
    "The questions stand in the order of the regulator's form, in our own words. Its answers to"
    " choose from are its own. The form online may have changed since."
)
_RECALLED = " (the form may also ask this)"
_RESTRICTION = "Confidential: for the regulator and for those who handle this breach"


def regulator_report_document(
    session: ScopedSession, breach: Breach, report: RegulatorReport
) -> Document:
    """Return a report as it was saved last, or as it was sent, as a document to keep or to send."""
    at = report.sent_at or report.saved_at
    answers = answers_in(report)
    asked = asked_in(breach, report, at)
    blocks: list[Block] = [_about(breach, report), Note(MAY_HAVE_CHANGED)]
    blocks += _changes(session, report)
    for part in PARTS:
        of_part = [each for each in asked if each.part == part.id and _has_answer(each, answers)]
        if of_part:
            blocks += [Heading(part.title), *_answers(of_part, answers)]
    kind = "Follow-up report" if report.kind == ReportKind.FOLLOW_UP else "Report"
    council = get_own_council(session)
    return Document(
        title=f"{kind} to the {law().regulator_on(day_of(at)).name}",
        council=council.name,
        reference=breach.reference,
        blocks=tuple(blocks),
        made_at=at,
        marker=breach.marker,
        restriction=_RESTRICTION,
    )


def _about(breach: Breach, report: RegulatorReport) -> Facts:
    rows = [("Breach", breach.name), ("Report", str(report.sequence))]
    if report.their_reference:
        rows.append(("The regulator's reference", report.their_reference))
    if breach.is_drill:
        rows.append(("Practice", "Nothing of this is sent to anybody."))
    state = f"Sent on {when(report.sent_at)}" if report.sent_at else "A draft, not sent yet"
    return Facts((*rows, ("State", state)))


def _changes(session: ScopedSession, report: RegulatorReport) -> list[Block]:
    reports = reports_of(session, breach_id=report.breach_id)
    changed, before = changes_since_last(reports, report)
    if before is None or not changed:
        return []
    was, now = answers_in(before), answers_in(report)
    rows = tuple((each.question, in_words(each, was), in_words(each, now)) for each in changed)
    columns = ("Question", "In the last report", "Now")
    return [Heading("What changed since the last report"), Table("What changed", columns, rows)]


def _has_answer(question: Question, answers: Answers) -> bool:
    return is_answered(answers, question.id) or is_wanted(question, answers)


def _answers(questions: list[Question], answers: Answers) -> list[Block]:
    blocks: list[Block] = []
    for each in questions:
        recalled = _RECALLED if each.status == Known.RECALLED else ""
        blocks.append(Heading(f"{each.number}. {each.question}{recalled}", level=3))
        blocks.append(Paragraph(in_words(each, answers)))
    return blocks
