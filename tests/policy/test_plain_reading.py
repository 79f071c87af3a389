"""The engine says what a patient reader of the documents says, whatever the facts and policy."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.policy import NOT_YET_KNOWN, BreachFacts, Policy, assess, law, load_policy, policy_from
from tenants.policy.conclusion import conclude, standing
from tenants.policy.risk import risk_tables
from tenants.policy.vocabulary import RiskToPeople
from tests.policy.plain_reading import PlainReading, plain, shipped
from tests.policy.test_properties import any_facts, mostly_mild_facts


def invented(name: str) -> Policy:
    """Give a policy of the tests' own, which no council would have."""
    return load_policy(Path(__file__).with_name(name).read_text(encoding="utf-8"))


BUSY = invented("busy_policy.toml")
HIGHEST = invented("highest_policy.toml")
UNRATED = policy_from({**HIGHEST.document, "id": "unrated", "axes": [], "obligations": [
    {**duty, "applies": {"when": [{"overall": [2]}, {"risk_to_people": ["high_risk"]}]}}
    for duty in HIGHEST.document["obligations"]
]})  # fmt: skip
POLICIES = [*shipped(), BUSY, HIGHEST, UNRATED]

thorough = settings(max_examples=40, deadline=None, derandomize=True)


def judgements_of(policy: Policy) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {
            each.id: st.sampled_from([*(a.value for a in each.answers), NOT_YET_KNOWN])
            for each in policy.judgements
        }
    )


def answers_of(conclusion: Any) -> dict[str, Any]:
    """Give what an assessment or a conclusion says, but its ratings and duties."""
    names = ("overall", "risk_to_people", "notify_regulator", "tell_people", "tell_full_council")
    return {name: getattr(conclusion, name) for name in names}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@given(data=st.data(), facts=any_facts | mostly_mild_facts)
@thorough
def test_the_engine_concludes_what_the_documents_say(
    policy: Policy, data: st.DataObject, facts: BreachFacts
) -> None:
    judged = facts.replace(judgements=data.draw(judgements_of(policy)))
    reading = PlainReading(policy)
    values = plain(judged)
    expected = reading.conclude(values)
    assessment = assess(policy, judged)
    said = {
        **{f"ratings.{rating.axis}": rating.rating for rating in assessment.ratings},
        **answers_of(assessment),
        **{f"obligations.{d.id}": d.id in assessment.duties for d in policy.obligations},
    }
    assert said == expected
    conclusion = conclude(policy, judged.values(), law())
    assert answers_of(conclusion) == answers_of(assessment)
    assert conclusion.duties == assessment.duties


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@given(data=st.data(), facts=any_facts | mostly_mild_facts)
@thorough
def test_every_reason_is_the_row_that_comes_first(
    policy: Policy, data: st.DataObject, facts: BreachFacts
) -> None:
    judged = facts.replace(judgements=data.draw(judgements_of(policy)))
    reading = PlainReading(policy)
    values, rows = plain(judged), {}
    for table in reading.tables:
        rows[table] = reading.row(table, values)
        values[table] = reading.result(table, rows[table])
    assessment = assess(policy, judged)
    of_risk = [rows.pop(name)["id"] for name in list(rows)[: len(risk_tables().levels) + 1]]
    assert [because.rule for because in assessment.risk_because] == of_risk
    rated = [because.rule for because in assessment.because[: len(rows)]]
    assert rated == [row["id"] for row in rows.values()]
    for because in (*assessment.because, *assessment.risk_because):
        for name, value in because.facts:
            assert judged.plain(name) == value


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
@given(data=st.data(), facts=any_facts | mostly_mild_facts)
@thorough
def test_what_a_person_decided_leads_to_what_the_documents_say(
    policy: Policy, data: st.DataObject, facts: BreachFacts
) -> None:
    judged = facts.replace(judgements=data.draw(judgements_of(policy)))
    overall = data.draw(st.sampled_from([None, *(rung.value for rung in policy.scale)]))
    risk = data.draw(st.sampled_from(RiskToPeople))
    reading = PlainReading(policy)
    expected = reading.conclude(plain(judged), {"overall": overall, "risk_to_people": risk})
    decided = standing(policy, judged, overall, risk, law())
    said = {
        **{f"ratings.{a.id}": r for a, r in zip(policy.axes, decided.ratings, strict=True)},
        **answers_of(decided),
        **{f"obligations.{d.id}": d.id in decided.duties for d in policy.obligations},
    }
    assert said == expected
