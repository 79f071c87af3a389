"""Rating: the engine proposes, the lead investigator decides, the councillors are told."""

from datetime import datetime, timedelta

import pytest

from tenants.breaches.assessments import latest_assessment
from tenants.breaches.rating import Rating, rate_breach
from tenants.errors import NotAcceptable, NotAllowed, NotYet
from tenants.messages import claim_due_message, write_letter
from tenants.models import AssessmentRow, Event, MessageKind, ObligationId, State, Subject
from tenants.policy import BreachFacts, RiskToPeople
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import (
    asked_by_law,
    counted,
    events,
    ladder,
    override,
    page_of,
    send_due,
    waiting_for,
)

HOUR = timedelta(hours=1)
TOLD = MessageKind.COUNCIL_TOLD
# Under the model policy these come to 0 with no risk, and to 4 with a high one.
HARMLESS = BreachFacts(people_affected=0, recipient="nobody", protection="encrypted_key_safe")  # type: ignore[arg-type]  # plain words are accepted


def rating_of(council: TestCouncil, reference: str) -> tuple[int | None, str | None]:
    breach = page_of(council, reference).breach
    return breach.rating, breach.risk


def test_a_rating_is_kept_beside_the_earlier_ones(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.rate(rated, now + HOUR, facts=HARMLESS)

    sequences = [row.sequence for row in page_of(council, rated).assessments]
    assert sequences == [0, 1, 2]
    assert counted(council, AssessmentRow) == 3
    assert events(council)[Event.BREACH_RATED] == 2


def test_an_assessment_names_its_facts_its_maker_and_its_policy(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    page = page_of(council, rated)
    with council.session() as session:
        row = latest_assessment(session, breach_id=page.breach.id)

    assert row is not None
    assert row.facts["people_affected"] == 500
    assert (row.made_by_id, row.made_at) == (council.members["lead"].membership_id, now)
    assert page.conclusion is not None
    assert page.conclusion.overall == page.breach.rating == 4


def test_nobody_rates_before_the_first_assessment(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        council.rate(reported, now)


@pytest.mark.parametrize("who", ["clerk", "chair", "councillor", "reporter"])
def test_only_the_lead_investigator_rates(
    who: str, council: TestCouncil, appointed: str, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        council.rate(appointed, now, who=who)


def test_every_councillor_is_told_once_of_a_rating_of_three_or_more(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert waiting_for(council, TOLD) == ["chair", "councillor"]
    council.rate(rated, now)
    override(council, rated, now, subject=Subject.RATING, decided="3")

    assert sorted(who for who, kind, _ in send_due(council, now) if kind == TOLD) == [
        "chair",
        "councillor",
    ]
    assert events(council)[Event.COUNCIL_TOLD] == 1


@pytest.mark.parametrize(("rating", "told"), [("0", 0), ("1", 0), ("2", 0), ("3", 1), ("6", 1)])
def test_councillors_are_told_from_three(
    rating: str, told: int, council: TestCouncil, appointed: str, now: datetime
) -> None:
    council.rate(appointed, now, facts=HARMLESS)
    assert waiting_for(council, TOLD) == []

    override(council, appointed, now, subject=Subject.RATING, decided=rating)
    assert waiting_for(council, TOLD) == ["chair", "councillor"] * told


def test_councillors_are_told_again_when_the_rating_rises(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    send_due(council, now)
    for rating, expected in (("5", 2), ("2", 0), ("5", 0), ("6", 2)):
        override(council, rated, now, subject=Subject.RATING, decided=rating)
        assert len([x for x in send_due(council, now) if x[1] == TOLD]) == expected, rating


def test_a_rating_that_rises_before_the_post_goes_is_told_in_one_letter(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RATING, decided="6")

    assert waiting_for(council, TOLD) == ["chair", "councillor"]


def test_councillors_read_the_rating_that_they_were_told_of(
    council: TestCouncil, rated: str, now: datetime, settings: Settings
) -> None:
    override(council, rated, now, subject=Subject.RATING, decided="1")

    with council.session() as session:
        while (message := claim_due_message(session, now=now)) and message.kind != TOLD:
            message.sent_at = now
        assert message is not None
        letter = write_letter(session, message, settings=settings, now=now)
    assert "rated 4" in letter.subject
    assert "rated 1" not in letter.text


@pytest.mark.parametrize(
    ("view", "field"),
    [
        ((Subject.RATING, "5", "  "), "reason"),
        ((Subject.RATING, "7", "Because"), "decided"),
        ((Subject.RATING, "-1", "Because"), "decided"),
        ((Subject.RATING, "four", "Because"), "decided"),
        ((Subject.RISK, "none", "Because"), "decided"),
        ((Subject.RISK, "unlikely", ""), "reason"),
    ],
)
def test_an_override_needs_a_reason_and_a_value_that_there_is(
    view: tuple[Subject, str, str], field: str, council: TestCouncil, rated: str, now: datetime
) -> None:
    subject, decided, reason = view
    with pytest.raises(NotAcceptable) as refused:
        override(council, rated, now, subject=subject, decided=decided, reason=reason)
    assert refused.value.field == field
    assert rating_of(council, rated) == (4, RiskToPeople.HIGH_RISK)


def test_nothing_is_overridden_before_there_is_a_rating(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    with pytest.raises(NotYet):
        override(council, appointed, now, subject=Subject.RATING, decided="3")


def test_an_override_and_what_the_engine_said_both_stay(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RATING, decided="2")

    page = page_of(council, rated)
    assert page.breach.rating == 2
    assert page.conclusion is not None
    assert page.conclusion.overall == 4
    assert [(d.proposed, d.decided, d.reason) for d in page.decisions] == [
        ("4", "2", "We know more than the questions ask")
    ]


def test_the_risk_and_the_rating_are_overridden_apart(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RISK, decided="risk")
    assert rating_of(council, rated) == (4, RiskToPeople.RISK)
    override(council, rated, now, subject=Subject.RATING, decided="1")
    assert rating_of(council, rated) == (1, RiskToPeople.RISK)


def test_a_high_risk_asks_for_a_decision_about_the_people(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    council.rate(appointed, now, facts=HARMLESS)
    assert ObligationId.DECIDE_PEOPLE not in {
        row.obligation for row in page_of(council, appointed).deadlines
    }

    override(council, appointed, now, subject=Subject.RISK, decided="high_risk")
    assert ObligationId.DECIDE_PEOPLE in {
        row.obligation for row in page_of(council, appointed).deadlines
    }
    override(council, appointed, now, subject=Subject.RISK, decided="risk")
    assert ObligationId.DECIDE_PEOPLE not in {
        row.obligation for row in page_of(council, appointed).deadlines
    }


def test_rating_again_with_the_same_answer_leaves_the_decisions_standing(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, done_at=now)
    council.decide(rated, now, subject=Subject.PEOPLE, done_at=now)
    council.rate(rated, now + HOUR)

    page = page_of(council, rated)
    assert page.breach.state == State.DECIDED
    assert asked_by_law(page) == ()


def test_a_risk_that_rises_asks_for_the_decision_again(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    council.rate(appointed, now, facts=HARMLESS)
    override(council, appointed, now, subject=Subject.RISK, decided="unlikely")
    council.decide(appointed, now, decided="do_not_tell")
    assert page_of(council, appointed).breach.state == State.DECIDED

    override(council, appointed, now + HOUR, subject=Subject.RISK, decided="risk")

    page = page_of(council, appointed)
    assert page.breach.state == State.RATED
    assert asked_by_law(page) == ("decide whether the regulator must be told",)
    assert page.clock is not None


def test_a_risk_that_falls_after_the_regulator_was_told_raises_no_alarm(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, done_at=now)
    council.decide(rated, now, subject=Subject.PEOPLE, done_at=now)
    send_due(council, now)
    later = now + timedelta(days=5)

    override(council, rated, later, subject=Subject.RISK, decided="unlikely")

    assert asked_by_law(page_of(council, rated)) == ()
    assert send_due(council, later) == []


def test_a_risk_that_falls_before_the_regulator_was_told_runs_one_clock_not_two(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now)
    override(council, rated, now + HOUR, subject=Subject.RISK, decided="unlikely")

    assert "decide whether the regulator must be told" in asked_by_law(page_of(council, rated))
    alerts = [name for name, _ in ladder(council)]
    assert alerts.count("lead") == 8


def test_findings_in_words_stay_with_the_assessment(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    with council.session("lead") as session:
        rate_breach(
            session,
            Rating(facts=HARMLESS, findings={"notes": "Only on paper"}),
            seen=council.seen(appointed),
            by=council.members["lead"],
            now=now,
        )
        session.commit()

    assert page_of(council, appointed).assessments[-1].findings == {"notes": "Only on paper"}
