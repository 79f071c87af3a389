"""Who is signed in, by the session's cookie and the directory together.

The cookie holds the person's id and the stamp of their password: a new password ends every
older sign-in. Nothing here is asked of the database before a page needs it.
"""

from functools import cached_property
from uuid import UUID

from flask import Flask, current_app, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from tenants.db import Database
from tenants.operators import find_operator
from tenants.people import (
    OfficerPlace,
    Place,
    SignedInPerson,
    find_person,
    officer_places_of,
    places_of,
)


class SignedIn(UserMixin):
    """A signed-in person, and the places that they have."""

    def __init__(self, database: Database, person: SignedInPerson) -> None:
        self._database = database
        self.person = person

    def get_id(self) -> str:
        """Return what the cookie keeps."""
        return f"{self.person.person_id}:{self.person.stamp}"

    @property
    def person_id(self) -> UUID:
        """Return the person's id."""
        return self.person.person_id

    def places(self) -> list[Place]:
        """Return the person's councils, by name."""
        return self._places

    def officer_places(self) -> list[OfficerPlace]:
        """Return the associations that the person works for, by name."""
        return self._beyond_councils[0]

    def is_operator(self) -> bool:
        """Whether the person looks after the machine."""
        return self._beyond_councils[1]

    @cached_property
    def _places(self) -> list[Place]:
        with self._database.session(person_id=self.person_id) as opened:
            return places_of(opened)

    @cached_property
    def _beyond_councils(self) -> tuple[list[OfficerPlace], bool]:
        with self._database.session(person_id=self.person_id) as opened:
            return officer_places_of(opened), find_operator(opened) is not None


def register(app: Flask) -> None:
    """Read who is signed in from the session's cookie."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    @manager.user_loader
    def load(kept: str) -> SignedIn | None:
        database: Database = app.extensions["database"]
        number, _, stamp = kept.partition(":")
        person_id = UUID(number)
        with database.session(person_id=person_id) as opened:
            person = find_person(opened, person_id=person_id)
        if person is None or person.stamp != stamp:
            return None
        return SignedIn(database, person)


def signed_in() -> SignedIn | None:
    """Return who is signed in, or None; asks the directory once a request."""
    return current_user if current_user.is_authenticated else None


def has_cookie() -> bool:
    """Whether this browser signed in and has not signed out, as far as its cookie says."""
    return "_user_id" in session


def let_in(person: SignedInPerson) -> None:
    """Begin a session for the person, keeping nothing of what the browser held before."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(current_app.extensions["database"], person))
