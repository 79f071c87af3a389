"""The forms with which somebody decides whom to tell, and closes a breach."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect

from tenants.access import Permission
from tenants.breaches import deciding as services
from tenants.breaches.closing import close_breach
from tenants.breaches.decisions import DO_NOT_TELL, Choice
from tenants.breaches.handlers import require_lead, require_lead_or_handler
from tenants.breaches.page import BreachPage
from tenants.breaches.record import Seen
from tenants.errors import InvolvementNotDeclared, NotAllowed, NotYet
from tenants.models import Breach, Decision, State, Subject
from tenants.policy import Assessment, regulator_deadline
from tenants.times import when
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import breach_address, step_address
from webapp.breaches.deciding_forms import CloseForm, DecisionForm, TimesForm
from webapp.breaches.deciding_thresholds import exceptions, regulator, threshold, what_to_say
from webapp.breaches.receiving import ADDRESS, BOTH, clock, refuse_closed, shown
from webapp.breaches.refusals import keep_typed, show
from webapp.forms import takes_form
from webapp.scope import scope

_ABOUT = (Subject.REGULATOR, Subject.PEOPLE)


@breaches.route(f"{ADDRESS}/decisions/<about>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def decision(council: str, reference: str, about: str) -> Any:
    """Decide whether the regulator, or the people affected, are told; later, add when."""
    if about not in _ABOUT:
        abort(404)
    subject = Subject(about)
    page = shown(reference)
    conclusion = _rated(page)
    latest = next((row for row in page.decisions if row.subject == subject), None)
    due_at = regulator_deadline(page.breach.aware_at)
    is_late = subject == Subject.REGULATOR and due_at <= clock().now()
    form = DecisionForm.about(page.breach.version, **_as_recorded(latest, is_late=is_late))
    form.offer(subject, is_drill=page.breach.is_drill)
    if not form.is_submitted() and latest is not None and latest.done_at is not None:
        form.done.typed = when(latest.done_at)
    if form.is_sent():
        choice = _choice(form, subject)
        if latest is not None and _says_the_same(latest, choice):
            return redirect(breach_address(council, reference), 303)
        with keep_typed(form, reference):
            breach = services.record_decision(
                scope.session,
                choice,
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash(_recorded(choice, breach), "success")
            return redirect(breach_address(council, reference), 303)
    return show(
        "decision",
        form,
        page=page,
        subject=subject,
        threshold=threshold(page, conclusion, subject),
        due_at=due_at,
        to_say=what_to_say(subject),
        exceptions=exceptions(),
        regulator=regulator(page.breach),
        earlier=[row for row in page.decisions if row.subject == subject],
    )


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


@breaches.route(f"{ADDRESS}/close", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def close(council: str, reference: str) -> Any:
    """Close a breach with what was learned, or show what is left before that."""
    page = shown(reference)
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    form = CloseForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            close_breach(
                scope.session,
                seen=Seen(reference, form.version.number),
                learned=form.learned.data or "",
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            name = page.breach.name
            flash(f"{name[0].upper()}{name[1:]} is closed. It stays in the register.", "success")
            return redirect(breach_address(council, reference), 303)
    onward = step_address(council, reference, page.step.id)
    return show("close", form, page=page, onward=onward)


def _rated(page: BreachPage) -> Assessment:
    """Return the rating that a decision rests on, or say what comes first."""
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    if page.breach.risk is None or page.conclusion is None:
        message = "Rate the breach first: the decision rests on it."
        raise NotYet(message)
    return page.conclusion


def _as_recorded(latest: Decision | None, *, is_late: bool) -> dict[str, str]:
    """Return what the form starts with: the decision that stands, to be added to.

    Past the 72 hours an earlier reason is left out until it is done: it says nothing of the delay.
    """
    if latest is None:
        return {}
    return {
        "decided": latest.decided,
        "reason": "" if is_late and latest.done_at is None else latest.reason,
        "their_reference": latest.their_reference,
    }


def _choice(form: DecisionForm, subject: Subject) -> Choice:
    return Choice(
        subject=subject,
        decided=form.decided.data or "",
        reason=form.reason.data or "",
        done_at=form.done.data.at if form.done.data else None,
        their_reference=form.their_reference.data or "",
    )


def _says_the_same(latest: Decision, choice: Choice) -> bool:
    """Whether this is the decision that stands already: a second press of the same button."""
    return (latest.decided, latest.reason, latest.done_at, latest.their_reference) == (
        choice.decided,
        choice.reason,
        choice.done_at,
        choice.their_reference,
    )


def _recorded(choice: Choice, breach: Breach) -> str:
    """Say what was recorded, and what it means for the clock."""
    if breach.is_drill:
        return "Recorded, as practice. Nobody outside the council is told."
    whom = "the regulator" if choice.subject == Subject.REGULATOR else "the people affected"
    if choice.decided == DO_NOT_TELL:
        return f"Recorded: you do not tell {whom}, and why. No more alerts will come about it."
    if choice.done_at is not None:
        return f"Recorded: you told {whom} on {when(choice.done_at)}."
    if choice.subject == Subject.REGULATOR:
        due_at = regulator_deadline(breach.aware_at)
        is_late = clock().now() > due_at
        time = "now: it is late, not lost" if is_late else f"by {when(due_at)}"
        return f"Recorded: you will tell {whom}. Do it {time}. Then come back and say when."
    return f"Recorded: you will tell {whom}. Come back and say when it is done."


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
