"""The page that says why a breach is rated as it is: whole, without names, and short enough."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from justhtml import JustHTML

from tenants import councils
from tenants.clock import Clock
from tenants.models import Subject
from tenants.policy import BreachFacts
from tenants.times import when
from tests.councils import TestCouncil
from tests.tenants.posted import override, work_under
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient
from tests.webapp.policies_of_others import FULL, HARMLESS, LAX, STRICT
from tests.webapp.statements import counted_statements

SignedIn = Callable[[TestCouncil, str], PageClient]
MOST_STATEMENTS = 22
# A calm reader says about 150 words in a minute.
FIVE_MINUTES = 5 * 150


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    """A breach that waits for its lead investigator's rating."""
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    return reference


@pytest.fixture
def forms_of(
    signed_in: SignedIn, council: TestCouncil, reference: str
) -> Callable[..., BreachForms]:
    return lambda who="councillor": BreachForms(signed_in(council, who), council, reference)


@pytest.fixture
def rate(council: TestCouncil, reference: str, now: datetime) -> Callable[..., None]:
    return lambda **facts: council.rate(reference, now, facts=BreachFacts().replace(**facts))


@pytest.fixture
def why(forms_of: Callable[..., BreachForms], rate: Callable[..., None]) -> Callable[..., str]:
    """Rate the breach from these facts and return what a councillor reads of why."""

    def read(**facts: object) -> str:
        rate(**facts)
        return text_of(forms_of().get("rating/why"))

    return read


def read_aloud(html: str) -> str:
    """Return what a clerk reads out: without small print, what is folded away, or comes after."""
    page = JustHTML(html, sanitize=False)
    for part in (".pb-because__source", "details", ".pb-others", "footer"):
        for node in page.query(f"main {part}"):
            node.parent.remove_child(node)
    return " ".join(page.query("main")[0].to_text().split()).partition("What would change")[0]


def test_the_answer_is_one_sentence_with_its_time(
    why: Callable[..., str], now: datetime, council: TestCouncil
) -> None:
    page = why(**FULL)
    due = when(now - timedelta(hours=1) + timedelta(hours=72))
    assert page.startswith(f"{council.name} Why breach 2026-001 is rated 3")
    assert (
        "It is rated 3 out of 6, there is a high risk to people, the regulator must be told by"
        f" {due}, the people affected must be told without undue delay, and the full council must"
        " be told."
    ) in page


def test_each_conclusion_has_its_sentence_the_answers_its_source_and_its_rule(
    why: Callable[..., str],
) -> None:
    page = why(**FULL)
    for words in (
        "People who could be affected 3 It is about more than 20 and up to 100 people",
        "What it tells about somebody: Something private",
        "Source: Section 5, step 1, table: reputation, 1. Rule: reputation-1",
        "The rating as a whole 3 The highest of these ratings counts.",
        "A high risk to people Something private is public in a place",
        "Source: UK GDPR Art. 34(1). Rule: high-private-nearby",
        "Must the regulator be told? Yes",
        "Must the people affected be told? Yes",
        "Must the full council be told? Yes The policy tells the full council at an overall rating",
    ):
        assert words in page


def test_it_says_who_owes_what_to_whom_by_when_and_the_least_that_it_must_say(
    why: Callable[..., str], council: TestCouncil, now: datetime
) -> None:
    meeting = now.date() + timedelta(days=9)
    with council.session() as session:
        councils.set_next_meeting(session, on=meeting)
        session.commit()
    page = why(**FULL)
    for words in (
        "if it is late say why Who The council To whom The regulator By when",
        "Who can be asked about it: the data protection officer or another contact",
        "Write it down in the breach register",
        f"At the next meeting, {when(datetime.combine(meeting, now.timetz())).rpartition(',')[0]}",
        "The policy asks for this when there is a risk to people.",
    ):
        assert words in page


def test_a_meeting_that_is_over_is_not_the_next_one(
    why: Callable[..., str], council: TestCouncil, now: datetime
) -> None:
    with council.session() as session:
        councils.set_next_meeting(session, on=now.date() - timedelta(days=1))
        session.commit()
    assert "By when At the next meeting What it must say" in why(**FULL)


def test_the_nearest_case_and_the_second_opinion_stand_beside_it_and_decide_nothing(
    why: Callable[..., str],
) -> None:
    page = why(**FULL)
    for words in (
        "Published cases are guidance, not law.",
        "Source: EDPB Guidelines 01/2021, case",
        "By law this breach comes out differently",
        "What makes the difference: who has the information.",
        "Who has the information. Here: Anybody: it was online or could be seen in public. There:",
        "It never decides",
        "The score is 2.5, which is medium.",
        "What keeps the score low is the kind of information",
        "The kind of information Points 2 of 4",
    ):
        assert words in page
    assert "That agrees with the assessment." in why(**HARMLESS)


def test_what_would_change_it_is_grouped_and_the_rest_is_folded_away(
    forms_of: Callable[..., BreachForms], rate: Callable[..., None]
) -> None:
    rate(**FULL)
    page = JustHTML(forms_of().get("rating/why").text, sanitize=False)
    titles = [node.to_text().strip() for node in page.query("h3[id^='changes-']")]
    assert titles == [
        "The rating",
        "Whether the regulator must be told",
        "Whether the people affected must be told",
        "Whether the full council must be told",
        "What else the policy asks",
        "One part of the rating, not the whole",
    ]
    first = page.query(".pb-others")[0]
    assert len(first.query("li")) == 5
    assert "more ways to change it" in page.query(".pb-others__more summary")[0].to_text()


