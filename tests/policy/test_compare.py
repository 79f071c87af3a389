"""Two policies side by side: nothing that differs is missed, and each difference is a sentence."""

import json
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from typing import Any, Final

import pytest
from pydantic import ValidationError

from tenants.policy import Policy, policy_from, scotton, shipped_policy
from tenants.policy.compare import Comparison, compare
from tenants.policy.council_policy import shipped_policies
from tenants.policy.document_differences import Difference, document_differences
from tenants.policy.duties import DueRule, Trigger

Steps = tuple[str | int, ...]
PARTS = [(name, part) for name in shipped_policies() for part in shipped_policy(name).document]
OTHERS: Final[Mapping[str, Mapping[str, str]]] = {
    "risk": {"unlikely": "risk", "risk": "high_risk", "high_risk": "risk"},
    "told": {"regulator": "people", "people": "regulator", "full_council": "people"},
    "counted_from": {"aware": "occurred", "occurred": "suspected", "suspected": "aware"},
    "kind": {
        "at_once": "next_meeting",
        "next_meeting": "without_undue_delay",
        "without_undue_delay": "at_once",
    },
}
"""Other values where a word is one of a few; every other word is changed by adding to it."""


def leaves(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in pairs:
        if isinstance(inner, dict | list):
            yield from leaves(inner, (*steps, step))
        else:
            yield (*steps, step), inner


def lists(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, list[Any]]]:
    if isinstance(value, list):
        yield steps, value
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in pairs:
        if isinstance(inner, dict | list):
            yield from lists(inner, (*steps, step))


def other(steps: Steps, leaf: Any) -> Any:
    if isinstance(leaf, bool):
        return not leaf
    if isinstance(leaf, int):
        return leaf + 1
    names = [step for step in steps if isinstance(step, str)]
    if names[-1] == "kind" and names[-2] != "due":
        return f"{leaf}x"
    if names[-1].endswith("_on"):
        return "2031-05-06"
    return OTHERS.get(names[-1], {}).get(leaf, f"{leaf}x")


def with_leaf(policy: Policy, steps: Steps, value: Any) -> Policy:
    return replace(policy, document=_changed(policy.document, steps, lambda: value))


def without(policy: Policy, steps: Steps) -> Policy:
    return replace(policy, document=_changed(policy.document, steps))


def _changed(value: Any, steps: Steps, leaf: Any = None) -> Any:
    """Copy only what lies on the way, so that the rest is known to be the same."""
    first, *rest = steps
    copied = copy(value)
    if rest:
        copied[first] = _changed(value[first], tuple(rest), leaf)
    elif leaf:
        copied[first] = leaf()
    else:
        del copied[first]
    return copied


def read_by(steps: Steps) -> tuple[Steps, Any, Any]:
    """Give the line or the time that a leaf belongs to, what reads it, and another in its place."""
    for place, step in enumerate(steps):
        if step == "due":
            return steps[: place + 1], DueRule, {"kind": "within", "hours": 5}
        if step == "applies" or steps[place - 1 : place] == ("thresholds",):
            return steps[: place + 1], Trigger, {"rating": 99}
    return steps, None, None


def is_refused(policy: Policy, steps: Steps) -> bool:
    """Say whether the format has no such line or time, so that it can never be compared."""
    beginning, reader, _ = read_by(steps)
    if reader is None:
        return False
    value: Any = policy.document
    for step in beginning:
        value = value[step]
    try:
        reader.model_validate(value)
    except ValidationError:
        return True
    return False


def whole(steps: Steps) -> tuple[Steps, Any]:
    beginning, _, instead = read_by(steps)
    return beginning, instead


def assert_found(found: tuple[Difference, ...], part: str) -> None:
    assert found
    for each in found:
        assert each.part == part
        assert each.place.startswith(part)
        assert each.was != each.now
        assert each.sentence.endswith((".", ".”"))
        assert each.sentence[0].isupper() or each.sentence[0] in '“"'


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_no_leaf_of_any_shipped_policy_can_change_unseen(name: str, part: str) -> None:
    policy = shipped_policy(name)
    for steps, leaf in leaves({part: policy.document[part]}):
        changed = with_leaf(policy, steps, other(steps, leaf))
        if is_refused(changed, steps):
            changed = with_leaf(policy, *whole(steps))
        assert_found(document_differences(policy, changed), part)
        assert_found(document_differences(changed, policy), part)


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_nothing_can_be_left_out_or_put_in_another_order_unseen(name: str, part: str) -> None:
    policy = shipped_policy(name)
    for steps, entries in lists({part: policy.document[part]}):
        for number in range(len(entries)):
            fewer = without(policy, (*steps, number))
            if is_refused(fewer, steps):
                fewer = with_leaf(policy, *whole(steps))
            assert_found(document_differences(policy, fewer), part)
            assert_found(document_differences(fewer, policy), part)
        if entries[1:] and entries != entries[::-1]:
            turned = with_leaf(policy, steps, entries[::-1])
            assert_found(document_differences(policy, turned), part)
    if part not in ("id", "title", "version"):
        assert_found(document_differences(policy, without(policy, (part,))), part)


