"""The regulator's form as data: its order, its own answers, and what is missing from a report."""

from tenants.policy import NOT_YET_KNOWN, Category, DataSubject
from tenants.policy.regulator_form import (
    PARTS,
    QUESTIONS,
    AnswerKind,
    Known,
    Minimum,
    Only,
    Situation,
    changed_questions,
    missing_minimum,
    not_yet_known,
    question,
    questions_for,
)

FIRST, SECOND = Situation(), Situation(is_follow_up=True)


def numbers_of(situation: Situation, **answers: object) -> list[str]:
    return [each.number for each in questions_for(situation, answers)]


def test_the_questions_stand_in_the_forms_order_in_its_six_parts() -> None:
    whole = [int(each.number.rstrip("abcde")) for each in QUESTIONS]
    assert sorted(set(whole)) == list(range(1, 26))
    assert whole == sorted(whole)
    assert len(PARTS) == 6
    assert PARTS[0].title == "About your report"


def test_the_answers_offered_are_the_forms_own() -> None:
    assert [each.label for each in question("likelihood").options][:5] == [
        "Very likely",
        "Likely",
        "Neutral",
        "Unlikely",
        "Very unlikely",
    ]
    assert len(question("categories").options) == 17
    assert question("data_subjects").label("customers") == "Customers or prospective customers"
    assert [each.label for each in question("impact").options] == [
        "High",
        "Medium",
        "Low",
        "Not yet known",
    ]


def test_what_the_engine_knows_fits_what_the_form_offers() -> None:
    for name, known in (("categories", Category), ("data_subjects", DataSubject)):
        offered = {each.value for each in question(name).options}
        assert offered == {*known, NOT_YET_KNOWN}


def test_only_what_was_read_in_the_form_counts_as_confirmed() -> None:
    confirmed = [each.number for each in QUESTIONS if each.status == Known.CONFIRMED]
    assert confirmed == ["1", "2", "2a", *"34567", "8", "8a", "9", "10", "11"]
    recalled = {each.number for each in QUESTIONS if each.status == Known.RECALLED}
    assert recalled == {"13a", "18", "21", "22a", "24"}
    assert question("people_told").options_status == Known.RECALLED


def test_each_question_is_asked_only_where_the_form_asks_it() -> None:
    plain = numbers_of(FIRST)
    assert not {"2a", "14", "18", "21"} & set(plain)
    assert {"14", "15", "16"} <= set(numbers_of(FIRST, is_cyber="yes"))
    assert "18" in numbers_of(Situation(is_late=True))
    assert {"2a", "21"} <= set(numbers_of(SECOND))
    assert "18" not in numbers_of(Situation(is_follow_up=True, is_late=True))


def test_everything_may_stay_not_yet_known_and_is_listed_then() -> None:
    asked = questions_for(FIRST, {})
    open_ones = [each.id for each in not_yet_known(asked, {})]
    assert "what_happened" in open_ones
    assert "report_type" not in open_ones
    assert "categories_other" not in open_ones
    answers = {"categories": ["other"], "what_happened": "A list", "records": NOT_YET_KNOWN}
    after = [each.id for each in not_yet_known(asked, answers)]
    assert "what_happened" not in after
    assert {"categories_other", "records"} <= set(after)


def test_what_the_law_wants_at_the_least_is_named_by_its_part() -> None:
    missing = missing_minimum({"what_happened": "A list", "consequences": "Spam"})
    assert [each.number for each in missing[Minimum.NATURE]] == ["8", "9", "10", "11"]
    assert missing[Minimum.CONSEQUENCES] == ()
    assert [each.number for each in missing[Minimum.MEASURES]] == ["20"]
    assert [each.number for each in missing[Minimum.CONTACT]] == ["25b", "25c"]


def test_what_changed_since_the_last_report_is_found_question_by_question() -> None:
    before = {"people": 30, "categories": ["health", "other"], "consequences": ""}
    after = {"people": 42, "categories": ["other", "health"], "consequences": "Upset"}
    assert [each.id for each in changed_questions(before, after)] == ["people", "consequences"]


def test_a_question_is_answered_as_its_kind_asks() -> None:
    for each in QUESTIONS:
        offers = each.kind in {AnswerKind.ONE, AnswerKind.SEVERAL}
        assert bool(each.options) is offers, each.id
        assert each.only <= set(Only)
        assert each.beside is None or each.beside.question in {other.id for other in QUESTIONS}
