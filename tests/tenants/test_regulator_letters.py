"""What is found in letters of the regulator, of every kind and in every state."""

import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.models import LetterOutcome
from tenants.regulator_letters.days import days_in, months_later, working_days_later
from tenants.regulator_letters.finding import find_in_letter
from tests.tenants.letters_invented import CASE, KINDS, LAST_POINT, NO_ACTION, RECOMMENDING

_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
_TWO_LETTERS = {path.stem[-10:]: path for path in _SEEDS.glob("ico-*.txt")}


def said(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(find_in_letter(text).as_json()))
    return found


def facts(text: str) -> dict[str, Any]:
    """Return what a letter says, less how its sentences are broken."""
    found = said(text)
    for name in ("evidence", "why", "links"):
        del found[name]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_of_each_kind_is_told_for_what_it_is(kind: str) -> None:
    text, expected = KINDS[kind]
    found = said(text)
    assert {name: found[name] for name in expected} == expected


def test_every_outcome_has_its_letter() -> None:
    assert {expected["outcome"] for _, expected in KINDS.values()} == set(LetterOutcome)


@pytest.mark.parametrize(
    "kind", [kind for kind, (_, e) in KINDS.items() if e["outcome"] == "unknown"]
)
def test_what_is_unknown_has_a_reason(kind: str) -> None:
    assert said(KINDS[kind][0])["why"].endswith(".")


def test_a_field_is_shown_with_the_words_that_show_it() -> None:
    evidence = said(NO_ACTION)["evidence"]
    assert "decided not to take any further action" in evidence["outcome"]
    assert "a delay in reporting this breach" in evidence["late"]
    assert CASE in evidence["case_reference"]
    assert {"sent_on", "reported_on", "own_reference", "closed", "reserved_right"} <= set(evidence)


def test_to_be_asked_to_report_in_time_is_a_remark_on_lateness() -> None:
    asked = "- Reviewing how you report, to ensure breaches are reported to us within 72 hours.\n"
    letter = RECOMMENDING.replace("- Asking", f"{asked}- Asking")
    assert said(letter)["late"] is True
    assert "within 72 hours" in said(letter)["evidence"]["late"]
    for_everybody = RECOMMENDING.replace("Our decision", "Report to us within 72 hours.\n")
    assert said(for_everybody)["late"] is False


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("We have decided not to issue a reprimand.", "unknown"),
        ("We may impose a monetary penalty.", "unknown"),
        ("No further regulatory action will be taken by the ICO.", "no_action"),
        ("The ICO does not propose to take enforcement action.", "no_action"),
        ("This incident requires further action.", "unknown"),
        ("This is not a reportable breach.", "does_not_meet_threshold"),
        ("We need some more information about the lock.", "further_enquiries"),
        ("He gave the Council a reprimand rather than a penalty notice.", "reprimand"),
    ],
)
def test_a_sentence_counts_for_what_it_decides(words: str, outcome: str) -> None:
    assert (
        said(f"Dear Clerk\n\nYour breach report reached the ICO. {words}\n")["outcome"] == outcome
    )


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("a penalty of £4.4 million", 4_400_000),
        ("a monetary penalty of £90,000, reduced from £120,000", 90_000),
        ("a penalty notice of £750 000", 750_000),
    ],
)
def test_a_penalty_has_its_sum(words: str, amount: int) -> None:
    assert said(f"The Commissioner has issued {words}.")["penalty"]["amount"] == amount


@pytest.mark.parametrize("figure", ["9" * 5000, "9" * 400 + ".5 million", "1" + ",000" * 200])
def test_a_figure_that_is_no_sum_of_money_is_no_penalty(figure: str) -> None:
    found = find_in_letter(f"We have issued a monetary penalty of \u00a3{figure} to the council.")
    assert found.penalty is None


@pytest.mark.parametrize(
    ("asked", "due_on"),
    [
        ("Please reply by close of business on Friday 2 May 2025.", "2025-05-02"),
        ("You should report back within six months.", "2025-09-14"),
        ("Please send it within 10 working days.", "2025-03-28"),
        ("You have 28 days to appeal.", "2025-04-11"),
        ("You must confirm this no later than 3 weeks from today.", "2025-04-04"),
        ("We will write to you within 30 days.", None),
        ("Report breaches within 72 hours.", None),
        ("The list was published by 1 May 2024.", None),
    ],
)
def test_what_is_wanted_by_a_day_is_a_deadline(asked: str, due_on: str | None) -> None:
    letter = RECOMMENDING.replace("The case is now closed.", asked)
    found = said(letter)["deadlines"]
    assert found == ([{"words": asked, "due_on": due_on}] if due_on else [])


def test_without_the_letters_day_a_deadline_has_its_words_alone() -> None:
    found = said("The ICO asks you to report within six months.")["deadlines"]
    assert found == [{"words": "The ICO asks you to report within six months.", "due_on": None}]


