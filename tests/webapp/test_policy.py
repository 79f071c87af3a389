"""The policy's page, the record of its adoption, and the day of the next meeting."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from justhtml import JustHTML
from sqlalchemy import select

from tenants import councils, policies
from tenants.clock import Clock
from tenants.models import AdoptedPolicy
from tenants.policy import law, scotton
from tenants.times import LONDON, day
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from webapp.policy.days import written
from webapp.policy.forms import months_after
from webapp.policy.ratings import rungs_of
from webapp.policy.seen import seen_words
from webapp.policy.shown import law_on, review_of

SignIn = Callable[[TestCouncil, str], PageClient]


@pytest.fixture
def today(clock: Clock) -> date:
    return clock.now().astimezone(LONDON).date()


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(council, "clerk")


def in_force(council: TestCouncil) -> AdoptedPolicy:
    with council.session() as session:
        return policies.policy_in_force(session)[0]


def adoption(council: TestCouncil, on: date, **changes: str) -> dict[str, Any]:
    seen = seen_words(in_force(council))
    return {"adopted": written(on), "minute": "26/114", "review_on": "", "seen": seen, **changes}


def test_everybody_reads_the_policy_and_only_an_office_may_record(
    council: TestCouncil, signed_in: SignIn
) -> None:
    clerk = signed_in(council, "clerk").get(f"/councils/{council.slug}/policy").text
    reporter = signed_in(council, "reporter").get(f"/councils/{council.slug}/policy").text

    assert "Not adopted yet" in clerk
    assert "Not adopted yet" in reporter
    assert "/policy/adopt" in clerk
    assert "/policy/adopt" not in reporter
    assert "the clerk or the chair records that here" in reporter


def test_the_page_holds_the_whole_policy(clerk: PageClient, council: TestCouncil) -> None:
    page = clerk.get(f"/councils/{council.slug}/policy")

    text = " ".join(JustHTML(page.text, sanitize=False).to_text().split())
    policy = scotton()
    for sentence in (
        *(row.sentence for axis in policy.axes for row in axis.table.rows),
        *(task for step in policy.steps for task in step.tasks),
        *(question.text for part in policy.form for question in part.questions),
        *(note.sentence for note in policy.notes),
        *(duty.sentence for duty in policy.obligations),
    ):
        assert sentence in text
    assert "The full council is told at an overall rating of 3 or more." in text
    assert "its table runs from 0 to 6. The table stands." in text


def test_the_table_runs_from_0_to_6_and_the_full_council_hears_from_3() -> None:
    rungs = rungs_of(scotton())

    assert [rung.value for rung in rungs] == [0, 1, 2, 3, 4, 5, 6]
    assert [rung.value for rung in rungs if rung.is_for_full_council] == [3, 4, 5, 6]
    assert all(all(cell for cell in rung.cells) for rung in rungs)


def test_the_law_is_cited_as_it_stood_on_the_day() -> None:
    before, after = (
        {rule.sentence: rule.citation for rule in law_on(law(), on)}
        for on in (date(2026, 2, 4), date(2026, 2, 5))
    )

    definition = law().rule("definition").sentence
    assert before[definition] == "UK GDPR Art. 4(12)"
    assert after[definition] == "UK GDPR Art. 4(1)(12)"
    assert not [sentence for sentence in after if "{" in sentence]


@pytest.mark.parametrize(
    ("review_on", "words", "is_overdue"),
    [
        (date(2026, 11, 20), "Friday 20 November 2026, today", False),
        (date(2026, 11, 21), "Saturday 21 November 2026, in 1 day", False),
        (date(2027, 11, 19), "Friday 19 November 2027, in 11 months", False),
        (date(2029, 11, 20), "Tuesday 20 November 2029, in 3 years", False),
        (date(2026, 11, 19), "Thursday 19 November 2026, 1 day ago", True),
        (date(2026, 1, 31), "Saturday 31 January 2026, 9 months ago", True),
    ],
)
def test_the_review_is_said_in_words(review_on: date, words: str, is_overdue: bool) -> None:  # noqa: FBT001 - a column of the table
    review = review_of(review_on, date(2026, 11, 20))

    assert (review.words, review.is_overdue) == (words, is_overdue)


def test_an_adoption_is_recorded_and_reviewed_a_year_on(
    clerk: PageClient, council: TestCouncil, today: date
) -> None:
    met_on = today - timedelta(days=3)

    page = clerk.post(
        f"/councils/{council.slug}/policy/adopt",
        adoption(council, met_on),
        follow_redirects=True,
    ).text

    adopted = in_force(council)
    assert (adopted.adopted_on, adopted.minute) == (met_on, "26/114")
    assert adopted.review_on == months_after(met_on, 12)
    assert "Adopted by the council" in page
    assert day(met_on) in page


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"adopted": ""}, "Enter the day of the meeting"),
        ({"adopted": "tomorrow"}, "this one has not come yet"),
        ({"adopted": "at the last meeting"}, "Enter the day too"),
        ({"minute": " "}, "Enter the number or reference of the minute"),
        ({"minute": "x" * 101}, "1 character too long"),
        ({"review_on": "1 January 2020"}, "The review must come after the meeting"),
        ({"review_on": "1 January 2098"}, "within five years of the meeting"),
        ({"review_on": "whenever"}, "We could not read that as a day"),
    ],
)
def test_an_adoption_that_cannot_be_comes_back_as_it_was_typed(
    clerk: PageClient, council: TestCouncil, today: date, typed: dict[str, str], complaint: str
) -> None:
    sent = adoption(council, today, **typed)

    answer = clerk.post(f"/councils/{council.slug}/policy/adopt", sent)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert next(iter(typed.values())) in answer.text
    assert in_force(council).adopted_on is None


def test_the_same_adoption_pressed_twice_stands_once(
    clerk: PageClient, council: TestCouncil, today: date
) -> None:
    sent = adoption(council, today)
    address = f"/councils/{council.slug}/policy/adopt"
    clerk.post(address, sent)

    answer = clerk.post(address, sent, follow_redirects=True)

    with council.session() as session:
        entries = session.scalars(select(AdoptedPolicy)).all()
    assert len([entry for entry in entries if entry.adopted_on]) == 1
    assert "in the record already" in answer.text


def test_of_two_who_record_an_adoption_the_second_is_shown_the_first(
    clerk: PageClient, council: TestCouncil, today: date, signed_in: SignIn
) -> None:
    address = f"/councils/{council.slug}/policy/adopt"
    late = adoption(council, today - timedelta(days=1), minute="26/115")
    clerk.post(address, adoption(council, today))

    answer = signed_in(council, "chair").post(address, late)

    assert answer.status_code == 422
    assert "minute 26/114" in answer.text
    assert f'value="{seen_words(in_force(council))}"' in answer.text
    assert in_force(council).minute == "26/114"


def test_the_next_meeting_is_recorded_and_taken_back(
    clerk: PageClient, council: TestCouncil, today: date
) -> None:
    address = f"/councils/{council.slug}/policy/next-meeting"
    meets_on = today + timedelta(days=20)

    page = clerk.post(address, {"meets_on": written(meets_on)}, follow_redirects=True).text
    again = clerk.get(address).text
    emptied = clerk.post(address, {"meets_on": ""}, follow_redirects=True).text

    assert day(meets_on) in page
    assert f'value="{written(meets_on)}"' in again
    assert "No day has been set" in emptied
    with council.session() as session:
        assert councils.get_own_council(session).next_meeting_on is None


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("1 January 2020", "This day has passed"),
        ("1 January 2098", "more than two years from now"),
        ("\u202e31 \U0001f4c5", "We could not read that as a day"),
        ("=1+1", "We could not read that as a day"),
        ("x" * 1_000_000, "Write the day like"),
    ],
)
def test_a_meeting_on_no_such_day_is_refused(
    clerk: PageClient, council: TestCouncil, typed: str, complaint: str
) -> None:
    answer = clerk.post(f"/councils/{council.slug}/policy/next-meeting", {"meets_on": typed})

    assert answer.status_code == 422
    assert complaint in answer.text


def test_the_policy_costs_few_statements(
    clerk: PageClient, council: TestCouncil, statements: list[str]
) -> None:
    clerk.get(f"/councils/{council.slug}/policy")

    assert len([words for words in statements if "set_config" not in words]) <= 7
