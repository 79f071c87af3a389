"""B/regulator-report: where the report stands, beginning one, and what the record says since."""

from typing import Any

from flask import flash, redirect, render_template

from tenants.access import Permission
from tenants.breaches import regulator_reports as services
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.page import BreachPage
from tenants.breaches.readings import Looked
from tenants.breaches.record import Seen
from tenants.breaches.regulator_answers import in_words
from tenants.errors import InvolvementNotDeclared, NotAllowed
from tenants.models import State
from tenants.policy.regulator_form import PARTS, QUESTIONS, Known, question
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.deciding_thresholds import regulator as regulator_of
from webapp.breaches.receiving import clock, shown
from webapp.breaches.refusals import VersionedForm
from webapp.forms import takes_form
from webapp.looking import note_look
from webapp.regulator import regulator
from webapp.regulator.reading import (
    ROOT,
    Line,
    ReportPage,
    find_report,
    found_in,
    keep_report,
    told_of,
)
from webapp.scope import scope


@regulator.get(ROOT)
@requires(Permission.HANDLE_BREACH)
def overview(council: str, reference: str) -> Any:
    """Show how far the report has come, what is not yet known, and what was sent before."""
    page = shown(reference)
    reports = services.reports_of(scope.session, breach_id=page.breach.id)
    found = find_report(page)
    is_open = found is not None and found.report.sent_at is None
    body = render_template(
        "regulator/overview.html",
        page=page,
        shown=found,
        is_open=is_open,
        sent=[row for row in reports if row.sent_at is not None],
        to_look_at=[each for each in found_in(found) if not each.is_confirmed] if found else [],
        news=_news(found) if found else (),
        told=told_of(found) if found and is_open and not found.is_follow_up else None,
        why_not=_why_not(page),
        root=form_address(council, reference, "regulator-report"),
        regulator=regulator_of(page.breach),
        known=_how_known(),
        form=VersionedForm.about(found.report.version if found else 0),
    )
    note_look(page.breach.id, Looked.REGULATOR_REPORT)
    return body


@regulator.post(ROOT)
@requires(Permission.HANDLE_BREACH)
def begin(council: str, reference: str) -> Any:
    """Begin a report with what the record knows, or go on with the one that was begun."""
    services.draft_report(scope.session, reference=reference, by=scope.member, now=clock().now())
    scope.commit()
    root = form_address(council, reference, "regulator-report")
    return redirect(f"{root}/{PARTS[0].id}", 303)


@regulator.post(f"{ROOT}/news")
@requires(Permission.HANDLE_BREACH)
@takes_form
def news(council: str, reference: str) -> Any:
    """Put into the report what the record says now."""
    root = form_address(council, reference, "regulator-report")
    page = shown(reference)
    form = VersionedForm()
    if form.is_sent():
        with keep_report(form, page):
            services.take_over_news(
                scope.session,
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("The report now says what the record says.", "success")
            return redirect(root, 303)
        flash("Somebody else saved the report meanwhile. Look at it again.", "")
    return redirect(root, 303)


def _news(found: ReportPage) -> tuple[Line, ...]:
    fresh = services.news_on_record(
        scope.session, found.page.breach, found.report, now=clock().now()
    )
    return tuple(
        Line(
            question(name),
            in_words(question(name), fresh),
            is_known=True,
            was=in_words(question(name), found.answers),
        )
        for name in fresh
    )


def _why_not(page: BreachPage) -> str:
    """Return why this member cannot write the report, or nothing when they can."""
    if page.breach.state == State.CLOSED:
        return "This breach is closed, so nothing more is written to the regulator about it."
    try:
        require_lead_or_handler(scope.session, page.breach, scope.member)
    except InvolvementNotDeclared:
        return ""
    except NotAllowed as refused:
        return str(refused)
    return ""


def _how_known() -> dict[str, list[str]]:
    """Return the questions by how we know that the form asks them."""
    return {
        status.value: [each.question for each in QUESTIONS if each.status == status]
        for status in Known
    }
