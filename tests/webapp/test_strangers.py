"""What a stranger tried at the doors, and what they saw."""

from time import monotonic

import pytest
from flask import Flask

from tests.councils import TestCouncil
from tests.webapp.conftest import WORDS, PageClient, give_password
from webapp.limits import EVEN_SECONDS

ELSEWHERE = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]
AT_HOME = [
    {},
    {"Origin": "http://localhost"},
    {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-origin"},
]


def door(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/sign-in"


def guess(app: Flask, council: TestCouncil, email: str, *, at: str = "") -> int:
    """Try a wrong password, from an address of its own unless one is named."""
    guesser = PageClient(app.test_client())
    guesser.client.environ_base["REMOTE_ADDR"] = at or guesser.client.environ_base["REMOTE_ADDR"]
    return guesser.post(door(council), {"email": email, "password": "a guess"}).status_code


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_a_strangers_page_plants_no_form_to_be_carried_through_a_door(
    page_client: PageClient, council: TestCouncil, headers: dict[str, str]
) -> None:
    form = {"name": "Mallory", "email": "mallory@example.org", "roles": "reporter"}

    answer = page_client.client.post(
        f"/councils/{council.slug}/people/add", data=form, headers=headers
    )

    assert answer.status_code == 400
    assert "mallory@example.org" not in answer.text


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_a_strangers_page_puts_no_new_session_in_the_place_of_ours(
    page_client: PageClient, council: TestCouncil, headers: dict[str, str]
) -> None:
    for address in (door(council), "/sign-out", f"/councils/{council.slug}/report"):
        answer = page_client.client.post(address, data={"email": "x"}, headers=headers)
        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (400, None)


@pytest.mark.parametrize("headers", AT_HOME)
def test_a_form_of_our_own_page_is_carried_as_before(
    page_client: PageClient, council: TestCouncil, headers: dict[str, str]
) -> None:
    answer = page_client.client.post(
        f"/councils/{council.slug}/people/add", data={"name": "typed here"}, headers=headers
    )

    assert answer.status_code == 403
    assert "Nothing you typed is lost" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/councils/%00/sign-in",
        "/councils/a%00b/forgotten-password",
        "/associations/%00/sign-in",
        "/councils/%EF%BC%A1/sign-in",
    ],
)
def test_a_door_whose_name_no_council_can_have_is_not_found(
    page_client: PageClient, address: str
) -> None:
    assert page_client.get(address).status_code == 404


@pytest.mark.parametrize("disguise", ["cl\x01erk", "cle\u0085rk", "cl\ufdd0erk", "\x7fclerk"])
def test_an_address_in_disguise_gives_no_further_guesses(
    page_client: PageClient, council: TestCouncil, disguise: str
) -> None:
    give_password(council, "clerk")
    email = council.email("clerk")
    for _ in range(10):
        page_client.post(door(council), {"email": email, "password": "a guess"})

    shut = page_client.post(
        door(council), {"email": email.replace("clerk", disguise), "password": WORDS}
    )

    assert shut.status_code == 429


def test_a_stranger_who_guesses_does_not_shut_the_door_on_the_clerk(
    app: Flask, council: TestCouncil
) -> None:
    give_password(council, "clerk")
    email, here = council.email("clerk"), "192.0.2.66"
    guesses = [guess(app, council, email, at=here) for _ in range(12)]

    clerk = PageClient(app.test_client()).post(door(council), {"email": email, "password": WORDS})

    assert guesses[-1] == 429
    assert clerk.status_code == 303


def test_a_network_of_its_own_gives_no_further_guesses(app: Flask, council: TestCouncil) -> None:
    """Whoever has one IPv6 address has all the others of its network."""
    email = council.email("clerk")
    guesses = [guess(app, council, email, at=f"2001:db8:66:1::{n:x}") for n in range(1, 12)]
    neighbour = guess(app, council, email, at="2001:db8:66:2::1")

    assert (guesses[-1], neighbour) == (429, 422)


def test_the_wait_does_not_tell_who_has_a_place_here(
    page_client: PageClient, council: TestCouncil
) -> None:
    for email in (council.email("lead"), "nobody@example.org"):
        began = monotonic()
        page_client.client.post(
            f"/councils/{council.slug}/forgotten-password",
            data={"email": email, "csrf_token": page_client.token()},
        )
        assert monotonic() - began >= EVEN_SECONDS


def test_a_pile_of_accents_holds_nobody_up(page_client: PageClient, council: TestCouncil) -> None:
    # Put into canonical order one by one, these would take an hour.
    pile = "e" + "\u0300\u0316" * 150_000

    began = monotonic()
    answer = page_client.client.post(door(council), data={"email": pile, "password": "x"})

    assert answer.status_code == 422
    assert monotonic() - began < 5
