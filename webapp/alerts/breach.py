"""/councils/<council>/breaches/<reference>/alerts: who is told of its clocks, and who has it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from tenants import alerts as services
from tenants.access import Permission
from tenants.errors import NotFound
from webapp.access import requires
from webapp.alerts import alerts
from webapp.alerts.mine import now
from webapp.alerts.timeline import clock_lines
from webapp.scope import scope


@alerts.route("/councils/<council>/breaches/<reference>/alerts", methods=["GET", "POST"])
@requires(Permission.SEE_REGISTER)
def of_breach(council: str, reference: str) -> Any:
    """Show every step of each of a breach's clocks, and take a member's word for having one."""
    shown = services.get_breach_alerts(scope.session, reference=reference, member=scope.member)
    if request.method == "POST":
        return _have_it(council, shown, request.form.get("deadline", ""))
    return render_template(
        "alerts/breach.html",
        shown=shown,
        breach=shown.breach,
        clocks=[clock_lines(shown, clock) for clock in shown.clocks],
        slug=council,
    )


def _have_it(council: str, shown: services.BreachAlerts, wanted: str) -> Any:
    known = {str(clock.deadline.id): clock.deadline.id for clock in shown.clocks}
    deadline_id: UUID | None = known.get(wanted)
    if deadline_id is None:
        raise NotFound
    services.have_it_here(scope.session, deadline_id=deadline_id, by=scope.member, now=now())
    scope.commit()
    flash("You have it. Nobody further is asked until the next alert.", "success")
    reference = shown.breach.reference
    return redirect(url_for("alerts.of_breach", council=council, reference=reference), 303)
