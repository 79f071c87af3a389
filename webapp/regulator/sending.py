"""B/regulator-report/sent: recording that the report was sent, which stops the clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches import regulator_reports as services
from tenants.breaches.handlers import require_lead
from tenants.breaches.lateness import draft_reason
from tenants.breaches.readings import Looked
from tenants.breaches.record import Seen
from tenants.breaches.regulator_reports import Sending
from tenants.breaches.undertakings import actions_of
from tenants.errors import NotYet
from tenants.models import Action, ActionKind
from tenants.policy import regulator_deadline
from tenants.times import when
from webapp.access import requires
from webapp.breaches.addresses import breach_address, form_address
from webapp.breaches.receiving import BOTH, clock
from webapp.breaches.refusals import show_at
from webapp.forms import takes_form
from webapp.looking import note_look
from webapp.regulator import regulator
from webapp.regulator.copying import is_to_be_looked_at, look_first
from webapp.regulator.forms import SentForm
from webapp.regulator.reading import ROOT, ReportPage, find_report, keep_report, told_of
from webapp.regulator.writing import to_write
from webapp.scope import scope


@regulator.route(f"{ROOT}/sent", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def sent(council: str, reference: str) -> Any:
    """Ask when the report was sent; the first one is the decision to tell, carried out."""
    page = to_write(reference)
    root = form_address(council, reference, "regulator-report")
    shown = find_report(page)
    if shown is None or shown.report.sent_at is not None:
        return redirect(root, 303)
    if is_to_be_looked_at(shown):
        return look_first(root)
    _require_first_steps(shown)
    now = clock().now()
    promises = _promises(shown)
    form = SentForm.about(shown.report.version, **_as_recorded(shown, now))
    form.offer_promises(promises)
    is_late = now > regulator_deadline(page.breach.aware_at)
    form.say_what_is_asked(is_late=is_late, is_drill=page.breach.is_drill)
    if form.is_sent() and form.sent.data is not None:
        with keep_report(form, page):
            services.record_report_sent(
                scope.session,
                _sending(form, form.sent.data.at),
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=now,
            )
            scope.commit()
            flash(_recorded(shown, form.sent.data.at), "success")
            return redirect(breach_address(council, reference), 303)
    answer = show_at(
        "regulator/sent.html", form, page=page, shown=shown, root=root, promises=promises
    )
    note_look(page.breach.id, Looked.REGULATOR_REPORT)
    return answer


def _require_first_steps(shown: ReportPage) -> None:
    """Raise unless this member may decide to tell, and the breach is rated: it is a decision."""
    if shown.is_follow_up:
        return
    require_lead(scope.session, shown.page.breach, scope.member)
    if shown.page.breach.risk is None:
        message = "Rate the breach first: the decision to tell the regulator rests on it."
        raise NotYet(message)


def _as_recorded(shown: ReportPage, now: datetime) -> dict[str, Any]:
    """Return what the form starts with: what was decided already, and why it is late."""
    told = told_of(shown)
    breach = shown.page.breach
    late = draft_reason(scope.session, breach, now)
    written = str(shown.answers.get("late_reason", "")) if late else ""
    return {
        "sent": when(told.done_at) if told and told.done_at and not shown.is_follow_up else None,
        "their_reference": shown.report.their_reference or (told.their_reference if told else ""),
        "reason": written or late or (told.reason if told else ""),
    }


def _promises(shown: ReportPage) -> list[Action]:
    return [
        row
        for row in actions_of(scope.session, breach_id=shown.page.breach.id)
        if row.kind == ActionKind.FOLLOW_UP and row.done_on is None and row.dropped_at is None
    ]


def _sending(form: SentForm, at: datetime) -> Sending:
    return Sending(
        sent_at=at,
        their_reference=form.their_reference.data or "",
        reason=form.reason.data or "",
        keeps=tuple(UUID(each) for each in form.keeps.data or ()),
    )


def _recorded(shown: ReportPage, at: datetime) -> str:
    if shown.page.breach.is_drill:
        return "Recorded, as practice. Nobody outside the council is told."
    if shown.is_follow_up:
        return f"Recorded: you sent the follow-up on {when(at)}. It stays as it is."
    return f"Recorded: you told the regulator on {when(at)}. The 72 hours have stopped."
