"""B/regulator-report/check: who may be named in it, and what is missing of what the law wants."""

from typing import Any, Final

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches import regulator_reports as services
from tenants.breaches.readings import Looked
from tenants.breaches.record import Seen
from tenants.policy.screening import FindingKind
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import BOTH, clock
from webapp.breaches.refusals import show_at
from webapp.forms import takes_form
from webapp.looking import note_look
from webapp.regulator import regulator
from webapp.regulator.forms import LookedForm
from webapp.regulator.reading import ROOT, find_report, found_in, keep_report, least_content
from webapp.regulator.writing import to_write
from webapp.scope import scope

KINDS: Final = {
    FindingKind.NAME: "looks like a name",
    FindingKind.ADDRESS: "looks like an address",
    FindingKind.POSTCODE: "looks like a postcode",
    FindingKind.EMAIL: "is an email address",
    FindingKind.PHONE: "looks like a telephone number",
    FindingKind.NATIONAL_INSURANCE: "looks like a National Insurance number",
    FindingKind.BANK: "looks like a bank account",
    FindingKind.CARD: "looks like a card number",
    FindingKind.BIRTH: "looks like a date of birth",
}


@regulator.route(f"{ROOT}/check", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def check(council: str, reference: str) -> Any:
    """Show what may name somebody affected, and what is missing; take a person's word for it."""
    page = to_write(reference)
    root = form_address(council, reference, "regulator-report")
    shown = find_report(page)
    if shown is None or shown.report.sent_at is not None:
        return redirect(root, 303)
    found = found_in(shown)
    waiting = [each for each in found if not each.is_confirmed]
    form = LookedForm.about(shown.report.version)
    form.offer_found(waiting)
    if form.is_sent():
        with keep_report(form, page):
            services.confirm_not_affected(
                scope.session,
                form.words.data or [],
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("Recorded that these are nobody affected.", "success")
            return redirect(f"{root}/check", 303)
    answer = show_at(
        "regulator/check.html",
        form,
        page=page,
        shown=shown,
        root=root,
        waiting=waiting,
        looked_at=[each for each in found if each.is_confirmed],
        least=least_content(shown),
        kinds=KINDS,
    )
    note_look(page.breach.id, Looked.REGULATOR_REPORT)
    return answer
