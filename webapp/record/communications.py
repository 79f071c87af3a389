"""The communications log of a breach: who was told or heard what, when and how."""

from typing import Any

from flask import flash, redirect, request

from tenants.access import Permission
from tenants.breaches.communications import (
    Conversation,
    communications_of,
    record_communication,
)
from tenants.breaches.readings import Looked
from tenants.models import Precision
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.forms import Refusing, When, render_form, takes_form
from webapp.looking import note_look
from webapp.record import record
from webapp.record.forms import (
    ConversationForm,
    direction_in,
    party_in,
    told_when,
)
from webapp.record.words import DIRECTIONS, PARTIES
from webapp.scope import scope


@record.route(f"{ADDRESS}/communications", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def communications(council: str, reference: str) -> Any:
    """List the conversations about a breach, the latest first, and take another one."""
    page = shown(reference)
    start = {"told_at": When(clock().now(), Precision.TIME), "direction": "told"}
    form = ConversationForm() if request.method == "POST" else ConversationForm(data=start)
    if form.is_sent():
        with Refusing(form, scope.session):
            conversation = Conversation(
                direction=direction_in(form),
                party=party_in(form),
                with_whom=form.with_whom.data or "",
                method=form.method.data or "",
                words=form.words.data or "",
                told_at=told_when(form).at,
            )
            record_communication(
                scope.session,
                conversation,
                breach_id=page.breach.id,
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("It is written down. It cannot be changed; put it right by another.", "success")
            return redirect(form_address(council, reference, "communications"), 303)
    body = render_form(
        "record/communications.html",
        form,
        page=page,
        rows=communications_of(scope.session, breach_id=page.breach.id),
        parties=PARTIES,
        directions=DIRECTIONS,
    )
    note_look(page.breach.id, Looked.COMMUNICATIONS)
    return body
