"""What a breach has to do with others of its council: linked, closed as the same, taken back."""

from typing import Any
from uuid import UUID

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches.duplicates import Same, close_as_same
from tenants.breaches.links import end_link, link_breaches, links_of
from tenants.breaches.record import Seen, get_breach
from webapp.access import requires
from webapp.breaches.addresses import breach_address, form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import keep_typed, show_at
from webapp.breaches.wording import in_one_sentence
from webapp.forms import takes_form
from webapp.record import record
from webapp.record.forms import LinkForm
from webapp.scope import scope


@record.route(f"{ADDRESS}/links", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def links(council: str, reference: str) -> Any:
    """List what a breach is linked to, and link it to another."""
    page = shown(reference)
    form = LinkForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            words = _link(form, reference)
            scope.commit()
            flash(words, "success")
            return redirect(form_address(council, reference, "links"), 303)
    return show_at(
        "record/links.html",
        form,
        page=page,
        rows=[
            (linked, breach_address(council, linked.other.reference))
            for linked in links_of(scope.session, breach_id=page.breach.id)
        ],
        sentence_of=in_one_sentence,
        root=form_address(council, reference, "links"),
    )


@record.post(f"{ADDRESS}/links/<uuid:link_id>/end")
@requires(Permission.HANDLE_BREACH)
def link_end(council: str, reference: str, link_id: UUID) -> Any:
    """Take a link back; both breaches go on as they are."""
    breach = get_breach(scope.session, reference=reference)
    end_link(
        scope.session, breach_id=breach.id, link_id=link_id, by=scope.member, now=clock().now()
    )
    scope.commit()
    flash("The link is taken away. That it stood stays in the record.", "success")
    return redirect(form_address(council, reference, "links"), 303)


def _link(form: LinkForm, reference: str) -> str:
    """Do what the form asks, and return what to say of it."""
    other, why, now = form.other.data or "", form.why.data or "", clock().now()
    if not form.is_duplicate:
        breach = get_breach(scope.session, reference=reference)
        link_breaches(scope.session, breach_id=breach.id, to=(other, why), by=scope.member, now=now)
        return "They are linked. The link is shown on both."
    seen = Seen(reference, form.version.number)
    close_as_same(scope.session, Same(other, why), seen=seen, by=scope.member, now=now)
    return f"{reference} is closed: it is the same breach as the other one, which goes on."