@pytest.mark.parametrize("name", shipped_policies())
def test_a_policy_does_not_differ_from_itself_read_again(name: str) -> None:
    policy = shipped_policy(name)
    again = policy_from(json.loads(policy.as_text()))
    assert compare(policy, again) == Comparison((), ())


def amended(changes: Mapping[str, Any]) -> Policy:
    return policy_from({**scotton().document, **changes})


def entry(part: str, number: int, changes: Mapping[str, Any]) -> Policy:
    """Give the model policy with one entry of a list changed; None leaves a key out."""
    entries = list(scotton().document[part])
    changed = {**entries[number], **changes}
    entries[number] = {key: value for key, value in changed.items() if value is not None}
    return amended({part: entries})


def row(number: int, changes: Mapping[str, Any]) -> Policy:
    axes = list(scotton().document["axes"])
    rows = list(axes[0]["rows"])
    rows[number] = {**rows[number], **changes}
    axes[0] = {**axes[0], "rows": rows}
    return replace(scotton(), document={**scotton().document, "axes": axes})


COLUMN = "in the column “People who could be affected”"
FEW, HOW_MANY = "It is about fewer than 5 people.", "How many people is the information about?"
LADDER = scotton().ladders[0].sentence
WEEKEND = ["saturday", "sunday"]
SENTENCES = [
    (
        amended({"thresholds": {"full_council": 4}}),
        "thresholds.full_council",
        "The full council is told at an overall rating of 4 or more instead of 3 or more.",
    ),
    (
        amended({"thresholds": {"full_council": "regulator"}}),
        "thresholds.full_council",
        (
            "The full council is told when the regulator must be told instead of at an "
            "overall rating of 3 or more."
        ),
    ),
    (
        amended({"thresholds": {"full_council": 3, "people": "risk"}}),
        "thresholds.people",
        "The people are told when there is a risk to people; before, only the law's line held.",
    ),
    (
        amended({"thresholds": {}}),
        "thresholds.full_council",
        (
            "The policy no longer says when the full council is told; it was at an overall "
            "rating of 3 or more."
        ),
    ),
    (
        amended({"alert_hours": [48, 2]}),
        "alert_hours",
        "Alerts go out 48 and 2 hours before the time is up instead of 48, 24, 6 and 1.",
    ),
    (
        amended({"office_hours": {"start": "09:30", "until": "13:00", "days": ["monday"]}}),
        "office_hours",
        (
            "The office is open from 09:30 to 13:00 on Monday instead of from 09:00 to 17:00, "
            "Monday to Friday."
        ),
    ),
    (
        amended({"quiet_hours": {"start": "00:00", "until": "00:00", "days": WEEKEND}}),
        "quiet_hours",
        (
            "The quiet hours are all day from 00:00 on Saturday and Sunday instead of from 21:00 "
            "to 07:00 every day."
        ),
    ),
    (
        amended({"quiet_hours": "none"}),
        "quiet_hours",
        "The quiet hours are none instead of from 21:00 to 07:00 every day.",
    ),
    (
        entry("ladders", 0, {"about": "reports"}),
        "ladders.reports.about",
        (f"The contact ladder “{LADDER}”: it is climbed for reports instead of for everything."),
    ),
    (
        entry("ladders", 0, {"hours": "out_of_hours"}),
        "ladders.reports.hours",
        (
            f"The contact ladder “{LADDER}”: it is climbed out of office hours instead of at all "
            "hours."
        ),
    ),
    (
        row(7, {"rating": 2}),
        "axes.individuals.rows.individuals-1.rating",
        f"The row “{FEW}” {COLUMN}: it is rated 2 instead of 1.",
    ),
    (
        row(7, {"when": [{"people_affected": {"at_least": 2, "at_most": 3}}]}),
        "axes.individuals.rows.individuals-1.when",
        (
            f"The row “{FEW}” {COLUMN}: it now takes the cases where “{HOW_MANY}” is "
            f"answered 2 to 3, and it no longer takes those where “{HOW_MANY}” is answered 2 "
            "to 4."
        ),
    ),
    (
        row(7, {"when": []}),
        "axes.individuals.rows.individuals-1.when",
        (
            f"The row “{FEW}” {COLUMN}: it now takes every case that is left, and it no "
            f"longer takes those where “{HOW_MANY}” is answered 2 to 4."
        ),
    ),
    (
        row(7, {"exception": True}),
        "axes.individuals.rows.individuals-1.exception",
        f"The row “{FEW}” {COLUMN}: it may now come before worse rows.",
    ),
    (
        entry("ladders", 0, {"rungs": [{"to": "clerk"}, {"to": "chair", "after_hours": 4}]}),
        "ladders.reports.rungs.chair.after_hours",
        (
            f"The contact “Chair of the Parish Council” in the contact ladder “{LADDER}”: it is "
            "written to after 4 hours instead of 0 hours."
        ),
    ),
    (
        entry("ladders", 0, {"rungs": [{"to": "chair"}, {"to": "clerk"}]}),
        "ladders.reports.rungs",
        f"The contacts in the contact ladder “{LADDER}” stand in another order.",
    ),
    (
        entry("obligations", 1, {"due": {"hours": 24}}),
        "obligations.policy-full-council.due",
        (
            "The duty “Report the breach straight to every councillor, because of its "
            "rating.”: it is due within 24 hours of becoming aware instead of at once."
        ),
    ),
    (
        amended({"notes": scotton().document["notes"][1:]}),
        "notes.scale",
        (
            "The note “The policy's text speaks of a scale from 1 to 6, but its table runs "
            "from 0 to 6. The table stands.” is gone."
        ),
    ),
    (
        amended({"clauses": [{"id": "late", "kind": "delay_reason", "sentence": "Say why."}]}),
        "clauses.late",
        "The clause “Say why.” is new.",
    ),
    (
        amended({"public_return": {"sentence": "Every May.", "nil_return": True}}),
        "public_return",
        "The public return is new.",
    ),
    (
        amended({"review": {"next_on": "2027-05-06"}}),
        "review.next_on",
        "The review: the day of the next review is new: “6 May 2027”.",
    ),
    (amended({"version": "2"}), "version", "The version is “2” instead of “2026-1”."),
]


