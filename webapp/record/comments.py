"""Remarks among those who handle a breach: in no document, and not for councillors."""

from typing import Any

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches.comments import comments_of, write_comment
from tenants.breaches.readings import Looked
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.forms import Refusing, render_form, takes_form
from webapp.looking import note_look
from webapp.record import record
from webapp.record.forms import CommentForm
from webapp.scope import scope


@record.route(f"{ADDRESS}/comments", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def comments(council: str, reference: str) -> Any:
    """List the comments on a breach, the oldest first, and take another one."""
    page = shown(reference)
    form = CommentForm()
    if form.is_sent():
        with Refusing(form, scope.session):
            write_comment(
                scope.session,
                breach_id=page.breach.id,
                words=form.words.data or "",
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("Your comment is written down.", "success")
            return redirect(form_address(council, reference, "comments"), 303)
    body = render_form(
        "record/comments.html",
        form,
        page=page,
        rows=comments_of(scope.session, breach_id=page.breach.id),
    )
    note_look(page.breach.id, Looked.COMMENTS)
    return body
