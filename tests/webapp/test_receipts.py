"""Coming back to a report with its code, and what whoever has no code, or a wrong one, learns."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from time import monotonic

import pytest
from flask import Flask

from tenants.breaches.facts import Known, change_facts
from tenants.breaches.record import get_breach
from tenants.clock import Clock
from tenants.models import Breach, MessageKind, Precision, ReceiptMessage
from tenants.policy import BreachFacts
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import counted, waiting_for
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient
from tests.webapp.public_forms import Stranger, open_page
from webapp.intake import allowance
from webapp.intake.enough import CODES
from webapp.intake.receipts import SHUT, WRONG_CODE
from webapp.limits import EVEN_SECONDS

SignedIn = Callable[[TestCouncil, str], PageClient]
WRONG = "ABCD EFGH JKMN PQRS TUVW"


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def stranger(
    page_client: PageClient, council: TestCouncil, settings: Settings, now: datetime
) -> Stranger:
    open_page(council, now)
    return Stranger(page_client, council, settings)


@pytest.fixture
def code(stranger: Stranger, now: datetime) -> str:
    """The code of a report that was sent, and of which this browser holds nothing any more."""
    code = stranger.report(now)
    stranger.client.post(stranger.address("/finished"))
    return code


def reference_of(council: TestCouncil) -> str:
    with council.session() as session:
        return session.query(Breach).one().reference


def open_receipt(stranger: Stranger, code: str) -> str:
    assert stranger.enter(code).location == stranger.address("/receipt")
    return text_of(stranger.client.get(stranger.address("/receipt")))


def test_the_code_opens_what_they_sent_and_the_conversation(
    stranger: Stranger, code: str, signed_in: SignedIn
) -> None:
    shown = open_receipt(stranger, code.lower().replace(" ", ""))
    assert "A folder of allotment papers" in shown
    assert "The council has received it" in shown

    added = stranger.client.post(stranger.address("/receipt/words"), {"words": "And a map"})
    assert added.location == stranger.address("/receipt")
    assert waiting_for(stranger.council, MessageKind.REPORTER_WROTE) == ["clerk", "chair"]
    reference = reference_of(stranger.council)
    clerk = BreachForms(signed_in(stranger.council, "clerk"), stranger.council, reference)
    assert "And a map" in text_of(clerk.get("conversation"))
    answered = clerk.send("conversation", words="Thank you. Which bench?")
    assert answered.location == clerk.address("conversation")
    timeline = text_of(clerk.get())
    assert "Whoever reported it added to their report" in timeline
    assert "Answered whoever reported it" in timeline

    shown = open_receipt(stranger, code)
    assert "Thank you. Which bench?" in shown
    for member in stranger.council.members.values():
        assert member.name not in shown


def test_nothing_else_of_the_breach_is_shown(stranger: Stranger, code: str, now: datetime) -> None:
    council, reference = stranger.council, reference_of(stranger.council)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    open_receipt(stranger, code)

    page = stranger.client.get(stranger.address("/receipt"))
    assert "The council is looking into it" in text_of(page)
    names = [member.name for member in council.members.values()]
    for secret in (reference, "rating", "high risk", "Haste", "regulator", *names):
        assert secret not in text_of(page)


def test_when_it_happened_is_shown_as_they_told_it_or_not_at_all(
    stranger: Stranger, code: str, now: datetime
) -> None:
    council, reference = stranger.council, reference_of(stranger.council)
    assert "It happened" in open_receipt(stranger, code)
    council.receive(reference, now)
    council.appoint(reference, now)
    with council.session("lead") as session:
        breach = get_breach(session, reference=reference)
        facts = BreachFacts.from_json(breach.facts)
        known = Known(facts, breach.reported_at - timedelta(days=400), Precision.DAY)
        seen, by = council.seen(reference), council.members["lead"]
        change_facts(session, known, seen=seen, by=by, now=now)
        session.commit()
    assert "It happened" not in open_receipt(stranger, code)


def test_another_council_knows_nothing_of_the_code(
    stranger: Stranger, code: str, other_council: TestCouncil, now: datetime
) -> None:
    open_page(other_council, now)
    elsewhere = Stranger(stranger.client, other_council, stranger.settings)
    open_receipt(stranger, code)

    assert WRONG_CODE in text_of(elsewhere.enter(code))
    assert "Your receipt code" in text_of(elsewhere.client.get(elsewhere.address("/receipt")))
    added = elsewhere.client.post(elsewhere.address("/receipt/words"), {"words": "Hello there"})
    assert SHUT in text_of(added)
    assert elsewhere.client.get(elsewhere.address("/sent")).status_code == 303
    assert counted(other_council, ReceiptMessage) == counted(other_council, Breach) == 0


@pytest.mark.parametrize("guess", [WRONG, "' or 1=1 --", "\u202e" + WRONG, "x" * 100_000])
def test_a_wrong_code_gets_one_answer_in_the_same_time(stranger: Stranger, guess: str) -> None:
    began = monotonic()
    answer = stranger.enter(guess)

    assert monotonic() - began >= EVEN_SECONDS
    assert answer.status_code == 422
    assert WRONG_CODE in text_of(answer)


def test_who_guesses_is_stopped_and_who_has_a_code_elsewhere_is_not(
    stranger: Stranger, code: str, app: Flask
) -> None:
    most = int(allowance.WRONG_CODES.split()[0])
    for _ in range(most):
        assert stranger.enter(WRONG).status_code == 422
    stopped = stranger.enter(code)
    assert stopped.status_code == 429
    assert CODES in text_of(stopped)

    elsewhere = Stranger(PageClient(app.test_client()), stranger.council, stranger.settings)
    assert elsewhere.enter(code).status_code == 303


def test_a_receipt_closes_by_itself_and_keeps_what_was_typed(
    stranger: Stranger, code: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_receipt(stranger, code)
    monkeypatch.setattr(Clock, "now", lambda _clock: now + timedelta(minutes=31))

    late = stranger.client.post(stranger.address("/receipt/words"), {"words": "Found the bag"})
    assert SHUT in text_of(late)
    assert "Found the bag" in text_of(late)
    again = stranger.enter(code, words="Found the bag")
    assert again.status_code == 200
    assert "Found the bag" in text_of(again)
    assert counted(stranger.council, ReceiptMessage) == 0


def test_finishing_leaves_nothing_in_the_browser(stranger: Stranger, code: str) -> None:
    open_receipt(stranger, code)
    stranger.client.post(stranger.address("/finished"))

    page = stranger.client.get(stranger.address("/receipt"))
    assert "A folder" not in page.text
    with stranger.client.client.session_transaction() as kept:
        assert not {"open_receipt", "sent_report"} & set(kept)


def test_a_conversation_goes_on_when_the_page_was_switched_off(
    stranger: Stranger, code: str, now: datetime
) -> None:
    open_page(stranger.council, now, on=False)
    assert stranger.client.get(stranger.address()).status_code == 404
    assert "A folder of allotment papers" in open_receipt(stranger, code)


def test_the_code_stands_in_no_address_and_no_log(
    stranger: Stranger, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    answer = stranger.enter(code)
    assert code.replace(" ", "") not in str(answer.headers).replace(" ", "")
    assert code not in caplog.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_was_involved_does_not_read_what_the_reporter_writes(
    stranger: Stranger, code: str, signed_in: SignedIn, now: datetime
) -> None:
    council, reference = stranger.council, reference_of(stranger.council)
    council.declare(reference, now, who="chair", was_involved=True)
    open_receipt(stranger, code)
    stranger.client.post(stranger.address("/receipt/words"), {"words": "It was the chair"})

    chair = BreachForms(signed_in(council, "chair"), council, reference).get("conversation")
    assert chair.status_code == 403
    assert "It was the chair" not in chair.text


def test_a_photograph_is_sent_and_the_council_downloads_it(
    stranger: Stranger, code: str, signed_in: SignedIn
) -> None:
    open_receipt(stranger, code)
    address = stranger.address("/receipt/files")
    picture = (BytesIO(b"On the bench by the hall"), "where it lay.txt")
    sent = stranger.client.post(address, {"file": picture}, content_type="multipart/form-data")
    assert sent.location == stranger.address("/receipt")
    shown = text_of(stranger.client.get(sent.location))
    assert "where it lay.txt" in shown
    page = (BytesIO(b"<html><script>1</script>"), "photo.png")
    refused = stranger.client.post(address, {"file": page}, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert stranger.client.post(address).status_code == 422

    reference = reference_of(stranger.council)
    clerk = BreachForms(signed_in(stranger.council, "clerk"), stranger.council, reference)
    assert "where it lay.txt" in text_of(clerk.get("conversation"))
    assert "Sent by whoever reported it" in text_of(clerk.get("files"))


def test_the_clerk_opens_the_page_to_anybody_and_shuts_it(
    council: TestCouncil, signed_in: SignedIn, settings: Settings
) -> None:
    clerk, address = signed_in(council, "clerk"), f"/councils/{council.slug}/public-reports"
    public = f"{settings.base_url}/councils/{council.slug}/tell-us"
    assert address in clerk.get(f"/councils/{council.slug}/people").text
    assert public not in clerk.get(address).text

    for wanted, status in (("on", 200), ("on", 200), ("off", 404)):
        assert clerk.post(address, {"wanted": wanted}).status_code == 303
        assert (public in clerk.get(address).text) is (wanted == "on")
        assert clerk.get(f"/councils/{council.slug}/tell-us").status_code == status
