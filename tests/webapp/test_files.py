"""The files of a breach on its pages: added, handed out as downloads only, removed."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse, encode_multipart

from tenants.files import MOST_BYTES
from tenants.models import Breach, Event, File
from tenants.regulator_letters.reading import LetterText, read_letter
from tests.councils import TestCouncil
from tests.tenants.posted import events
from tests.tenants.test_files import HTML, PNG
from tests.tenants.test_virus_scanner import EICAR, clamd
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient
from webapp.forms.uploads import MOST_SENT
from webapp.letters import adding

SignedIn = Callable[[TestCouncil, str], PageClient]


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    return council.report(now)


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignedIn, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "clerk"), council, reference)


def send(
    clerk: BreachForms, content: bytes, name: str = "note.txt", shows: str = ""
) -> TestResponse:
    """Send a file as a browser does; the library's own way leaves a file open when it is large."""
    answers = {"csrf_token": clerk.client.token(), "shows": shows}
    boundary, body = encode_multipart({**answers, "file": FileStorage(BytesIO(content), name)})
    sent = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    return clerk.client._checked(clerk.client.client.post, clerk.address("files"), sent)


def added(clerk: BreachForms, content: bytes = b"A note", name: str = "note.txt") -> str:
    """Add a file and return the address of its download."""
    answer = send(clerk, content, name, "What was sent")
    assert answer.status_code == 303, text_of(answer)
    with clerk.council.session() as session:
        newest = select(File.id).order_by(File.added_at.desc(), File.id).limit(1)
        return f"files/{session.scalars(newest).one()}"


def test_a_file_is_added_listed_and_handed_out_whole(clerk: BreachForms) -> None:
    assert "No file is kept yet" in text_of(clerk.get("files"))
    place = added(clerk, PNG, "Zoë's <screen>.png")

    page = text_of(clerk.get("files"))
    assert "Zoë's <screen>.png" in page
    assert "What was sent" in page
    assert hashlib.sha256(PNG).hexdigest() in page
    assert "Nobody searched it for viruses" in page
    answer = clerk.get(place)
    assert answer.data == PNG
    assert answer.mimetype == "image/png"


def test_a_download_is_an_attachment_that_nothing_can_run_from(clerk: BreachForms) -> None:
    place = added(clerk, b"del *", "O'Brien \u202egpj.bat")

    answer = clerk.get(place)

    kind, options = parse_options_header(answer.headers["Content-Disposition"])
    assert (kind, options["filename"]) == ("attachment", "O'Brien gpj.bat.txt")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    foreign = clerk.get(added(clerk, b"x", "протокол.txt"))
    assert "filename*=UTF-8''" in foreign.headers["Content-Disposition"]
    assert foreign.headers["Content-Disposition"].isascii()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "note.txt", "This file is empty"),
        (HTML, "photo.png", "page of the web"),
        (b"x" * (MOST_BYTES + 1), "long.txt", "larger than 10 MB"),
    ],
)
def test_a_refused_file_leaves_what_was_typed_and_keeps_nothing(
    content: bytes, name: str, words: str, clerk: BreachForms
) -> None:
    answer = send(clerk, content, name, "The e-mail as it was sent")
    assert answer.status_code == 422
    assert words in text_of(answer, ".govuk-error-summary")
    assert "The e-mail as it was sent" in text_of(answer, "main textarea")
    assert events(clerk.council)[Event.FILE_ADDED] == 0


def test_without_a_file_the_form_asks_for_one_and_with_a_fault_for_it_again(
    clerk: BreachForms,
) -> None:
    asked = clerk.press("files", shows="Something")
    assert "Choose a file" in text_of(asked, ".govuk-error-summary")
    too_long = send(clerk, b"A note", shows="x" * 2_001)
    assert "Choose the file again" in text_of(too_long, ".govuk-error-summary")
    stale = clerk.client.post_without_token(clerk.address("files"), {"file": (BytesIO(b"x"), "a")})
    assert stale.status_code == 422
    assert "Choose the file again" in text_of(stale, ".govuk-error-summary")


