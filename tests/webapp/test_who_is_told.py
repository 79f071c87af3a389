"""Who is told of a breach: the page with all parties, and the forms for each of them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from justhtml import JustHTML

from tenants.breaches.decisions import decisions_of
from tenants.breaches.record import get_breach
from tenants.clock import Clock
from tenants.models import Decision
from tests.councils import TestCouncil
from tests.webapp.breach_forms import BreachForms, checked_in, hidden_in, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
POLICE, OTHER, NOBODY = "decisions/police", "decisions/other", "decisions/nobody-else"


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    """A breach of high risk of which nobody has been told yet."""
    return rated(council, now, hours=10)


@pytest.fixture
def lead(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "lead"), council, reference)


def rated(council: TestCouncil, now: datetime, *, hours: int) -> str:
    reference = council.report(now, found_at=now - timedelta(hours=hours))
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    return reference


def latest(council: TestCouncil, reference: str) -> Decision:
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        return decisions_of(session, breach_id=breach.id)[0]


def reason_in(html: str) -> str:
    return JustHTML(html, sanitize=False).query("textarea")[0].to_text().strip()


def test_every_party_stands_on_one_page_with_what_is_proposed(lead: BreachForms) -> None:
    page = text_of(lead.get("decisions"))
    heads = [
        "The regulator To be decided Proposed: tell them.",
        "The people affected To be decided Proposed: tell them.",
        "The police To be decided Proposed: do not tell them.",
        "The insurers To be decided Proposed: tell them.",
        "The bank or card company",
        "The legal advisers",
        "The press",
        "Somebody else",
    ]
    assert [page.index(head) for head in heads] == sorted(page.index(head) for head in heads)
    assert "UK GDPR Art. 33(1)" in page
    assert "Nobody else needs to be told" in page


def test_the_police_are_told_with_message_way_and_number(
    lead: BreachForms, council: TestCouncil
) -> None:
    assert "No law asks for this" in text_of(lead.get(POLICE))
    answer = lead.send(
        POLICE,
        decided="tell",
        reason="Somebody took the bag",
        message="A bag with the allotment list was taken",
        method="other",
        other_method="At the station",
        done="10 minutes ago",
        their_reference="CR/26/1",
    )
    assert answer.location == lead.address("decisions")

    page = text_of(lead.get("decisions"))
    for words in ("The police Told", "Somebody took the bag", "At the station", "CR/26/1"):
        assert words in page
    assert "Decided: tell the police (done on" in text_of(lead.get())
    again = lead.get(POLICE)
    assert checked_in(again.text) == {"tell", "other"}
    unchanged = lead.send(
        POLICE,
        decided="tell",
        reason="Somebody took the bag",
        message="A bag with the allotment list was taken",
        method="other",
        other_method="At the station",
        done=JustHTML(again.text, sanitize=False).query("#done")[0].attrs["value"],
        their_reference="CR/26/1",
    )
    assert unchanged.location == lead.address("decisions")


def test_somebody_else_is_named_and_found_again_to_say_when(
    lead: BreachForms, council: TestCouncil
) -> None:
    unnamed = lead.send(OTHER, decided="tell", reason="Their pupils")
    assert "Say who it is" in text_of(unnamed, ".govuk-error-summary")
    name = "École Sainte-Anne d'Évry שלום"
    lead.send(OTHER, party_name=name, decided="tell", reason="Their pupils")
    made = latest(council, lead.reference)
    assert f"{name} To be told Not done yet" in text_of(lead.get("decisions"))

    again = f"{OTHER}?of={made.id}"
    assert f"Decide whether to tell {name}" in text_of(lead.get(again))
    lead.send(again, decided="tell", reason="Their pupils", done="5 minutes ago")

    page = text_of(lead.get("decisions"))
    assert f"{name} Told" in page
    assert "To be told" not in page
    assert lead.get(f"{OTHER}?of={council.id}").status_code == 404
    assert lead.get(f"{OTHER}?of=x").status_code == 404


def test_one_reason_settles_whoever_is_left(lead: BreachForms) -> None:
    asked = text_of(lead.get(NOBODY))
    assert "The facts speak for telling some of them" in asked
    assert lead.send(NOBODY, reason=" ").status_code == 422
    assert lead.send(NOBODY, reason="Nothing of theirs").location == lead.address("decisions")
    page = text_of(lead.get("decisions"))
    assert page.count("Nothing of theirs") == 5
    assert "Decided: do not tell the police, the insurers" in text_of(lead.get())
    assert lead.get(NOBODY).location == lead.address()


def test_the_law_names_three_exceptions_and_one_wants_a_public_notice(
    lead: BreachForms, council: TestCouncil
) -> None:
    people = "decisions/people"
    page = text_of(lead.get(people))
    for letter in "abc":
        assert f"UK GDPR Art. 34(3)({letter})" in page
    silent = {"decided": "do_not_tell", "reason": "We have no addresses"}
    assert "exceptions is true" in text_of(lead.send(people, **silent), ".govuk-error-summary")
    by_notice = {**silent, "exception": "disproportionate"}
    assert "public notice" in text_of(lead.send(people, **by_notice), ".govuk-error-summary")
    answer = lead.send(people, **by_notice, method="website_notice", message="To all plot holders")
    assert answer.location == lead.address()
    assert "To be told By a public notice. Not done yet" in text_of(lead.get("decisions"))
    lead.send(people, **by_notice, method="website_notice", done="1 minute ago")
    page = text_of(lead.get("decisions"))
    assert "Told by a public notice" in page
    assert "Why not, on one page" in page
    memo = text_of(lead.get("documents/why-people"))
    assert "We have no addresses" in memo
    assert "UK GDPR Art. 34(3)(c)" in memo


def test_a_late_reason_starts_from_the_record_and_is_never_a_reason_for_silence(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    lead = BreachForms(signed_in(council, "lead"), council, rated(council, now, hours=90))
    opened = lead.get("decisions/regulator").text
    draft = reason_in(opened)
    assert "This comes 18 hours later" in draft
    assert "a lead investigator was appointed" in draft
    silent = lead.send("decisions/regulator", decided="do_not_tell", reason=draft)
    assert "Say in a sentence why you decide differently" in text_of(silent)
    in_time = lead.send("decisions/regulator", decided="tell", reason=draft, done="50 hours ago")
    assert in_time.status_code == 303
    assert latest(council, lead.reference).reason == ""
    lead.send("decisions/regulator", decided="tell", reason=draft, done="1 hour ago")
    assert "18 hours later" in latest(council, lead.reference).reason


def test_a_reason_may_be_5000_characters_and_no_more(
    lead: BreachForms, council: TestCouncil
) -> None:
    over = lead.send(POLICE, decided="tell", reason="é" * 5_001)
    assert "1 character too long" in text_of(over, ".govuk-error-summary")
    assert lead.send(POLICE, decided="tell", reason="é" * 5_000).status_code == 303
    assert len(latest(council, lead.reference).reason) == 5_000


def test_a_post_without_fields_is_answered_and_records_nothing(
    lead: BreachForms, council: TestCouncil
) -> None:
    for form in (POLICE, OTHER, NOBODY, "decisions/people"):
        assert lead.press(form).status_code in {409, 422}
    forged = {**hidden_in(lead.get(POLICE).text), "decided": "tell", "reason": "Theft"}
    lead.press(POLICE, **forged, party_name="Forged", exception="disproportionate")
    made = latest(council, lead.reference)
    assert (made.subject, made.party_name, made.exception) == ("police", "", None)
    assert lead.press(POLICE, **forged, method="pigeon").status_code == 422


def test_others_read_who_is_told_and_only_the_lead_investigator_decides(
    signed_in: SignedIn, council: TestCouncil, lead: BreachForms
) -> None:
    clerk = BreachForms(signed_in(council, "clerk"), council, lead.reference)
    page = text_of(clerk.get("decisions"))
    assert "The lead investigator decides; you can read here what is open." in page
    assert "Nobody else needs to be told" not in page
    for form in (POLICE, NOBODY):
        assert clerk.get(form).status_code == 403
    councillor = BreachForms(signed_in(council, "councillor"), council, lead.reference)
    assert councillor.get("decisions").status_code == 403


def test_whoever_was_involved_reads_and_another_council_sees_nothing(
    signed_in: SignedIn,
    council: TestCouncil,
    other_council: TestCouncil,
    lead: BreachForms,
    now: datetime,
) -> None:
    council.declare(lead.reference, now, who="lead", was_involved=True)
    assert lead.get(POLICE).status_code == 403
    stranger = signed_in(other_council, "lead")
    assert stranger.get(lead.address("decisions")).status_code == 404
    assert stranger.get(lead.address(POLICE)).status_code == 404
