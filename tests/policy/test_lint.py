"""A policy checked like code: what contradicts itself, what is missing, who is left alone."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tenants.policy import Policy, policy_from, scotton, shipped_policy
from tenants.policy.council_policy import shipped_policies
from tenants.policy.lint import Weight, lint
from tests.policy.mending import ON, amended, found, mended, saying, sound

ADVICE, FAULT = Weight.ADVICE, Weight.FAULT


def entries(policy: Policy, part: str, number: int, changes: Mapping[str, Any]) -> Policy:
    """Give the policy with one entry of a list changed; None leaves a key out."""
    every = list(policy.document[part])
    changed = {**every[number], **changes}
    every[number] = {key: value for key, value in changed.items() if value is not None}
    return amended(policy, {part: every})


def test_the_model_policy_is_found_to_contradict_itself_and_to_be_out_of_date() -> None:
    places = {each.id: each.place for each in lint(scotton(), on=ON)}
    assert places["scale-stated-otherwise"] == "clauses.scale.states_scale"
    assert places["principle-7"] == "clauses.guidance.cites[0]"
    assert places["no-review-date"] == "review"
    assert {"no-72-hours", "no-delay-reason", "no-phases", "no-register"} <= set(places)


def test_a_policy_that_is_mended_as_the_check_says_is_sound() -> None:
    assert lint(sound(), on=ON) == ()
    assert lint(sound()) == ()


@pytest.mark.parametrize("name", shipped_policies())
def test_every_mend_that_shows_what_to_write_can_be_pasted_and_helps(name: str) -> None:
    policy = shipped_policy(name)
    for finding in lint(policy, on=ON):
        better = mended(policy, finding)
        assert better is not None
        assert finding not in lint(better, on=ON)


@pytest.mark.parametrize("name", shipped_policies())
def test_findings_are_for_a_clerk_and_come_in_a_fixed_order(name: str) -> None:
    findings = lint(shipped_policy(name), on=ON)
    order = [list(Weight).index(each.weight) for each in findings]
    assert order == sorted(order)
    assert findings == lint(shipped_policy(name), on=ON)
    assert len({(each.id, each.place) for each in findings}) == len(findings)
    for each in findings:
        assert each.reason.endswith((".", ")"))
        assert each.mend.partition("\n")[0].endswith((".", ".”"))


def test_a_finding_is_plain_json() -> None:
    plain = lint(scotton(), on=ON)[0].as_json()
    assert json.loads(json.dumps(plain)) == plain
    assert plain == {
        "id": "scale-stated-otherwise",
        "place": "clauses.scale.states_scale",
        "reason": "This speaks of a scale from 1 to 6, but the scale runs from 0 to 6.",
        "mend": "Say the same in both places: write “0 to 6” here, or change the scale."
        "\nstates_scale = [0, 6]",
        "weight": "fault",
    }


# --- the scale and its table
@pytest.mark.parametrize(
    "sentence",
    [
        "The rating is on a scale of 1 to 6.",
        "The rating is on a scale from one to six.",
        "We use a 1-6 scale.",
        "The scale runs from 0 to 5.",
        "Each breach is put on a six-point scale.",
        "How severe a breach is, is rated from 1 to 6.",
        "Its severity is given as 1 - 10.",
    ],
)
def test_words_that_speak_of_another_scale_are_found(sentence: str) -> None:
    finding = found(saying(sound(), sentence))["scale-stated-otherwise"]
    assert finding.place == "clauses.said.sentence"
    assert finding.weight is FAULT


@pytest.mark.parametrize(
    "sentence",
    [
        "The rating is on a scale of 0 to 6.",
        "We use a seven-point scale.",
        "The scale counts up to 1 to 20 people as little.",
        "Breaches rated 3 to 6 go to the full council.",
        "Breaches rated 0 to 2 stay with the clerk.",
        "The severity grows with more than 5 to 20 people.",
        "It is rated 3 or above and goes to the full council.",
        "The clerk rates it within 24 hours.",
        "Between 1 and 6 people may look after it.",
        "A breach of 5 to 20 people is rated 2.",
    ],
)
def test_words_that_agree_with_the_scale_are_left_alone(sentence: str) -> None:
    assert lint(saying(sound(), sentence), on=ON) == ()


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("A breach rated 7 is very bad.", "rating-off-the-scale"),
        ("From a rating of 10 on the police are told.", "rating-off-the-scale"),
        ("If it is rated 4 or above it goes to the full council.", "line-stated-otherwise"),
        ("Every rating of 2 or more is reported to all councillors.", "line-stated-otherwise"),
    ],
)
def test_numbers_that_the_table_does_not_have_are_found(sentence: str, name: str) -> None:
    assert set(found(saying(sound(), sentence))) == {name}


def test_a_question_of_the_form_that_asks_for_other_ratings_is_found() -> None:
    question = {"id": "rated", "text": "What is the rating, 1 to 6?", "answered_by": "record"}
    form = [{**sound().document["form"][0], "questions": [question]}, *sound().document["form"][1:]]
    finding = found(amended(sound(), {"form": form}))["scale-stated-otherwise"]
    assert finding.place == "form.report.questions.rated.text"


@pytest.mark.parametrize(
    ("rung", "meaning", "name"),
    [
        (2, "Rating 4: it is bad.", "rung-named-otherwise"),
        (2, "3: it is bad.", "rung-named-otherwise"),
        (2, "Bad; the full council hears of it from here on.", "line-stated-otherwise"),
        (2, "Rating 2: up to 20 people.", ""),
        (2, "Worse than a rating of 1.", ""),
        (2, "5 - 20 people.", ""),
        (3, "Bad; the full council hears of it from here on.", ""),
    ],
)
def test_a_rung_that_speaks_of_another_rung_or_line_is_found(
    rung: int, meaning: str, name: str
) -> None:
    findings = lint(entries(sound(), "scale", rung, {"meaning": meaning}), on=ON)
    places = {each.id: each.place for each in findings}
    assert places == ({name: f"scale.{rung}.meaning"} if name else {})


def test_moving_the_line_without_its_words_is_found() -> None:
    moved = amended(sound(), {"thresholds": {**sound().document["thresholds"], "full_council": 4}})
    finding = found(moved)["line-stated-otherwise"]
    assert finding.place == "scale.3.meaning"
    assert finding.reason.endswith("from there on, but the line is 4.")


def test_rungs_on_which_no_breach_can_stand_are_found() -> None:
    scale = [*sound().document["scale"], {"value": 7, "meaning": "The end of it."}]
    above = found(amended(sound(), {"scale": scale}))
    assert above["rung-never-reached"].place == "scale.7"
    axes = [sound().document["axes"][0], {**sound().document["axes"][1]}]
    axes[1]["rows"] = [row for row in axes[1]["rows"] if row["rating"] != 0]
    below = found(amended(sound(), {"axes": axes}))["rung-never-reached"]
    assert below.place == "scale.0"
    bare = {"id": "x", "title": "X", "version": "1", "scale": sound().document["scale"]}
    assert "scale-without-table" in found(policy_from(bare))


def test_an_overall_row_that_waits_for_a_rating_that_never_comes_leaves_its_rung_empty() -> None:
    grid = shipped_policy("example-grid")
    assert "rung-never-reached" not in found(grid)
    axes = [dict(axis) for axis in grid.document["axes"]]
    axes[0]["rows"] = [axes[0]["rows"][-1]]
    empty = [each.place for each in lint(amended(grid, {"axes": axes}), on=ON)]
    assert "axes.harm.scale.5" in empty


def test_a_scale_that_is_spoken_of_but_not_there_is_found() -> None:
    bare = policy_from({"id": "x", "title": "X", "version": "1"})
    clause = {"id": "s", "kind": "scale", "sentence": "It is put on a scale of 1 to 5."}
    spoken = amended(bare, {"clauses": [clause]})
    assert "the policy has no scale" in found(spoken)["scale-stated-otherwise"].reason


# --- what must not be missing
HOURS = {"seventy_two_hours": "no-72-hours", "delay_reason": "no-delay-reason"}
MISSED = {"in_phases": "no-phases", "register": "no-register", "tell_people": "no-telling-people"}


@pytest.mark.parametrize(
    "kinds", [HOURS, {"delay_reason": "no-delay-reason"}, *({k: MISSED[k]} for k in MISSED)]
)
def test_each_clause_is_missed_when_it_is_not_there(kinds: Mapping[str, str]) -> None:
    clauses = [each for each in sound().document["clauses"] if each["kind"] not in kinds]
    missed = found(amended(sound(), {"clauses": clauses}))
    assert set(missed) == set(kinds.values())
    for finding in missed.values():
        assert finding.place == "clauses"
        assert finding.weight is FAULT
        assert "(UK GDPR Art. 3" in finding.reason


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no-72-hours", "The ICO must hear of it within seventy-two hours."),
        ("no-delay-reason", "A late report explains the delay to the ICO."),
        ("no-phases", "We may send the ICO a phased report."),
        ("no-register", "Every incident is entered in the breach log."),
        ("no-telling-people", "At a high risk we notify the residents."),
    ],
)
def test_other_words_for_the_same_thing_are_understood(name: str, sentence: str) -> None:
    assert name in found(scotton())
    assert name not in found(saying(scotton(), sentence))


def test_a_duty_says_as_much_as_a_clause() -> None:
    told = {"applies": "always", "sentence": "Do it."}
    hours = {"id": "a", "to_whom": "regulator", "due": {"days": 3}, **told}
    register = {"id": "b", "to_whom": "register", "due": "at once", **told}
    people = {"id": "c", "to_whom": "people", "due": "at once", **told, "applies": "high_risk"}
    policy = amended(scotton(), {"obligations": [hours, register, people]})
    assert not {"no-72-hours", "no-register", "no-telling-people"} & set(found(policy))


def test_a_note_explains_and_settles_nothing() -> None:
    notes = [{"id": "n", "sentence": "It cites principle 7 and speaks of a scale of 1 to 9."}]
    assert lint(amended(sound(), {"notes": notes}), on=ON) == ()
    assert "no-72-hours" in found(scotton())  # its notes do speak of them


# --- who does what
@pytest.mark.parametrize("act", ["assess", "decide", "notify_regulator"])
def test_an_act_that_nobody_has_is_found(act: str) -> None:
    others = [each for each in sound().document["responsibilities"] if each["act"] != act]
    finding = found(amended(sound(), {"responsibilities": others}))[
        f"nobody-{act.replace('_', '-')}"
    ]
    assert finding.place == "responsibilities"
    assert finding.weight is FAULT


def test_a_duty_with_somebody_to_do_it_makes_them_responsible() -> None:
    others = [e for e in sound().document["responsibilities"] if e["act"] != "notify_regulator"]
    duty = {
        "id": "tell",
        "by": "clerk",
        "to_whom": "regulator",
        "applies": "regulator",
        "due": {"hours": 72},
        "sentence": "Tell the regulator.",
    }
    changes = {"responsibilities": others, "obligations": [duty, *sound().document["obligations"]]}
    assert lint(amended(sound(), changes), on=ON) == ()


def test_whoever_rates_and_signs_off_is_advised_to_let_somebody_else() -> None:
    both = [*sound().document["responsibilities"], {"act": "sign_off", "by": ["lead", "council"]}]
    (finding,) = lint(amended(sound(), {"responsibilities": both}), on=ON)
    assert (finding.id, finding.weight) == ("signs-own-work", ADVICE)
    assert finding.reason.startswith("“Lead Investigator” rates a breach and also signs it off")


def test_one_person_alone_is_advised_to_have_a_stand_in() -> None:
    alone = [
        {key: value for key, value in each.items() if key != "instead"}
        for each in sound().document["responsibilities"]
    ]
    (finding,) = lint(amended(sound(), {"responsibilities": alone}), on=ON)
    assert (finding.id, finding.weight) == ("nobody-stands-in", ADVICE)


@pytest.mark.parametrize(
    ("rungs", "name"),
    [
        ([{"to": "clerk", "channels": ["email", "phone"]}], "one-rung-ladder"),
        (
            [{"to": "clerk", "channels": ["phone"]}, {"to": "clerk", "after_hours": 4}],
            "one-rung-ladder",
        ),
        ([{"to": "clerk"}, {"to": "chair", "after_hours": 4}], "one-way-of-reaching"),
    ],
)
def test_a_ladder_that_leaves_the_clock_running_unheard_is_found(
    rungs: list[Any], name: str
) -> None:
    changed = entries(sound(), "ladders", 0, {"rungs": rungs})
    (finding,) = lint(changed, on=ON)
    assert (finding.id, finding.place) == (name, "ladders.reports.rungs")
    better = mended(changed, finding)
    assert better is not None
    assert lint(better, on=ON) == ()
    assert set(found(amended(sound(), {"ladders": []}))) == {"no-contact-ladder"}


# --- review, keeping, telling
@pytest.mark.parametrize(
    ("review", "on", "name"),
    [
        ({"months": 12}, ON, "no-review-date"),
        ({"at": "the meeting in May"}, None, "no-review-date"),
        ({"next_on": "2026-11-21"}, ON, "review-overdue"),
        ({"next_on": "2026-11-22"}, ON, ""),
        ({"next_on": "2026-11-21"}, None, ""),
        ({"last_on": "2025-11-21", "months": 12}, ON, "review-overdue"),
        ({"last_on": "2025-11-22", "months": 12}, ON, ""),
        ({"adopted_on": "2024-02-29", "months": 24}, ON, "review-overdue"),
        ({"adopted_on": "2026-01-31", "months": 13}, ON, ""),
        ({"last_on": "2027-01-02", "next_on": "2027-01-02"}, ON, "review-before-last"),
    ],
)
def test_a_review_without_a_day_or_after_its_day_is_found(
    review: Mapping[str, Any], on: date | None, name: str
) -> None:
    assert set(found(amended(sound(), {"review": review}), on)) == ({name} if name else set())


@pytest.mark.parametrize("what", ["all data", " ", "Records", "Our records and the other files"])
def test_a_rule_on_keeping_names_what_is_kept(what: str) -> None:
    changed = entries(sound(), "retention", 0, {"what": what})
    assert set(found(changed)) == {"retention-of-nothing"}
    assert found(entries(sound(), "retention", 0, {"what": "Logs of calls"})) == {}
    assert found(amended(sound(), {"retention": []}))["no-retention"].weight is ADVICE


def test_a_full_council_that_never_hears_of_a_breach_is_advised_against() -> None:
    deaf = {"thresholds": {}, "obligations": []}
    meaning = {"meaning": "Serious."}
    (finding,) = lint(entries(amended(sound(), deaf), "scale", 3, meaning), on=ON)
    assert (finding.id, finding.weight) == ("full-council-never-told", ADVICE)
