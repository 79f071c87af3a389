"""The model policy's table, cell by cell, and its boundaries."""

from typing import Any

import pytest

from tenants.policy import BreachFacts, assess, scotton

SMALL: dict[str, Any] = {
    "people_affected": 1,
    "data_subjects": ["customers"],
    "categories": ["basic_identifiers"],
    "revealing": "nothing_more",
    "particulars": ["none_of_these"],
    "identifiable_locally": "no",
    "protection": "none",
    "reputation_harm": "none",
    "media_interest": "very_unlikely",
    "councillor_involved": "no",
    "monetary_penalty": "no",
    "liability": ["none_of_these"],
}


def rated(axis: str, **changes: Any) -> int:
    assessment = assess(scotton(), BreachFacts.from_json({**SMALL, **changes}))
    return next(rating.rating for rating in assessment.ratings if rating.axis == axis)


@pytest.mark.parametrize(
    ("people", "rating"),
    [
        (0, 0), (1, 0), (2, 1), (4, 1), (5, 2), (20, 2), (21, 3), (100, 3), (101, 4), (1000, 4),
        (1001, 5), (1_000_000, 5), (None, 1),
    ],
)  # fmt: skip
def test_the_number_of_people_rates_as_in_the_table(people: int | None, rating: int) -> None:
    assert rated("individuals", people_affected=people) == rating


@pytest.mark.parametrize(
    ("changes", "rating"),
    [
        ({"liability": ["restitution"]}, 6),
        ({"liability": ["other_liability"]}, 6),
        ({"liability": ["extra_costs"]}, 6),
        ({"particulars": ["identity_fraud"]}, 5),
        ({"categories": ["official_documents"]}, 5),
        ({"particulars": ["sexual_or_mental_health"]}, 4),
        ({"particulars": ["vulnerable_people"]}, 4),
        ({"particulars": ["safety"]}, 4),
        ({"categories": ["sex_life"]}, 4),
        ({"data_subjects": ["children"]}, 4),
        ({"particulars": ["detailed_profile"]}, 3),
        ({"identifiable_locally": "yes", "revealing": "private"}, 3),
        ({"identifiable_locally": "yes", "revealing": "nothing_more"}, 0),
        ({"categories": ["health"]}, 2),
        ({"revealing": "sensitive"}, 2),
        ({"protection": "encrypted_key_safe"}, 0),
        ({"protection": "encrypted_key_safe", "people_affected": 5000}, 1),
        ({"protection": "encrypted_key_safe", "people_affected": None}, 1),
        ({"protection": "encrypted_key_safe", "liability": ["restitution"]}, 6),
        ({"protection": "encrypted_key_at_risk", "people_affected": 5000}, 5),
    ],
)
def test_what_the_information_is_rates_as_in_the_table(
    changes: dict[str, Any], rating: int
) -> None:
    assert rated("individuals", **changes) == rating


@pytest.mark.parametrize(
    ("changes", "rating"),
    [
        ({}, 0),
        ({"reputation_harm": "individual"}, 1),
        ({"media_interest": "possible"}, 1),
        ({"reputation_harm": "department"}, 2),
        ({"media_interest": "specialist"}, 2),
        ({"reputation_harm": "service"}, 3),
        ({"media_interest": "low_key"}, 3),
        ({"councillor_involved": "yes"}, 3),
        ({"reputation_harm": "council"}, 4),
        ({"media_interest": "local"}, 4),
        ({"media_interest": "national"}, 5),
        ({"monetary_penalty": "yes"}, 6),
        ({"reputation_harm": "not_yet_known"}, 1),
        ({"councillor_involved": "not_yet_known"}, 1),
    ],
)
def test_good_name_rates_as_in_the_table(changes: dict[str, Any], rating: int) -> None:
    assert rated("reputation", **changes) == rating


