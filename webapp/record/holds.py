"""A legal hold on a breach: while it stands, nothing is erased or removed."""

from typing import Any

from flask import flash, redirect, request

from tenants.access import Permission
from tenants.breaches.holds import holds_of, lift_hold, set_hold, standing_hold
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.forms import Refusing, render_form, takes_form
from webapp.record import record
from webapp.record.forms import LIFT, HoldForm
from webapp.scope import scope


@record.route(f"{ADDRESS}/legal-hold", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def legal_hold(council: str, reference: str) -> Any:
    """Set a legal hold with a reason, or lift the one that stands."""
    page = shown(reference)
    hold = standing_hold(scope.session, breach_id=page.breach.id)
    form = HoldForm() if request.method == "POST" else HoldForm(data={"does": LIFT if hold else ""})
    form.why.label.text = "Why is it no longer needed?" if hold else "Why must everything be kept?"
    if form.is_sent():
        # By what the page offered, or a second person who sets it would lift what the first set.
        change = lift_hold if form.lifts else set_hold
        with Refusing(form, scope.session):
            change(
                scope.session,
                breach_id=page.breach.id,
                why=form.why.data or "",
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash(
                "The hold is lifted. The policy's own times count again."
                if form.lifts
                else "The hold stands. Nothing of this breach is erased until somebody lifts it.",
                "success",
            )
            return redirect(form_address(council, reference, "legal-hold"), 303)
    return render_form(
        "record/legal_hold.html",
        form,
        page=page,
        hold=hold,
        past=[
            row
            for row in holds_of(scope.session, breach_id=page.breach.id)
            if row.lifted_at is not None
        ],
    )
