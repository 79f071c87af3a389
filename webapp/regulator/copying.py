"""B/regulator-report/copy: each answer in the form's order, ready to be copied across."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request

from tenants.access import Permission
from tenants.breaches.readings import Looked
from tenants.models import RegulatorReport
from tenants.times import when
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.deciding_thresholds import regulator as regulator_of
from webapp.breaches.receiving import shown
from webapp.looking import note_look
from webapp.regulator import regulator
from webapp.regulator.reading import ROOT, ReportPage, find_report, found_in
from webapp.scope import scope


@regulator.get(f"{ROOT}/copy")
@requires(Permission.HANDLE_BREACH)
def copy(council: str, reference: str) -> Any:
    """Show each answer in a box of its own, in the order in which the form asks."""
    root = form_address(council, reference, "regulator-report")
    report = _to_copy(reference)
    if report is None:
        return redirect(root, 303)
    if is_to_be_looked_at(report):
        return look_first(root)
    body = render_template(
        "regulator/copy.html",
        page=report.page,
        shown=report,
        root=root,
        regulator=regulator_of(report.page.breach),
    )
    note_look(report.page.breach.id, Looked.REGULATOR_REPORT)
    return body


@regulator.get(f"{ROOT}/copy.txt")
@requires(Permission.HANDLE_BREACH)
def copy_text(council: str, reference: str) -> Any:
    """Give the answers as a plain text file."""
    root = form_address(council, reference, "regulator-report")
    report = _to_copy(reference)
    if report is None:
        return redirect(root, 303)
    if is_to_be_looked_at(report):
        return look_first(root)
    name = f"{report.page.breach.reference}-report-{report.report.sequence}.txt"
    answer = Response(
        as_text(report, council_name=scope.council.name),
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    note_look(report.page.breach.id, Looked.REGULATOR_REPORT)
    return answer


def as_text(shown: ReportPage, *, council_name: str) -> str:
    """Return a report as text; a practice says first that it is one."""
    breach = shown.page.breach
    lines = [f"{breach.marker}{council_name}: {shown.name} to the regulator, {breach.name}"]
    lines += [_state(shown.report, is_drill=breach.is_drill), ""]
    for part in shown.parts:
        if part.lines:
            lines += [part.part.title.upper(), ""]
        for line in part.lines:
            lines += [f"{line.question.number}. {line.question.question}", line.answer, ""]
    return "\n".join(lines)


def _state(report: RegulatorReport, *, is_drill: bool) -> str:
    if is_drill:
        return "This is practice: nothing of it is sent to anybody."
    return f"Sent on {when(report.sent_at)}" if report.sent_at else "A draft, not sent yet"


def _to_copy(reference: str) -> ReportPage | None:
    """Return the report that is asked for by its number, or the latest."""
    page = shown(reference)
    wanted = request.args.get("report", "")
    if not wanted:
        return find_report(page)
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 0
    return find_report(page, number) or abort(404)


def is_to_be_looked_at(shown: ReportPage) -> bool:
    """Say whether something in an open report may name somebody, and nobody has looked at it."""
    is_open = shown.report.sent_at is None
    return is_open and any(not each.is_confirmed for each in found_in(shown))


def look_first(root: str) -> Any:
    """Go to the page on which that is done."""
    flash("Look first at what may name somebody who is affected.", "")
    return redirect(f"{root}/check", 303)