CELLS: dict[tuple[str, int], dict[str, Any]] = {
    ("individuals", 0): {"people_affected": 1},
    ("individuals", 1): {"people_affected": 4},
    ("individuals", 2): {"categories": ["trade_union_membership"]},
    ("individuals", 3): {"particulars": ["detailed_profile"]},
    ("individuals", 4): {"data_subjects": ["vulnerable_adults"]},
    ("individuals", 5): {"people_affected": 1001},
    ("individuals", 6): {"liability": ["extra_costs"]},
    ("reputation", 0): {"media_interest": "very_unlikely"},
    ("reputation", 1): {"media_interest": "possible"},
    ("reputation", 2): {"reputation_harm": "department"},
    ("reputation", 3): {"councillor_involved": "yes"},
    ("reputation", 4): {"media_interest": "local"},
    ("reputation", 5): {"media_interest": "national"},
    ("reputation", 6): {"monetary_penalty": "yes"},
}


def test_every_cell_of_the_table_is_named() -> None:
    axes = [axis.id for axis in scotton().axes]
    assert list(CELLS) == [(axis, rung.value) for axis in axes for rung in scotton().scale]


@pytest.mark.parametrize(("axis", "rating"), CELLS)
def test_a_cell_of_the_table_is_met_and_cites_itself(axis: str, rating: int) -> None:
    assessment = assess(scotton(), BreachFacts.from_json({**SMALL, **CELLS[axis, rating]}))
    (found,) = (each for each in assessment.ratings if each.axis == axis)
    assert found.rating == rating
    assert found.because.rule == f"{axis}-{rating}"
    assert f"table: {axis}, {rating}" in found.because.citation
    assert assessment.overall == max(each.rating for each in assessment.ratings)


@pytest.mark.parametrize("rating", [4, 5])
def test_a_rating_never_says_that_both_columns_matched(rating: int) -> None:
    """The higher column decides, so the scale's words hold when only one of the two is met."""
    meaning = next(rung.meaning for rung in scotton().scale if rung.value == rating)
    assert ", or " in meaning
    assert ";" not in meaning


@pytest.mark.parametrize("people", [1, 20, 21, 5000])
def test_the_full_council_is_told_from_three_upwards(people: int) -> None:
    assessment = assess(scotton(), BreachFacts.from_json({**SMALL, "people_affected": people}))
    assert assessment.tell_full_council is (people > 20)
    reasons = {because.rule for because in assessment.because}
    assert ("scotton-tell-full-council" in reasons) is (people > 20)


def test_the_higher_axis_decides() -> None:
    facts = BreachFacts.from_json({**SMALL, "people_affected": 10, "media_interest": "national"})
    assessment = assess(scotton(), facts)
    assert [rating.rating for rating in assessment.ratings] == [2, 5]
    assert assessment.overall == 5


def test_a_rating_says_why_and_whence() -> None:
    because = assess(scotton(), BreachFacts.from_json({**SMALL, "people_affected": 4})).because[0]
    assert because.rule == "individuals-1"
    assert because.citation == "Section 5, step 1, table: individuals, 1"
    assert because.facts == (("people_affected", 4),)


def test_the_model_has_the_scale_steps_form_and_notes() -> None:
    policy = scotton()
    assert [rung.value for rung in policy.scale] == [0, 1, 2, 3, 4, 5, 6]
    assert len(policy.steps) == 5
    assert [section.section[-1] for section in policy.form] == ["1", "2", "3"]
    assert policy.alert_hours == (48, 24, 6, 1)
    notes = {note.id: note.sentence for note in policy.notes}
    assert "0 to 6" in notes["scale"]
    assert "72 hours" in notes["seventy-two-hours"]


def test_what_is_not_known_about_a_loss_is_not_stated_as_a_fact() -> None:
    facts = BreachFacts.from_json(
        {**SMALL, "kinds": ["confidentiality"], "recipient": "public", "categories": ["health"]}
    )
    sentences = [because.sentence for because in assess(scotton(), facts).risk_because]
    about_a_loss = [words for words in sentences if "nothing that people need" in words.lower()]
    assert all(words.startswith("As far as is known") for words in about_a_loss)
    assert about_a_loss
