"""The regulator's letters on their pages: added, put right, confirmed, and what came of them."""

import io
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tenants.clock import Clock
from tests.councils import TestCouncil
from tests.tenants.letters_invented import CASE, NO_ACTION, RECOMMENDING, WELSH
from tests.webapp.breach_forms import BreachForms, checked_in, hidden_in, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
ASKED = "Please write to us within six months."


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def clerk(signed_in: SignedIn, council: TestCouncil, now: datetime) -> BreachForms:
    return BreachForms(signed_in(council, "clerk"), council, council.report(now))


ABOUT_A_REQUEST = """Information Commissioner's Office
Case reference: IC-311222-F0I9
Freedom of Information Act 2000
A person complains that you have not responded to their request for information.
Please respond to the request within 10 working days of receipt of this letter.
"""


def add(
    clerk: BreachForms, *, words: str = "", file: tuple[bytes, str] | None = None
) -> TestResponse:
    sent = {"words": words}
    if file:
        sent["file"] = (io.BytesIO(file[0]), file[1])  # type: ignore[assignment]  # as a browser
    return clerk.client.post(clerk.address("letters/new"), sent, content_type="multipart/form-data")


def address_of(clerk: BreachForms, answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return urlsplit(answer.location).path.removeprefix(clerk.address()).lstrip("/")


def answers(clerk: BreachForms, **other: object) -> dict[str, object]:
    lead = str(clerk.council.members["lead"].membership_id)
    return {
        "outcome": "no_action_with_recommendations",
        "case_reference": CASE,
        "sent_on": "14 March 2025",
        "late": "no",
        "closed": "yes",
        "specific": ["0", "2"],
        "owner": lead,
        "due_on": "tomorrow",
        **other,
    }


def test_the_empty_list_says_what_would_be_there(clerk: BreachForms) -> None:
    assert "No letter is kept yet" in text_of(clerk.get("letters"))


def test_a_letter_is_pasted_checked_and_becomes_actions(clerk: BreachForms) -> None:
    where = address_of(clerk, add(clerk, words=RECOMMENDING))
    opened = clerk.get(where)
    page = text_of(opened)
    assert "The letter: “We will be taking no further action on this occasion.”" in page
    assert "Asking a second person to look at each mailing before it goes." in page
    assert "The regulator took 11 days to answer." in page
    assert checked_in(opened.text) >= {"0", "1", "2", "yes", "no"}
    assert CASE in opened.text

    confirmed = clerk.send(where, **answers(clerk, more="- Mend the lock\n\nBuy a safe"))

    assert confirmed.status_code == 303
    shown = text_of(clerk.get(where))
    assert "Confirmed by" in shown
    assert "Mend the lock" in shown
    assert "Asking a second person" not in shown.split("The text of the letter")[0]
    assert "4 still to do, 0 done" in text_of(clerk.get("letters"))
    assert "Buy a safe" in text_of(clerk.get("actions"))
    again = clerk.press(where, version="99", **answers(clerk))
    assert again.status_code == 200
    assert "4 still to do" in text_of(clerk.get("letters"))


def test_a_deadline_is_ticked_and_keeps_its_own_day(clerk: BreachForms, now: datetime) -> None:
    sent = f"{now.day} {now:%B %Y}"
    letter = RECOMMENDING.replace("The case is now closed.", ASKED)
    where = address_of(clerk, add(clerk, words=letter.replace("14/03/2025", sent)))
    assert "What it wants by a certain day" in text_of(clerk.get(where))
    clerk.send(where, **answers(clerk, specific=[], deadlines=["0"], due_on=""))
    assert f"{ASKED} To do" in text_of(clerk.get(where))
    assert f'href="{clerk.address("actions")}"' in clerk.get(where).text


def test_a_file_is_kept_and_read(clerk: BreachForms) -> None:
    where = address_of(clerk, add(clerk, file=(NO_ACTION.encode(), "letter.txt")))
    opened = clerk.get(where)
    assert "Download letter.txt" in text_of(opened)
    assert "Village Halls" in text_of(opened)
    assert "letter.txt" in text_of(clerk.get("files"))


def test_a_file_that_cannot_be_read_is_kept_and_its_text_pasted(clerk: BreachForms) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02"
    picture += b"\x00\x00\x00\x90wS\xde\x00\x00\x00\x00IEND\xaeB`\x82"
    answer = add(clerk, file=(picture, "photo.png"))
    assert "new?file=" in answer.location
    kept = clerk.client.get(answer.location)
    assert "This is a picture, which we cannot read" in text_of(kept, "body")
    assert "photo.png is kept with the breach" in text_of(kept)
    hidden = hidden_in(kept.text)
    where = address_of(clerk, clerk.press("letters/new", **hidden, words=""))
    assert "We cannot tell what was decided" in text_of(clerk.get(where))
    where = address_of(clerk, clerk.press("letters/new", **hidden, words=RECOMMENDING))
    assert "Download photo.png" in text_of(clerk.get(where))
    assert text_of(clerk.get("letters")).count("To check") == 1
    assert clerk.get("letters/new?file=nonsense").status_code == 404


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose the letter, or paste its text"),
        ({"file": (b"", "empty.pdf")}, "empty"),
        ({"words": "x" * 100_001}, "1 character too long"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    sent: dict[str, object], words: str, clerk: BreachForms
) -> None:
    answer = add(clerk, **sent)  # type: ignore[arg-type]  # each of its own kind
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_an_unknown_letter_says_why_and_can_be_filled_in(clerk: BreachForms) -> None:
    where = address_of(clerk, add(clerk, words=WELSH))
    assert "It is in Welsh" in text_of(clerk.get(where))
    clerk.send(where, **answers(clerk, outcome="no_action", specific=[]))
    assert "No action" in text_of(clerk.get(where))
    assert "Nothing was to be done because of it." in text_of(clerk.get("letters"))


def test_what_a_letter_about_something_else_wants_is_not_ticked(clerk: BreachForms) -> None:
    where = address_of(clerk, add(clerk, words=ABOUT_A_REQUEST))
    page = clerk.get(where).text
    assert "It is about a request for information" in page
    assert 'name="deadlines"' in page
    assert " checked" not in page.split('name="deadlines"')[1].split(">")[0]


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(clerk: BreachForms) -> None:
    where = address_of(clerk, add(clerk, words=RECOMMENDING))
    answer = clerk.send(where, **answers(clerk, sent_on="some day", more="Mend it"))
    assert answer.status_code == 422
    assert "We could not read that as a day" in text_of(answer)
    assert "Mend it" in text_of(answer)
    assert checked_in(answer.text) >= {"0", "2"}
    nobody = {name: value for name, value in answers(clerk).items() if name != "owner"}
    answer = clerk.send(where, **nobody)
    assert "Choose who has what is to be done" in text_of(answer)
    assert clerk.press(where, version="1", **answers(clerk)).status_code in {303, 409}


def test_a_councillor_reads_no_letters(
    signed_in: SignedIn, council: TestCouncil, clerk: BreachForms
) -> None:
    councillor = BreachForms(signed_in(council, "councillor"), council, clerk.reference)
    assert councillor.get("letters").status_code == 403
