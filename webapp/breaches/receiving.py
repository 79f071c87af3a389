"""The forms with which a breach is received: who was involved, the first look, who leads."""

from typing import Any, Final
from uuid import UUID

from flask import current_app, flash, redirect, request

from tenants.access import Permission
from tenants.breaches import receiving as services
from tenants.breaches.handlers import require_handler
from tenants.breaches.page import BreachPage, get_breach_page
from tenants.breaches.record import Seen
from tenants.clock import Clock
from tenants.errors import AlreadyDone, NotYet
from tenants.models import Breach, Nature, State
from tenants.policy import NOT_YET_KNOWN, Cause, containment_advice
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import breach_address, form_address
from webapp.breaches.receiving_forms import (
    FirstLookForm,
    InvolvementForm,
    LeadForm,
    first_look_from,
)
from webapp.breaches.refusals import keep_typed, show
from webapp.forms import takes_form
from webapp.scope import safe_next, scope

ADDRESS: Final = "/councils/<council>/breaches/<reference>"
BOTH: Final = ("GET", "POST")


@breaches.route(f"{ADDRESS}/involvement", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def involvement(council: str, reference: str) -> Any:
    """Ask whether this member was involved; who was, is shown who has it instead."""
    page = shown(reference)
    me = scope.member.membership_id
    refuse_closed(page.breach)
    onward = _way_back(council, reference)
    said_no = me in page.declared.not_involved
    form = InvolvementForm.about(page.breach.version, answer="no" if said_no else None)
    if me in page.declared.involved:
        return show("passed_on", form, page=page)
    if form.is_sent():
        was_involved = form.answer.data == "yes"
        if said_no and not was_involved:
            return redirect(onward, 303)
        with keep_typed(form, reference):
            services.declare_involvement(
                scope.session,
                seen=Seen(reference, form.version.number),
                was_involved=was_involved,
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            return redirect(request.path if was_involved else onward, 303)
    return show("involvement", form, page=page)


@breaches.route(f"{ADDRESS}/initial-assessment", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def initial_assessment(council: str, reference: str) -> Any:
    """Take the first look at a report (the policy's step 1), as whoever receives it."""
    page = shown(reference)
    require_handler(scope.session, page.breach, scope.member)
    form = FirstLookForm.about(page.breach.version, **first_look_from(page))
    if page.breach.received_at is not None and not _is_overtaken(page, form):
        message = "The first assessment has been made already."
        raise AlreadyDone(message)
    if form.is_sent():
        with keep_typed(form, reference):
            breach = services.record_initial_assessment(
                scope.session,
                _look(form),
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            return _after_first_look(council, breach)
    return show("initial_assessment", form, page=page, advice=containment_advice(_cause(page)))


@breaches.route(f"{ADDRESS}/lead-investigator", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def lead_investigator(council: str, reference: str) -> Any:
    """Choose who investigates, among those who may and were not involved."""
    page = shown(reference)
    require_handler(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    if page.breach.received_at is None:
        message = "Make the first assessment before you appoint a lead investigator."
        raise NotYet(message)
    people = services.possible_leads(scope.session, page.breach)
    lead_id = str(page.breach.lead_id) if page.breach.lead_id else None
    form = LeadForm.about(page.breach.version, lead=lead_id)
    form.offer(people)
    if form.is_sent():
        if form.lead.data == lead_id:
            return redirect(breach_address(council, reference), 303)
        with keep_typed(form, reference):
            breach = services.appoint_lead_investigator(
                scope.session,
                seen=Seen(reference, form.version.number),
                lead_id=UUID(form.lead.data),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash(_appointed(page, breach), "success")
            return redirect(breach_address(council, reference), 303)
    return show("lead_investigator", form, page=page, people=people)


def shown(reference: str) -> BreachPage:
    """Return the breach as this member may see it, or answer "not found"."""
    return get_breach_page(scope.session, reference=reference, member=scope.member)


def clock() -> Clock:
    """Return the service's clock."""
    found: Clock = current_app.extensions["clock"]
    return found


def refuse_closed(breach: Breach) -> None:
    """Raise `AlreadyDone` for a breach that nobody changes any more."""
    if breach.state == State.CLOSED:
        message = "This breach is closed. Nothing more is changed in it."
        raise AlreadyDone(message)


def _way_back(council: str, reference: str) -> str:
    """Return the page of this breach from which the question came, or the breach's own."""
    home = breach_address(council, reference)
    wanted = safe_next(request.args.get("next"))
    return wanted if wanted and wanted.startswith(f"{home}/") else home


def _is_overtaken(page: BreachPage, form: FirstLookForm) -> bool:
    """Whether somebody else made the assessment while this person was writing theirs."""
    is_older = 0 < form.version.number < page.breach.version
    return (
        bool(request.form)
        and is_older
        and page.breach.received_by_id != (scope.member.membership_id)
    )


def _look(form: FirstLookForm) -> services.FirstLook:
    return services.FirstLook(
        nature=Nature(form.nature.data),
        what_data=form.what_data.data or "",
        cause=form.cause.data or "",
        extent=form.extent.data or "",
        harm=form.harm.data or "",
        containment=form.containment.data or "",
        reason=form.reason.data or "",
    )


def _after_first_look(council: str, breach: Breach) -> Any:
    """Go on to the lead investigator, or say what became of what was no breach."""
    if breach.state == State.CLOSED:
        words = "a near miss" if breach.nature == Nature.NEAR_MISS else "not a breach"
        flash(
            f"Recorded as {words}. It stays in the register, apart, and its clock has stopped.",
            "success",
        )
        return redirect(breach_address(council, breach.reference), 303)
    flash("Your first assessment is saved. Now choose who investigates.", "success")
    return redirect(form_address(council, breach.reference, "lead-investigator"), 303)


def _appointed(page: BreachPage, breach: Breach) -> str:
    if breach.lead_id == scope.member.membership_id:
        return "You lead the investigation now."
    return f"{page.name_of(breach.lead_id)} leads the investigation now. We are writing to them."


def _cause(page: BreachPage) -> Cause:
    """Return the cause as far as the report names one of the engine's."""
    for named in (page.breach.facts.get("cause"), page.breach.cause):
        if named in tuple(Cause) and named != NOT_YET_KNOWN:
            return Cause(named)
    return Cause.NOT_YET_KNOWN
