"""What is wrong in a document is refused with its place, the fault and what to write."""

import tomllib

import pytest

from tenants.policy import (
    BreachFacts,
    PolicyDocumentError,
    RiskToPeople,
    assess,
    load_policy,
    problems_of,
)
from tests.policy.little_policy import TEXT

DUTY = """
[[obligations]]
id = "tell"
to_whom = "chair"
applies = "always"
section = "4"
sentence = "Tell the chair."
due = { kind = "within" }
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Little policy"', "", "title: is missing; write it"),
        ('title = "Little policy"', 'titel = "x"', "titel: the format has no such key"),
        ("rating = 2", "rating = 7", "rating: 7 is not on the scale; write 1, 2"),
        ("rating = 2", 'rating = "2"', 'rating: "2" is not on the scale; write 1, 2'),
        ("rating = 2", "rating = 1.5", "axes[0].rows[0].rating: 1.5 cannot be used"),
        ('id = "few"', 'id = "many"', "has an id that another row has; write an id of its own"),
        ('id = "few"', 'id = "Few rows"', "'Few rows' is no id"),
        ("people_affected", "persons", '"persons" is not a fact; write the name of one'),
        ("{ at_least = 10 }", '["many"]', "is a count; write bounds such as"),
        ("{ at_least = 10 }", "{ at_least = 10, at_most = 5 }", "can never be at least 10"),
        (
            "people_affected = { at_least = 10 }",
            'intent = ["malice"]',
            'axes.people.rows[0] (many).when: "malice" is not a value of "intent"; write one of:',
        ),
        ("people_affected = { at_least = 10 }", "", "has an empty alternative"),
        (
            'sentence = "Few people."',
            'sentence = "Few."\nwhen = [{ intent = ["accident"] }]',
            (
                "axes.people: no row takes the case that intent is deliberate and people_affected "
                "is not_yet_known; write a last row without `when`"
            ),
        ),
        ("when = [{ people_affected = { at_least = 10 } }]", "", "later rows are never reached"),
        ("months = 12", "months = 0", "review.months: 0 cannot be used"),
        (
            "[review]",
            DUTY + "[review]",
            "it needs a span, and one only; write { hours = 24 }, or { days = 3 }",
        ),
        ("[review]", "[thresholds]\nfull_council = 3\n[review]", "3 is not on the scale"),
        ("value = 2", "value = 1", "does not rise"),
        ('version = "1"', "version = ", "it is not TOML"),
    ],
)
def test_a_faulty_policy_is_refused_with_what_to_write(old: str, new: str, words: str) -> None:
    with pytest.raises(PolicyDocumentError) as refused:
        load_policy(TEXT.replace(old, new, 1))
    assert words in str(refused.value)


def test_every_fault_is_named_at_once() -> None:
    faulty = TEXT.replace("rating = 2", "rating = 7").replace("people_affected", "persons")
    with pytest.raises(PolicyDocumentError) as refused:
        load_policy(faulty)
    assert len(refused.value.problems) == 2


def test_the_law_wins_over_a_policy_that_asks_for_less() -> None:
    lax = load_policy(TEXT.replace("[review]", "[thresholds]\nregulator = 2\n[review]"))
    assessment = assess(lax, BreachFacts(people_affected=3))
    assert assessment.overall == 1
    assert assessment.notify_regulator
    assert "tell-regulator-floor" in [because.rule for because in assessment.because]


def test_a_policy_may_ask_for_more_than_the_law() -> None:
    strict = load_policy(TEXT.replace("[review]", "[thresholds]\npeople = 2\n[review]"))
    facts = BreachFacts.from_json({"people_affected": 50, "protection": "encrypted_key_safe"})
    settled = facts.replace(restoration="not_lost", kinds=["confidentiality"])
    assessment = assess(strict, settled)
    assert assessment.risk_to_people is RiskToPeople.UNLIKELY
    assert assessment.tell_people
    assert not assessment.notify_regulator


def test_a_policy_without_a_scale_has_no_rating() -> None:
    head, _, _ = TEXT.partition("[[axes]]")
    plain = head.replace("scale", "#", 1) + '[thresholds]\nfull_council = "risk"\n'
    assessment = assess(load_policy(plain), BreachFacts())
    assert assessment.ratings == ()
    assert assessment.overall is None
    assert assessment.tell_full_council


LITTLE = """
id = "little"
title = "Little policy"
version = "1"
[[parties]]
id = "clerk"
name = "Clerk"
"""
REGISTER = """
[[obligations]]
id = "register"
to_whom = "clerk"
applies = "always"
due = "at once"
sentence = "Write it down."
"""
LADDER = """
[[ladders]]
id = "reports"
sentence = "Who hears of a report."
rungs = [{ to = "clerk", after_hours = 4 }, { to = "clerk", after_hours = 2 }]
"""
QUESTION = """
[[judgements]]
id = "{id}"
question = "Is it bad?"
"""
SCALE = """
[[scale]]
value = 1
name = "{name}"
meaning = "Low."
[[scale]]
value = 2
meaning = "High."
"""


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (REGISTER, "obligations[0] (register): has the id of a law's; write an id of its own"),
        (LADDER, "ladders.reports.rungs: does not begin at 0 hours and go on from there; write"),
        (LADDER.replace("after_hours = 4", "after_hours = 0", 1), ""),
        (QUESTION.replace("{id}", "record"), "judgements (record): means the breach's own record"),
        (
            "".join(QUESTION.replace("{id}", f"question-{number}") for number in range(31)),
            "judgements: have more than 60 answers between them; write fewer questions",
        ),
        (SCALE.replace("{name}", "risk"), 'scale: calls a rung "risk", which means something else'),
        (SCALE.replace("{name}", "2"), 'scale: calls a rung "2", which means something else'),
        (SCALE.replace("{name}", "1"), ""),
    ],
)
def test_what_a_document_gets_wrong_about_itself_is_named(part: str, words: str) -> None:
    found = [str(problem) for problem in problems_of(tomllib.loads(LITTLE + part))]
    assert [words in each for each in found] == [True] * bool(words)
