"""Anybody reports a breach to a council that takes such reports, and machines do not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tenants.clock import Clock
from tenants.models import Breach, Receipt
from tenants.policy import Cause, containment_advice
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import counted
from tests.webapp.breach_forms import BreachForms, hidden_in, text_of
from tests.webapp.conftest import PageClient
from tests.webapp.public_forms import ANSWERS, Stranger, open_page
from webapp.intake import allowance
from webapp.intake.tell_us import ALREADY_IN, NEW_NUMBER, NOT_A_PERSON

SignedIn = Callable[[TestCouncil, str], PageClient]
SCRIPT = "<script>alert(1)</script>"
RIGHT_TO_LEFT = "\u202e\u05ea\u05d9\u05e7\u202c \u0639\u0631\u0628"


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def stranger(
    page_client: PageClient, council: TestCouncil, settings: Settings, now: datetime
) -> Stranger:
    open_page(council, now)
    return Stranger(page_client, council, settings)


def only_breach(council: TestCouncil) -> Breach:
    with council.session() as session:
        (breach,) = session.query(Breach).all()
        return breach


def test_switched_off_and_no_such_council_look_the_same(
    page_client: PageClient, council: TestCouncil
) -> None:
    for page in ("", "/report"):
        there, nowhere = (
            page_client.get(f"/councils/{slug}/tell-us{page}")
            for slug in (council.slug, "no-such-council")
        )
        assert there.status_code == nowhere.status_code == 404
        assert there.data == nowhere.data
    sent = page_client.post(f"/councils/{council.slug}/tell-us/report", ANSWERS)
    assert sent.status_code == 404


def test_a_resident_reports_checks_and_gets_a_receipt(
    stranger: Stranger, signed_in: SignedIn, now: datetime
) -> None:
    assert "Not sure? Report it anyway." in text_of(stranger.client.get(stranger.address()))
    opened = stranger.client.get(stranger.address("/report"))
    answers = {
        **hidden_in(opened.text),
        "number": stranger.number(now),
        "found": "yesterday 4pm",
        "people": "about 20",
        "works_here": "no",
        "contact": "07700 900123",
    }

    checked = stranger.press("check", **answers)
    shown = text_of(checked)
    assert "Check your answers" in shown
    assert "about 20" in shown
    for line in containment_advice(Cause.LOST_OR_STOLEN_PAPERWORK):
        assert line in shown
    assert counted(stranger.council, Breach) == 0
    sent = stranger.press("send", **hidden_in(checked.text))

    assert sent.location == stranger.address("/sent")
    breach = only_breach(stranger.council)
    assert breach.aware_at == breach.reported_at
    assert (breach.people_words, breach.contact) == ("about 20", "07700 900123")
    thanks = text_of(stranger.client.get(stranger.address("/sent")))
    assert breach.reference not in thanks
    assert "72" not in thanks


def test_the_council_reads_it_as_from_somebody_without_an_account(
    stranger: Stranger, signed_in: SignedIn, now: datetime
) -> None:
    stranger.report(now)
    breach = only_breach(stranger.council)
    clerk = BreachForms(signed_in(stranger.council, "clerk"), stranger.council, breach.reference)
    page = text_of(clerk.get())
    assert "somebody without an account" in page
    assert "Reported it" in page
    assert "somebody without an account" in text_of(clerk.get("copy"))
    assert "somebody without an account" in text_of(clerk.get("reported"))
    assert "somebody without an account" in clerk.get("copy.txt").text
    councillor = signed_in(stranger.council, "councillor")
    councils_copy = BreachForms(councillor, stranger.council, breach.reference).get()
    assert "without an account" not in councils_copy.text
    home = text_of(signed_in(stranger.council, "clerk").get(f"/councils/{stranger.council.slug}/"))
    assert breach.reference in home


def test_sending_it_again_makes_no_second_breach(stranger: Stranger, now: datetime) -> None:
    number = stranger.number(now)
    stranger.press("send", number=number)
    code = stranger.code()
    again = stranger.press("send", number=number, description="Changed after going back")

    assert again.location == stranger.address("/sent")
    shown = text_of(stranger.client.get(stranger.address("/sent")))
    assert ALREADY_IN in shown
    assert code in shown
    # Gone back to the form itself, which has a new number, and filled in again by the browser.
    for _ in range(2):
        anew = stranger.press("send", number=stranger.number(now))
        assert anew.location == stranger.address("/sent")
        stranger.client.post(stranger.address("/finished"))
    stranger.press("send", number=number, description="Pressed by the next at this computer")
    assert stranger.client.get(stranger.address("/sent")).location == stranger.address("/receipt")
    assert counted(stranger.council, Breach) == counted(stranger.council, Receipt) == 1


def test_who_never_saw_the_first_answer_gets_their_code(
    stranger: Stranger, app: Flask, settings: Settings, now: datetime
) -> None:
    number = stranger.number(now)
    stranger.press("send", number=number)
    cut_off = Stranger(PageClient(app.test_client()), stranger.council, settings)
    cut_off.press("send", number=number)
    assert cut_off.code() == stranger.code()


def test_the_code_is_shown_for_a_short_time_and_not_after_finishing(
    stranger: Stranger, now: datetime, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = stranger.report(now)
    with stranger.client.client.session_transaction() as kept:
        assert code not in str(dict(kept))
        assert not kept.permanent
    stranger.client.post(stranger.address("/finished"))
    assert stranger.client.get(stranger.address("/sent")).location == stranger.address("/receipt")

    code = stranger.report(now, description="Another one")
    monkeypatch.setattr(Clock, "now", lambda _clock: now + timedelta(hours=1))
    late = stranger.client.get(stranger.address("/sent"))
    assert late.location == stranger.address("/receipt")
    assert code not in stranger.client.get(late.location).text


def test_what_is_missing_or_impossible_is_said_and_nothing_is_lost(stranger: Stranger) -> None:
    opened = hidden_in(stranger.client.get(stranger.address("/report")).text)
    wrong = {
        "found": "yesterday 9am",
        "occurred": "today",
        "people": "a lot",
        "whose": "Ann\u2019s",
    }
    answer = stranger.press("send", **{**opened, "description": "", **wrong})

    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Tell us what happened" in shown
    assert "which is before" in shown
    for words in wrong.values():
        assert words in answer.text
    assert counted(stranger.council, Breach) == 0
    back = stranger.press("change", **opened, whose="Ann\u2019s")
    assert back.status_code == 200
    assert "Ann\u2019s" in back.text


def test_a_page_that_stood_open_too_long_loses_nothing(stranger: Stranger, now: datetime) -> None:
    old = stranger.client.post_without_token(
        stranger.address("/report"), {**ANSWERS, "number": stranger.number(now), "then": "send"}
    )
    forged = stranger.press("send", number="forged")

    assert old.status_code == forged.status_code == 422
    assert NEW_NUMBER in text_of(forged)
    for answer in (old, forged):
        assert ANSWERS["description"] in answer.text
    assert counted(stranger.council, Breach) == 0


def test_another_councils_form_enters_nothing_here(
    stranger: Stranger, other_council: TestCouncil, settings: Settings, now: datetime
) -> None:
    foreign = Stranger(stranger.client, other_council, settings).number(now)
    assert stranger.press("send", number=foreign).status_code == 422
    assert counted(stranger.council, Breach) == 0


def test_a_machine_is_stopped_and_a_person_presses_again(stranger: Stranger, now: datetime) -> None:
    opened = hidden_in(stranger.client.get(stranger.address("/report")).text)
    too_quick = stranger.press("send", **opened)
    trapped = stranger.press("send", number=stranger.number(now), website="http://buy.example")

    for refused in (too_quick, trapped):
        assert refused.status_code == 422
        assert NOT_A_PERSON in text_of(refused)
        assert "buy.example" not in refused.text
    assert counted(stranger.council, Breach) == 0
    assert stranger.press("send", **hidden_in(trapped.text)).status_code == 303
    assert counted(stranger.council, Breach) == 1


@pytest.mark.parametrize(
    "words", [SCRIPT, RIGHT_TO_LEFT, "x" * 10_000, 'O\'Brien "quoted" & more\n\nsecond\tline']
)
def test_whatever_is_typed_survives_and_harms_nothing(
    stranger: Stranger, now: datetime, words: str
) -> None:
    checked = stranger.press("check", number=stranger.number(now), description=words)
    assert checked.status_code == 200
    assert SCRIPT not in checked.text
    stranger.press("send", **hidden_in(checked.text))

    assert only_breach(stranger.council).description == words
    stranger.enter(stranger.code())
    receipt = stranger.client.get(stranger.address("/receipt"))
    assert SCRIPT not in receipt.text
    assert text_of(receipt).count("x" * 10_000) == (words == "x" * 10_000)


def test_a_text_that_is_too_long_comes_back_whole(stranger: Stranger, now: datetime) -> None:
    tale = "x" * 10_001
    answer = stranger.press("send", number=stranger.number(now), description=tale)
    assert answer.status_code == 422
    assert "1 character too long" in text_of(answer)
    assert tale in answer.text


def test_one_place_sends_so_many_reports_and_then_is_told_what_else_to_do(
    stranger: Stranger, app: Flask, settings: Settings, now: datetime
) -> None:
    most = int(allowance.REPORTS_OF_PLACE.split()[0])
    for number in range(most):
        sent = stranger.press("send", number=stranger.number(now), description=f"Bag {number}")
        assert sent.status_code == 303
    enough = stranger.press("send", number=stranger.number(now), description="One more")

    assert enough.status_code == 429
    assert "One more" in enough.text
    assert "telephone the council" in text_of(enough)
    assert counted(stranger.council, Breach) == most
    elsewhere = Stranger(PageClient(app.test_client()), stranger.council, settings)
    assert elsewhere.press("send", number=elsewhere.number(now)).status_code == 303


def test_who_works_there_starts_the_clock_when_they_found_it(
    stranger: Stranger, now: datetime
) -> None:
    stranger.report(now, works_here="yes", found="2 hours ago")
    breach = only_breach(stranger.council)
    assert timedelta(hours=1) < breach.reported_at - breach.aware_at < timedelta(hours=3)


def test_the_pages_ask_the_database_little(stranger: Stranger, statements: list[str]) -> None:
    stranger.client.get(stranger.address("/report"))
    asked = [words for words in statements if "set_config" not in words]
    assert len(asked) == 1
