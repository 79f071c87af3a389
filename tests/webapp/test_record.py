"""Conversations, comments, links and the read log of a breach, on their pages."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select, text

from tenants.models import BreachLink, Reading
from tests.councils import TestCouncil
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
CALL = {
    "direction": "told",
    "party": "police",
    "with_whom": "The duty officer",
    "told_at": "today 0:00",
    "method": "by telephone",
    "words": "Told of the theft <b>now</b>",
}


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    return council.report(now)


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignedIn, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "clerk"), council, reference)


@pytest.fixture
def councillor(council: TestCouncil, signed_in: SignedIn, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "councillor"), council, reference)


def looked_at(council: TestCouncil) -> list[str]:
    with council.session() as session:
        return sorted(session.scalars(select(Reading.what)))


def test_a_conversation_starts_with_now_and_stands_in_the_log(clerk: BreachForms) -> None:
    opened = clerk.get("communications")
    assert "Nothing is written down yet" in text_of(opened)
    assert 'name="told_at" type="text" value="' in opened.text
    assert clerk.send("communications", **CALL).status_code == 303
    page = text_of(clerk.get("communications"))
    assert all(said in page for said in ("We told them: the police", "The duty officer"))
    assert "By telephone" in page
    assert "Told of the theft <b>now</b>" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"told_at": "tomorrow 4pm"}, "not come yet"),
        ({"told_at": "21 November 2025"}, "Enter the time of day too"),
        ({"party": ""}, "Choose with whom"),
        ({"method": ""}, "Say how"),
    ],
)
def test_a_conversation_that_lacks_something_comes_back_as_typed(
    wrong: dict[str, str], words: str, clerk: BreachForms
) -> None:
    answer = clerk.send("communications", **{**CALL, **wrong})
    assert answer.status_code == 422
    assert words in text_of(answer, ".govuk-error-summary")
    assert "Told of the theft" in text_of(answer, "main textarea")


def test_comments_are_for_those_who_handle_it_and_in_no_copy(
    clerk: BreachForms, councillor: BreachForms
) -> None:
    assert "Write your comment" in text_of(clerk.send("comments", words=" "))
    assert clerk.send("comments", words="I doubt the supplier").status_code == 303
    assert "I doubt the supplier" in text_of(clerk.get("comments"))
    assert "Wrote a comment" in text_of(clerk.get())
    assert councillor.get("comments").status_code == 403
    for copy in (councillor.get(), clerk.client.get(f"{clerk.address()}?copy=council")):
        assert "comment" not in text_of(copy).lower()


def test_links_are_shown_on_both_and_taken_away(clerk: BreachForms, now: datetime) -> None:
    other = clerk.council.report(now)
    assert "no breach with this number" in text_of(
        clerk.send("links", kind="related", other="2026-888", why="Same week")
    )
    sent = clerk.send("links", kind="related", other=other, why="Same week")
    assert sent.location == clerk.address("links")
    far = BreachForms(clerk.client, clerk.council, other)
    for forms, number in ((clerk, other), (far, clerk.reference)):
        page = text_of(forms.get("links"))
        assert f"Related to breach {number}" in page
        assert "Same week" in page
    with clerk.council.session() as session:
        link_id = session.scalars(select(BreachLink.id)).one()
    assert far.press(f"links/{link_id}/end").status_code == 303
    assert "It is not linked to any" in text_of(clerk.get("links"))


def test_a_duplicate_is_closed_once_it_is_said_whether_somebody_was_involved(
    clerk: BreachForms, now: datetime
) -> None:
    other = clerk.council.report(now)
    same = {"kind": "duplicate_of", "other": other, "why": "The same e-mail"}
    assert "/involvement?" in str(clerk.send("links", **same).location)
    clerk.council.declare(clerk.reference, now, who="clerk", was_involved=False)
    assert clerk.send("links", **same).status_code == 303
    assert f"The same as breach {other}" in text_of(clerk.get("links"))
    assert "Stands also for" in text_of(
        BreachForms(clerk.client, clerk.council, other).get("links")
    )
    assert "Closed" in text_of(clerk.get())


def test_every_look_leaves_one_line_an_hour_for_each_thing(
    clerk: BreachForms, councillor: BreachForms
) -> None:
    for _ in range(2):
        for form in ("files", "communications", "comments"):
            clerk.get(form)
        councillor.get("readers")
    clerk.client.get(f"{clerk.address()}/copy")
    clerk.press("comments", words="")
    assert looked_at(clerk.council) == [
        "comments", "communications", "files", "readers", "report_copy",
    ]  # fmt: skip


def test_who_looked_is_named_to_those_who_may_know_who_reported_it(
    clerk: BreachForms, councillor: BreachForms, council: TestCouncil, signed_in: SignedIn
) -> None:
    reporter = council.members["reporter"].name
    signed_in(council, "reporter").get(f"{clerk.address()}/copy")
    councillor.get("readers")

    named, counted = text_of(clerk.get("readers")), text_of(councillor.get("readers"))

    assert f"{reporter} At what The report in full" in named
    assert "2 people have looked at it" in named
    assert "3 people have looked at it" in counted
    assert reporter not in counted
    assert council.members["clerk"].name not in text_of(councillor.get("readers"), "main table")
    assert "cannot open a breach at all" in counted
    assert clerk.client.get(f"{clerk.address('readers')}?page=99999").status_code == 200
    assert clerk.client.get(f"{clerk.address('readers')}?page=-1").status_code == 200


def test_a_line_that_cannot_be_written_takes_no_page_away(
    clerk: BreachForms, owner: object, caplog: pytest.LogCaptureFixture
) -> None:
    with owner.begin() as connection:  # type: ignore[attr-defined]  # an engine
        connection.execute(text("revoke insert on reading from parish_app"))
    try:
        answer = clerk.get("comments")
    finally:
        with owner.begin() as connection:  # type: ignore[attr-defined]  # an engine
            connection.execute(text("grant insert on reading to parish_app"))
    assert answer.status_code == 200
    assert "reading_not_noted" in caplog.messages
    assert looked_at(clerk.council) == []
