"""The pages of what comes of a breach: complaints, the council's meeting, and what is kept."""

from typing import Any
from uuid import UUID

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches import complaints as complaint_services
from tenants.breaches import council_report as council_services
from tenants.breaches import retention as retention_services
from tenants.breaches.keeping import is_apart
from tenants.breaches.record import Seen
from tenants.errors import AlreadyDone, NotYet
from tenants.policy import law
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import breach_address, form_address
from webapp.breaches.duty_forms import (
    AcknowledgedForm,
    ComplaintForm,
    CouncilReportForm,
    KeepLongerForm,
)
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import keep_typed, show
from webapp.breaches.undertakings import day_in
from webapp.forms import takes_form
from webapp.scope import scope


@breaches.route(f"{ADDRESS}/complaints", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def complaints(council: str, reference: str) -> Any:
    """List the complaints about a breach by their days, and record that another came."""
    page = shown(reference)
    form = ComplaintForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            complaint_services.record_complaint(
                scope.session,
                seen=Seen(reference, form.version.number),
                received_on=day_in(form.received_on.data),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("The complaint is in the record.", "success")
            return redirect(form_address(council, reference, "complaints"), 303)
    found = complaint_services.complaints_of(scope.session, breach_id=page.breach.id)
    rule = law().rule(complaint_services.RULE)
    return show(
        "complaints",
        form,
        page=page,
        rows=[
            (
                row,
                complaint_services.complaint_due_at(row.received_on),
                complaint_services.is_late(row),
            )
            for row in found
        ],
        rule=rule,
        root=form_address(council, reference, "complaints"),
    )


@breaches.route(f"{ADDRESS}/complaints/<uuid:complaint_id>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def complaint(council: str, reference: str, complaint_id: UUID) -> Any:
    """Record the day on which whoever complained was told that it has arrived."""
    page = shown(reference)
    row = complaint_services.get_complaint(scope.session, page.breach, complaint_id=complaint_id)
    if row.acknowledged_on is not None:
        message = "This complaint has been acknowledged already."
        raise AlreadyDone(message)
    form = AcknowledgedForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            complaint_services.acknowledge_complaint(
                scope.session,
                seen=Seen(reference, form.version.number),
                complaint_id=complaint_id,
                acknowledged_on=day_in(form.acknowledged_on.data),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("Recorded. Nobody is asked for it any more.", "success")
            return redirect(form_address(council, reference, "complaints"), 303)
    due_at = complaint_services.complaint_due_at(row.received_on)
    return show("complaint", form, page=page, complaint=row, due_at=due_at)


@breaches.route(f"{ADDRESS}/council-report", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def council_report(council: str, reference: str) -> Any:
    """Record at which meeting the full council heard of a breach, and in which minute."""
    page = shown(reference)
    if page.breach.risk is None or is_apart(page.breach):
        message = "Rate the breach first: the report to the council says how serious it is."
        raise NotYet(message)
    form = CouncilReportForm.about(page.breach.version, minute=page.breach.council_minute)
    if form.is_sent():
        with keep_typed(form, reference):
            council_services.record_council_report(
                scope.session,
                seen=Seen(reference, form.version.number),
                meeting=(day_in(form.on.data), form.minute.data or ""),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("Recorded: the full council has heard of it.", "success")
            return redirect(breach_address(council, reference), 303)
    meets_on = council_services.next_meeting(scope.session, now=clock().now())
    asked = next((row for row in page.deadlines if row.obligation == "report_to_council"), None)
    return show("council_report", form, page=page, meets_on=meets_on, asked=asked)


@breaches.route(f"{ADDRESS}/kept/<uuid:deadline_id>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def kept(council: str, reference: str, deadline_id: UUID) -> Any:
    """Keep something about a closed breach longer than the policy says, with the reason."""
    page = shown(reference)
    erasure = retention_services.get_erasure(scope.session, page.breach, deadline_id=deadline_id)
    form = KeepLongerForm.about(page.breach.version)
    if form.is_sent() and form.until.data is not None:
        with keep_typed(form, reference):
            retention_services.keep_longer(
                scope.session,
                seen=Seen(reference, form.version.number),
                deadline_id=deadline_id,
                until=(form.until.data, form.reason.data or ""),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("Recorded: it is kept longer, and why.", "success")
            return redirect(breach_address(council, reference), 303)
    return show("kept", form, page=page, erasure=erasure)
