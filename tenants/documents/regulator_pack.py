"""What the council can put before the regulator: what was sent, what happened, what was decided."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from tenants import audit
from tenants.breaches.lateness import delay_words, moments_of
from tenants.db import ScopedSession
from tenants.documents.case import Case
from tenants.documents.measures import action_rows, actions_table
from tenants.documents.regulator_report import regulator_report_document
from tenants.documents.restricted_annex import decisions_table
from tenants.documents.shape import (
    Block,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
)
from tenants.documents.wording import (
    cause_words,
    fact_words,
    joined,
    known,
    occurred_words,
    people_words,
    risk_words,
)
from tenants.models import ActionKind, Direction, Party, RegulatorReport, ReportKind, Subject
from tenants.policy import law
from tenants.times import day_of, when, when_short

TITLE: Final = "Pack for the regulator"


def regulator_pack(session: ScopedSession, case: Case) -> Document:
    """Return the breach's record in the order in which a regulator asks for it.

    It is what the law wants written down: the facts, the effects, and what was done (UK GDPR
    Art. 33(5)).
    """
    breach, look = case.breach, case.first_look
    rule = law().rule("register")
    blocks: list[Block] = [
        Note(f"{rule.citation_on(day_of(case.now))}: {law().sentence_on('register')}"),
        Heading("The facts"),
        Facts(
            (
                ("What went wrong", cause_words(breach)),
                ("When it happened", occurred_words(breach)),
                ("When the council became aware", when(breach.aware_at)),
                ("How many people it is about", people_words(breach)),
                ("Whose information", fact_words(breach, "data_subjects")),
                ("What kind of information", fact_words(breach, "categories")),
                ("Risk to people", risk_words(breach)),
                ("Rating by the council's policy", _rating(case)),
            )
        ),
        Heading("What was sent to the regulator"),
        *_sent(case),
        Heading("What happened when"),
        *_timeline(session, case),
        Heading("What was decided, and why"),
        decisions_table(case),
        Heading("What was done"),
        Paragraph(joined([breach.action_taken, look.containment if look else ""])),
    ]
    rows = action_rows(case, kinds=frozenset(ActionKind))
    if rows:
        blocks.append(actions_table("Actions", rows))
    if breach.learned:
        blocks += [Heading("What was learned"), Paragraph(breach.learned)]
    for report in case.reports:
        if report.sent_at is not None:
            sent = regulator_report_document(session, case.breach, report)
            blocks += [PageBreak(), Heading(_called(report)), *_deeper(sent.blocks)]
    return case.document(TITLE, blocks)


def _called(report: RegulatorReport) -> str:
    kind = "Report" if report.kind == ReportKind.INITIAL else "Follow-up report"
    return f"{kind} of {when(report.sent_at)}" if report.sent_at else kind


def _deeper(blocks: Iterable[Block]) -> list[Block]:
    """Return a document's blocks as a part of another: its headings stand one level lower."""
    return [
        replace(block, level=min(block.level + 1, 4)) if isinstance(block, Heading) else block
        for block in blocks
    ]


def _rating(case: Case) -> str:
    if case.rating is None:
        return "Not rated yet"
    words = case.policy.word(case.breach.rating)
    return f"{words} ({case.policy.title}, version {case.policy.version})"


def _sent(case: Case) -> list[Block]:
    rows = [row for row in case.reports if row.sent_at is not None]
    spoken = [row for row in case.communications if row.party == Party.REGULATOR]
    decision = case.decision(Subject.REGULATOR)
    lines = [
        (
            when_short(row.sent_at),
            "Report" if row.kind == ReportKind.INITIAL else "Follow-up report",
            case.name_of(row.sent_by_id),
            row.their_reference,
        )
        for row in rows
        if row.sent_at
    ]
    lines += [
        (when_short(row.told_at), f"{_way(row.direction)}{row.words}", row.with_whom, row.method)
        for row in spoken
    ]
    if lines:
        columns = ("When", "What", "Who", "Reference or way")
        return [Table("Reports and conversations", columns, tuple(lines))]
    if decision is not None and decision.done_at is not None:
        told = f"Told on {when(decision.done_at)}. Reference: {known(decision.their_reference)}."
        return [Paragraph(told)]
    return [Paragraph("Nothing has been sent to the regulator.")]


def _way(direction: str) -> str:
    return "" if direction == Direction.TOLD else "They told us: "


def _timeline(session: ScopedSession, case: Case) -> list[Block]:
    entries = audit.entries_of(session, breach_id=case.breach.id)
    moments = moments_of(case.breach, entries)
    rows = tuple(
        (when(each.at, each.precision), f"{each.words[:1].upper()}{each.words[1:]}.")
        for each in moments
    )
    blocks: list[Block] = [Table("", ("When", "What"), rows)]
    told_at = _told_at(case)
    late = delay_words(moments, aware_at=case.breach.aware_at, at=told_at) if told_at else ""
    if late:
        hint = "The report came after the 72 hours. The reason is on the report to the regulator."
        blocks.append(Note(hint))
    return blocks


def _told_at(case: Case) -> datetime | None:
    decision = case.decision(Subject.REGULATOR)
    return decision.done_at if decision else None
