from typing import Any

import pytest
from flask import Flask

from tenants.models import Person
from tenants.passwords import make_password_link
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.webapp.conftest import WORDS, PageClient, give_password


def door(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/sign-in"


@pytest.fixture
def clerk(council: TestCouncil) -> dict[str, str]:
    """The clerk's e-mail address and password."""
    give_password(council, "clerk")
    return {"email": council.email("clerk"), "password": WORDS}


def test_a_member_signs_in_at_their_councils_door(
    page_client: PageClient, council: TestCouncil, clerk: dict[str, str]
) -> None:
    shown = page_client.get(door(council))
    answer = page_client.post(door(council), {**clerk, "email": f"  {clerk['email'].upper()} "})

    assert f"Sign in to {council.name}" in shown.text
    assert (answer.status_code, answer.location) == (303, f"/councils/{council.slug}/")


def test_signing_in_keeps_nothing_of_the_session_before(
    page_client: PageClient, council: TestCouncil, clerk: dict[str, str]
) -> None:
    with page_client.client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    page_client.post(door(council), clerk)

    with page_client.client.session_transaction() as kept:
        assert "planted" not in kept


def test_every_failure_gets_the_same_answer(
    page_client: PageClient,
    council: TestCouncil,
    other_council: TestCouncil,
    clerk: dict[str, str],
) -> None:
    def answer(address: str, data: dict[str, str]) -> tuple[int, list[str]]:
        got = page_client.post(address, data)
        return got.status_code, [
            line.strip() for line in got.text.splitlines() if "is not right" in line
        ]

    wrong_password = answer(door(council), {**clerk, "password": "something else"})
    stranger = answer(door(council), {**clerk, "email": "nobody@example.org"})
    wrong_council = answer(door(other_council), clerk)

    assert wrong_password == stranger == wrong_council
    assert wrong_password[0] == 422


def test_after_ten_failures_the_door_stays_shut_for_that_address_only(
    app: Flask, council: TestCouncil, clerk: dict[str, str]
) -> None:
    guesser, neighbour = PageClient(app.test_client()), PageClient(app.test_client())
    for _ in range(10):
        assert guesser.post(door(council), {**clerk, "password": "guess"}).status_code == 422

    shut = guesser.post(door(council), clerk)
    other = neighbour.post(door(council), {"email": council.email("lead"), "password": "guess"})

    assert shut.status_code == 429
    assert "15 minutes" in shut.text
    assert other.status_code == 422


def test_right_sign_ins_use_up_no_attempts(
    app: Flask, council: TestCouncil, clerk: dict[str, str]
) -> None:
    for _ in range(12):
        assert PageClient(app.test_client()).post(door(council), clerk).status_code == 303


def test_an_empty_form_says_what_to_write(page_client: PageClient, council: TestCouncil) -> None:
    answer = page_client.post(door(council), {"email": "clerk", "password": ""})

    assert answer.status_code == 422
    assert "Enter an email address in full" in answer.text
    assert "Enter your password" in answer.text
    assert 'value="clerk"' in answer.text


def test_a_page_left_open_too_long_comes_back_filled_in(
    page_client: PageClient, council: TestCouncil, clerk: dict[str, str]
) -> None:
    answer = page_client.post_without_token(door(council), clerk)

    assert answer.status_code == 422
    assert "press the button again" in answer.text
    assert clerk["email"] in answer.text
    assert WORDS not in answer.text


def test_a_link_sets_a_new_password_once(
    page_client: PageClient, council: TestCouncil, clerk: dict[str, str], settings: Settings
) -> None:
    person_id = council.members["clerk"].person_id
    with council.database.session(person_id=person_id) as session:
        stored = session.get_one(Person, person_id).password_hash
    token = make_password_link(settings.secret_key, person_id=person_id, password_hash=stored)

    weak = page_client.post(f"/password/{token}", {"password": "short"})
    saved = page_client.post(f"/password/{token}", {"password": "four other random words"})
    again = page_client.post(f"/password/{token}", {"password": "five other random words"})
    old = page_client.post(door(council), clerk)
    new = page_client.post(door(council), {**clerk, "password": "four other random words"})

    assert (weak.status_code, "12 characters or more" in weak.text) == (422, True)
    assert f"Sign in to {council.name}" in saved.text
    assert again.status_code == 410
    assert (old.status_code, new.status_code) == (422, 303)


@pytest.mark.parametrize("token", ["", "x", "x.y.z", "%00", "é" * 300])
def test_a_broken_link_is_refused_in_words(page_client: PageClient, token: str) -> None:
    assert page_client.get(f"/password/{token}").status_code in {404, 410}


def test_who_forgot_a_password_and_who_never_had_one_read_the_same(
    page_client: PageClient, council: TestCouncil
) -> None:
    address = f"/councils/{council.slug}/forgotten-password"
    member: Any = page_client.post(address, {"email": council.email("lead")})
    stranger: Any = page_client.post(address, {"email": "nobody@example.org"})

    assert member.status_code == stranger.status_code == 303
    assert member.location == stranger.location
    assert "If " in page_client.get(member.location).text


def test_signing_out_ends_the_session(
    page_client: PageClient, council: TestCouncil, clerk: dict[str, str]
) -> None:
    page_client.post(door(council), clerk)
    page_client.post("/sign-out")

    with page_client.client.session_transaction() as kept:
        assert "_user_id" not in kept


def test_a_door_that_does_not_exist_is_not_found(page_client: PageClient) -> None:
    assert page_client.get("/councils/nowhere/sign-in").status_code == 404
    assert page_client.get("/associations/nowhere/sign-in").status_code == 404


def test_the_front_page_finds_a_door_by_part_of_a_name(
    page_client: PageClient, council: TestCouncil
) -> None:
    number = council.name.split()[1]
    found = page_client.get("/", query_string={"council": f"testham {number}"})
    none = page_client.get("/", query_string={"council": "<b>%_\x00\u202e"})

    assert door(council) in found.text
    assert "No council here has" in none.text
