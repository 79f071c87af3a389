"""A council's policy over time: the list, one version as it stood, two of them side by side."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from justhtml import JustHTML

from tenants.clock import Clock
from tenants.policies.versions import PAGE_SIZE
from tenants.policy import load_policy, shipped_policy
from tenants.policy.compare import Comparison, Difference
from tenants.policy.documents import shipped
from tests.councils import CouncilMaker, TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.policy_drafts import BROKEN, adopt, change, scotton_with, start, words_of
from tests.webapp.statements import counted_statements
from webapp.policy.comparing import MOST_SHOWN, comparison_shown

SignIn = Callable[[TestCouncil, str], PageClient]


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reader(council: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(council, "reporter")


@pytest.fixture
def root(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/policy"


def test_the_list_says_of_each_version_when_and_from_what_it_was_adopted(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    adopt(council, now, "26/1")
    adopt(council, now, "26/2", shipped("policies/letwell.toml"))

    page = words_of(reader.get(f"{root}/versions"))

    second, first, model = (
        page.index(words) for words in ("Version 2", "Version 1", "The first model")
    )
    assert second < first < model
    assert "Monday 2 November 2026, minute 26/2" in page
    assert "A document that the council brought" in page
    assert "The model that comes with this service" in page
    assert page.count("In force until") >= 2
    assert page.count("Still in force") == 1


def test_a_long_list_of_versions_is_paged(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    for number in range(PAGE_SIZE):
        adopt(council, now, f"26/{number}")

    first, last = (words_of(reader.get(f"{root}/versions?page={page}")) for page in (1, 99))

    assert "Page 1 of 2" in first
    assert "The first model" not in first
    assert "Page 2 of 2" in last
    assert "The first model" in last
    assert reader.get(f"{root}/versions?page=x").status_code == 200


def test_a_version_stays_as_it_was(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    adopt(council, now, "26/1")
    adopt(council, now, "26/2", shipped("policies/letwell.toml"))

    page = words_of(reader.get(f"{root}/versions/1"))

    assert "Version 1 of the policy" in page
    assert "No longer in force" in page
    assert "It is about 5 to 20 people" in page
    assert "Finish looking into the breach within one month" not in page


def test_a_version_of_another_council_is_not_found_here(
    reader: PageClient, council: TestCouncil, other_council: TestCouncil, root: str, now: datetime
) -> None:
    adopt(other_council, now, "26/1", shipped("policies/letwell.toml"))

    assert reader.get(f"{root}/versions/1").status_code == 404
    assert reader.get(f"{root}/versions/0").status_code == 200
    assert reader.get(f"{root}/versions/99999999999999999999").status_code == 404
    assert reader.get(f"{root}/compare?from=0&to=1").status_code == 404
    assert reader.get(f"{root}/download?of=1").status_code == 404


def test_the_draft_is_set_beside_the_policy_in_force_unless_one_says_otherwise(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    change(council, now, thresholds={"full_council": 2})

    page = words_of(reader.get(f"{root}/compare"))

    assert "1 thing differs." in page
    assert "The full council is told at an overall rating of 2 or more instead of 3" in page
    assert "Published cases that come out differently" in page
    assert "The full council would hear of it." in page


def test_changed_words_are_marked_by_elements_and_in_words(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    change(council, now, thresholds={"full_council": 2})

    page = JustHTML(reader.get(f"{root}/compare").text, sanitize=False)

    (removed,) = page.query(".pb-compared del")
    (added,) = page.query(".pb-compared ins")
    assert " ".join(removed.to_text().split()) == "[taken out: 3 ]"
    assert " ".join(added.to_text().split()) == "[added: 2 ]"


def test_what_is_new_and_what_is_gone_says_so(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    note = {"id": "new", "sentence": "This note is new."}
    change(council, now, notes=[note], thresholds={})

    page = words_of(reader.get(f"{root}/compare?from=0&to=draft"))

    assert "New The note “This note is new.” is new." in page
    assert "Gone The policy no longer says when the full council is told" in page
    assert "Not there" in page


def test_a_model_of_the_association_can_be_compared(
    reader: PageClient,
    root: str,
    now: datetime,
    council_maker: CouncilMaker,
) -> None:
    model = council_maker.publish(scotton_with(title="For comparing"), now)

    page = words_of(reader.get(f"{root}/compare?to=model:{model.id}"))

    assert "The association's “For comparing”" in page
    assert "The title is “For comparing” instead of" in page


@pytest.mark.parametrize(
    "asked",
    ["to=draft", "to=99", "to=model:nobody", "from=elsewhere", "to=model:"],
)
def test_what_is_not_there_cannot_be_compared(reader: PageClient, root: str, asked: str) -> None:
    assert reader.get(f"{root}/compare?{asked}").status_code == 404


def test_the_same_twice_asks_for_two_different_ones(reader: PageClient, root: str) -> None:
    page = words_of(reader.get(f"{root}/compare?from=0&to=0"))

    assert "Choose two different ones" in page or "There is only one policy so far" in page


def test_a_draft_with_something_to_mend_is_listed_and_not_compared(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    change(council, now, **BROKEN)

    page = words_of(reader.get(f"{root}/compare?to=draft"))

    assert "The draft has to be mended first" in page
    assert "99" in page


def test_a_document_that_is_handed_out_can_be_read_again(
    reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    adopt(council, now, "26/1", shipped("policies/example-grid.toml"))

    answer = reader.get(f"{root}/download?of=1")

    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert load_policy(answer.text).title == shipped_policy("example-grid").title
    assert json.loads(reader.get(f"{root}/download").text) == json.loads(answer.text)


def test_a_very_long_comparison_says_what_it_leaves_out() -> None:
    one = Difference("notes", "notes.n", None, "Words", "The note is new.")

    shown = comparison_shown(Comparison((one,) * (MOST_SHOWN + 7), ()))

    assert sum(len(part.differences) for part in shown.parts) == MOST_SHOWN
    assert shown.left_out == 7


@pytest.mark.parametrize(
    ("was", "now", "marked"),
    [
        ("at a rating of 3 or more", "at a rating of 2 or more", ["3 ", "2 "]),
        ("The clerk decides.", "A committee of three signs.", []),
        ("word " * 500, "word " * 499 + "other", []),
    ],
)
def test_words_are_marked_only_where_two_texts_are_alike(
    was: str, now: str, marked: list[str]
) -> None:
    one = Difference("notes", "notes.n", was, now, "The note reads differently.")

    ((shown,),) = (part.differences for part in comparison_shown(Comparison((one,), ())).parts)

    pieces = [*shown.was, *shown.now]
    assert [piece.text for piece in pieces if piece.is_changed] == marked
    assert "".join(piece.text for piece in pieces) == was + now


def test_nothing_is_marked_in_a_book_so_that_the_page_comes_soon() -> None:
    one = Difference("notes", "notes.n", "word " * 390, "word " * 389 + "other", "It changed.")

    (part,) = comparison_shown(Comparison((one,) * 200, ())).parts

    assert not [p for each in part.differences for p in (*each.was, *each.now) if p.is_changed]


def test_comparing_costs_few_statements(
    app: Flask, reader: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    adopt(council, now, "26/1", shipped("policies/letwell.toml"))

    for address, most in (("versions", 5), ("versions/1", 4), ("compare?from=0&to=1", 8)):
        with counted_statements(app) as sent:
            reader.get(f"{root}/{address}")
        assert len([each for each in sent if "set_config" not in each]) <= most, address
