"""The form that moves the start of the 72 hours."""

from datetime import datetime
from typing import Any

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches import deciding as services
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.page import BreachPage
from tenants.breaches.record import Seen
from tenants.errors import InvolvementNotDeclared, NotAllowed
from tenants.models import State
from tenants.policy import regulator_deadline
from tenants.times import when
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import breach_address
from webapp.breaches.deciding_forms import TimesForm
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import keep_typed, show
from webapp.forms import takes_form
from webapp.scope import scope


@breaches.route(f"{ADDRESS}/times", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def times(council: str, reference: str) -> Any:
    """Show the three times of a breach apart, and move the start of the 72 hours with a reason."""
    page = shown(reference)
    why_not = _why_not_times(page)
    form = TimesForm.about(page.breach.version)
    if form.is_sent() and form.aware.data is not None:
        before, aware_at = regulator_deadline(page.breach.aware_at), form.aware.data.at
        if aware_at == page.breach.aware_at and form.reason.data == page.breach.aware_reason:
            return redirect(breach_address(council, reference), 303)
        with keep_typed(form, reference):
            breach = services.change_aware_at(
                scope.session,
                seen=Seen(reference, form.version.number),
                aware_at=aware_at,
                reason=form.reason.data or "",
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            after = regulator_deadline(breach.aware_at)
            flash(_moved(before, after), "success")
            return redirect(breach_address(council, reference), 303)
    ends_at = regulator_deadline(page.breach.aware_at)
    return show("times", form, page=page, ends_at=ends_at, why_not=why_not)


def _moved(before: datetime, after: datetime) -> str:
    return f"The 72 hours now end on {when(after)}. Before, it was {when(before)}."


def _why_not_times(page: BreachPage) -> str:
    """Return why this member cannot change the times, or nothing when they can."""
    if page.breach.state == State.CLOSED:
        return "This breach is closed, so its times stay as they are."
    try:
        require_lead_or_handler(scope.session, page.breach, scope.member)
    except InvolvementNotDeclared:
        raise
    except NotAllowed as refused:
        return str(refused)
    return ""
