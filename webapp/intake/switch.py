"""/councils/<council>/public-reports: the clerk opens the public page, or shuts it."""

from typing import Any

from flask import flash, redirect, url_for

from tenants.access import Permission
from tenants.intake.page import switch_public_reports, takes_public_reports
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.intake.blueprint import intake, now, settings
from webapp.intake.forms import SwitchForm
from webapp.scope import scope


@intake.route("/councils/<council>/public-reports", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def switch(council: str) -> Any:
    """Say what the public page is, switch it on or off, and give what to publish about it."""
    form = SwitchForm()
    if form.is_sent():
        on = form.wanted.data == "on"
        switch_public_reports(scope.session, on=on, by=scope.member, now=now())
        scope.commit()
        words = "The page is open to anybody." if on else "The page is switched off."
        flash(words, "success")
        return redirect(url_for(".switch", council=council), 303)
    is_on = takes_public_reports(scope.session)
    form.wanted.data = "off" if is_on else "on"
    address = settings().base_url + url_for(".start", council=council)
    return render_form("intake/switch.html", form, is_on=is_on, address=address)
