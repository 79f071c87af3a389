"""/councils/<council>/breaches/<reference>/conversation: the council reads and answers."""

from typing import Any

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches.readings import Looked
from tenants.errors import NotAcceptable
from tenants.intake.conversation import answer_reporter, conversation_about
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, shown
from webapp.breaches.refusals import pages_about_a_breach
from webapp.forms import render_form, takes_form
from webapp.intake.blueprint import intake, now
from webapp.intake.forms import AnswerForm
from webapp.looking import note_look
from webapp.scope import scope

pages_about_a_breach(intake)


@intake.route(f"{ADDRESS}/conversation", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def conversation(council: str, reference: str) -> Any:
    """Show what somebody without an account has written about a breach, and answer them."""
    page = shown(reference)
    found = conversation_about(scope.session, reference=reference, by=scope.member)
    form = AnswerForm()
    if found is not None and form.is_sent():
        try:
            answer_reporter(
                scope.session,
                breach_id=page.breach.id,
                words=form.words.data or "",
                by=scope.member,
                now=now(),
            )
        except NotAcceptable as fault:
            scope.session.rollback()
            form.refuse(fault.field, str(fault))
        else:
            scope.commit()
            flash("Your answer is there for them to read.", "success")
            return redirect(form_address(council, reference, "conversation"), 303)
    body = render_form("intake/conversation.html", form, page=page, found=found)
    note_look(page.breach.id, Looked.CONVERSATION)
    return body
