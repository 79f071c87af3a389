"""The policy that a council works under: the model, an adopted version, one without a scale."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.breaches.page import BreachPage
from tenants.breaches.steps import StepId
from tenants.messages import write_letter
from tenants.models import AdoptedPolicy, AssessmentRow, MessageKind, Subject
from tenants.policies import adopt_policy, policy_in_force
from tenants.policy import BreachFacts
from tenants.policy.documents import shipped
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import (
    asked_by_law,
    override,
    page_of,
    send_due,
    waiting,
    waiting_for,
    work_under,
)

HOUR = timedelta(hours=1)
TOLD = MessageKind.COUNCIL_TOLD
HARMLESS = BreachFacts(people_affected=0, recipient="nobody", protection="encrypted_key_safe")  # type: ignore[arg-type]  # plain words are accepted


@pytest.fixture
def without_scale(council: TestCouncil) -> TestCouncil:
    """A council whose policy rates nothing and tells the councillors of any risk to people."""
    parts = re.split(r"(?m)^(?=\[)", shipped("policies/scotton.toml"))
    kept = "".join(part for part in parts if not part.startswith(("[[scale]]", "[[axes")))
    work_under(council, kept.replace("full_council = 3", 'full_council = "risk"'))
    return council


def full_council_from(page: BreachPage) -> int | str | None:
    line = page.policy.thresholds.full_council
    return line.rating if line else None


def adopt(council: TestCouncil, now: datetime) -> AdoptedPolicy:
    with council.session() as session:
        adopted = adopt_policy(
            session,
            by=council.members["clerk"],
            meeting=(date(2026, 10, 1), "2026/41"),
            review_on=date(2027, 10, 1),
            now=now,
        )
        session.commit()
        return adopted


def test_a_new_council_works_under_the_model_and_says_that_it_has_not_adopted_it(
    council: TestCouncil,
) -> None:
    with council.session() as session:
        adopted, policy = policy_in_force(session)
    assert (adopted.adopted_on, adopted.minute, policy.id) == (None, "", "scotton")


def test_one_version_is_in_force_and_the_earlier_ones_stay(
    council: TestCouncil, now: datetime
) -> None:
    adopted = adopt(council, now)

    with council.session() as session:
        assert policy_in_force(session)[0].id == adopted.id
        assert [row.in_force for row in session.scalars(select(AdoptedPolicy))].count(True) == 1
        assert len(session.scalars(select(AdoptedPolicy)).all()) == 2


def test_a_breach_keeps_the_policy_that_it_was_rated_under(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    before = page_of(council, rated).assessments[-1].policy_id
    adopted = adopt(council, now)
    council.rate(rated, now + HOUR)

    with council.session() as session:
        rows = session.scalars(select(AssessmentRow).order_by(AssessmentRow.sequence)).all()
    assert [row.policy_id for row in rows] == [before, before, adopted.id]


def test_a_rated_breach_is_overridden_and_shown_by_the_policy_that_it_was_rated_under(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    send_due(council, now)
    work_under(
        council, shipped("policies/scotton.toml").replace("full_council = 3", "full_council = 6")
    )

    override(council, rated, now, subject=Subject.RATING, decided="5")

    assert waiting_for(council, TOLD) == ["chair", "councillor"]
    assert full_council_from(page_of(council, rated)) == 3
    council.rate(rated, now + HOUR)
    assert full_council_from(page_of(council, rated)) == 6


def test_what_a_policy_asks_beyond_the_law_is_proposed_and_has_to_be_decided(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    more = "full_council = 3\nregulator = 2\npeople = 4"
    work_under(council, shipped("policies/scotton.toml").replace("full_council = 3", more))
    council.rate(appointed, now, facts=HARMLESS)
    assert asked_by_law(page_of(council, appointed)) == (
        "decide whether the regulator must be told",
    )

    override(council, appointed, now, subject=Subject.RISK, decided="unlikely")
    override(council, appointed, now, subject=Subject.RATING, decided="4")

    page = page_of(council, appointed)
    assert set(asked_by_law(page)) == {
        "decide whether the regulator must be told",
        "decide whether the people affected must be told",
    }
    deciding = ("decide_regulator", "decide_people")
    asked = [row for row in page.deadlines if row.obligation in deciding]
    assert {row.obligation: row.citation for row in asked} == {
        "decide_regulator": "UK GDPR Art. 33(1)",
        "decide_people": "Data breach policy (Scotton model)",
    }
    council.decide(appointed, now)
    council.decide(appointed, now, subject=Subject.PEOPLE)
    proposed = {row.subject: row.proposed for row in page_of(council, appointed).decisions}
    assert (proposed["regulator"], proposed["people"]) == ("tell", "tell")


@pytest.mark.parametrize("threshold", ["6", '"high_risk"'])
def test_the_law_is_proposed_where_a_policy_asks_for_less(
    threshold: str, council: TestCouncil, appointed: str, now: datetime
) -> None:
    less = f"full_council = 3\nregulator = {threshold}\npeople = 6"
    work_under(council, shipped("policies/scotton.toml").replace("full_council = 3", less))
    council.rate(appointed, now, facts=HARMLESS)

    override(council, appointed, now, subject=Subject.RISK, decided="risk")
    council.decide(appointed, now)
    override(council, appointed, now, subject=Subject.RISK, decided="high_risk")
    council.decide(appointed, now + HOUR, subject=Subject.PEOPLE)

    decided = {row.subject: row.proposed for row in page_of(council, appointed).decisions}
    assert (decided["regulator"], decided["people"]) == ("tell", "tell")


def test_adopting_changes_no_policy_of_another_council(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    adopt(council, now)

    with other_council.session() as session:
        assert policy_in_force(session)[0].adopted_on is None


def test_a_breach_under_a_policy_without_a_scale_goes_on_after_its_assessment(
    without_scale: TestCouncil, appointed: str, now: datetime
) -> None:
    without_scale.rate(appointed, now)

    page = page_of(without_scale, appointed)
    assert (page.breach.rating, page.breach.risk) == (None, "high_risk")
    assert page.step.id == StepId.DECIDE_REGULATOR
    assert set(asked_by_law(page)) == {
        "decide whether the regulator must be told",
        "decide whether the people affected must be told",
    }


def test_councillors_are_told_once_of_a_risk_where_there_is_no_scale(
    without_scale: TestCouncil, appointed: str, now: datetime, settings: Settings
) -> None:
    without_scale.rate(appointed, now, facts=HARMLESS)
    override(without_scale, appointed, now, subject=Subject.RISK, decided="risk")

    assert waiting_for(without_scale, TOLD) == ["chair", "councillor"]
    message = waiting(without_scale, TOLD)[0]
    with without_scale.session() as session:
        letter = write_letter(session, message, settings=settings, now=now)
    assert "rated" not in letter.subject + letter.text
    assert "None" not in letter.subject + letter.text
    send_due(without_scale, now)
    without_scale.rate(appointed, now, facts=HARMLESS)
    override(without_scale, appointed, now, subject=Subject.RISK, decided="risk")
    assert [x for x in send_due(without_scale, now) if x[1] == TOLD] == []
    override(without_scale, appointed, now, subject=Subject.RISK, decided="high_risk")
    assert len([x for x in send_due(without_scale, now) if x[1] == TOLD]) == 2


def test_councillors_are_told_the_rating_in_the_words_of_the_policy(
    council: TestCouncil, appointed: str, now: datetime, settings: Settings
) -> None:
    named = shipped("policies/scotton.toml").replace("value = 4\n", 'value = 4\nname = "Grave"\n')
    work_under(council, named)
    council.rate(appointed, now)

    message = waiting(council, TOLD)[0]
    with council.session() as session:
        letter = write_letter(session, message, settings=settings, now=now)
    assert letter.subject.endswith("is rated Grave")
    assert "has been rated Grave." in letter.text
