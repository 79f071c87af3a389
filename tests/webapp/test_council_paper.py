"""What a councillor reads before a meeting, and what is said while a rating no longer fits."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tenants.clock import Clock
from tenants.models import Nature, Subject
from tenants.policy import BreachFacts
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]
HARMLESS = BreachFacts(people_affected=30)


@pytest.fixture
def today(clock: Clock) -> datetime:
    return clock.now()


def root(council: TestCouncil, reference: str) -> str:
    return f"/councils/{council.slug}/breaches/{reference}"


@pytest.fixture
def rated(council: TestCouncil, today: datetime) -> str:
    reference = council.report(today)
    council.receive(reference, today)
    council.appoint(reference, today)
    council.rate(reference, today, facts=HARMLESS)
    return reference


def close(council: TestCouncil, reference: str, now: datetime) -> None:
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, now, subject=subject, done_at=now)
    council.close(reference, now)


def version(council: TestCouncil, reference: str) -> int:
    return council.seen(reference).version


def test_a_councillor_finds_the_report_at_home_reads_it_and_says_so(
    council: TestCouncil, rated: str, client_of: ClientOf, today: datetime
) -> None:
    close(council, rated, today)
    client = client_of(council, "councillor")
    paper = f"{root(council, rated)}/council-paper"
    assert paper in client.get(f"/councils/{council.slug}/").text

    page = client.get(paper).text
    assert "What was learned" in page
    assert "Asked them to delete it" not in page
    assert "I have read this" in page
    answer = client.post(paper, {"version": version(council, rated)})
    assert answer.status_code == 303

    assert "<strong>You have read this</strong>" in client.get(paper).text
    assert paper not in client.get(f"/councils/{council.slug}/").text
    seen = client_of(council, "clerk").get(paper).text
    assert "I have read this" not in seen
    assert "has not said so yet" in seen
    assert "read it on" in seen


def test_a_councillor_who_read_an_older_report_is_asked_again(
    council: TestCouncil, rated: str, client_of: ClientOf, today: datetime
) -> None:
    client, read = client_of(council, "councillor"), version(council, rated)
    paper = f"{root(council, rated)}/council-paper"
    assert f'value="{read}"' in client.get(paper).text
    council.decide(rated, today, done_at=today)

    client.post(paper, {"version": read})

    shown = client.get(paper).text
    assert "says something new since then" in shown
    assert "I have read this" in shown
    refused = client_of(council, "clerk").post(paper, {"version": version(council, rated)})
    assert refused.status_code == 403


def test_what_is_known_is_put_right_and_the_page_says_that_it_is_rated_again(
    council: TestCouncil, rated: str, client_of: ClientOf
) -> None:
    lead, facts = client_of(council, "lead"), f"{root(council, rated)}/facts"
    assert "Not yet known" in lead.get(facts).text
    form = lead.get(f"{facts}/the-information").text
    assert "How many people" in form

    same = lead.post(
        f"{facts}/the-information", {"version": version(council, rated), "people_affected": "30"}
    )
    assert same.status_code == 303
    assert "nothing changes" in lead.get(facts).text
    lead.post(
        f"{facts}/the-information",
        {
            "version": version(council, rated),
            "people_affected": "600",
            "categories": ["health"],
        },
    )

    shown = lead.get(root(council, rated)).text
    assert "It has to be rated again" in shown
    assert "the number of people" in shown
    assert "Rate it again" in shown
    assert (
        "being rated again"
        in client_of(council, "councillor").get(f"{root(council, rated)}/council-paper").text
    )


def test_when_it_happened_is_put_right_and_keeps_what_was_typed(
    council: TestCouncil, rated: str, client_of: ClientOf
) -> None:
    lead, when = client_of(council, "lead"), f"{root(council, rated)}/facts/when"
    refused = lead.post(when, {"version": version(council, rated), "occurred": "just now"})
    assert refused.status_code == 422
    assert "It happened before that" in refused.text
    assert "just now" in refused.text
    saved = lead.post(when, {"version": version(council, rated), "occurred": "two weeks ago"})
    assert saved.status_code == 303


def test_a_breach_is_opened_again_with_a_reason_that_councillors_do_not_read(
    council: TestCouncil, rated: str, client_of: ClientOf, today: datetime
) -> None:
    close(council, rated, today)
    lead, reopen = client_of(council, "lead"), f"{root(council, rated)}/reopen"
    assert "Open it again" in lead.get(f"{root(council, rated)}/facts").text
    assert lead.get(f"{root(council, rated)}/facts/the-information").status_code == 303

    refused = lead.post(reopen, {"version": version(council, rated), "reason": " "})
    assert "Say in a sentence why" in refused.text
    sent = lead.post(
        reopen, {"version": version(council, rated), "reason": "Zebedee had a second copy"}
    )
    assert sent.status_code == 303

    assert "is open again" in lead.get(root(council, rated)).text
    assert "Zebedee" not in client_of(council, "councillor").get(root(council, rated)).text
    assert "Close it" in lead.get(root(council, rated)).text
    closing = lead.get(f"{root(council, rated)}/close").text
    assert "Use bcc" in closing
    assert lead.get(reopen).status_code == 303


def test_what_was_no_breach_is_opened_again_by_whoever_handles_it(
    council: TestCouncil, client_of: ClientOf, today: datetime
) -> None:
    reference = council.report(today - timedelta(days=4))
    council.receive(reference, today - timedelta(days=4), nature=Nature.NEAR_MISS)
    clerk, reopen = client_of(council, "clerk"), f"{root(council, reference)}/reopen"

    assert "first assessment once more" in clerk.get(reopen).text
    clerk.post(reopen, {"version": version(council, reference), "reason": "It was read"})

    assert "Make the first assessment" in clerk.get(root(council, reference)).text


def test_the_page_to_close_lists_what_is_left_with_reasons_and_links(
    council: TestCouncil, rated: str, client_of: ClientOf
) -> None:
    page = client_of(council, "lead").get(f"{root(council, rated)}/close").text

    for form in ("decisions/regulator", "consequences", "decisions", "review"):
        assert f'href="{root(council, rated)}/{form}"' in page
    assert "UK GDPR Art. 33(1)" in page
    assert "Close this breach" not in page
