"""How somebody is reached and when they are away: their own, and for another the clerk or chair."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from tenants import alerts as services
from tenants.access import Permission
from tenants.contacts import find_contact
from tenants.errors import NotAcceptable
from tenants.people import get_member
from webapp.access import requires
from webapp.alerts import alerts
from webapp.alerts.forms import AwayForm, ReachedForm, away_values, reached_values
from webapp.alerts.mine import now
from webapp.forms import render_form, takes_form
from webapp.scope import scope


@alerts.route("/councils/<council>/alerts/contact", methods=["GET", "POST"])
@requires(Permission.SEE_HOME)
@takes_form
def contact(council: str) -> Any:
    """Change how this member is reached, and what they would rather not get."""
    reach = services.get_reach(scope.session, member=scope.member)
    form = ReachedForm(data=reached_values(reach.contact))
    if form.is_sent():
        try:
            services.change_entry(scope.session, form.entry(), by=scope.member, now=now())
        except NotAcceptable as refused:
            form.refuse(refused.field, str(refused))
        else:
            scope.commit()
            flash("How you are reached was saved. What is planned follows it.", "success")
            return redirect(url_for("alerts.mine", council=council), 303)
    return render_form("alerts/contact.html", form, reach=reach, slug=council)


@alerts.route("/councils/<council>/alerts/away", methods=["GET", "POST"])
@requires(Permission.SEE_HOME)
@takes_form
def away(council: str) -> Any:
    """Say when this member is away and who stands in, or that they are back."""
    return _away(council, scope.member.membership_id, url_for("alerts.mine", council=council))


@alerts.route("/councils/<council>/people/<uuid:membership_id>/away", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def away_for(council: str, membership_id: UUID) -> Any:
    """Say for somebody who cannot, such as a clerk on sick leave, that they are away."""
    back = url_for("people.change", council=council, membership_id=membership_id)
    return _away(council, membership_id, back)


def _away(council: str, whose: UUID, back: str) -> Any:
    person = get_member(scope.session, membership_id=whose)
    contact = find_contact(scope.session, membership_id=whose)
    form = AwayForm(data=away_values(contact))
    form.offer(services.possible_deputies(scope.session, whose=whose))
    if form.is_sent():
        try:
            services.change_absence(
                scope.session, form.absence(), whose=whose, by=scope.member, now=now()
            )
        except NotAcceptable as refused:
            form.refuse(refused.field, str(refused))
        else:
            scope.commit()
            flash("Saved. What is planned was planned again for whoever is here.", "success")
            return redirect(back, 303)
    return render_form(
        "alerts/away.html",
        form,
        person=person,
        contact=contact,
        is_own=whose == scope.member.membership_id,
        back=back,
        slug=council,
    )
