import logging

import pytest
from flask import Flask, abort

from tenants.errors import ChangedMeanwhile, NotYet, TenantsError, WasInvolved
from tests.webapp.conftest import PageClient
from webapp.access import public


def broken(app: Flask, situation: Exception | int) -> None:
    @app.get("/broken")
    @public
    def view() -> str:
        if isinstance(situation, int):
            abort(situation)
        raise situation


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 418, 429, 500, 503])
def test_every_error_has_a_page_in_words_without_a_database(
    lonely_app: Flask, lonely_client: PageClient, status: int
) -> None:
    broken(lonely_app, status)

    answer = lonely_client.get("/broken")

    assert answer.status_code == status
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    ("situation", "status", "words"),
    [
        (ChangedMeanwhile(), 409, "Something has changed"),
        (NotYet("Rate the breach first"), 409, "Rate the breach first."),
        (WasInvolved("You were involved in it."), 403, "You were involved in it."),
        (TenantsError("Try a smaller one"), 400, "Try a smaller one."),
    ],
)
def test_a_services_refusal_is_shown_in_its_own_words(
    lonely_app: Flask,
    lonely_client: PageClient,
    situation: Exception,
    status: int,
    words: str,
) -> None:
    broken(lonely_app, situation)

    answer = lonely_client.get("/broken")

    assert (answer.status_code, words in answer.text) == (status, True)


def test_a_fault_is_recorded_without_what_was_typed(
    lonely_app: Flask, lonely_client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    broken(lonely_app, RuntimeError("Mrs Example of 1 High Street"))

    with caplog.at_level(logging.ERROR):
        answer = lonely_client.get("/broken")

    assert answer.status_code == 500
    assert "request_failed" in caplog.text
    assert "Example" not in caplog.text + answer.text


def test_a_database_that_is_away_is_said_to_be_away(lonely_client: PageClient) -> None:
    assert lonely_client.get("/councils/scotton/sign-in").status_code == 503
    assert lonely_client.get("/readyz").status_code == 503
    assert lonely_client.get("/healthz").status_code == 200


def test_a_wrong_way_of_asking_names_the_right_one(lonely_client: PageClient) -> None:
    answer = lonely_client.get("/sign-out")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("address", ["/", "/accessibility", "/privacy", "/cookies"])
def test_pages_for_everyone_need_no_database(lonely_client: PageClient, address: str) -> None:
    assert lonely_client.get(address).status_code == 200
