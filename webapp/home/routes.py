"""Home: /home across all of a person's councils, /councils/<council>/ in one."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for

from tenants.access import Permission
from tenants.breaches.rating import rated_as
from tenants.clock import Clock
from tenants.people import OfficerPlace, Place
from webapp.access import public, requires
from webapp.breaches import wording
from webapp.breaches.addresses import breach_address, step_address
from webapp.breaches.holders import who_has_it
from webapp.home.everywhere import everywhere
from webapp.home.today import today_of
from webapp.identity import signed_in
from webapp.scope import database, scope

MOST_SHOWN = 12
home = Blueprint("home", __name__, template_folder="templates")


@home.get("/home")
@public
def across() -> Any:
    """Show what needs a person in all their councils; who has one place only goes straight there.

    Public only in that anybody may ask: who is not signed in is sent to find their council's door.
    """
    person = signed_in()
    if person is None:
        return redirect(url_for("pages.front"), 303)
    places, officer_places = person.places(), person.officer_places()
    is_operator = person.is_operator()
    only = only_place(places, officer_places, is_operator=is_operator)
    if only is not None:
        return redirect(only, 303)
    return render_template(
        "home/across.html",
        places=places,
        officer_places=officer_places,
        is_operator=is_operator,
        everywhere=everywhere(database(), places, now=_now()),
        **_shown(),
    )


@home.get("/councils/<council>/")
@requires(Permission.SEE_HOME)
def council(council: str) -> Any:
    """Show what needs this member now, what waits for others, and what is coming."""
    today = today_of(scope.session, member=scope.member, now=_now())
    return render_template(
        _page_for(),
        today=today,
        rated_as=rated_as(scope.session, [line.breach for line in today.told]),
        root=f"/councils/{council}",
        **_shown(),
    )


def only_place(
    places: list[Place], officer_places: list[OfficerPlace], *, is_operator: bool
) -> str | None:
    """Return the home of the one place that somebody has, or None; the machine is a place too."""
    if is_operator:
        return None if places or officer_places else url_for("operator.running")
    if len(places) + len(officer_places) != 1:
        return None
    if places:
        return url_for("home.council", council=places[0].council_slug)
    return f"/associations/{officer_places[0].association_slug}/"


def _now() -> datetime:
    clock: Clock = current_app.extensions["clock"]
    return clock.now()


def _page_for() -> str:
    """Return the page for what this member may do: handle, read the register, or only report."""
    if scope.member.can(Permission.HANDLE_BREACH):
        return "home/council.html"
    if scope.member.can(Permission.SEE_REGISTER):
        return "home/councillor.html"
    return "home/reporter.html"


def _shown() -> dict[str, Any]:
    return {
        "most": MOST_SHOWN,
        "wording": wording,
        "who_has_it": who_has_it,
        "breach_address": breach_address,
        "step_address": step_address,
    }
