"""What a stranger tried at the doors, and what they saw."""

from time import monotonic

from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient


def door(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/sign-in"


def test_a_pile_of_accents_holds_nobody_up(page_client: PageClient, council: TestCouncil) -> None:
    # Put into canonical order one by one, these would take an hour.
    pile = "e" + "\u0300\u0316" * 150_000

    began = monotonic()
    answer = page_client.client.post(door(council), data={"email": pile, "password": "x"})

    assert answer.status_code == 422
    assert monotonic() - began < 5
