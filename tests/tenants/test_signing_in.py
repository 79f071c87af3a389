"""Signing in: at one council's door, with one answer for every refusal."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tenants import councils
from tenants.access import Role
from tenants.db import Database, ScopedSession
from tenants.errors import SignInRefused
from tenants.models import MessageKind
from tenants.passwords import hash_password, stamp_of
from tenants.people import (
    add_person,
    find_person,
    officer_places_of,
    places_of,
    request_password_link,
    sign_in,
    sign_in_officer,
)
from tests.councils import TestCouncil
from tests.tenants.posted import leave, send_due, waiting_for

RIGHT = "three quiet otters"


@pytest.fixture(scope="module")
def kept() -> str:
    """The hash of the right password, made once: it is slow on purpose."""
    return hash_password(RIGHT)


@pytest.fixture
def clerk(council: TestCouncil, database: Database, kept: str) -> TestCouncil:
    """A council whose clerk has a password."""
    person_id = council.members["clerk"].person_id
    with database.session(person_id=person_id) as session:
        session.execute(text("update person set password_hash = :kept"), {"kept": kept})
        session.commit()
    return council


@pytest.fixture
def door(database: Database) -> Iterator[ScopedSession]:
    """A stranger's session."""
    with database.session() as session:
        yield session


@pytest.mark.parametrize("typed", ["{email}", " {email} ", "{upper}"])
def test_a_member_signs_in_however_they_type_the_address(
    typed: str, clerk: TestCouncil, door: ScopedSession, kept: str
) -> None:
    email = clerk.email("clerk")
    person = sign_in(
        door,
        email=typed.format(email=email, upper=email.upper()),
        password=RIGHT,
        council_slug=clerk.slug,
    )

    assert person.person_id == clerk.members["clerk"].person_id
    assert (person.email, person.stamp) == (email, stamp_of(kept))
    assert [place.member for place in places_of(door)] == [clerk.members["clerk"]]


@pytest.mark.parametrize(
    "case", ["wrong password", "unknown", "no password yet", "not of this council", "no council"]
)
def test_every_refusal_reads_the_same_and_leaves_the_session_a_strangers(
    case: str, clerk: TestCouncil, other_council: TestCouncil, door: ScopedSession
) -> None:
    attempt = {"email": clerk.email("clerk"), "password": RIGHT, "council_slug": clerk.slug}
    attempt |= {
        "wrong password": {"password": "three quiet badgers"},
        "unknown": {"email": "stranger@nowhere.example"},
        "no password yet": {"email": clerk.email("chair")},
        "not of this council": {"council_slug": other_council.slug},
        "no council": {"council_slug": "nowhere"},
    }[case]

    with pytest.raises(SignInRefused) as refused:
        sign_in(door, **attempt)

    assert str(refused.value) == ""
    assert door.person_id is None
    assert places_of(door) == []
    assert door.scalar(text("select count(*) from person")) == 0


def test_who_left_is_refused_like_a_stranger(
    clerk: TestCouncil, door: ScopedSession, now: datetime
) -> None:
    leave(clerk, "clerk", now)

    with pytest.raises(SignInRefused):
        sign_in(door, email=clerk.email("clerk"), password=RIGHT, council_slug=clerk.slug)


def test_a_person_of_two_councils_signs_in_at_either(
    clerk: TestCouncil, other_council: TestCouncil, database: Database, now: datetime
) -> None:
    with other_council.session() as session:
        add_person(
            session,
            by=other_council.members["clerk"],
            name="The Same",
            email=clerk.email("clerk"),
            place=((Role.COUNCILLOR,), None),
            now=now,
        )
        session.commit()
    with database.session() as session:
        sign_in(
            session,
            email=clerk.email("clerk"),
            password=RIGHT,
            council_slug=other_council.slug,
        )
        assert [place.council_slug for place in places_of(session)] == sorted(
            [clerk.slug, other_council.slug], key=lambda slug: f"Testham {slug[8:]} "
        )


def test_nobody_takes_the_place_of_another_person(clerk: TestCouncil, database: Database) -> None:
    clerk_id, chair_id = (clerk.members[name].person_id for name in ("clerk", "chair"))
    with database.session(person_id=clerk_id) as session:
        assert find_person(session, person_id=chair_id) is None


def test_a_password_link_goes_to_a_member_and_to_nobody_else(
    clerk: TestCouncil, other_council: TestCouncil, database: Database, now: datetime
) -> None:
    for each in (clerk, other_council):
        send_due(each, now)
    for email, slug in (
        (clerk.email("clerk"), clerk.slug),
        (clerk.email("clerk"), other_council.slug),
        ("stranger@nowhere.example", clerk.slug),
        (clerk.email("chair"), "nowhere"),
        ("", clerk.slug),
    ):
        request_password_link(database, email=email, council_slug=slug, now=now)

    assert waiting_for(clerk, MessageKind.PASSWORD_RESET) == ["clerk"]
    assert waiting_for(other_council) == []


def test_an_officer_signs_in_at_their_own_association_only(
    clerk: TestCouncil, owner: Engine, door: ScopedSession
) -> None:
    with Session(owner) as session:
        ours, theirs = (
            councils.found_association(session, name=f"{name} of {clerk.slug}")
            for name in ("Association", "Another")
        )
        councils.appoint_officer(
            session, association_id=ours.id, email=clerk.email("clerk"), name="An Officer"
        )
        session.commit()
        slugs = ours.slug, theirs.slug
    email = clerk.email("clerk")
    with pytest.raises(SignInRefused):
        sign_in_officer(door, email=email, password=RIGHT, association_slug=slugs[1])
    assert door.person_id is None

    sign_in_officer(door, email=email, password=RIGHT, association_slug=slugs[0])

    assert [place.name for place in officer_places_of(door)] == ["An Officer"]