@pytest.mark.parametrize(("new", "place", "sentence"), SENTENCES)
def test_what_differs_is_said_in_a_plain_sentence(new: Policy, place: str, sentence: str) -> None:
    said = {each.place: each.sentence for each in compare(scotton(), new).differences}
    assert said[place] == sentence


def test_both_texts_stand_beside_the_sentence() -> None:
    (found,) = compare(scotton(), amended({"thresholds": {"full_council": 4}})).differences
    assert found.part == "thresholds"
    assert found.was == "at an overall rating of 3 or more"
    assert found.now == "at an overall rating of 4 or more"
    longer = entry("clauses", 0, {"sentence": "A breach is anything. " * 8})
    (reworded,) = compare(scotton(), longer).differences
    assert reworded.sentence.endswith("the wording reads differently.")
    assert reworded.was == scotton().clauses[0].sentence
    assert reworded.now == "A breach is anything. " * 8


def test_the_same_line_written_otherwise_is_named_as_that() -> None:
    named = [{**rung, "name": f"Level {rung['value']}"} for rung in scotton().document["scale"]]
    by_name = amended({"scale": named, "thresholds": {"full_council": "Level 3"}})
    by_value = amended({"scale": named})
    (found,) = compare(by_value, by_name).differences
    assert found.sentence.endswith("written otherwise and means the same.")
    assert (found.was, found.now) == ('{"rating": 3}', '{"rating": "Level 3"}')
    assert compare(by_value, by_name).cases == ()


def test_the_published_cases_that_come_out_differently_are_named_in_words() -> None:
    cases = compare(scotton(), amended({"thresholds": {"full_council": 6}})).cases
    assert cases
    for each in cases:
        assert each.becomes[0].what == "tell_full_council"
        assert each.sentence.startswith(f"In the published case “{each.case.title}” (EDPB")
        assert "The full council would not hear of it." in each.sentence
    assert compare(scotton(), amended({"thresholds": {"full_council": 3}})).cases == ()


def test_two_policies_of_different_kinds_can_be_set_side_by_side() -> None:
    for name in shipped_policies():
        there = compare(scotton(), shipped_policy(name))
        back = compare(shipped_policy(name), scotton())
        assert len(there.differences) == len(back.differences)
        assert [each.case.id for each in there.cases] == [each.case.id for each in back.cases]


def test_the_comparison_is_always_the_same_and_plain_json() -> None:
    first, second = (compare(scotton(), shipped_policy("mudford")).as_json() for _ in range(2))
    assert json.dumps(first) == json.dumps(second)
    assert json.loads(json.dumps(first)) == first
    assert {"part", "place", "was", "now", "sentence"} == set(first["differences"][0])
    assert {"case", "title", "source", "sentence", "becomes"} == set(first["cases"][0])
