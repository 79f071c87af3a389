"""Every policy that comes with the engine, through every page that could change it; and the tools
with which a document is changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tenants.policy import shipped_policy
from tenants.policy.council_policy import shipped_policies
from tenants.policy.policy_format import PlainPolicy
from tests.webapp.conftest import settings_without_servers
from webapp import create_app
from webapp.policy.amending.document import (
    as_kept,
    id_from,
    index_of,
    key_of,
    opened,
    with_entry,
    with_entry_moved,
    with_value,
    without,
)
from webapp.policy.amending.form import NOBODYS
from webapp.policy.amending.parts import PARTS
from webapp.policy.amending.place import Here, Shape, find_place
from webapp.policy.amending.scale import follow_rung

MANY = [(name, part.name) for name in shipped_policies() for part in PARTS]


@pytest.fixture(scope="module")
def bare_app() -> Iterator[Flask]:
    """The service with no database behind it: these pages are never shown."""
    app = create_app(settings_without_servers())
    yield app
    app.extensions["database"].close()


def forms_under(here: Here) -> Iterator[Here]:
    """Walk every place below one that has a form."""
    if not here.is_list:
        yield here
        return
    for each in here.each():
        yield each
        for part in each.part.inner:
            yield from forms_under(each.inside(part))


def spelled(value: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Walk every key of a document, without the numbers of lists."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*keys, key)
            yield from spelled(each, (*keys, key))
    elif isinstance(value, list):
        for each in value:
            yield from spelled(each, keys)


@pytest.mark.parametrize(("policy", "part"), MANY, ids=[f"{p}-{part}" for p, part in MANY])
def test_no_page_changes_what_nobody_touched(bare_app: Flask, policy: str, part: str) -> None:
    document = opened(shipped_policy(policy).document)
    kept = as_kept(document)
    with bare_app.test_request_context():
        for here in forms_under(find_place(document, part, PARTS)):
            form = here.part.form.opened(here, NOBODYS)
            assert as_kept(form.change(here)) == kept, here.where


@pytest.mark.parametrize("policy", shipped_policies())
def test_every_entry_is_found_under_its_own_address(policy: str) -> None:
    document = opened(shipped_policy(policy).document)
    for part in PARTS:
        for here in forms_under(find_place(document, part.name, PARTS)):
            assert find_place(document, here.where, PARTS).entry_way == here.entry_way


def test_every_part_of_the_format_has_a_page() -> None:
    reached = {part.at[0] for part in PARTS if part.at}
    reached |= {key for part in PARTS if part.shape == Shape.ONE for key in part.lines}

    assert set(PlainPolicy.model_fields) - reached == {"format"}


def test_a_change_leaves_the_document_that_it_came_from_alone() -> None:
    document = {"notes": [{"id": "a"}, {"id": "b"}]}

    with_value(document, ("notes", 0, "id"), "c")
    with_entry(document, ("notes",), {"id": "d"})
    with_entry_moved(document, ("notes",), 0, 1)
    without(document, ("notes", 1))

    assert document == {"notes": [{"id": "a"}, {"id": "b"}]}


def test_a_list_that_is_not_there_yet_is_made() -> None:
    assert with_entry({}, ("overall", "rows"), {"id": "a"}) == {"overall": {"rows": [{"id": "a"}]}}
    assert with_value({}, ("thresholds", "people"), {"always": True}) == {
        "thresholds": {"people": {"always": True}}
    }


def test_an_entry_at_the_end_is_moved_no_further() -> None:
    document = {"notes": [{"id": "a"}, {"id": "b"}]}

    assert with_entry_moved(document, ("notes",), 0, -1) == document
    assert with_entry_moved(document, ("notes",), 1, 1) == document


def test_entries_of_one_id_have_addresses_of_their_own() -> None:
    entries = [{"id": "a"}, {"id": "new"}, {"id": "a"}]

    keys = [key_of(entries, place, "id") for place in range(3)]

    assert keys == ["a", "new~1", "a~2"]
    assert [index_of(entries, key, "id") for key in keys] == [0, 1, 2]
    assert index_of(entries, "a~3", "id") is None


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("Tell the Clerk!", "tell-the-clerk"),
        ("Cyngor Tref Caernarfôn", "cyngor-tref-caernarfon"),
        ("", "entry"),
        ("…", "entry"),
        ("new", "new-2"),
        ("taken", "taken-2"),
        ("x" * 90, "x" * 40),
        (
            "one two three four five six seven eight nine ten",
            "one-two-three-four-five-six-seven-eight",
        ),
    ],
)
def test_ids_are_made_of_words(words: str, made: str) -> None:
    assert id_from(words, {"taken"}) == made


def test_a_rung_whose_number_and_word_change_is_followed_everywhere() -> None:
    document = {
        "scale": [{"value": 1, "name": "Low", "meaning": "x"}],
        "axes": [
            {"id": "a", "title": "A", "rows": [{"id": "r", "rating": "Low"}]},
            {
                "id": "b",
                "title": "B",
                "scale": [{"value": 1, "meaning": "y"}],
                "rows": [{"id": "s", "rating": 1, "when": [{"a": ["Low"]}]}],
            },
        ],
        "overall": {"rows": [{"id": "o", "rating": 1, "when": [{"a": [1], "b": [1]}]}]},
        "thresholds": {"people": {"rating": "Low"}},
        "obligations": [
            {"id": "d", "applies": {"when": [{"overall": {"at_least": 1}, "cause": ["other"]}]}},
            {"id": "e", "applies": {"always": True}},
        ],
    }

    changed = follow_rung(document, None, document["scale"][0], {"value": 4, "name": "High"})

    assert changed["axes"][0]["rows"][0]["rating"] == "High"
    assert changed["axes"][1]["rows"][0] == {"id": "s", "rating": 1, "when": [{"a": ["High"]}]}
    assert changed["overall"]["rows"][0]["rating"] == 4
    assert changed["overall"]["rows"][0]["when"] == [{"a": [4], "b": [1]}]
    assert changed["thresholds"]["people"] == {"rating": "High"}
    assert changed["obligations"][0]["applies"]["when"] == [
        {"overall": {"at_least": 4}, "cause": ["other"]}
    ]
    assert changed["obligations"][1]["applies"] == {"always": True}
