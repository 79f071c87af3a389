"""/councils/<council>/report and its pages; what the reporter gets back once it is sent.

The receipt is at /councils/<council>/breaches/<reference>/reported, its copy beside it.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from tenants.access import Permission
from tenants.breaches import drafts, register
from tenants.breaches.drills import find_open_drill
from tenants.breaches.readings import Looked
from tenants.breaches.reporting import report_breach
from tenants.clock import Clock
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound
from tenants.models import Draft, DraftKind
from tenants.policy import EXAMPLES
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.identity import signed_in
from webapp.looking import note_look
from webapp.report.answers import Answers
from webapp.report.check import CHANGED_BEFORE_SENDING, rows
from webapp.report.forms import CheckForm, DeleteForm, PageForm
from webapp.report.pages import excerpt, saved_elsewhere, shown_form, what_helps
from webapp.report.receipt import as_text, get_receipt, progress_of
from webapp.report.saved import PAGES, Page, SavedPage, find_page, neighbours
from webapp.scope import scope

report = Blueprint("report", __name__, template_folder="templates")

TOO_LATE = (
    "This report was sent in another window, as {}. What you typed here was not added to it. Copy"
    " it, and give it to the clerk or the chair with that number"
)


@report.get("/councils/<council>/report")
@requires(Permission.REPORT_BREACH)
def start(council: str) -> Any:
    """Help somebody see whether it is a breach, and offer the reports that they began."""
    begun = drafts.open_drafts_of(scope.session, by=scope.member)
    sent = register.own_reports(scope.session, member=scope.member)
    return render_template(
        "report/start.html",
        examples=EXAMPLES,
        begun=[(draft, excerpt(draft)) for draft in begun],
        sent=[(breach, progress_of(breach)) for breach in sent],
        running=find_open_drill(scope.session),
    )


@report.post("/councils/<council>/report")
@requires(Permission.REPORT_BREACH)
def begin(council: str) -> Any:
    """Begin a report; whoever pressed twice gets the same empty one."""
    begun = drafts.open_drafts_of(scope.session, by=scope.member)
    draft = next((draft for draft in begun if not draft.answers), None)
    if draft is None:
        draft = drafts.start_draft(
            scope.session, kind=DraftKind.REPORT, by=scope.member, now=_clock().now()
        )
        scope.commit()
    return redirect(_page_address(council, draft, PAGES[0].name), 303)


@report.get("/councils/<council>/report/<uuid:draft>/<page>")
@requires(Permission.REPORT_BREACH)
def page(council: str, draft: UUID, page: str) -> Any:
    """Show one page of a report, with what was saved of it."""
    shown = find_page(page) or abort(404)
    kept = _own_report(draft)
    if kept.finished_at is not None:
        return _to_receipt(council, kept)
    return _show(kept, shown, shown_form(kept, shown, contact=_email(), now=_clock().now()))


@report.post("/councils/<council>/report/<uuid:draft>/<page>")
@requires(Permission.REPORT_BREACH)
@takes_form
def save(council: str, draft: UUID, page: str) -> Any:
    """Save one page of a report as it was typed, whether or not it can be read, and go on."""
    shown = find_page(page) or abort(404)
    kept = _own_report(draft)
    form = shown.form()
    is_good = form.validate()
    if g.is_token_refused:
        return _show(kept, shown, form)
    try:
        _save(kept, shown, form)
    except AlreadyDone:
        return _show_too_late(kept, shown, form)
    except ChangedMeanwhile:
        return _show_conflict(draft, shown, form)
    if not is_good and not _is_for_later():
        return _show(kept, shown, form)
    return _go_on(council, kept, shown)


@report.route("/councils/<council>/report/<uuid:draft>/check", methods=["GET", "POST"])
@requires(Permission.REPORT_BREACH)
@takes_form
def check(council: str, draft: UUID) -> Any:
    """Show every answer with a way to change it, and send the report, once."""
    kept = _own_report(draft)
    if kept.finished_at is not None:
        return _to_receipt(council, kept)
    answers = Answers.of_draft(kept, contact=_email())
    form = CheckForm()
    if form.is_sent():
        if form.version.number != kept.version:
            form.refuse("", CHANGED_BEFORE_SENDING)
        elif missing := answers.missing():
            form.row_faults = missing
        else:
            try:
                return _send(council, kept, answers)
            except NotAcceptable as fault:
                form.row_faults = {fault.field: str(fault)}
            except ChangedMeanwhile:
                scope.session.rollback()
                kept = _own_report(draft)
                answers = Answers.of_draft(kept, contact=_email())
                form.refuse("", CHANGED_BEFORE_SENDING)
    form.version.data = str(kept.version)
    return render_form(
        "report/check.html", form, draft=kept, rows=rows(answers), missing=answers.missing()
    )


@report.route("/councils/<council>/report/<uuid:draft>/delete", methods=["GET", "POST"])
@requires(Permission.REPORT_BREACH)
@takes_form
def delete(council: str, draft: UUID) -> Any:
    """Ask whether a report that was begun is to be thrown away, and do so."""
    kept = _own_report(draft)
    if kept.finished_at is not None:
        return _to_receipt(council, kept)
    form = DeleteForm()
    if form.is_sent():
        drafts.discard_draft(scope.session, draft_id=kept.id, by=scope.member)
        scope.commit()
        flash("The report that you began is deleted. Nothing was sent.", "success")
        return redirect(url_for("report.start", council=council), 303)
    return render_form("report/delete.html", form, draft=kept, excerpt=excerpt(kept))


@report.get("/councils/<council>/breaches/<reference>/reported")
@requires(Permission.REPORT_BREACH)
def reported(council: str, reference: str) -> Any:
    """Thank the reporter, and say what to do now, who was told and when the 72 hours end."""
    return _receipt("report/reported.html", reference)


@report.get("/councils/<council>/breaches/<reference>/copy")
@requires(Permission.REPORT_BREACH)
def copy(council: str, reference: str) -> Any:
    """Show everything that was reported on one page, to print."""
    return _receipt("report/copy.html", reference)


@report.get("/councils/<council>/breaches/<reference>/copy.txt")
@requires(Permission.REPORT_BREACH)
def copy_text(council: str, reference: str) -> Any:
    """Give everything that was reported as a plain text file."""
    receipt = get_receipt(scope.session, reference=reference, member=scope.member)
    text = as_text(receipt, council_name=scope.council.name)
    name = f"{receipt.breach.name.replace(' ', '-')}.txt"
    note_look(receipt.breach.id, Looked.REPORT_COPY)
    return Response(
        text,
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _receipt(template: str, reference: str) -> str:
    receipt = get_receipt(scope.session, reference=reference, member=scope.member)
    body = render_template(template, receipt=receipt)
    note_look(receipt.breach.id, Looked.REPORT_COPY)
    return body


def _save(kept: Draft, shown: Page, form: PageForm) -> None:
    """Save a page as typed; what is saved already is left alone, so a second press does no harm."""
    answers = SavedPage.of_form(form)
    saved = SavedPage.of_draft(kept, shown)
    if saved is None or saved.typed != answers.typed:
        # Nobody's answers are replaced on a page that was never saved.
        version = form.version.number if saved else kept.version
        drafts.save_page(
            scope.session,
            draft=kept,
            page=shown.name,
            answers=answers.as_json(),
            version=version,
            now=_clock().now(),
        )
        scope.commit()
    form.version.data = str(kept.version)


def _is_for_later() -> bool:
    return request.form.get("then") == "later"


def _go_on(council: str, kept: Draft, shown: Page) -> Any:
    """Go to the next page, back to the answers, or to the start for whoever stops for now."""
    if kept.finished_at is not None:
        return _to_receipt(council, kept)
    if _is_for_later():
        flash("Your report is saved. It has not been sent: you can carry on below.", "success")
        return redirect(url_for("report.start", council=council), 303)
    following = "check" if request.args.get("from") == "check" else neighbours(shown)[1]
    return redirect(_page_address(council, kept, following), 303)


def _send(council: str, kept: Draft, answers: Answers) -> Any:
    """Report the breach, or find that a press just before this one has done so."""
    try:
        breach = report_breach(
            scope.session,
            replace(answers.as_report(), draft_version=kept.version),
            by=scope.member,
            now=_clock().now(),
            draft_id=kept.id,
        )
    except AlreadyDone:
        scope.session.rollback()
        return _to_receipt(council, kept)
    scope.commit()
    return redirect(url_for("report.reported", council=council, reference=breach.reference), 303)


def _show(kept: Draft, shown: Page, form: PageForm, **extra: Any) -> tuple[str, int]:
    before, _ = neighbours(shown)
    context = {"draft": kept, "page": shown, "before": before, "elsewhere": None}
    context |= {"number": PAGES.index(shown) + 1, "pages": len(PAGES)}
    context |= {"advice": what_helps(kept, shown), "comes_from": request.args.get("from")}
    return render_form("report/page.html", form, **(context | extra))


def _show_conflict(draft: UUID, shown: Page, form: PageForm) -> tuple[str, int]:
    """Show what was typed here beside what was saved in another window; pressing again saves."""
    scope.session.rollback()
    kept = _own_report(draft)
    form.version.data = str(kept.version)
    body, _ = _show(kept, shown, form, elsewhere=saved_elsewhere(kept, shown, form))
    return body, 409


def _show_too_late(kept: Draft, shown: Page, form: PageForm) -> tuple[str, int]:
    """Show what was typed into a report that has been sent, so that it can be passed on."""
    breach = drafts.get_report_of(scope.session, draft=kept)
    form.refuse("", TOO_LATE.format(breach.reference))
    return _show(kept, shown, form)


def _own_report(draft_id: UUID) -> Draft:
    """Return the member's own draft of a report, or raise `NotFound`."""
    kept = drafts.get_draft(scope.session, draft_id=draft_id, by=scope.member)
    if kept.kind != DraftKind.REPORT:
        raise NotFound
    return kept


def _to_receipt(council: str, kept: Draft) -> Any:
    breach = drafts.get_report_of(scope.session, draft=kept)
    return redirect(url_for("report.reported", council=council, reference=breach.reference), 303)


def _page_address(council: str, draft: Draft, name: str) -> str:
    if name == "check":
        return url_for("report.check", council=council, draft=draft.id)
    return url_for("report.page", council=council, draft=draft.id, page=name)


def _email() -> str:
    """Return the address that the service knows the signed-in person by."""
    person = signed_in()
    return person.person.email if person else ""


def _clock() -> Clock:
    found: Clock = current_app.extensions["clock"]
    return found
