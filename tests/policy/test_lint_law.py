"""A policy checked against the law: where it asks for less, mixes up two lines, cites old law."""

from typing import Any

import pytest

from tenants.policy import Policy, law, policy_from, shipped_policy
from tenants.policy.conclusion import conclude
from tenants.policy.duties import DueRule, Told
from tenants.policy.lint import Weight, lint
from tenants.policy.lint_rules.due_times import longest_hours
from tenants.policy.lint_rules.example_cases import example_case, values_of
from tests.policy.mending import ON, amended, found, mended, saying, sound

WEAKER, FAULT, ADVICE = Weight.WEAKER_THAN_LAW, Weight.FAULT, Weight.ADVICE
BARE = {"id": "bare", "title": "Bare", "version": "1"}


def line(policy: Policy, **lines: Any) -> Policy:
    return amended(policy, {"thresholds": {**policy.document["thresholds"], **lines}})


def duty(policy: Policy, to_whom: str, applies: Any, due: Any = "at once", **more: Any) -> Policy:
    made = {"id": "d", "to_whom": to_whom, "applies": applies, "due": due, "sentence": "Do it."}
    every = [*policy.document["obligations"], {**made, **more}]
    return amended(policy, {"obligations": every})


# --- lines for telling somebody
@pytest.mark.parametrize("told", ["regulator", "people"])
@pytest.mark.parametrize(
    "drawn",
    [
        1,
        2,
        3,
        6,
        {"when": [{"recipient": ["criminal"]}]},
        {"when": [{"people_affected": {"at_least": 100}}], "rating": 5},
        {"told": ["full_council"]},
    ],
)
def test_a_line_that_is_weaker_than_the_law_is_shown_by_a_breach_that_falls_between(
    told: str, drawn: Any
) -> None:
    if drawn == {"told": ["full_council"]}:
        policy, place = duty(sound(), told, drawn), "obligations.d.applies"
    else:
        policy, place = line(sound(), **{told: drawn}), f"thresholds.{told}"
    finding = found(policy)[f"{told}-line-weaker"]
    assert finding.place == place
    assert finding.weight is WEAKER
    assert law().rule(f"tell-{told}").citation in finding.reason
    example = example_case(policy, law(), Told(told))
    assert example is not None
    assert f"“{example.case.title}”" in finding.reason
    then = conclude(policy, values_of(example.case, example.answers), law())
    assert law().asks_for(f"tell-{told}", then.risk_to_people)
    assert Told(told) not in then.asked_by_policy
    assert "d" not in then.duties
    better = mended(policy, finding)
    assert better is not None
    assert f"{told}-line-weaker" not in found(better)


def test_a_regulator_who_hears_of_high_risks_only_is_told_too_little() -> None:
    finding = found(line(sound(), regulator="high_risk"))["regulator-line-weaker"]
    assert finding.reason.startswith("This tells the regulator when there is a high risk to people")
    assert "unless a risk to people is unlikely" in finding.reason
    assert finding.reason.endswith("the law wants the regulator told, and this policy does not.")
    assert finding.mend.endswith('[thresholds]\nregulator = "risk"')
    by_duty = found(duty(sound(), "regulator", "high_risk", {"hours": 72}))
    assert by_duty["regulator-line-weaker"].place == "obligations.d.applies"


def test_an_example_needs_no_more_other_answers_than_the_gap_does() -> None:
    policy = line(sound(), people=1)
    example = example_case(policy, law(), Told.PEOPLE)
    assert example is not None
    assert 0 < len(example.answers) <= 4
    assert "answered" in found(policy)["people-line-weaker"].reason
    for left_out in example.answers:
        fewer = tuple(each for each in example.answers if each != left_out)
        then = conclude(policy, values_of(example.case, fewer), law())
        assert Told.PEOPLE in then.asked_by_policy or not law().asks_for(
            "tell-people", then.risk_to_people
        )


@pytest.mark.parametrize(
    "lines",
    [
        {"regulator": "risk"},
        {"regulator": "always"},
        {"regulator": 0},
        {"regulator": {"risk": "risk", "rating": 5}},
        {"people": "high_risk"},
        {"regulator": "risk", "people": "high_risk"},
        {"people": 0},
    ],
)
def test_a_line_that_is_the_laws_or_stricter_is_left_alone(lines: Any) -> None:
    assert lint(line(sound(), **lines), on=ON) == ()


