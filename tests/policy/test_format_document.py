"""The document that teaches the policy format says what the format is."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

import pytest

from tenants.policy import (
    FACTS,
    BreachFacts,
    PolicyDocumentError,
    assess,
    load_policy,
    policy_from,
)
from tenants.policy.council_policy import shipped_policies
from tenants.policy.lint import Weight, lint
from tenants.policy.policy_format import Act, DataRole
from tenants.policy.schema import policy_schema
from tests.policy.situations import told

TEXT: Final = files("tenants.policy").joinpath("FORMAT.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"^```(\w+) ?(\w*)\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
FRAME: Final[dict[str, Any]] = {"id": "frame", "title": "A policy", "version": "1"}
AROUND: Final[dict[str, Any]] = {
    **FRAME,
    "scale": [
        {"value": 1, "name": "Low", "meaning": "Little."},
        {"value": 2, "name": "Medium", "meaning": "Some."},
        {"value": 3, "name": "High", "meaning": "Much."},
    ],
    "parties": [{"id": name, "name": name} for name in ("clerk", "chair", "adviser")],
}
"""What a piece of a document needs around it, where it does not bring it along."""


def _blocks(language: str, kind: str) -> list[str]:
    return [text for spoken, marked, text in BLOCKS if (spoken, marked) == (language, kind)]


def _whole(piece: str) -> dict[str, Any]:
    """Put the frame around a piece, as far as the piece does not say the same itself."""
    given = tomllib.loads(piece)
    if {"id", "title", "version"} <= set(given):
        return given
    parties = [*given.get("parties", []), *AROUND["parties"]]
    named = {party["id"]: party for party in reversed(parties)}
    return {**AROUND, **given, "parties": list(named.values())}


def _read(piece: str) -> None:
    try:
        whole = _whole(piece)
    except tomllib.TOMLDecodeError:
        load_policy(piece)
    else:
        policy_from(whole)


def _faulty() -> Iterator[tuple[str, str]]:
    for (_, marked, text), (language, _, said) in pairwise(BLOCKS):
        if marked == "faulty":
            assert language == "text"
            for line in said.splitlines():
                yield text, line


@pytest.mark.parametrize("piece", _blocks("toml", ""))
def test_every_example_of_the_format_can_be_read(piece: str) -> None:
    policy_from(_whole(piece))


@pytest.mark.parametrize(("piece", "words"), list(_faulty()))
def test_every_fault_is_named_in_the_words_that_the_document_gives(piece: str, words: str) -> None:
    with pytest.raises(PolicyDocumentError) as refused:
        _read(piece)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("breach", "rating"),
    [
        (BreachFacts(), "Moderate"),
        (told("mistake 9"), "Minor"),
        (told("mistake 10"), "Moderate"),
        (told("online 1 private"), "Moderate"),
        (told("online 100"), "Serious"),
        (told("mistake health"), "Serious"),
        (told("stolen 500 safety encrypted_key_safe"), "Minor"),
    ],
)
def test_the_policy_made_in_steps_rates_as_its_paper_does(breach: BreachFacts, rating: str) -> None:
    policy = load_policy("\n".join(_blocks("toml", "step")))
    assessment = assess(policy, breach)
    assert policy.word(assessment.overall) == rating
    assert assessment.tell_full_council == (rating == "Serious")
    assert ("policy-adviser" in assessment.duties) == (rating != "Minor")


def test_the_check_finds_no_fault_with_the_policy_made_in_steps() -> None:
    policy = load_policy("\n".join(_blocks("toml", "step")))
    found = lint(policy, on=date(2026, 11, 22))
    assert {each.weight for each in found} == {Weight.ADVICE}
    assert {each.id for each in found} == {"nobody-stands-in", "no-review-date"}


def test_facts_are_written_as_the_document_shows() -> None:
    one, many = (json.loads(text) for text in _blocks("json", ""))
    assert BreachFacts.from_json(one).people_affected == 12
    assert [BreachFacts.from_json(each["facts"]).people_affected for each in many] == [3]
    assert set(many[0]) == {"reference", "facts"}


def _in_code() -> set[str]:
    """Give every word that the sentences and tables set as code, outside the examples."""
    sentences = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", sentences))))


def _keys_and_values(schema: Mapping[str, Any]) -> Iterator[str]:
    for part in (schema, *schema["$defs"].values()):
        yield from part.get("properties", {})
        yield from part.get("enum", [])
        for each in part.get("properties", {}).values():
            yield from each.get("enum", [])


def test_every_key_and_every_closed_value_is_told_of() -> None:
    assert set(_keys_and_values(policy_schema())) - _in_code() == set()


def test_every_fact_and_every_answer_stands_in_the_list() -> None:
    rows = "\n".join(line for line in TEXT.splitlines() if line.startswith("| `"))
    listed = set(re.findall(r"`([a-z_]+)`", rows)) | {"not_yet_known"}
    for fact in FACTS:
        assert {fact.name, *(value.value for value in fact.values)} <= listed


def test_every_policy_that_comes_along_is_named() -> None:
    assert set(shipped_policies()) <= set(re.findall(r"`([a-z-]+)`", TEXT))


def test_a_policy_names_who_reports_and_who_stops_it() -> None:
    policy = policy_from(
        {
            **FRAME,
            "parties": [
                {"id": "everyone", "name": "Everyone", "place": "reporter"},
                {"id": "dpo", "name": "The adviser", "data_role": "data_protection_officer"},
            ],
            "responsibilities": [
                {"act": "report", "by": ["everyone"]},
                {"act": "contain", "by": ["everyone"], "advised_by": ["dpo"]},
            ],
        }
    )
    assert [each.act for each in policy.responsibilities] == [Act.REPORT, Act.CONTAIN]
    assert policy.parties[1].data_role is DataRole.DATA_PROTECTION_OFFICER


def test_a_policy_says_when_it_was_adopted() -> None:
    policy = policy_from({**FRAME, "review": {"adopted_on": "2026-02-26", "months": 24}})
    assert policy.review.adopted_on == date(2026, 2, 26)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("immediately", "at once"),
        ("at once", "at once"),
        ("at the next meeting", "at the next meeting"),
        ("next meeting", "at the next meeting"),
        ("without undue delay", "without undue delay"),
        ("24 hours", "within 24 hours of becoming aware"),
        ("within 2 working days", "within 2 working days of becoming aware"),
        ("1 month", "within 1 month of becoming aware"),
        ("without_undue_delay", "without undue delay"),
    ],
)
def test_a_due_time_is_written_in_the_words_of_a_paper(written: str, words: str) -> None:
    duty = {"id": "a", "to_whom": "b", "sentence": "c", "applies": "always", "due": written}
    (read,) = policy_from({**FRAME, "obligations": [duty]}).obligations
    assert read.due.words == words


@pytest.mark.parametrize("written", ["soon", "two days", "24 hours or so", "within"])
def test_a_due_time_in_other_words_is_refused_with_words_that_do(written: str) -> None:
    duty = {"id": "a", "to_whom": "b", "sentence": "c", "applies": "always", "due": written}
    with pytest.raises(PolicyDocumentError) as refused:
        policy_from({**FRAME, "obligations": [duty]})
    assert "obligations[0].due" in str(refused.value)
    assert "24 hours" in str(refused.value)
