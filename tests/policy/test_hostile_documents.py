"""A document that was broken, or made to harm, is refused at once and in words."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from tenants.policy import PolicyDocumentError, load_policy, policy_from, problems_of
from tenants.policy.documents import LONGEST, MOST_PROBLEMS
from tenants.policy.facts import CHOICES, SETS
from tenants.policy.places import statements
from tenants.policy.questions import vocabulary_of
from tests.policy.little_policy import TEXT, document

TITLE = "Little policy"


def refused(text: str) -> str:
    with pytest.raises(PolicyDocumentError) as error:
        load_policy(text)
    return str(error.value)


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "id: is missing; write it"),
        ("policy", "it is not TOML"),
        ("{", "it is not JSON"),
        ("[1]", "1: the format has no such key"),
        (TEXT + "x" * LONGEST, f"it is too long; write at most {LONGEST} characters"),
        ('{"id": "a", "id": "b"}', '"id" stands twice in one place'),
        ('{"axes": [{"rows": [], "id": "a", "rows": []}]}', '"rows" stands twice in one place'),
        ("[review]\nmonths = 1\nmonths = 2", "it is not TOML"),
        ('{"alert_hours": [NaN]}', "NaN is no number"),
        ('{"alert_hours": [-Infinity]}', "-Infinity is no number"),
        ("alert_hours = [inf]", "alert_hours[0]: inf cannot be used; write a whole number"),
        (f'{{"alert_hours": [{"9" * 5000}]}}', "it is not JSON: Exceeds the limit (4300 digits)"),
        (f"alert_hours = [{'9' * 5000}]", "it is not TOML: Exceeds the limit (4300 digits)"),
        (f"alert_hours = [{'9' * 4000}]", "write a number less than or equal to 8760"),
        (nested(300), "the document: it is nested too deeply"),
        (nested(985), "the document: it is nested too deeply"),
        (nested(50_000), "the document: it is nested too deeply"),
        ("a = " + "[" * 50_000, "the document: it is nested too deeply"),
        ("a." * 400_000 + "a = 1", "a key in it has too many dots"),
        ('"a" . ' * 150_000 + "a = 1", "a key in it has too many dots"),
        ("'a'." * 30 + "a = 1", "a key in it has too many dots"),
        ("x" * 900_000, "it is not TOML"),
        ('"' * 900_000, "it is not TOML"),
        ("." * 900_000, "it is not TOML"),
        (TEXT.replace(TITLE, "A\0B"), "it is not TOML"),
        (TEXT.replace(TITLE, "A\\u0000B"), r"title: it holds the sign '\x00', which nobody can"),
        (TEXT.replace("Few people", "Few\\u0007"), r"axes[0].rows[1].sentence: it holds the sign"),
        (json.dumps(document(title="A\0B")), r"title: it holds the sign '\x00'"),
        (json.dumps(document(title="A\ud800")), r"title: it holds the sign '\ud800'"),
        (json.dumps(document(**{"ti\0tle": "A"})), "it holds the sign"),
        (TEXT.replace(TITLE, "A\udfff"), r"title: it holds the sign '\udfff'"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_a_broken_or_hostile_document_is_refused_in_words(text: str, words: str) -> None:
    assert words in refused(text)


def test_a_decoded_document_nested_too_deeply_is_refused() -> None:
    deep: Any = 1
    for _ in range(5_000):
        deep = [deep]
    assert "it is nested too deeply" in str(problems_of({"axes": deep})[0])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(TITLE, "e.g. a.b.c and so on ........ Café\\tTŷ 😀"),
        lambda text: text.replace('"1"', "2026-01-01"),
        lambda text: "\ufeff\n " + json.dumps(document()),
    ],
)
def test_what_an_editor_adds_does_no_harm(change: Callable[[str], str]) -> None:
    load_policy(change(TEXT))


def test_a_thousand_slips_are_not_all_listed() -> None:
    assert len(problems_of({f"a{number}": 1 for number in range(5_000)})) == MOST_PROBLEMS


def row(number: int, *when: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"row-{number}", "rating": 2, "sentence": "A row.", "when": list(when)}


LAST = {"id": "rest", "rating": 1, "sentence": "The rest."}


def test_a_row_for_each_kind_of_information_can_be_checked() -> None:
    rows = [row(place, {"categories": [str(c)]}) for place, c in enumerate(SETS["categories"])]
    policy = policy_from(document(axes=[{"id": "what", "title": "What", "rows": [*rows, LAST]}]))
    assert len(policy.axes[0].table.rows) == len(rows) + 1


def test_rows_too_tangled_to_be_checked_are_refused() -> None:
    """Three hundred ways, each with three facts at random: no one could read that either."""
    chance = Random(1)  # noqa: S311 - the same rows every time; nothing here is a secret

    def way() -> dict[str, Any]:
        names = chance.sample([*CHOICES, *SETS], 3)
        values = {name: list(map(str, vocabulary_of(name))) for name in names}
        return {name: chance.sample(some, max(1, len(some) // 3)) for name, some in values.items()}

    rows = [row(place, *(way() for _ in range(10))) for place in range(30)]
    found = problems_of(document(axes=[{"id": "all", "title": "All", "rows": [*rows, LAST]}]))
    assert str(found[-1]) == (
        "axes.all: has rows that overlap in too many ways to check; write fewer of them"
    )


def test_a_page_of_blanks_is_checked_as_one_blank() -> None:
    """The check's patterns would try each of them against all the others, for minutes."""
    blanks = " \n\t" * 1_000
    (said,) = statements({"title": f"The chair is{blanks}away "})
    assert said.text == "The chair is away"