def test_a_line_of_another_kind_without_a_gap_is_only_advised_against() -> None:
    """Every breach of which the law wants the regulator told is rated high here."""
    risky = {
        "id": "r",
        "rating": 2,
        "sentence": "A risk.",
        "when": [{"risk_to_people": ["risk", "high_risk"]}],
    }
    rest = {"id": "s", "rating": 1, "sentence": "None."}
    policy = policy_from(
        {
            **BARE,
            "scale": [{"value": 1, "meaning": "Low."}, {"value": 2, "meaning": "High."}],
            "axes": [{"id": "a", "title": "A", "rows": [risky, rest]}],
            "thresholds": {"regulator": 2},
        }
    )
    assert example_case(policy, law(), Told.REGULATOR) is None
    finding = found(policy)["regulator-line-by-rating"]
    assert finding.weight is ADVICE
    assert "No case was found" in finding.reason


def test_a_judgement_is_taken_at_its_mildest_when_a_gap_is_looked_for() -> None:
    grid = line(shipped_policy("example-grid"), regulator="Amber")
    reason = found(grid)["regulator-line-weaker"].reason
    assert "which the policy rates Green" in reason


@pytest.mark.parametrize(
    "lines",
    [
        {"people": "risk"},
        {"regulator": 0, "people": {"risk": "risk"}},
        {"regulator": 2, "people": 2},
    ],
)
def test_two_lines_that_are_drawn_as_one_are_found(lines: Any) -> None:
    finding = found(line(sound(), **lines))["two-lines-as-one"]
    assert finding.place == "thresholds.people"
    assert finding.weight is FAULT
    assert "A council may do more than the law asks" in finding.reason
    assert finding.mend.endswith('people = "high_risk"')


@pytest.mark.parametrize("applies", ["risk", "regulator"])
def test_a_duty_to_tell_people_by_the_regulators_line_is_found(applies: str) -> None:
    assert (
        found(duty(sound(), "people", applies))["two-lines-as-one"].place == "obligations.d.applies"
    )


def test_telling_people_earlier_by_choice_is_left_alone() -> None:
    said = "The law asks us to tell people at a high risk; we choose to tell them at any risk."
    assert lint(saying(line(sound(), people="risk"), said, "tell_people"), on=ON) == ()
    assert lint(line(sound(), regulator="always", people="always"), on=ON) == ()


def test_a_register_that_is_not_of_every_breach_is_weaker_than_the_law() -> None:
    without = [each for each in sound().document["clauses"] if each["kind"] != "register"]
    policy = duty(amended(sound(), {"clauses": without}), "register", "regulator")
    finding = found(policy)["register-not-of-every-breach"]
    assert finding.weight is WEAKER
    assert "UK GDPR Art. 33(5)" in finding.reason
    assert "register-not-of-every-breach" not in found(duty(sound(), "register", "regulator"))


# --- by when
@pytest.mark.parametrize(
    ("due", "is_late"),
    [
        ({"hours": 72}, False),
        ({"hours": 73}, True),
        ({"days": 3}, False),
        ({"days": 4}, True),
        ({"working_days": 1}, False),
        ({"working_days": 2}, True),
        ({"months": 1}, True),
        ({"hours": 96, "counted_from": "occurred"}, True),
        ("next meeting", True),
        ("at once", False),
        ("without undue delay", False),
    ],
)
def test_the_regulator_is_told_within_72_hours_in_whichever_unit(
    due: Any, *, is_late: bool
) -> None:
    findings = found(duty(sound(), "regulator", "risk", due))
    assert set(findings) == ({"regulator-told-late"} if is_late else set())
    if is_late:
        assert findings["regulator-told-late"].place == "obligations.d.due"
        assert findings["regulator-told-late"].weight is WEAKER


