"""`parish-breach policy ...`: JSON on standard output, or one clear error and status 2."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.servers import LocalServers
from tenants.console import main
from tenants.policy import FACTS
from tenants.policy.council_policy import shipped_policies
from tenants.policy.documents import shipped
from tests.councils import TestCouncil

CASE = {
    "kinds": ["confidentiality"],
    "cause": "emailed_to_wrong_recipient",
    "intent": "accident",
    "people_affected": 12,
    "recipient": "known_person",
}
LITTLE = """
id = "little"
title = "Little policy"
version = "1"
scale = [
  { value = 0, name = "Green", meaning = "Small." },
  { value = 1, name = "Red", meaning = "Big." },
]
[[judgements]]
id = "widely-felt"
question = "Would the whole village feel it?"
[[axes]]
id = "weight"
title = "Weight"
[[axes.rows]]
id = "big"
rating = "Red"
sentence = "The whole village would feel it."
when = [{ widely-felt = ["yes"] }]
[[axes.rows]]
id = "small"
rating = "Green"
sentence = "It is small."
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.json").write_text(json.dumps(CASE))
    (tmp_path / "little.toml").write_text(LITTLE)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    status = main(["policy", *arguments])
    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    return json.loads(said.out)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    try:
        status = main(["policy", *arguments])
    except SystemExit as stopped:
        status = int(str(stopped.code))
    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    return said.err


def test_the_schema_describes_every_fact_and_every_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    schema = answer(capsys, "schema")
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {*(fact.name for fact in FACTS), "judgements"}
    for fact in FACTS:
        described = schema["properties"][fact.name]
        assert fact.question in described["description"]
        values = described.get("items", described).get("oneOf", [])
        known = [value["const"] for value in values if value["const"] is not None]
        assert known == [value.value for value in fact.values]
        assert all(value["description"] for value in values)


