"""Signing in at a council's, an association's or the operators' own door."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import text

from tenants.db import Database, ScopedSession
from tenants.errors import SignInRefused
from tenants.messages import Plan, plan_message
from tenants.models import MessageKind
from tenants.passwords import is_right, stamp_of
from tenants.people.places import SignedInPerson, officer_places_of, places_of

_LOOK_UP = text("select person_id, password_hash from sign_in_lookup(:email)")


def sign_in(
    session: ScopedSession, *, email: str, password: str, council_slug: str
) -> SignedInPerson:
    """Return who signed in, or raise `SignInRefused`: one answer for every reason.

    The session is bound to the person from here on, and to no council.
    """

    def is_member(session: ScopedSession) -> bool:
        return any(place.council_slug == council_slug for place in places_of(session))

    return sign_in_where(session, email=email, password=password, may_enter=is_member)


def sign_in_officer(
    session: ScopedSession, *, email: str, password: str, association_slug: str
) -> SignedInPerson:
    """Return which officer of this association signed in, or raise `SignInRefused`."""

    def is_officer(session: ScopedSession) -> bool:
        places = officer_places_of(session)
        return any(place.association_slug == association_slug for place in places)

    return sign_in_where(session, email=email, password=password, may_enter=is_officer)


def sign_in_where(
    session: ScopedSession,
    *,
    email: str,
    password: str,
    may_enter: Callable[[ScopedSession], bool],
) -> SignedInPerson:
    """Return who signed in at a door that lets only some people in, or raise `SignInRefused`."""
    person = _check_password(session, email, password)
    if not may_enter(session):
        _forget(session)
        raise SignInRefused
    return person


def request_password_link(
    database: Database, *, email: str, council_slug: str, now: datetime
) -> None:
    """Write to a member of this council who forgot their password; do nothing for anybody else.

    Commits by itself: the page says the same whether a message was planned or not.
    """
    with database.session() as session:
        found = session.execute(_LOOK_UP, {"email": email.strip()}).one_or_none()
    if found is None:
        return
    with database.session(person_id=found.person_id) as session:
        places = [place for place in places_of(session) if place.council_slug == council_slug]
    for place in places:
        with database.session(place.member.council_id, found.person_id) as session:
            plan = Plan(
                kind=MessageKind.PASSWORD_RESET,
                recipient_id=place.member.membership_id,
                due_at=now,
            )
            plan_message(session, plan, now=now)
            session.commit()


def _check_password(session: ScopedSession, email: str, password: str) -> SignedInPerson:
    found = session.execute(_LOOK_UP, {"email": email.strip()}).one_or_none()
    password_hash = found.password_hash if found else None
    if not is_right(password_hash, password) or found is None:
        raise SignInRefused
    session.rollback()
    session.person_id = found.person_id
    return SignedInPerson(found.person_id, email.strip().lower(), stamp_of(password_hash))


def _forget(session: ScopedSession) -> None:
    """Make the session a stranger's again: it must see nothing of who was refused."""
    session.rollback()
    session.person_id = None
