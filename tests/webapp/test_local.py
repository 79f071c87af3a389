import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from tests.webapp.conftest import PageClient


def put_letter(app: Flask, subject: str) -> str:
    directory: Path = app.extensions["settings"].mail_dir
    letter = EmailMessage()
    letter["To"] = "clerk@example.org"
    letter["Subject"] = subject
    letter.set_content("Decide by Sunday: http://127.0.0.1:8000/councils/scotton/")
    letter.add_alternative("<!doctype html><title>Letter</title><p>Decide", subtype="html")
    return mailbox.Maildir(directory, create=False).add(letter)


@pytest.mark.parametrize("address", ["/local/mail", "/local/clock", "/local/components"])
def test_the_trials_pages_exist_only_in_the_trial(
    lonely_client: PageClient, local_client: PageClient, address: str
) -> None:
    assert lonely_client.get(address).status_code == 404
    assert local_client.get(address).status_code == 200


def test_a_letter_can_be_read_as_text_and_as_html(
    local_app: Flask, local_client: PageClient
) -> None:
    key = put_letter(local_app, "Scotton: decide by \u202eSunday <b>")

    box = local_client.get("/local/mail")
    letter = local_client.get(f"/local/mail/{key}")
    html = local_app.test_client().get(f"/local/mail/{key}/html")

    assert "&lt;b&gt;" in box.text
    assert "clerk@example.org" in letter.text
    assert 'href="http://127.0.0.1:8000/councils/scotton/"' in letter.text
    assert "script-src" not in html.headers["Content-Security-Policy"]
    assert "default-src 'none'" in html.headers["Content-Security-Policy"]


def test_a_letter_that_does_not_exist_is_not_found(local_client: PageClient) -> None:
    assert local_client.get("/local/mail/..%2f..%2fclock").status_code == 404
    assert local_client.get("/local/mail/nothing/html").status_code == 404


def test_the_clock_moves_on_and_every_page_says_so(local_client: PageClient) -> None:
    moved = local_client.post("/local/clock", {"hours": "25"})
    page = local_client.get("/accessibility")
    local_client.post("/local/clock/reset")
    after = local_client.get("/accessibility")

    assert moved.status_code == 303
    assert "moved on by 25 hours" in page.text
    assert "moved on" not in after.text.replace("The clock has been moved on.", "")


@pytest.mark.parametrize("typed", ["", "-1", "0", "9001", "soon", "1.5", "\u0663", "9" * 400])
def test_the_clock_refuses_what_is_no_number_of_hours(local_client: PageClient, typed: str) -> None:
    answer = local_client.post("/local/clock", {"hours": typed})

    assert answer.status_code == 422