def test_the_schema_of_a_policy_names_what_a_person_judges(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    judged = answer(capsys, "schema", "--policy", "little.toml")["properties"]["judgements"]
    assert list(judged["properties"]) == ["widely-felt"]
    assert judged["additionalProperties"] is False


def test_the_format_is_described_key_by_key(capsys: pytest.CaptureFixture[str]) -> None:
    described = answer(capsys, "format")
    assert {"id", "title", "scale", "axes", "thresholds"} <= set(described["properties"])


def test_an_assessment_holds_all_that_was_promised(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    said = answer(capsys, "assess", "facts.json", "--aware-at", "2026-11-22T18:40+00:00")
    assert set(said["ratings"]) == {"individuals", "reputation", "overall"}
    assert said["risk_to_people"] == "risk"
    assert (said["notify_regulator"], said["tell_people"]) == (True, False)
    due = next(each["due"] for each in said["obligations"] if each["id"] == "tell-regulator")
    assert (due["hours"], due["at"]) == (72, "2026-11-25T18:40:00+00:00")
    assert all({"rule", "sentence", "citation", "facts"} <= set(each) for each in said["because"])
    lengths = [len(each["facts"]) for each in said["would_change"]]
    assert lengths == sorted(lengths)
    assert set(lengths) == {1, 2}
    assert said["nearest_case"]
    assert said["second_opinion"]["score"] > 0


def test_facts_may_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"people_affected": 3}')))
    assert answer(capsys, "assess", "-")["ratings"]["individuals"] == 1


def test_a_judgement_decides_and_a_rung_has_its_name(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "facts.json").write_text('{"judgements": {"widely-felt": "yes"}}')
    said = answer(capsys, "assess", "facts.json", "--policy", "little.toml")
    assert said["ratings"] == {"weight": 1, "overall": 1}
    assert said["rating_words"] == {"weight": "Red", "overall": "Red"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "facts.json is not JSON"),
        ("[]", "the facts: write a JSON object"),
        ('{"people": 3}', "people: there is no such fact. Use one of: kinds, cause"),
        ('{"recipient": "aliens"}', "recipient: 'aliens' is not an answer to it. Use one of: nob"),
        ('{"recipient": ["public"]}', "recipient: ['public'] is not an answer to it. Use one"),
        ('{"kinds": "integrity"}', "kinds: 'integrity' is not a list of answers. Use one of: con"),
        ('{"kinds": ["sadness"]}', "kinds: 'sadness' is not an answer to it. Use one of: conf"),
        ('{"particulars": ["safety", "none_of_these"]}', 'particulars: "none_of_these" stands al'),
        ('{"people_affected": -1}', "people_affected: -1 is not between 0 and"),
        ('{"people_affected": true}', "people_affected: True is not a whole number"),
        ('{"people_affected": 1.5}', "people_affected: 1.5 is not a whole number"),
        ('{"people_affected": NaN}', "NaN is no number; write a whole number"),
        ('{"intent": "accident", "intent": "deliberate"}', '"intent" stands twice in one pl'),
        ('{"judgements": {"mood": "bad"}}', "judgements.mood: Data breach policy (Scotton model)"),
        ('{"judgements": "yes"}', "judgements: 'yes' does not give each"),
        ("[" * 5000, "it is nested too deeply"),
    ],
)
def test_bad_facts_are_refused_by_field_with_what_is_allowed(
    capsys: pytest.CaptureFixture[str], folder: Path, text: str, words: str
) -> None:
    (folder / "facts.json").write_text(text)
    said = refusal(capsys, "assess", "facts.json")
    assert said.startswith("parish-breach: ")
    assert words in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("assess", "none.json"), "none.json cannot be read: No such file or directory"),
        (("assess", "."), ". cannot be read: Is a directory"),
        (("assess", "binary"), "binary cannot be read: it is not UTF-8 text"),
        (("assess", "facts.json", "--policy", "nowhere"), "Give a file, or one of: "),
        (("assess", "facts.json", "--aware-at", "yesterday"), "'yesterday' is no time"),
        (("assess", "facts.json", "--aware-at", "2026-11-22T18:40"), "has no time zone"),
        (("assess", "facts.json", "--aware-at", "9999-12-31T23:00+00:00"), "Check the year"),
        (("assess", "facts.json", "--aware-at", "0001-01-01T00:00+14:00"), "Check the year"),
        (("assess", "facts.json", "--next-meeting", "soon"), "--next-meeting: 'soon' is no day"),
        (("assess", "facts.json", "--next-meeting", ""), "--next-meeting: '' is no day"),
        (("assess", "facts.json", "--next-meeting", "9999-12-31"), "--next-meeting: write a year"),
        (("assess", "facts.json", "--policy", ""), "a file's name is empty. Give a file, or one"),
        (("assess", "no\x1bsuch"), "no\\x1bsuch cannot be read"),
        (("lint", "scotton", "--on", "9999-12-31"), "--on: write a year from"),
        (("lint", "facts.json"), "kinds: the format has no such key"),
        (("lint", "binary"), "it is not UTF-8 text"),
        (("compare", "scotton", "nowhere"), "nowhere cannot be read"),
        (("replay", "--policy", "scotton"), "give either a file of breaches, or a council"),
        (("replay", "facts.json", "--policy", "scotton"), "facts.json: write a list"),
        (("sing",), "invalid choice: 'sing'"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_printed(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    (folder / "binary").write_bytes(b"\xff\xfe\x00\x01")
    assert words in refusal(capsys, *arguments)


def test_a_faulty_policy_is_refused_with_every_place(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    faulty = LITTLE.replace('rating = "Red"', 'rating = "Blue"').replace("widely-felt =", "felt =")
    (folder / "little.toml").write_text(faulty)
    said = refusal(capsys, "assess", "facts.json", "--policy", "little.toml")
    assert said.startswith("parish-breach: little.toml: policy cannot be used")
    assert "axes.weight.rows[0] (big).rating" in said
    assert '"Blue" is not on the scale; write' in said
    assert '"felt" is not a fact' in said


@pytest.mark.parametrize("name", shipped_policies())
def test_every_policy_that_comes_along_can_be_checked(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status = main(["policy", "lint", name, "--on", "2026-11-22"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    faults = [each for each in findings if each["weight"] != "advice"]
    assert status == (1 if faults else 0)
    assert all(each["place"] and each["reason"] and each["mend"] for each in findings)


def test_two_policies_are_set_side_by_side(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "stricter.toml").write_text(
        shipped("policies/scotton.toml").replace("full_council = 3", "full_council = 2")
    )
    said = answer(capsys, "compare", "scotton", "stricter.toml")
    assert [each["place"] for each in said["differences"]] == ["thresholds.full_council"]
    assert answer(capsys, "compare", "scotton", "scotton")["differences"] == []


def test_a_register_is_replayed_under_a_draft(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "stricter.toml").write_text(
        shipped("policies/scotton.toml").replace("full_council = 3", "full_council = 2")
    )
    (folder / "register.json").write_text(json.dumps([{"reference": "2026-001", "facts": CASE}]))
    said = answer(capsys, "replay", "register.json", "--policy", "stricter.toml")
    assert said["total"] == 1
    assert [each["reference"] for each in said["replayed"]] == ["2026-001"]
    assert "full council" in said["sentences"][0]


@pytest.mark.parametrize("reference", [7, "", " ", "a\nb", "\ud800", "long" * 100])
def test_a_register_is_refused_where_a_reference_is_no_name(
    capsys: pytest.CaptureFixture[str], folder: Path, reference: object
) -> None:
    (folder / "register.json").write_text(json.dumps([{"reference": reference, "facts": {}}]))
    assert "breach 0: reference: " in refusal(
        capsys, "replay", "register.json", "--policy", "mudford"
    )


def test_a_councils_own_register_is_replayed_and_left_as_it_was(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    council: TestCouncil,
    servers: LocalServers,
) -> None:
    for name, value in servers.environment.items():
        monkeypatch.setenv(name, value)
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    reference = council.report(start)
    council.receive(reference, start)
    council.appoint(reference, start)
    council.rate(reference, start)
    said = answer(capsys, "replay", "--council", council.slug, "--policy", "mudford")
    assert said["total"] == 1
    assert [each["reference"] for each in said["replayed"]] == [reference]
    assert "No council has the address" in refusal(
        capsys, "replay", "--council", "nowhere", "--policy", "mudford"
    )
