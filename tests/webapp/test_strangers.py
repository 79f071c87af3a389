"""What a stranger tried at the doors, and what they saw."""

from time import monotonic

import pytest

from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

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


def test_a_pile_of_accents_holds_nobody_up(page_client: PageClient, council: TestCouncil) -> None:
    # Put into canonical order one by one, these would take an hour.
    pile = "e" + "\u0300\u0316" * 150_000

    began = monotonic()
    answer = page_client.client.post(door(council), data={"email": pile, "password": "x"})

    assert answer.status_code == 422
    assert monotonic() - began < 5