def test_nothing_that_would_change_it_is_said_too(
    why: Callable[..., str], council: TestCouncil
) -> None:
    work_under(council, STRICT)
    assert (
        "Whether the regulator must be told No other answer to one question, nor to two together,"
        " would change this."
    ) in why(**HARMLESS)


def test_the_law_comes_before_a_policy_that_asks_for_less(
    forms_of: Callable[..., BreachForms], rate: Callable[..., None], council: TestCouncil
) -> None:
    work_under(council, LAX)
    rate(**{**FULL, "revealing": "minor", "recipient": "criminal"})
    page = JustHTML(forms_of().get("rating/why").text, sanitize=False)
    floor = " ".join(page.query(".pb-why__floor")[0].to_text().split())
    assert floor == (
        "A policy that waits would not ask for this yet. The law does, and the law comes first."
        " Source: UK GDPR Art. 33(1). Rule: tell-regulator-floor"
    )


def test_a_policy_that_asks_for_more_is_said_to(
    why: Callable[..., str], council: TestCouncil
) -> None:
    work_under(council, STRICT)
    page = why(**HARMLESS, judgements={"trust": "no_longer"})
    for words in (
        "Why breach 2026-001 is dealt with as it is",
        "Must the regulator be told? Yes The law would not ask for it here.",
        "The policy tells the regulator in every case.",
        "Ask the adviser what to write Who Marsh and Fen, data protection advisers",
    ):
        assert words in page


def test_a_clerk_can_read_it_aloud_in_five_minutes(
    forms_of: Callable[..., BreachForms], rate: Callable[..., None]
) -> None:
    for facts in (FULL, HARMLESS, {"people_affected": 500}):
        rate(**facts)
        spoken = read_aloud(forms_of("clerk").get("rating/why").text)
        assert 200 < len(spoken.split()) < FIVE_MINUTES


def test_it_names_nobody_and_repeats_nobodys_words(
    forms_of: Callable[..., BreachForms],
    rate: Callable[..., None],
    council: TestCouncil,
    reference: str,
    now: datetime,
) -> None:
    rate(**FULL)
    for subject, decided in ((Subject.RATING, "5"), (Subject.RISK, "risk")):
        override(
            council, reference, now, subject=subject, decided=decided, reason="MRS-MARPLE-KNEW"
        )
    page = text_of(forms_of("lead").get("rating/why"))
    names = [member.name for member in council.members.values()]
    for kept_back in (*names, "MRS-MARPLE-KNEW", "allotment list", "Haste", "01234"):
        assert kept_back not in page
    assert "The answers alone give 3. The lead investigator decided 5 on" in page
    assert "By the answers alone, there is a high risk to people." in page
    assert "Must the people affected be told? No This follows from what was decided" in page
    assert "It is rated 5 out of 6, there is a risk to people" in page


def test_it_says_which_versions_gave_it_and_that_they_always_will(why: Callable[..., str]) -> None:
    page = why(**FULL)
    assert "The same answers give the same result every time." in page
    assert re.search(
        r"Assessed on \w+ \d+ \w+ \d{4}, .* under Data breach policy \(Scotton model\), version"
        r" 2026-1, and the law.s data, version 2026-\d+ \(risk tables 2026-\d+\)\. Beside them"
        r" stand the published cases, version 2026-\d+, and the score.s tables, version 2026-\d+\.",
        page,
    )


def test_every_reader_of_the_breach_is_led_to_it(
    forms_of: Callable[..., BreachForms], rate: Callable[..., None]
) -> None:
    rate(**FULL)
    for who in ("clerk", "lead", "councillor"):
        reader = forms_of(who)
        assert reader.address("rating/why") in reader.get().text, who


def test_before_the_rating_it_leads_back_to_the_breach(
    forms_of: Callable[..., BreachForms],
) -> None:
    reader = forms_of()
    assert reader.get("rating/why").location == reader.address()


def test_the_rating_leads_to_it_and_leaves_the_detail_to_it(
    forms_of: Callable[..., BreachForms], rate: Callable[..., None]
) -> None:
    rate(**FULL)
    lead = forms_of("lead")
    opened = lead.get("rating")
    assert f'href="{lead.address("rating/why")}"' in opened.text
    for left_to_it in ("published case is", "ENISA", "Who can be asked about it"):
        assert left_to_it not in text_of(opened)
    assert ", and the answer on" in text_of(opened)


@pytest.mark.parametrize("form", ["rating", "rating/why"])
def test_it_costs_a_fixed_number_of_statements(
    app: Flask, forms_of: Callable[..., BreachForms], rate: Callable[..., None], form: str
) -> None:
    for _ in range(3):
        rate(**FULL)
    reader = forms_of()
    with counted_statements(app) as statements:
        assert reader.get(form).status_code == 200
    assert len(statements) <= MOST_STATEMENTS, len(statements)
