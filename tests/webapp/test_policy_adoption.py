"""Adopting the draft: what the council adopts is shown, and only what its clerk saw is adopted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from tenants.clock import Clock
from tenants.policies import FromDocument
from tenants.policy.documents import shipped
from tenants.times import LONDON
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.policy_drafts import (
    BROKEN,
    adopt,
    change,
    draft_of,
    in_force,
    scotton_with,
    start,
    words_of,
)
from webapp.policy.days import written
from webapp.policy.forms import months_after
from webapp.policy.seen import seen_words

SignIn = Callable[[TestCouncil, str], PageClient]


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def today(now: datetime) -> date:
    return now.astimezone(LONDON).date()


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(council, "clerk")


@pytest.fixture
def address(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/policy/adopt"


def meeting(on: date, seen: str, minute: str = "26/7") -> dict[str, str]:
    return {"adopted": written(on), "minute": minute, "review_on": "", "seen": seen}


def seen_draft(council: TestCouncil) -> str:
    draft = draft_of(council)
    assert draft is not None
    return seen_words(draft)


def test_what_is_being_adopted_is_said_before_it_is(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime
) -> None:
    start(council, now)
    change(council, now, title="Our own policy", thresholds={"people": {"rating": 6}})

    page = words_of(clerk.get(address))

    assert "Record that the draft was adopted" in page
    assert "Our own policy" in page
    assert "It becomes version 1." in page
    assert "3 things differ from the policy in force" in page
    assert "1 thing is weaker than the law" in page


def test_the_draft_becomes_the_policy_in_force(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    start(council, now, FromDocument(shipped("policies/example-grid.toml")))

    page = clerk.post(address, meeting(today, seen_draft(council)), follow_redirects=True)

    adopted, wording = in_force(council)
    assert (adopted.number, adopted.adopted_on, adopted.minute) == (1, today, "26/7")
    assert wording.id == "example-grid"
    assert adopted.review_on == months_after(today, 24)
    assert draft_of(council) is None
    assert "The adoption is in the record" in words_of(page)


def test_the_page_says_after_how_long_the_policy_itself_is_reviewed(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime
) -> None:
    yearly = words_of(clerk.get(address))
    start(council, now, FromDocument(shipped("policies/example-grid.toml")))

    assert "Leave it empty for one year after the meeting" in yearly
    assert "Leave it empty for 2 years after the meeting" in words_of(clerk.get(address))


def test_a_draft_with_something_to_mend_cannot_be_adopted(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    start(council, now)
    change(council, now, **BROKEN)

    page = clerk.get(address)
    sent = clerk.post(address, meeting(today, seen_draft(council)))

    for answer in (page, sent):
        assert "The draft cannot be adopted yet" in words_of(answer)
        assert 'name="minute"' not in answer.text
    assert in_force(council)[0].number == 0


def test_a_draft_that_was_saved_meanwhile_is_shown_again_and_not_adopted(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    start(council, now)
    seen = seen_draft(council)
    change(council, now, title="Saved meanwhile")

    answer = clerk.post(address, meeting(today, seen))

    assert answer.status_code == 422
    assert "Somebody saved a change while you had this page open" in words_of(answer)
    assert "Saved meanwhile" in words_of(answer)
    assert 'value="26/7"' in answer.text
    assert f'value="{seen_draft(council)}"' in answer.text
    assert in_force(council)[0].number == 0


def test_a_draft_that_was_thrown_away_is_not_adopted(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    start(council, now)
    seen = seen_draft(council)
    clerk.post(f"{address[:-6]}/draft/discard", {"seen": seen})

    page = clerk.post(address, meeting(today, seen), follow_redirects=True)

    assert "was thrown away. Nothing was adopted" in words_of(page)
    assert in_force(council)[0].number == 0


def test_the_same_press_twice_adopts_once(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    start(council, now)
    sent = meeting(today, seen_draft(council))
    clerk.post(address, sent)

    again = clerk.post(address, sent, follow_redirects=True)

    assert "in the record already" in words_of(again)
    assert in_force(council)[0].number == 1


def test_beside_a_draft_the_policy_in_force_can_still_be_kept(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    adopt(council, now, "26/1")
    start(council, now, FromDocument(scotton_with(title="Only a draft")))
    keep = f"{address}?of=in-force"

    page = clerk.get(keep)
    seen = seen_words(in_force(council)[0])
    clerk.post(keep, meeting(today, seen))

    assert "The council looked at its policy again and keeps it" in words_of(page)
    assert "Only a draft" not in words_of(page)
    assert "Record that the draft was adopted" in words_of(page)
    assert 'policy/adopt?of=in-force"' in clerk.get(address[:-6]).text
    assert in_force(council)[0].number == 2
    assert in_force(council)[1].title != "Only a draft"
    assert draft_of(council) is not None


def test_whoever_saw_the_policy_in_force_does_not_adopt_the_draft(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    seen = seen_words(in_force(council)[0])
    start(council, now, FromDocument(scotton_with(title="Started meanwhile")))

    clerk.post(address, meeting(today, seen))

    assert in_force(council)[1].title != "Started meanwhile"
    assert draft_of(council) is not None


@pytest.mark.parametrize(
    "seen", ["", "version:", "version:-1", "version:99", "draft:1:1", "x" * 999]
)
def test_a_form_that_never_saw_anything_adopts_nothing(
    clerk: PageClient, council: TestCouncil, address: str, today: date, seen: str
) -> None:
    answer = clerk.post(address, meeting(today, seen))

    assert answer.status_code == 422
    assert in_force(council)[0].number == 0


def test_a_breach_keeps_the_version_that_it_was_rated_under(
    clerk: PageClient, council: TestCouncil, address: str, now: datetime, today: date
) -> None:
    reference = council.report(now - timedelta(hours=5))
    council.receive(reference, now - timedelta(hours=4))
    council.appoint(reference, now - timedelta(hours=3))
    council.rate(reference, now - timedelta(hours=2))
    start(council, now, FromDocument(shipped("policies/example-three-levels.toml")))
    clerk.post(address, meeting(today, seen_draft(council)))

    page = words_of(clerk.get(f"/councils/{council.slug}/breaches/{reference}"))

    assert "4 on a scale of 0 to 6" in page
    assert "Medium" not in page
