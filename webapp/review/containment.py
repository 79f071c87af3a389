"""Suggested steps for this kind of breach, taken on as actions: B/containment."""

from typing import Any
from uuid import UUID

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches.containment import suggestions_for, take_on
from tenants.breaches.record import Seen
from tenants.breaches.undertakings import possible_owners
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import keep_typed, show_at
from webapp.forms import takes_form
from webapp.review import review
from webapp.review.forms import StepsForm
from webapp.scope import scope


@review.route(f"{ADDRESS}/containment", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def containment(council: str, reference: str) -> Any:
    """Offer what stops a breach of this kind, and what makes another less likely."""
    page = shown(reference)
    suggestions = suggestions_for(scope.session, page.breach)
    owner = page.breach.lead_id or scope.member.membership_id
    form = StepsForm.about(page.breach.version, owner=str(owner))
    form.offer_owners(possible_owners(scope.session))
    form.offer_steps(suggestions)
    if form.is_sent():
        with keep_typed(form, reference):
            taken = take_on(
                scope.session,
                form.chosen,
                owner=(UUID(form.owner.data), form.due_on.data),
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            number = "One step is" if len(taken) == 1 else f"{len(taken)} steps are"
            flash(f"{number} on the list of actions. Whoever has them is asked.", "success")
            return redirect(form_address(council, reference, "actions"), 303)
    return show_at("review/containment.html", form, page=page, suggestions=suggestions)
