"""Browsers that are signed in already, without a password being checked again in every test."""

from uuid import UUID

from flask import Flask, session
from flask.testing import FlaskClient

from tenants.db import Database
from tenants.people import SignedInPerson, find_person
from webapp.identity import let_in


def browser_of(app: Flask, person_id: UUID) -> FlaskClient:
    """Return a browser holding the session that this person gets after the door's check."""
    client = app.test_client()
    person = _person(app.extensions["database"], person_id)
    with app.test_request_context():
        let_in(person)
        kept = dict(session)
    with client.session_transaction() as cookie:
        cookie.update(kept)
        cookie.permanent = True
    return client


def _person(database: Database, person_id: UUID) -> SignedInPerson:
    with database.session(person_id=person_id) as opened:
        found = find_person(opened, person_id=person_id)
    assert found is not None, "This person is not in the directory."
    return found
