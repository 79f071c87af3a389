"""Which council, whose session, or 404.

Before a view with `<council>` in its address runs, the person's place in that council is found;
who has none sees "not found", so that nobody learns what exists. The view then has one session,
which sees that council's rows only, and commits once. An association's officers have a scope of
their own, whose session reads the sector report's counts and no council's row; so have operators,
whose session belongs to no council and reads counts of what is sent.
"""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from tenants.access import Member, Permission
from tenants.db import Database, ScopedSession
from tenants.people import OfficerPlace, Place
from webapp.access import Access, access_of
from webapp.identity import signed_in
from webapp.security import TokenRefused


class SignedOutWhileTyping(Forbidden):
    """A form came from somebody whose sign-in had run out; the door carries it through."""

    def __init__(self, council_slug: str) -> None:
        super().__init__()
        self.council_slug = council_slug


class PermissionMissing(Forbidden):
    """A member of this council asked for a page that their roles do not open."""

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self.permission = permission


@dataclass(frozen=True, slots=True)
class ShownCouncil:
    """What a page's header shows of a council."""

    name: str
    slug: str
    colour: str


class Scope:
    """One request's place: its council, its member, and its one session on that council's rows."""

    def __init__(self, database: Database, place: Place) -> None:
        self.council = shown(place)
        self.member: Member = place.member
        self.session: ScopedSession = database.session(
            place.member.council_id, place.member.person_id
        )
        self.is_committed = False

    def commit(self) -> None:
        """Commit the request's one unit of work; a form that this person did not send never is."""
        if g.get("is_token_refused", False):
            raise TokenRefused
        self.session.commit()
        self.is_committed = True


class OfficerScope:
    """One request's place in an association: who asks, and a session that can only count."""

    def __init__(self, database: Database, place: OfficerPlace) -> None:
        self.place = place
        self.session: Any = database.sector_session()


class OperatorScope:
    """One request's place at the machine: a session that belongs to no council and no person."""

    def __init__(self, database: Database) -> None:
        self.session: ScopedSession = database.session()


scope = cast("Scope", LocalProxy(lambda: g.scope))
officer_scope = cast("OfficerScope", LocalProxy(lambda: g.officer_scope))
operator_scope = cast("OperatorScope", LocalProxy(lambda: g.operator_scope))


def register(app: Flask) -> None:
    """Open and close the scope around every view that needs one."""
    app.before_request(open_scope)
    app.teardown_request(close_scope)


def database() -> Database:
    """Return the application's way into PostgreSQL."""
    found: Database = current_app.extensions["database"]
    return found


def shown(place: Place) -> ShownCouncil:
    """Return what the header shows of the council that somebody has a place in."""
    return ShownCouncil(place.council_name, place.council_slug, place.council_colour)


def open_scope() -> Response | None:
    """Let the view run, send the person to sign in, or answer "not found" or "not allowed"."""
    access = access_of(current_app, request.endpoint)
    arguments = request.view_args or {}
    if access is None or access.is_public:
        return None
    if access.is_for_operators:
        return _open_for_operator()
    if access.is_for_officers:
        return _open_for_officer(str(arguments["association"]))
    return _open_for_member(access, str(arguments["council"]))


def _open_for_member(access: Access, slug: str) -> Response | None:
    person = signed_in()
    if person is None and request.form:
        raise SignedOutWhileTyping(slug)
    if person is None:
        return redirect(_door("signin.council", {"council": slug}), 303)
    place = next((place for place in person.places() if place.council_slug == slug), None)
    if place is None:
        raise NotFound
    g.council = shown(place)
    g.member = place.member
    if access.permission is not None and not place.member.can(access.permission):
        raise PermissionMissing(access.permission)
    g.scope = Scope(database(), place)
    return None


def _open_for_officer(slug: str) -> Response | None:
    person = signed_in()
    if person is None:
        return redirect(_door("signin.association", {"association": slug}), 303)
    places = person.officer_places()
    place = next((place for place in places if place.association_slug == slug), None)
    if place is None:
        raise NotFound
    g.officer_scope = OfficerScope(database(), place)
    return None


def _open_for_operator() -> Response | None:
    person = signed_in()
    if person is None:
        return redirect(_door("signin.operator", {}), 303)
    if not person.is_operator():
        raise NotFound
    g.operator_scope = OperatorScope(database())
    return None


def close_scope(_error: BaseException | None = None) -> None:
    """Give the request's session back; what was not committed is gone."""
    for name in ("scope", "officer_scope", "operator_scope"):
        opened = g.pop(name, None)
        if opened is not None:
            opened.session.close()


def safe_next(wanted: str | None) -> str | None:
    """Return the address to go to after signing in: a path of this service, or None."""
    if not wanted or len(wanted) > 2000 or not wanted.startswith("/") or wanted.startswith("//"):
        return None
    if "\\" in wanted or not wanted.isprintable():
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith("//"):
        return None
    return quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")


def _door(endpoint: str, names: dict[str, Any]) -> str:
    """Return a sign-in page's address, with the way back to what was asked for."""
    wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
    return url_for(endpoint, next=wanted, **names)
