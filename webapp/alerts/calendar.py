"""A member's own calendar address: made once, shown once, switched off; and the feed behind it."""

from hashlib import sha256
from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for

from tenants import contacts
from tenants.access import Permission
from tenants.errors import NotFound
from tenants.feeds import calendar_feed
from tenants.settings import Settings
from webapp.access import public, requires
from webapp.alerts import alerts
from webapp.alerts.mine import now
from webapp.scope import database, scope

_FRESH_SECONDS = 900


@alerts.get("/councils/<council>/alerts/calendar")
@requires(Permission.SEE_HOME)
def calendar(council: str) -> Any:
    """Say what the calendar holds, whether there is an address, and how to make or end one."""
    return _page(council, "")


@alerts.post("/councils/<council>/alerts/calendar")
@requires(Permission.SEE_HOME)
def make_calendar(council: str) -> Any:
    """Make a new address and show it this once; the one before dies."""
    key = contacts.make_calendar_key(scope.session, by=scope.member, now=now())
    scope.commit()
    settings: Settings = current_app.extensions["settings"]
    path = url_for("alerts.calendar_feed_of", key=key)
    return _page(council, settings.base_url + path)


@alerts.post("/councils/<council>/alerts/calendar/off")
@requires(Permission.SEE_HOME)
def drop_calendar(council: str) -> Any:
    """Switch the calendar off: its address opens nothing any more."""
    contacts.drop_calendar_key(scope.session, by=scope.member, now=now())
    scope.commit()
    flash("Your calendar was switched off. Its address opens nothing any more.", "success")
    return redirect(url_for("alerts.calendar", council=council), 303)


@alerts.get("/calendar/<key>.ics")
@public
def calendar_feed_of(key: str) -> Any:
    """Return the calendar that a secret address opens, or "not found" for every other one.

    Public only in that the address is the key, of 256 random bits. Nobody is shut out for asking
    wrongly: calendars are fetched from the few places of the firms that keep them, where one
    person's dead address would end everybody's. Whoever has left has none.
    """
    with database().session() as opened:
        owner = contacts.find_calendar_owner(opened, key=key)
    if owner is None:
        abort(404)
    settings: Settings = current_app.extensions["settings"]
    with database().session(owner.council_id, owner.person_id) as opened:
        try:
            body = calendar_feed(opened, owner, base_url=settings.base_url, now=now())
        except NotFound:
            abort(404)
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    answer.headers["Cache-Control"] = f"private, max-age={_FRESH_SECONDS}"
    answer.set_etag(sha256(body).hexdigest())
    return answer.make_conditional(request)


def _page(council: str, address: str) -> Any:
    row = contacts.find_contact(scope.session, membership_id=scope.member.membership_id)
    return render_template(
        "alerts/calendar.html",
        made_at=row.calendar_made_at if row else None,
        address=address,
        webcal=address.replace("https://", "webcal://").replace("http://", "webcal://"),
        slug=council,
    )
