"""What each member finds on their home page."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tenants.clock import Clock
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]


@pytest.fixture
def today(clock: Clock) -> datetime:
    """Return the present instant of the service that is being asked."""
    return clock.now()


@pytest.mark.parametrize("who", ["clerk", "chair", "lead", "councillor", "reporter"])
def test_an_empty_home_says_what_would_be_there(
    council: TestCouncil, client_of: ClientOf, who: str
) -> None:
    page = client_of(council, who).get(f"/councils/{council.slug}/")
    assert page.status_code == 200
    assert "Report a breach" in page.text


@pytest.mark.parametrize("who", ["clerk", "chair", "lead", "councillor"])
def test_smoke(council: TestCouncil, client_of: ClientOf, who: str, today: datetime) -> None:
    client = client_of(council, who)
    home, register = f"/councils/{council.slug}/", f"/councils/{council.slug}/breaches"
    assert client.get(register).status_code == 200
    reference = council.report(today)
    for step in (
        lambda: None,
        lambda: council.receive(reference, today),
        lambda: council.appoint(reference, today),
        lambda: council.rate(reference, today),
        lambda: council.decide(reference, today),
    ):
        step()
        for address in (home, register, f"{register}/{reference}"):
            assert client.get(address).status_code == 200, address
        assert client.get(f"{register}/{reference}?copy=council").status_code == 200
