"""A council's people: the list, somebody new, and changes to somebody's place."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from tenants import people as services
from tenants.access import Permission
from tenants.breaches import handing_over
from tenants.errors import NotAcceptable
from tenants.prompts import ask_for_upkeep
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.people.forms import OFFICES, AddForm, ChangeForm, place_of
from webapp.people.shown import shown_person
from webapp.scope import scope

people = Blueprint("people", __name__, template_folder="templates")


@people.get("/councils/<council>/people")
@requires(Permission.MANAGE_PEOPLE)
def index(council: str) -> Any:
    """List everybody who belongs to the council, and apart from them who has left."""
    everybody = [shown_person(entry) for entry in services.list_members(scope.session)]
    return render_template(
        "people/people.html",
        present=[person for person in everybody if not person.left_at],
        left=[person for person in everybody if person.left_at],
        offices=OFFICES,
        slug=council,
    )


@people.route("/councils/<council>/people/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def add(council: str) -> Any:
    """Give somebody a place in the council; their invitation goes out with it."""
    form = AddForm()
    if form.is_sent():
        name, email = form.name.data or "", form.email.data or ""
        try:
            handing_over.give_place(
                scope.session,
                by=scope.member,
                name=name,
                email=email,
                place=place_of(form),
                now=_now(),
            )
        except NotAcceptable as refused:
            form.refuse(refused.field, str(refused))
        else:
            ask_for_upkeep(scope.session, now=_now())
            scope.commit()
            flash(f"{name} was added. An invitation is on its way to {email}.", "success")
            return redirect(url_for("people.index", council=council), 303)
    return render_form("people/add.html", form, slug=council)


@people.route("/councils/<council>/people/<uuid:membership_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def change(council: str, membership_id: UUID) -> Any:
    """Change what somebody may do, give or take an office, or record that they left."""
    person = shown_person(services.get_member(scope.session, membership_id=membership_id))
    form = ChangeForm(data=person.as_form())
    is_oneself = membership_id == scope.member.membership_id
    changes: list[dict[str, str]] = []
    if form.is_sent() and form.seen.data != person.place:
        changes = [{"what": person.name, "was": form.seen.data or "", "now": person.place}]
        form.refuse("", "Somebody changed this entry while you had this page open. See below")
        form.seen.data = person.place
    elif form.is_sent():
        try:
            handing_over.change_place(
                scope.session,
                by=scope.member,
                membership_id=membership_id,
                place=place_of(form),
                has_left=bool(form.has_left.data),
                now=_now(),
            )
        except NotAcceptable as refused:
            scope.session.rollback()
            form.refuse(refused.field, str(refused))
        else:
            ask_for_upkeep(scope.session, now=_now())
            scope.commit()
            flash(f"The entry of {person.name} was changed.", "success")
            # Whoever gave up their own office may not see the list any more.
            return redirect("/" if is_oneself else url_for("people.index", council=council), 303)
    return render_form(
        "people/change.html",
        form,
        person=person,
        changes=changes,
        is_oneself=is_oneself,
        slug=council,
    )


def _now() -> datetime:
    now: datetime = current_app.extensions["clock"].now()
    return now
