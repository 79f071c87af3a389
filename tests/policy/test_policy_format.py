"""What a policy document gets wrong is named with its place and with what to write instead."""

from collections.abc import Mapping
from typing import Any

import pytest

from tenants.policy import Problem, policy_from, problems_of
from tenants.policy.tables import OneOf, Within
from tests.policy.little_policy import document

ROW = {"id": "few", "rating": 1, "sentence": "Few people."}
MANY = {"id": "many", "rating": 2, "sentence": "Many people."}
TEN = {"people_affected": {"at_least": 10}}
JUDGEMENT = {"id": "how-bad", "question": "How bad is it?"}
DUTY = {
    "id": "tell",
    "sentence": "Tell.",
    "to_whom": "chair",
    "applies": "always",
    "due": "at once",
}
LOW_HIGH = [{"value": 1, "meaning": "Low.", "name": "low"}, {"value": 2, "meaning": "High."}]


def axis(*rows: Mapping[str, Any], name: str = "people") -> dict[str, Any]:
    return {"id": name, "title": "People", "rows": list(rows)}


def rows(*when: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give an axis whose one row with conditions has these."""
    return [axis({**MANY, "when": list(when)}, ROW)]


def duty(**changes: Any) -> list[dict[str, Any]]:
    return [{**DUTY, **changes}]


def problem(**changes: Any) -> Problem:
    (found,) = problems_of(document(**changes))
    return found


def test_the_little_policy_is_right() -> None:
    assert problems_of(document()) == ()


@pytest.mark.parametrize(
    ("changes", "place", "wrong", "instead"),
    [
        ({"colour": 1}, "colour", "the format has no such key", "remove it"),
        ({"title": None}, "title", "None cannot be used", "write words in quotation marks"),
        ({"title": ""}, "title", "'' cannot be used", "write at least 1 character"),
        ({"axes": 3}, "axes", "3 cannot be used", "write a list"),
        ({"axes": {"id": "people"}}, "axes", "{'id': 'people'} cannot be used", "write a list"),
        (
            {"axes": rows({"intent": 1})},
            "axes[0].rows[0].when[0].intent",
            "1 cannot",
            "write a list",
        ),
        ({"id": "Little one"}, "id", "'Little one' is no id", "write small letters, digits"),
        (
            {"alert_hours": [0]},
            "alert_hours[0]",
            "0 cannot",
            "write a number greater than or equal",
        ),
        ({"alert_hours": [1.5]}, "alert_hours[0]", "1.5 cannot be used", "write a whole number"),
        ({"review": {"last_on": "May"}}, "review.last_on", "'May' cannot", "write a date, such as"),
        ({"review": []}, "review", "[] cannot be used", "write keys with values"),
        (
            {"responsibilities": [{"act": "rest", "by": ["clerk"]}]},
            "responsibilities[0].act",
            "'rest' is not allowed",
            "'receive'",
        ),
    ],
)
def test_a_wrong_shape_is_named(
    changes: dict[str, Any], place: str, wrong: str, instead: str
) -> None:
    found = problem(**changes)
    assert found.place == place
    assert wrong in found.wrong
    assert instead in found.instead


def test_both_ways_to_write_a_rating_are_offered_at_once() -> None:
    found = problem(axes=[axis({**MANY, "rating": 1.5, "when": [TEN]}, ROW)])
    assert found.place == "axes[0].rows[0].rating"
    assert found.instead == "write a whole number, or write words in quotation marks"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"persons": ["many"]}, '"persons" is not a fact; write the name of one: kinds, cause,'),
        ({"intent": ["malice"]}, '"malice" is not a value of "intent"; write one of: accident, de'),
        ({"intent": []}, '"intent" needs a list of values; write some of: accident, deliberate'),
        ({"intent": {"at_least": 1}}, '"intent" needs a list of values'),
        ({"kinds": [3]}, '"3" is not a value of "kinds"'),
        ({"exposure": ["not_yet_known"]}, '"not_yet_known" is not a value of "exposure"'),
        ({"people_affected": {}}, '"people_affected" is a count; write bounds such as'),
        ({"people_affected": {"over": 3}}, "is a count; write bounds such as"),
        ({"people_affected": {"at_least": True}}, "is a count; write bounds such as"),
        ({"people_affected": {"not_yet_known": 1}}, "is a count; write bounds such as"),
        ({"people_affected": {"at_least": 9, "at_most": 5}}, "can never be at least 9 and at most"),
        ({"people_affected": {"at_most": -1}}, "is never met, whatever the answers; write bounds"),
        ({"people_affected": {"not_yet_known": False}}, "is never met, whatever the answers"),
        ({}, "has an empty alternative; write at least one fact in it"),
        (
            {"people_affected": {"at_least": 9, "at_most": 5}},
            "write the smaller number first",
        ),
        ({"risk_to_people": {"at_least": 1}}, '"risk_to_people" is never within these bounds; wri'),
    ],
)
def test_a_wrong_criterion_is_named_with_its_row(when: Mapping[str, Any], words: str) -> None:
    found = problem(axes=rows(when))
    assert found.place.startswith("axes.people.rows[0] (many)")
    assert words in str(found)


@pytest.mark.parametrize(
    ("axes", "words"),
    [
        ([axis()], "axes.people: has no rows; write at least one row"),
        (
            [axis({**MANY, "when": [TEN]}, {**ROW, "when": [{"people_affected": {"at_most": 8}}]})],
            "axes.people: no row takes the case that people_affected is not_yet_known; write a",
        ),
        (
            [
                axis(
                    {**MANY, "when": [TEN]},
                    {**ROW, "when": [{"people_affected": {"at_most": 8, "not_yet_known": True}}]},
                )
            ],
            "axes.people: no row takes the case that people_affected is 9; write a last row",
        ),
        (
            [axis(MANY, ROW)],
            (
                "axes.people.rows[0] (many): has no `when`, so later rows are never reached; write "
                "it last"
            ),
        ),
        (
            [
                axis(
                    {**MANY, "when": [TEN]},
                    {**MANY, "id": "more", "when": [{"people_affected": {"at_least": 50}}]},
                    ROW,
                )
            ],
            (
                "axes.people.rows[1] (more): is never reached where people_affected is 50, since "
                "many come first; write it before them, or leave it out"
            ),
        ),
        (
            [
                axis(
                    {**ROW, "id": "secret", "when": [{"protection": ["encrypted_key_safe"]}]},
                    {**MANY, "when": [TEN]},
                    ROW,
                )
            ],
            (
                "axes.people.rows[1] (many): is worse than secret, which overlaps with it above; "
                "write it first, or `exception = true` in secret"
            ),
        ),
        (
            [axis({**MANY, "id": "few", "when": [TEN]}, ROW)],
            "axes.people.rows[1] (few): has an id that another row has",
        ),
    ],
)
def test_rows_that_do_not_fit_together_are_named(axes: list[Any], words: str) -> None:
    assert words in str(problem(axes=axes))


@pytest.mark.parametrize(
    "bounds",
    [
        {"at_least": 3},
        {"at_most": 0},
        {"at_least": 2, "at_most": 1},
        {"at_most": 2, "not_yet_known": True},
        {"over": 1},
        {"at_least": True},
        {},
    ],
)
def test_bounds_that_no_rung_lies_within_are_named_with_their_row(bounds: dict[str, Any]) -> None:
    when = [{"people": bounds}]
    two = [{**MANY, "id": "grave", "when": when}, {**ROW, "id": "slight"}]
    (found,) = problems_of(document(overall={"rows": two}))
    assert found.place == "overall.rows[0] (grave).when"
    assert found.wrong == '"people" is never within these bounds'
    assert found.instead == "write a list of values"


@pytest.mark.parametrize(
    ("bounds", "rungs"),
    [({"at_least": 2}, {2}), ({"at_most": 1}, {1}), ({"at_least": 1, "at_most": 1}, {1})],
)
def test_bounds_on_a_rating_take_the_rungs_within_them(
    bounds: dict[str, int], rungs: set[int]
) -> None:
    two = [{**MANY, "id": "grave", "when": [{"people": bounds}]}, {**ROW, "id": "slight"}]
    scale = [{"value": value, "meaning": "A rung."} for value in (1, 2)]
    policy = policy_from(document(scale=scale, overall={"rows": two}))
    assert policy.overall is not None
    assert policy.overall.rows[0].when[0][0] == OneOf("people", frozenset(rungs))


def test_a_count_of_exactly_so_many_can_be_asked_for() -> None:
    exactly = {"people_affected": {"at_least": 7, "at_most": 7}}
    policy = policy_from(document(axes=rows(exactly)))
    assert policy.axes[0].table.rows[0].when == ((Within("people_affected", 7, 7),),)


DELIBERATE = {"intent": ["deliberate"]}
PHISHING = {"cause": ["phishing"], "intent": ["deliberate", "accident"]}


def test_a_milder_row_is_found_behind_one_that_is_not() -> None:
    rows = [
        {**MANY, "id": "meant", "when": [DELIBERATE]},
        {**ROW, "id": "phished", "when": [{"cause": ["phishing"]}]},
        {**MANY, "when": [TEN]},
    ]
    found = problem(axes=[axis(*rows, ROW)])
    assert found.place == "axes.people.rows[2] (many)"
    assert found.wrong == "is worse than phished, which overlaps with it above"


def test_rows_do_not_compete_for_what_a_worse_row_has_taken_from_both() -> None:
    rows = [
        {**MANY, "id": "meant", "when": [DELIBERATE]},
        {**ROW, "id": "phished", "when": [PHISHING]},
        {**MANY, "when": [{**TEN, "intent": ["deliberate", "not_yet_known"]}]},
    ]
    assert problems_of(document(axes=[axis(*rows, ROW)])) == ()


def test_all_rows_that_come_first_are_named() -> None:
    rows = [
        {**MANY, "id": "meant", "when": [DELIBERATE]},
        {**MANY, "id": "not-meant", "when": [{"intent": ["accident", "not_yet_known"]}]},
        {**MANY, "when": [TEN]},
    ]
    found = problems_of(document(axes=[axis(*rows, ROW)]))
    assert "since meant, not-meant come first" in found[0].wrong


def test_a_milder_row_may_come_first_where_it_says_so() -> None:
    secret = {"id": "secret", "rating": 1, "sentence": "Secret.", "exception": True}
    secret["when"] = [{"protection": ["encrypted_key_safe"]}]
    assert problems_of(document(axes=[axis(secret, {**MANY, "when": [TEN]}, ROW)])) == ()


def test_the_last_row_may_have_criteria_where_nothing_is_left_out() -> None:
    rest = {"people_affected": {"at_most": 9, "not_yet_known": True}}
    right = [axis({**MANY, "when": [TEN]}, {**ROW, "when": [rest]})]
    assert problems_of(document(axes=right)) == ()


def test_levels_that_are_always_found_leave_no_gap_behind() -> None:
    both = [
        {"id": "grave", "rating": 2, "sentence": "Grave.", "when": [{"people": [2]}]},
        {"id": "slight", "rating": 1, "sentence": "Slight.", "when": [{"people": [1]}]},
    ]
    assert problems_of(document(overall={"rows": both})) == ()
    risk = [
        {**MANY, "when": [{"risk_to_people": ["risk", "high_risk"]}]},
        {**ROW, "when": [{"risk_to_people": ["unlikely"]}]},
    ]
    assert problems_of(document(axes=[axis(*risk)])) == ()


def test_a_judgement_may_be_missing_and_a_row_must_take_that() -> None:
    yes_no = [
        axis({**MANY, "when": [{"how-bad": ["yes"]}]}, {**ROW, "when": [{"how-bad": ["no"]}]})
    ]
    found = problem(judgements=[JUDGEMENT], axes=yes_no)
    assert "no row takes the case that how-bad is not_yet_known" in str(found)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"axes": [axis({**ROW, "rating": 7})]},
            "axes.people.rows[0] (few).rating: 7 is not on the",
        ),
        ({"axes": [axis({**ROW, "rating": "1"})]}, '"1" is not on the scale; write 1, 2'),
        (
            {"scale": LOW_HIGH[:1], "thresholds": {"people": 2}},
            "thresholds.people: 2 is not on the",
        ),
        (
            {"scale": LOW_HIGH, "thresholds": {"people": 3}},
            '3 is not on the scale; write 1, 2, "low"',
        ),
        ({"obligations": duty(applies="grave")}, '(tell).applies: "grave" is not on the scale'),
        ({"scale": [], "axes": [], "thresholds": {"people": 1}}, "write a scale first"),
        ({"scale": LOW_HIGH[::-1]}, "scale: does not rise from row to row; write each value once"),
        (
            {"scale": [{**rung, "name": "low"} for rung in LOW_HIGH]},
            "scale: has one name twice; write each name once",
        ),
        (
            {"axes": [{**axis(ROW), "scale": LOW_HIGH}]},
            "axes.people.scale: is a ladder of its own; write an `[overall]` table",
        ),
        (
            {"thresholds": {"people": "people"}},
            "thresholds.people.told: rests on who is told, which",
        ),
        ({"thresholds": {"regulator": "full_council"}}, "thresholds.regulator.told: rests on who"),
        ({"obligations": duty(by="mayor")}, '"mayor" is no party of the policy; write a party of'),
        ({"judgements": [{**JUDGEMENT, "page": "p9"}]}, 'judgements.how-bad.page: "p9" is no page'),
        (
            {"judgements": [{**JUDGEMENT, "id": "kinds"}]},
            'judgements.kinds: "kinds" is already the',
        ),
        (
            {"judgements": [{**JUDGEMENT, "id": "overall"}]},
            '"overall" is already the name of a fact',
        ),
        (
            {"judgements": [{**JUDGEMENT, "id": "people"}]},
            'axes.people: "people" is already the name',
        ),
        ({"axes": [axis(ROW, name="exposure")]}, 'axes.exposure: "exposure" is already the name'),
        ({"obligations": duty() * 2}, "obligations (tell): has an id that another has"),
        (
            {"thresholds": {"people": {"when": [{}]}}},
            "thresholds.people.when: has an empty alternat",
        ),
        (
            {"thresholds": {"people": {"when": [{"x": ["y"]}]}}},
            'thresholds.people.when[0]: "x" is n',
        ),
    ],
)
def test_names_and_rungs_that_nothing_else_has_are_named(
    changes: dict[str, Any], words: str
) -> None:
    found = [str(each) for each in problems_of(document(**changes))]
    assert any(words in each for each in found), found


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        (["no", "yes", "no"], "judgements.how-bad.answers (no)"),
        (["no", "not_yet_known"], "judgements.how-bad.answers (not_yet_known)"),
    ],
)
def test_an_answer_of_judgement_stands_once_and_is_an_answer(
    answers: list[str], place: str
) -> None:
    offered = [{"value": value, "label": value} for value in answers]
    found = problem(judgements=[{**JUDGEMENT, "answers": offered}])
    assert found.place == place
    assert "has an id that another has" in found.wrong


def test_faults_of_different_kinds_are_named_together() -> None:
    found = problems_of(
        document(
            axes=[axis({**MANY, "rating": 7, "when": [{"persons": ["many"]}]}, ROW)],
            obligations=duty(by="mayor", applies=9),
        )
    )
    assert len(found) == 4, found