def test_a_duty_that_only_follows_up_may_come_later() -> None:
    first = duty(sound(), "regulator", "risk", {"hours": 48})
    later = {**first.document["obligations"][-1], "id": "later", "due": {"months": 1}}
    both = amended(first, {"obligations": [*first.document["obligations"], later]})
    assert lint(both, on=ON) == ()
    shown = [
        {**each, "shown_by": "regulator_told"} if each["id"] == "d" else each
        for each in both.document["obligations"]
    ]
    wider = amended(both, {"obligations": [*shown[:-1], {**shown[-1], "applies": "always"}]})
    assert lint(wider, on=ON) == ()


@pytest.mark.parametrize("due", ["next meeting", {"days": 4}, {"months": 1}, {"working_days": 4}])
def test_people_are_not_kept_waiting_for_a_meeting_or_for_days(due: Any) -> None:
    finding = found(duty(sound(), "people", "high_risk", due))["people-told-late"]
    assert finding.weight is WEAKER
    assert "without undue delay" in finding.reason
    assert lint(duty(sound(), "people", "high_risk", {"working_days": 2}), on=ON) == ()
    first = duty(sound(), "people", "high_risk")
    again = {**first.document["obligations"][-1], "id": "again", "due": {"months": 1}}
    both = amended(first, {"obligations": [*first.document["obligations"], again]})
    assert lint(both, on=ON) == ()


@pytest.mark.parametrize(
    ("due", "hours"),
    [
        ({"hours": 5}, 5),
        ({"days": 2}, 48),
        ({"working_days": 1}, 72),
        ({"working_days": 5}, 168),
        ({"working_days": 6}, 240),
        ({"months": 2}, 1344),
        ("at once", None),
    ],
)
def test_a_span_is_taken_at_its_longest(due: Any, hours: int | None) -> None:
    assert longest_hours(DueRule.model_validate(due)) == hours


# --- what sentences say
@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The ICO is told if there is a high risk.", "regulator-only-at-high-risk"),
        (
            "We report to the Information Commissioner where the risk is high.",
            "regulator-only-at-high-risk",
        ),
        ("The ICO is told within 5 working days.", "regulator-told-late"),
        ("We notify the regulator within one week of becoming aware.", "regulator-told-late"),
        (
            "The commissioner is informed no later than 96 hours after it is found.",
            "regulator-told-late",
        ),
        (
            "The regulator is told within 72 hours of the investigation being finished.",
            "hours-counted-late",
        ),
        ("The ICO hears within 72 hours after the next council meeting.", "hours-counted-late"),
        ("The ICO is told within 72 working hours.", "hours-counted-late"),
        ("The ICO is told within 72 hours, not counting weekends.", "hours-counted-late"),
    ],
)
def test_a_sentence_that_gives_the_regulator_less_is_found(sentence: str, name: str) -> None:
    findings = found(saying(sound(), sentence))
    assert name in findings
    assert findings[name].place == "clauses.said.sentence"
    assert findings[name].weight is WEAKER


@pytest.mark.parametrize(
    "sentence",
    [
        "The ICO is told within 72 hours of becoming aware, unless the assessment shows no risk.",
        "The regulator is told of a risk, and the people of a high risk.",
        "If there is a high risk, we tell the people as well as the ICO.",
        "The ICO is told within three days.",
        "The clerk is told within 5 working days, the ICO at once.",
        "We answer the insurer within one month.",
        "A high risk is one that could change somebody's life.",
        "The regulator is told within 24 hours.",
        "The host tells the council within 24 hours after its investigation.",
    ],
)
def test_a_sentence_that_gives_as_much_as_the_law_is_left_alone(sentence: str) -> None:
    assert lint(saying(sound(), sentence), on=ON) == ()


@pytest.mark.parametrize(
    ("kind", "sentence", "name"),
    [
        ("seventy_two_hours", "It is reported within 5 days.", "regulator-told-late"),
        ("seventy_two_hours", "It is reported within a week.", "regulator-told-late"),
        ("tell_people", "People at high risk are told within one month.", "people-told-late"),
        (
            "tell_people",
            "People at high risk are told after the next full meeting.",
            "people-told-late",
        ),
    ],
)
def test_a_clause_on_the_law_with_a_later_time_is_found(
    kind: str, sentence: str, name: str
) -> None:
    assert set(found(saying(sound(), sentence, kind))) == {name}
