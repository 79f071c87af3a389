"""A client that checks every page, and a service without a database for what needs none."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from sqlalchemy import event
from werkzeug.test import TestResponse

from tenants import passwords
from tenants.clock import Clock
from tenants.db import ScopedSession
from tenants.people.places import stamp_of
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.webapp.page_checks import check_page
from tests.webapp.signed_in import browser_of
from webapp import create_app
from webapp.access import public

_ADDRESSES = count(1)
WORDS = "three random words"
# Passwords are guessed by the dozen here; production's own cost would take seconds of it.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


class PageClient:
    """A browser without scripts: it follows forms by their tokens, and checks what it is shown."""

    def __init__(self, client: FlaskClient, foreign_marks: tuple[str, ...] = ()) -> None:
        self.client = client
        self.foreign_marks = foreign_marks
        # Each client comes from an address of its own, or tests would use up one another's limits.
        number = next(_ADDRESSES)
        self.client.environ_base["REMOTE_ADDR"] = (
            f"10.{os.getpid() % 250}.{number // 250}.{number % 250}"
        )

    def sign_in_as(self, council: TestCouncil, who: str) -> "PageClient":
        """Become a member of a test council, whose people have no password yet."""
        with self.client.session_transaction() as kept:
            kept["_user_id"] = f"{council.members[who].person_id}:{stamp_of(None)}"
            kept["_fresh"] = True
        return self

    def get(self, address: str, **options: Any) -> TestResponse:
        """Open a page and check it."""
        return self._checked(self.client.get, address, options)

    def post(
        self, address: str, data: dict[str, Any] | None = None, **options: Any
    ) -> TestResponse:
        """Send a form with the token of this session, and check the answer."""
        body = {"csrf_token": self.token(), **(data or {})}
        return self._checked(self.client.post, address, {"data": body, **options})

    def post_without_token(self, address: str, data: dict[str, Any]) -> TestResponse:
        """Send a form as a stranger's page, or one that is too old, would."""
        return self._checked(self.client.post, address, {"data": data})

    def token(self) -> str:
        """Return this session's token, from a page with a form that anybody may open."""
        html = self.client.get("/tests/token").text
        return str(JustHTML(html, sanitize=False).query("input")[0].attrs["value"])

    def _checked(self, method: Any, address: str, options: dict[str, Any]) -> TestResponse:
        with no_uncommitted_change():
            response: TestResponse = method(address, **options)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308}:
            check_page(response.text, self.foreign_marks)
        return response


def give_password(council: TestCouncil, who: str) -> None:
    """Let a member of a test council sign in with `WORDS`."""
    person_id = council.members[who].person_id
    with council.database.session(person_id=person_id) as session:
        passwords.set_password(
            session, link=passwords.PersonOfLink(person_id, stamp_of(None)), password=WORDS
        )
        session.commit()


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash the tests' passwords at a low cost."""
    monkeypatch.setattr(passwords, "_HASHER", CHEAP)
    monkeypatch.setattr(passwords, "_NOBODY", CHEAP.hash("nobody"))


@contextmanager
def no_uncommitted_change() -> Iterator[None]:
    """Fail when a session wrote something and nobody committed it."""
    unsaved: set[int] = set()

    def wrote(session: ScopedSession, *_: Any) -> None:
        unsaved.add(id(session))

    def committed(session: ScopedSession) -> None:
        if not session.in_nested_transaction():
            unsaved.discard(id(session))

    event.listen(ScopedSession, "after_flush", wrote)
    event.listen(ScopedSession, "after_commit", committed)
    # Whoever rolls back means to keep nothing; a session that is only closed forgot to say so.
    event.listen(ScopedSession, "after_rollback", committed)
    try:
        yield
    finally:
        event.remove(ScopedSession, "after_flush", wrote)
        event.remove(ScopedSession, "after_commit", committed)
        event.remove(ScopedSession, "after_rollback", committed)
    assert not unsaved, "The view changed rows and committed nothing: call scope.commit() once."


def with_token_page(app: Flask) -> Flask:
    """Add a page that holds nothing but a form's token."""

    @app.get("/tests/token")
    @public
    def token_page() -> str:
        return f'<input value="{app.jinja_env.globals["csrf_token"]()}">'

    return app


def settings_without_servers(**environ: str) -> Settings:
    """Return settings whose servers do not exist."""
    return Settings.from_environment(
        {
            "DATABASE_URL": NOWHERE,
            "SECTOR_DATABASE_URL": NOWHERE,
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "SECRET_KEY": "a secret for tests that is long enough",
            "BASE_URL": "http://127.0.0.1:8000",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_TLS": "none",
            "MAIL_FROM": "register@example.org",
            **environ,
        }
    )


@pytest.fixture
def lonely_app() -> Iterator[Flask]:
    """Return the service with no database behind it, as production runs it."""
    app = with_token_page(create_app(settings_without_servers()))
    app.testing = False
    yield app
    app.extensions["database"].close()


@pytest.fixture
def lonely_client(lonely_app: Flask) -> PageClient:
    """Return a checking client of the service without a database."""
    return PageClient(lonely_app.test_client())


@pytest.fixture
def local_app(tmp_path: Path) -> Iterator[Flask]:
    """Return the one-machine trial, with a letter box and a clock of its own."""
    for part in ("new", "cur", "tmp"):
        (tmp_path / "mail" / part).mkdir(parents=True)
    app = with_token_page(create_app(settings_without_servers(LOCAL_DIR=str(tmp_path))))
    app.testing = True
    yield app
    app.extensions["database"].close()


@pytest.fixture
def local_client(local_app: Flask) -> PageClient:
    """Return a checking client of the one-machine trial."""
    return PageClient(local_app.test_client())


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """Return the service on the tests' own database and clock."""
    made = with_token_page(create_app(settings, clock=clock))
    made.testing = True  # A fault fails the test with its own trace.
    yield made
    made.extensions["database"].close()


@pytest.fixture
def page_client(app: Flask) -> PageClient:
    """Return a checking client, signed out."""
    return PageClient(app.test_client())


@pytest.fixture
def client_of(app: Flask) -> Callable[..., PageClient]:
    """Return a maker of checking clients: `client_of(council, "clerk", not_showing=other)`."""

    def make(
        council: TestCouncil, who: str, *, not_showing: TestCouncil | None = None
    ) -> PageClient:
        marks = (not_showing.name, not_showing.slug) if not_showing else ()
        return PageClient(app.test_client(), marks).sign_in_as(council, who)

    return make


@pytest.fixture
def signed_in(app: Flask) -> Callable[[TestCouncil, str], PageClient]:
    """Return a checking client of somebody who signed in: `signed_in(council, "clerk")`."""

    def sign_in(council: TestCouncil, who: str) -> PageClient:
        return PageClient(browser_of(app, council.members[who].person_id))

    return sign_in


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Return every statement that the service sends to the database during the test."""
    seen: list[str] = []

    def note(*told: Any) -> None:
        seen.append(told[2])

    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
