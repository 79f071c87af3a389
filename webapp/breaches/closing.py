"""The forms with which a breach is closed, and opened again."""

from typing import Any

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches.closing import close_breach, lessons_of
from tenants.breaches.handlers import require_lead
from tenants.breaches.record import Seen
from tenants.breaches.reopening import reopen_breach, require_reopening
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import breach_address, step_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, refuse_closed, shown
from webapp.breaches.refusals import VersionedForm, keep_typed, show
from webapp.forms import LongTextField, takes_form
from webapp.scope import scope


class CloseForm(VersionedForm):
    """What the council learned, as it stands in the register."""

    learned = LongTextField(
        "What did the council learn?",
        hint=(
            "This comes from the review, and every councillor reads it. Name nobody. If there was"
            " nothing to learn, say why."
        ),
        limit=10_000,
    )


class ReopenForm(VersionedForm):
    """Why a closed breach is opened again."""

    reason = LongTextField(
        "Why is it opened again?",
        hint="What came up? One sentence is enough. It is kept among the comments.",
        limit=5_000,
    )


@breaches.route(f"{ADDRESS}/close", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def close(council: str, reference: str) -> Any:
    """Close a breach with what was learned, or show what is left before that."""
    page = shown(reference)
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    form = CloseForm.about(page.breach.version, learned=lessons_of(scope.session, page.breach))
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


@breaches.route(f"{ADDRESS}/reopen", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def reopen(council: str, reference: str) -> Any:
    """Open a closed breach again, with the reason."""
    page = shown(reference)
    require_reopening(scope.session, page.breach, scope.member)
    form = ReopenForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            breach = reopen_breach(
                scope.session,
                seen=Seen(reference, form.version.number),
                reason=form.reason.data or "",
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            name = breach.name
            flash(f"{name[0].upper()}{name[1:]} is open again. Nothing is erased now.", "success")
            return redirect(breach_address(council, reference), 303)
    return show("reopen", form, page=page)
