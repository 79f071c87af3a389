"""What an obligation says of itself, and how it and a reason are held by JSON."""

import json
from datetime import UTC, date, datetime
from typing import Any

from tenants.policy import (
    Because,
    BreachFacts,
    Obligation,
    Policy,
    Times,
    assess,
    load_law,
    obligations,
    policy_from,
    scotton,
)
from tenants.policy.documents import shipped
from tests.policy.little_policy import document

HIGH = BreachFacts.from_json(
    {"recipient": "criminal", "revealing": "sensitive", "people_affected": 30}
)
TIMES = Times(
    suspected_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
    aware_at=datetime(2026, 7, 1, 9, tzinfo=UTC),
    next_meeting_on=date(2026, 7, 16),
)
DUTY = {
    "id": "tell",
    "by": "chair",
    "sentence": "Tell the insurer.",
    "to_whom": "insurer",
    "applies": "always",
    "due": {"working_days": 2, "counted_from": "suspected"},
    "section": "Section 9",
    "minimum_content": ["What happened", "What it may cost"],
}


def little(**changes: Any) -> Policy:
    parties = [{"id": "chair", "name": "Madam Chair", "place": "chair"}]
    return policy_from(document(parties=parties, obligations=[{**DUTY, **changes}]))


def last_of(policy: Policy, times: Times = TIMES) -> Obligation:
    return obligations(policy, assess(policy, HIGH), times)[-1]


def test_an_obligation_can_be_held_by_json() -> None:
    plain = last_of(little()).as_json()
    assert plain == {
        "id": "tell",
        "by": "chair",
        "to_whom": "insurer",
        "sentence": "Tell the insurer.",
        "due": {
            "kind": "within",
            "working_days": 2,
            "counted_from": "suspected",
            "at": "2026-07-02T23:30:00+00:00",
            "on": None,
            "words": "within 2 working days of the first suspicion",
        },
        "citation": "Little policy, Section 9",
        "minimum_content": ["What happened", "What it may cost"],
    }
    assert json.loads(json.dumps(plain)) == plain


def test_a_duty_of_nobody_in_particular_is_the_councils() -> None:
    plain = last_of(little(by=None, section="", due="next meeting")).as_json()
    assert plain["by"] == "council"
    assert plain["citation"] == "Little policy"
    assert plain["due"]["at"] is None
    assert plain["due"]["on"] == "2026-07-16"
    assert plain["due"]["words"] == "at the next meeting"


def test_a_duty_of_the_law_stands_in_the_words_and_by_the_name_of_its_day() -> None:
    duties = {d.id: d for d in obligations(scotton(), assess(scotton(), HIGH), TIMES)}
    regulator = duties["tell-regulator"]
    assert regulator.words == "within 72 hours of becoming aware"
    assert regulator.by == ""
    assert regulator.to_whom == "regulator"
    assert regulator.shown_by == "regulator_told"
    assert regulator.as_json()["due"]["at"] == "2026-07-04T09:00:00+00:00"
    assert duties["register"].to_whom == "register"
    assert duties["register"].words == "at once"
    assert duties["register"].citation == "UK GDPR Art. 33(5)"
    assert duties["register"].minimum_content[0] == "The facts of the breach"


def test_a_suspicion_alone_dates_the_law_but_counts_no_hours() -> None:
    suspected = Times(suspected_at=TIMES.suspected_at)
    duties = {d.id: d for d in obligations(scotton(), assess(scotton(), HIGH), suspected)}
    assert duties["tell-regulator"].due.at is None
    assert "Information Commissioner" in duties["tell-regulator"].sentence


def test_the_law_is_cited_as_it_stands_on_the_day_of_awareness() -> None:
    old = '[{ since = 2018-05-25, citation = "UK GDPR Art. 33(1)" }]'
    new = '[{ since = 2018-05-25, citation = "Old" }, { since = 2026-07-01, citation = "New" }]'
    changed = load_law(shipped("law.toml").replace(old, new))
    cited = {}
    for name, times in {
        "none": Times(),
        "june": Times(suspected_at=datetime(2026, 6, 30, 22, 59, tzinfo=UTC)),
        "july": TIMES,
    }.items():
        (told, *_) = obligations(scotton(), assess(scotton(), HIGH), times, changed)
        cited[name] = told.citation
    assert cited == {
        "none": "New; UK GDPR Art. 33(3)",
        "june": "Old; UK GDPR Art. 33(3)",
        "july": "New; UK GDPR Art. 33(3)",
    }


def test_a_duty_says_what_shows_that_it_was_done() -> None:
    assert last_of(little(shown_by="reported")).shown_by == "reported"
    assert last_of(little()).shown_by is None


def test_a_reason_comes_back_from_json_as_it_went() -> None:
    because = Because("row", "It is so.", "Section 1", (("kinds", ("a", "b")), ("people", 3)))
    plain = because.as_json()
    assert plain["facts"] == {"kinds": ["a", "b"], "people": 3}
    assert type(plain["facts"]["kinds"]) is list
    assert list(plain) == ["rule", "sentence", "citation", "facts"]
    assert Because.from_json(json.loads(json.dumps(plain))) == because


def test_what_the_policy_asks_beyond_the_law_brings_the_laws_duty_with_it() -> None:
    quiet = BreachFacts.from_json(
        {
            "kinds": ["confidentiality"],
            "protection": "encrypted_key_safe",
            "restoration": "not_lost",
            "people_affected": 1,
        }
    )
    for who in ("regulator", "people"):
        strict = policy_from(document(thresholds={who: "always"}))
        found = [each.id for each in obligations(strict, assess(strict, quiet), TIMES)]
        assert found == [f"tell-{who}", "register"]
    assert [each.id for each in obligations(little(), assess(little(), quiet), TIMES)] == [
        "register",
        "tell",
    ]


def test_a_time_of_awareness_counts_before_one_of_suspicion() -> None:
    """The regulator is the one of the day on which the council became aware."""
    text = shipped("law.toml")
    later = """
[[regulators]]
since = 2026-07-01
name = "Board"
short_name = "B"
phone = "1"
"""
    changed = load_law(text + later)
    times = Times(suspected_at=datetime(2026, 6, 1, 9, tzinfo=UTC), aware_at=TIMES.aware_at)
    (told, *_) = obligations(scotton(), assess(scotton(), HIGH), times, changed)
    assert "the Board " in told.sentence
    suspected = Times(suspected_at=times.suspected_at)
    (told, *_) = obligations(scotton(), assess(scotton(), HIGH), suspected, changed)
    assert "the Information Commissioner " in told.sentence
    (told, *_) = obligations(scotton(), assess(scotton(), HIGH), Times(), changed)
    assert "the Board " in told.sentence
