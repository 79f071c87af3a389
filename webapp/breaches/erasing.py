"""What of a closed breach will be erased, when, and what stays; and erasing it on its day."""

from typing import Any
from uuid import UUID

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches import erasing as services
from tenants.breaches.erasing import Erasure, Takes
from tenants.breaches.holds import standing_hold
from tenants.breaches.page import BreachPage
from tenants.breaches.record import Seen
from tenants.errors import NotFound, NotYet
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import VersionedForm, keep_typed, show
from webapp.forms import CheckboxField, Required, takes_form
from webapp.scope import scope

_DONE = {
    Takes.EVERYTHING: "Erased. The line in the register and the record of who did what stay.",
    Takes.PAPERS: "Erased: files, letters, conversations and comments are gone.",
    Takes.LINE: "Erased: what people wrote in the breach's own record is gone.",
    Takes.OUTSIDE: "Recorded: it is gone.",
}


class EraseForm(VersionedForm):
    """A yes to erasing what the page lists."""

    confirmed = CheckboxField(
        "Are you sure?",
        (("yes", "I have looked at what goes. It cannot be brought back"),),
        validators=[Required("Tick the box to show that you have looked at what goes")],
    )


@breaches.get(f"{ADDRESS}/erasing")
@requires(Permission.HANDLE_BREACH)
def erasing(council: str, reference: str) -> Any:
    """List exactly what of a breach will go on which day, what stays, and what stops it."""
    page = shown(reference)
    return show("erasing", VersionedForm.about(page.breach.version), **_known(council, page))


@breaches.route(f"{ADDRESS}/erasing/<uuid:deadline_id>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def erase(council: str, reference: str, deadline_id: UUID) -> Any:
    """Erase what one term of the policy takes, from its day on."""
    page = shown(reference)
    known = _known(council, page)
    one = _asked(known["erasures"], deadline_id)
    if page.breach.closed_at is None or known["hold"] is not None or not one.is_due:
        message = "Nothing can be erased now: the list says when, and what stops it."
        raise NotYet(message)
    form = EraseForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            took = services.erase_now(
                scope.session,
                seen=Seen(reference, form.version.number),
                deadline_id=deadline_id,
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash(_DONE[took], "success")
            return redirect(form_address(council, reference, "erasing"), 303)
    return show("erase", form, one=one, **known)


def _known(council: str, page: BreachPage) -> dict[str, Any]:
    session, breach = scope.session, page.breach
    return {
        "page": page,
        "erasures": services.erasures_of(session, breach, now=clock().now()),
        "kept": services.what_is_kept(session, breach),
        "hold": standing_hold(session, breach_id=breach.id),
        "root": form_address(council, breach.reference, "erasing"),
    }


def _asked(erasures: tuple[Erasure, ...], deadline_id: UUID) -> Erasure:
    found = next((one for one in erasures if one.deadline_id == deadline_id), None)
    if found is None:
        raise NotFound
    return found