def test_days_are_read_as_they_are_written_here() -> None:
    text = "2/8/23, 02.08.2023, 2023-08-02, 2nd of August 2023, Aug ust 2, 31/02/2024, 12/31/2024"
    again = [day.on for day in days_in(text)]
    assert again == [date(2023, 8, 2)] * 4 + [date(2024, 12, 31)]
    assert months_later(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert working_days_later(date(2025, 3, 14), 1) == date(2025, 3, 17)


def test_references_of_other_forms_stand_apart() -> None:
    text = (
        f"Our ref: {CASE}\nYour ref: DB 2025/3\nSee also RFA0812345, FS50123456 and IC-22222-A1B2."
    )
    found = said(text)
    assert (found["case_reference"], found["own_reference"]) == (CASE, "DB 2025/3")
    assert found["other_references"] == ["IC-22222-A1B2", "RFA0812345", "FS50123456"]


NOISE = {
    "tabs": lambda text: text.replace(" ", "\t"),
    "one line": lambda text: " ".join(text.split()),
    "lines apart": lambda text: text.replace("\n", "\n\n"),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "quoted": lambda text: "".join(f"> {line}\n" for line in text.split("\n")),
    "dots": lambda text: text.replace("\n- ", "\n\u2022\t"),
    "dots alone": lambda text: text.replace("\n- ", "\n\uf0b7\n"),
    "scanned dots": lambda text: text.replace("\n- ", "\nA ++o "),
    "dots of o": lambda text: text.replace("\n- ", "\no "),
    "dots lost": lambda text: text.replace("\n- ", "\n"),
    "ligatures": lambda text: text.replace("fi", "\ufb01").replace("'", "\u2019"),
    "torn month": lambda text: text.replace("March", "Mar ch").replace("decided", "dec ided"),
    "pages": lambda text: text.replace("\n\n", "\n\nICO letter 3\n\fPage 4 of 9\n\n"),
}


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("letter", [NO_ACTION, RECOMMENDING])
def test_what_a_letter_says_survives_what_becomes_of_its_text(letter: str, noise: str) -> None:
    assert facts(NOISE[noise](letter)) == facts(letter)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), letter=st.sampled_from([NO_ACTION, RECOMMENDING]))
def test_random_noise_changes_nothing(seed: int, letter: str) -> None:
    chance = random.Random(seed)  # noqa: S311 - noise, no secret
    blanks = {" ": " \t\u00a0", "\n": "\n\n "}
    noisy = "".join(chance.choice(blanks[s]) if s in blanks else s for s in letter)
    noisy = re.sub(
        "(?<=[a-z])(?=[a-z])", lambda _: "\u00ad" if chance.random() < 0.05 else "", noisy
    )
    assert facts(noisy) == facts(letter)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400) | st.text("-o.)1A £\n\t>", max_size=400))
def test_any_text_has_an_answer(text: str) -> None:
    assert said(text)["outcome"] in set(LetterOutcome)


def test_a_very_long_text_is_read_in_a_moment() -> None:
    assert said("We recommend that you consider: - " * 4_000)["outcome"] == "unknown"


def test_an_address_ends_where_it_ends() -> None:
    text = "See https://www.example.org/a-\nlong-one/\nWe now close this (https://example.org/b)."
    links = ["https://www.example.org/a-long-one/", "https://example.org/b"]
    assert said(text)["links"] == links


def test_the_last_point_goes_on_in_the_next_paragraph() -> None:
    assert said(RECOMMENDING)["recommendations"][-1] == LAST_POINT


# They lie beside the checkout or not at all; without them there is nothing to ask.
if _TWO_LETTERS:

    @pytest.mark.parametrize("which", sorted(_TWO_LETTERS))
    def test_the_two_letters_at_hand_are_read_completely(which: str) -> None:
        text = _TWO_LETTERS[which].read_text("utf-8")
        found = said(text)
        is_first = "RM23044908" in text
        assert found["outcome"] == ("no_action" if is_first else "no_action_with_recommendations")
        assert found["days"] == (1 if is_first else 27)
        assert found["own_reference"] == ("RM23044908" if is_first else None)
        assert found["sector"] == ("Police and Justice" if is_first else "Local Government")
        assert len(found["recommendations"]) == (0 if is_first else 5)
        assert [measure["number"] for measure in found["measures"]] == list(range(1, 11))
        assert all(len(measure["title"]) < 70 for measure in found["measures"])
        assert len(found["standing_recommendations"]) == 3
        assert (found["late"], found["closed"], found["reserved_right"]) == (True, True, True)
        assert found["case_reference"] in _TWO_LETTERS[which].name
        assert found["sent_on"] in _TWO_LETTERS[which].name
        assert found["deadlines"] == []
        assert facts(NOISE["one line"](text)) == facts(text)
