"""Amending the table that gives the rating: its rungs, its criteria, and their conditions."""

from collections.abc import Callable
from typing import Any

import pytest

from tenants.clock import Clock
from tenants.policy import BreachFacts, assess
from tests.councils import TestCouncil
from tests.webapp.amending_pages import Desk, begin, by_id, document, drafted, faults, typed, words
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]


@pytest.fixture
def desk(council: TestCouncil, clock: Clock, client_of: ClientOf) -> Desk:
    """The clerk of a council that drafts from the Scotton model."""
    begin(council, clock)
    return Desk(client_of(council, "clerk"), council)


@pytest.fixture
def grid(council: TestCouncil, clock: Clock, client_of: ClientOf) -> Desk:
    """The clerk of a council that drafts from a grid of harm and chance."""
    begin(council, clock, "example-grid")
    return Desk(client_of(council, "clerk"), council)


def rows(saved: dict[str, Any], axis: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = list(by_id(saved["axes"], axis)["rows"])
    return found


def test_a_rung_gets_a_word_that_pages_show(desk: Desk) -> None:
    saved = desk.save("scale/3", name="Serious")

    assert saved["scale"][3]["name"] == "Serious"
    assert drafted(desk.council).word(3) == "Serious"
    assert "Serious: It is about more than 20" in words(desk.open("axes/individuals/rows"))


def test_everything_that_rests_on_a_renamed_rung_follows(grid: Desk) -> None:
    saved = grid.save("scale/3", name="Crimson")

    policy = drafted(grid.council)
    assert saved["thresholds"]["full_council"] == {"rating": "Crimson"}
    assert saved["overall"]["rows"][0]["rating"] == "Crimson"
    assert policy.word(3) == "Crimson"


def test_a_rung_of_a_columns_own_scale_is_renamed_there_alone(grid: Desk) -> None:
    saved = grid.save("axes/harm/scale/5", name="Dire", value="9")

    assert rows(saved, "harm")[0]["rating"] == "Dire"
    assert saved["overall"]["rows"][0]["when"][0] == {"harm": ["Dire"], "chance": {"at_least": 3}}
    assert rows(saved, "chance")[1]["rating"] == "Certain"
    assert drafted(grid.council).axes[0].scale[-1].value == 9


def test_a_rung_that_loses_its_word_is_written_by_its_number(grid: Desk) -> None:
    saved = grid.save("scale/2", name="")

    assert saved["overall"]["rows"][1]["rating"] == 2
    assert by_id(saved["obligations"], "policy-chair")["applies"] == {"rating": 2}
    assert drafted(grid.council).word(2) == "2"


def test_rungs_stand_in_the_order_of_their_numbers(desk: Desk) -> None:
    desk.save("scale/new", value="-1", meaning="Nothing at all.")

    assert [rung["value"] for rung in document(desk.council)["scale"]] == [-1, 0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"value": "5"}, "Another rung has the number 5. Enter another"),
        ({"value": ""}, "Enter the rung's number, like 3"),
        ({"value": "three"}, "Enter a whole number in digits, like 1"),
        ({"meaning": " "}, "Write what this rating means, in one sentence"),
    ],
)
def test_a_rung_that_could_be_mistaken_is_refused(
    desk: Desk, answers: dict[str, str], fault: str
) -> None:
    assert faults(desk.send("scale/3", **answers)) == [fault]


def test_no_two_rungs_have_one_word(grid: Desk) -> None:
    answer = grid.send("scale/2", name="Red")

    assert faults(answer) == ["Another rung is called “Red”. Choose another word"]


def test_a_removed_rung_is_saved_and_named_wherever_it_is_missed(desk: Desk) -> None:
    desk.save("scale/3/remove")

    page = words(desk.open("thresholds"))
    assert "It rests on the rating 3, which is not on the scale" in page
    assert "At an overall rating of 3 (no longer on the scale) or more." in page
    assert "3 (no longer on the scale)" in words(desk.open("thresholds/full_council"))


def test_a_criterion_goes_above_the_milder_ones_and_on_to_its_cases(desk: Desk) -> None:
    answer = desk.send(
        "axes/reputation/rows/new", sentence="The police are involved.", rating="3", section="New"
    )

    where = "axes/reputation/rows/the-police-are-involved"
    assert answer.headers["Location"].endswith(f"/draft/{where}/conditions/new")
    ids = [row["id"] for row in rows(document(desk.council), "reputation")]
    assert ids[3:6] == ["reputation-3", "the-police-are-involved", "reputation-2"]
    assert "It takes every case, so nothing below it is ever reached" in words(desk.open(where))


def test_a_criterion_decides_once_its_case_is_told(desk: Desk) -> None:
    desk.send("axes/reputation/rows/new", sentence="Crime.", rating="5")
    facts = BreachFacts.from_json({"cause": "ransomware", "reputation_harm": "none"})

    desk.save(
        "axes/reputation/rows/crime/conditions/new",
        facts="cause",
        **{"is-cause": ["ransomware", "malware"]},
    )

    ratings = {axis.axis: axis.rating for axis in assess(drafted(desk.council), facts).ratings}
    assert ratings["reputation"] == 5


