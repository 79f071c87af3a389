"""Passwords, and the links by which they are set: once, by the one they were sent to."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from tenants.access import Role
from tenants.db import Database
from tenants.errors import NotAcceptable
from tenants.passwords import (
    PasswordLinkRefused,
    PersonOfLink,
    hash_password,
    is_right,
    make_password_link,
    read_password_link,
    set_password,
    stamp_of,
)
from tenants.people import add_person
from tenants.settings import Settings
from tests.councils import TestCouncil

GOOD, BETTER = "seven quiet otters", "gales also blow"


@pytest.fixture
def clerk(council: TestCouncil) -> UUID:
    return council.members["clerk"].person_id


@pytest.fixture
def link(clerk: UUID, settings: Settings) -> PersonOfLink:
    """What the clerk's first link holds."""
    token = make_password_link(settings.secret_key, person_id=clerk, password_hash=None)
    return read_password_link(settings.secret_key, token)


def test_a_link_sets_a_password_once(link: PersonOfLink, database: Database) -> None:
    with database.session(person_id=link.person_id) as session:
        set_password(session, link=link, password=GOOD)
        session.commit()
        with pytest.raises(PasswordLinkRefused, match="used already"):
            set_password(session, link=link, password=BETTER)


def test_a_link_that_was_changed_or_signed_elsewhere_opens_nothing(
    clerk: UUID, settings: Settings
) -> None:
    key = settings.secret_key
    token = make_password_link(key, person_id=clerk, password_hash=None)
    for forged, secret in ((token[:-2], key), ("x" + token, key), ("", key), (token, key + "x")):
        with pytest.raises(PasswordLinkRefused, match="not complete"):
            read_password_link(secret, forged)


def test_a_link_that_is_too_old_says_so(
    clerk: UUID, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make_password_link(settings.secret_key, person_id=clerk, password_hash=None)
    monkeypatch.setattr("tenants.passwords.LINK_LASTS_SECONDS", -1)

    with pytest.raises(PasswordLinkRefused, match="more than three days old"):
        read_password_link(settings.secret_key, token)


def test_a_link_sets_nobody_elses_password(
    link: PersonOfLink, council: TestCouncil, database: Database
) -> None:
    chair = council.members["chair"].person_id
    with database.session(person_id=chair) as session, pytest.raises(PasswordLinkRefused):
        set_password(session, link=link, password=GOOD)
    forged = replace(link, person_id=chair, stamp="0" * 16)
    with database.session(person_id=chair) as session, pytest.raises(PasswordLinkRefused):
        set_password(session, link=forged, password=GOOD)


@pytest.mark.parametrize(
    "password", [GOOD, "p\u00e4ssw\u00f6rter \U0001f9a6 lang", "x1y2z3" * 33, "clear skies today"]
)
def test_a_long_password_is_accepted(password: str, link: PersonOfLink, database: Database) -> None:
    with database.session(person_id=link.person_id) as session:
        set_password(session, link=link, password=password)


@pytest.mark.parametrize(
    "password",
    ["short", "", "x" * 201, "aaaaaaaaaaaaaaaa", "PasswordPassword", "the Clerk of Testham"],
)
def test_a_weak_password_is_refused_with_advice(
    password: str, link: PersonOfLink, database: Database
) -> None:
    with (
        database.session(person_id=link.person_id) as session,
        pytest.raises(NotAcceptable, match=r"words|characters or fewer") as refused,
    ):
        set_password(session, link=link, password=password)
    assert refused.value.field == "password"


def test_a_short_address_does_not_rule_out_every_password(
    council: TestCouncil, database: Database, now: datetime
) -> None:
    with council.session() as session:
        person_id = add_person(
            session,
            by=council.members["clerk"],
            name="Somebody Short",
            email=f"al@{council.slug}.example",
            place=((Role.COUNCILLOR,), None),
            now=now,
        ).person_id
        session.commit()
    with database.session(person_id=person_id) as session:
        set_password(session, link=PersonOfLink(person_id, stamp_of(None)), password=BETTER)


def test_a_password_is_kept_as_an_argon2id_hash_and_compared_in_full() -> None:
    kept = hash_password(GOOD)

    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert is_right(kept, GOOD)
    assert not is_right(kept, GOOD + " ")


def test_nobodys_password_is_never_right() -> None:
    assert not is_right(None, "nobody has this password")


def test_a_new_password_changes_the_stamp() -> None:
    assert stamp_of(None) != stamp_of("one") != stamp_of("two")
