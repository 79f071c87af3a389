"""The report of a breach as a councillor reads it before a meeting, and "I have read this"."""

from typing import Any, Final

from flask import flash, redirect, render_template

from tenants.access import Permission, Role
from tenants.breaches.acknowledgements import acknowledge, has_read, readers_of
from tenants.breaches.readings import Looked
from tenants.breaches.record import get_breach
from tenants.documents.library import PUBLIC
from tenants.documents.public_report import public_report
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, clock
from webapp.breaches.refusals import VersionedForm
from webapp.forms import takes_form
from webapp.looking import note_look
from webapp.scope import scope

_RECORDED: Final = "Thank you. It is recorded that you have read it."
_SAYS_MORE: Final = (
    "It is recorded that you have read it as it was when you opened it. The report says something"
    " new since then: please read it once more."
)


class ReadForm(VersionedForm):
    """That somebody has read it as it was on the page: a button and nothing else."""


@breaches.route(f"{ADDRESS}/council-paper", methods=("GET", "POST"))
@requires(Permission.SEE_REGISTER)
@takes_form
def council_paper(council: str, reference: str) -> Any:
    """Show the report that names nobody, who has read it, and the button that says so."""
    breach = get_breach(scope.session, reference=reference)
    form = ReadForm.about(breach.version)
    if form.is_sent():
        is_the_latest = acknowledge(
            scope.session,
            breach,
            version=form.version.number,
            by=scope.member,
            now=clock().now(),
        )
        scope.commit()
        flash(_RECORDED if is_the_latest else _SAYS_MORE, "success" if is_the_latest else "")
        return redirect(form_address(council, reference, "council-paper"), 303)
    readers = readers_of(scope.session, breach)
    body = render_template(
        "breaches/council_paper.html",
        breach=breach,
        document=public_report(scope.session, breach, now=clock().now()),
        form=form,
        readers=readers,
        read_at=has_read(readers, scope.member.membership_id),
        is_reader=Role.COUNCILLOR in scope.member.roles,
        is_handler=scope.member.can(Permission.HANDLE_BREACH),
    )
    note_look(breach.id, Looked.DOCUMENT.named(PUBLIC))
    return body