def test_criteria_are_moved_up_and_down(desk: Desk) -> None:
    page = desk.open("axes/individuals/rows")
    answer = desk.send_from(page, "axes/individuals/rows", move="down 0")

    assert answer.headers["Location"].endswith("/axes/individuals/rows#entry-individuals-6")
    ids = [row["id"] for row in rows(document(desk.council), "individuals")]
    assert ids[:2] == ["individuals-0-encrypted", "individuals-6"]
    assert "which takes some cases first" not in words(desk.open("axes/individuals/rows"))


@pytest.mark.parametrize("move", ["", "up 0", "down 9", "down 99", "sideways 1", "up -1"])
def test_a_move_that_leads_nowhere_changes_nothing(desk: Desk, move: str) -> None:
    before = document(desk.council)

    answer = desk.send_from(desk.open("axes/individuals/rows"), "axes/individuals/rows", move=move)

    assert answer.status_code == 303
    assert document(desk.council) == before


def test_conditions_are_told_in_words(desk: Desk) -> None:
    page = words(desk.open("axes/individuals/rows/individuals-3/conditions"))

    assert "How many people is the information about? 21 to 100" in page
    assert "Would people nearby know who it is about? “Yes, somebody could tell”" in page


def test_a_fact_is_added_to_a_case_and_nothing_is_saved_until_the_button(desk: Desk) -> None:
    where = "axes/individuals/rows/individuals-3/conditions/3"
    before = document(desk.council)
    sent = {"low-people_affected": "30", "add": "recipient", "then": "add"}

    page = desk.send(where, **sent)

    assert page.status_code == 200
    assert document(desk.council) == before
    assert typed(page.text)["low-people_affected"] == "30"
    answer = desk.send_from(page, where, **{"is-recipient": ["public"]})
    assert answer.status_code == 303
    assert rows(document(desk.council), "individuals")[5]["when"][2] == {
        "people_affected": {"at_least": 30, "at_most": 100}, "recipient": ["public"],
    }  # fmt: skip


def test_a_fact_is_left_out_of_a_case(desk: Desk) -> None:
    where = "axes/individuals/rows/individuals-3/conditions/2"

    page = desk.send(where, then="leave-out-revealing")
    desk.send_from(page, where)

    assert rows(document(desk.council), "individuals")[5]["when"][1] == {
        "identifiable_locally": ["yes"]
    }


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        (
            {"low-people_affected": "", "high-people_affected": ""},
            "Enter the smallest number, the largest number, or both",
        ),
        ({"low-people_affected": "200"}, "Nothing is 200 or more and 100 or fewer"),
        ({"high-people_affected": "many"}, "Enter a whole number in digits, like 1"),
    ],
)
def test_numbers_that_nothing_meets_are_refused(
    desk: Desk, answers: dict[str, str], fault: str
) -> None:
    answer = desk.send("axes/individuals/rows/individuals-3/conditions/3", **answers)

    assert faults(answer) == [fault]


def test_a_case_that_asks_nothing_is_refused(desk: Desk) -> None:
    where = "axes/individuals/rows/individuals-3/conditions"

    assert faults(desk.send(f"{where}/new")) == ["Choose what must be so, then press the button"]
    assert faults(desk.send(f"{where}/2", **{"is-revealing": []})) == [
        "Tick an answer, or leave this question out"
    ]


def test_whoever_picks_a_fact_and_presses_save_is_asked_about_it(desk: Desk) -> None:
    page = desk.send("axes/individuals/rows/individuals-3/conditions/new", add="credentials")

    assert page.status_code == 200
    assert "Are there passwords" in words(page)


def test_a_column_can_be_asked_about_by_the_columns_after_it_alone(grid: Desk) -> None:
    first = grid.open("axes/harm/rows/harm-4/conditions/new").text
    second = grid.open("axes/chance/rows/chance-4/conditions/new").text
    together = grid.open("overall/red/conditions/new").text

    assert 'value="harm"' not in first
    assert 'value="harm"' in second
    assert 'value="chance"' in together
    assert 'value="overall"' not in together


def test_bounds_on_a_columns_rating_stay_as_they_were_written(grid: Desk) -> None:
    page = grid.open("overall/red/conditions/1")
    assert typed(page.text)["is-chance"] == ["Possible", "Likely", "Certain"]

    saved = grid.save("overall/red/conditions/1", **{"is-chance": ["Likely", "Certain"]})
    assert saved["overall"]["rows"][0]["when"][0]["chance"] == ["Likely", "Certain"]


def test_a_table_of_the_columns_together_comes_and_goes(desk: Desk) -> None:
    desk.save("overall/new", sentence="The first column counts.", rating="1")
    assert drafted(desk.council).overall is not None

    saved = desk.save("overall/the-first-column-counts/remove")

    assert "overall" not in saved


def test_a_column_is_added_and_says_that_it_has_no_criteria(desk: Desk) -> None:
    saved = desk.save("axes/new", title="Overall")

    assert saved["axes"][-1] == {"id": "overall-2", "title": "Overall", "rows": []}
    assert "It has no criteria" in words(desk.open("axes"))


def test_what_a_case_asks_no_more_can_be_left_out(grid: Desk) -> None:
    grid.save("judgements/how_bad/remove")
    where = "axes/harm/rows/harm-5/conditions/1"
    assert "how_bad" in words(grid.open("axes/harm/rows"))

    page = grid.send(where, then="leave-out-how_bad", add="cause")
    answer = grid.send_from(page, where, **{"is-cause": ["phishing"]})

    assert answer.status_code == 303
    assert rows(document(grid.council), "harm")[0]["when"] == [{"cause": ["phishing"]}]