def test_what_is_far_too_large_is_refused_by_its_length_alone(clerk: BreachForms) -> None:
    class Unread(BytesIO):
        def read(self, *_size: object) -> bytes:
            raise AssertionError("The body was read.")

    def too_long(form: str, length: int) -> TestResponse:
        return clerk.client.client.post(
            clerk.address(form),
            input_stream=Unread(),
            content_type="multipart/form-data; boundary=x",
            environ_overrides={"CONTENT_LENGTH": str(length)},
        )

    answer = too_long("files", 200 * 1024**2)
    assert answer.status_code == 413
    assert "The most for one file is 10 megabytes" in text_of(answer)
    assert "what you typed should still be there" in text_of(answer)
    assert too_long("files", MOST_SENT + 1).status_code == 413
    elsewhere = too_long("comments", 5 * 1024**2)
    assert (elsewhere.status_code, "4 megabytes" in text_of(elsewhere)) == (413, True)


def test_a_file_is_removed_with_a_reason_and_its_page_says_so(clerk: BreachForms) -> None:
    place = added(clerk)
    asked = clerk.send(f"{place}/remove", why=" ")
    assert "Say in a sentence why" in text_of(asked, ".govuk-error-summary")
    assert clerk.send(f"{place}/remove", why="It names people").status_code == 303
    page = text_of(clerk.get("files"))
    assert "Removed" in page
    assert "It names people" in page
    assert clerk.get(place).location == clerk.address()
    assert clerk.get(f"{place}/remove").location == clerk.address()


def test_under_a_legal_hold_no_file_is_removed(clerk: BreachForms) -> None:
    place = added(clerk)
    assert clerk.send("legal-hold", why="The insurer asks").status_code == 303
    assert "The insurer asks" in text_of(clerk.get("legal-hold"))
    assert "no file can be removed" in text_of(clerk.get("files"))
    assert "nothing of it is removed" in text_of(clerk.get(f"{place}/remove"))
    assert clerk.press(f"{place}/remove", why="All the same").location == clerk.address()
    # A second window still offers to set it; that must not lift what stands.
    assert clerk.press("legal-hold", does="", why="Again").location == clerk.address()
    assert "The insurer asks" in text_of(clerk.get("legal-hold"))
    assert clerk.send("legal-hold", why="It is settled").status_code == 303
    assert "None stands" in text_of(clerk.get("legal-hold"))


def test_another_councils_file_is_not_found(
    clerk: BreachForms, other_council: TestCouncil, signed_in: SignedIn, now: datetime
) -> None:
    place = added(clerk)
    theirs = BreachForms(
        signed_in(other_council, "clerk"), other_council, other_council.report(now)
    )
    assert theirs.get(place).status_code == 404
    assert theirs.get(f"{place}/remove").status_code == 404
    other = BreachForms(clerk.client, clerk.council, clerk.council.report(now))
    assert other.get(place).status_code == 404


def test_with_a_scanner_only_what_is_clean_is_kept(app: Flask, clerk: BreachForms) -> None:
    def scanned_at(address: str) -> None:
        app.extensions["settings"] = replace(app.extensions["settings"], clamd_address=address)

    with clamd() as address:
        scanned_at(address)
        found = send(clerk, EICAR, "invoice.txt", "The attachment")
        assert "found something harmful" in text_of(found, ".govuk-error-summary")
        assert "The attachment" in text_of(found, "main textarea")
        added(clerk)
    assert "nothing was found" in text_of(clerk.get("files"))
    away = send(clerk, b"Another note")
    assert "Try again in a few minutes" in text_of(away, ".govuk-error-summary")
    assert events(clerk.council)[Event.FILE_ADDED] == 1


def test_nobody_waits_for_a_breach_while_its_letter_is_read(
    clerk: BreachForms, council: TestCouncil, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = []

    def read_beside_others(name: str, content: bytes) -> LetterText:
        with council.session("lead") as session:
            free.append(session.scalars(select(Breach.id).with_for_update(nowait=True)).one())
        return read_letter(name, content)

    monkeypatch.setattr(adding, "read_letter", read_beside_others)
    sent = {"words": "", "file": (BytesIO(b"Dear Clerk, we take no action."), "letter.txt")}
    where = clerk.address("letters/new")
    answer = clerk.client.post(where, sent, content_type="multipart/form-data")
    assert (answer.status_code, len(free)) == (303, 1)
