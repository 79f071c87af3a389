"""Deciding whom to tell, moving the clock's start, and closing."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

import pytest

from tenants.breaches.closing import close_breach
from tenants.breaches.deciding import change_aware_at, record_decision
from tenants.breaches.decisions import Choice
from tenants.breaches.steps import StepId
from tenants.errors import AlreadyDone, InvolvementNotDeclared, NotAcceptable, NotYet, WasInvolved
from tenants.models import Event, MessageKind, State, Subject
from tenants.policy import BreachFacts
from tests.councils import TestCouncil
from tests.tenants.posted import events, ladder, override, page_of, regulator_alerts, send_due

HOUR = timedelta(hours=1)
CLOCK = MessageKind.CLOCK_ALERT


def move(
    council: TestCouncil,
    reference: str,
    aware_at: datetime,
    now: datetime,
    *,
    who: str = "lead",
    reason: str = "The clerk read the e-mail only then",
) -> None:
    with council.session(who) as session:
        change_aware_at(
            session,
            seen=council.seen(reference),
            aware_at=aware_at,
            reason=reason,
            by=council.members[who],
            now=now,
        )
        session.commit()


def close(council: TestCouncil, reference: str, now: datetime, learned: str = "Use bcc") -> None:
    with council.session("lead") as session:
        close_breach(
            session,
            seen=council.seen(reference),
            learned=learned,
            by=council.members["lead"],
            now=now,
        )
        session.commit()


@pytest.mark.parametrize(
    ("risk", "regulator", "people"),
    [
        ("unlikely", "do_not_tell", "do_not_tell"),
        ("risk", "tell", "do_not_tell"),
        ("high_risk", "tell", "tell"),
    ],
)
def test_the_two_thresholds_are_kept_apart(  # risk: the regulator; high risk: the people too
    risk: str, regulator: str, people: str, council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RISK, decided=risk)
    council.decide(rated, now, decided=regulator)
    council.decide(rated, now, subject=Subject.PEOPLE, decided=people)

    proposed = {d.subject: d.proposed for d in page_of(council, rated).decisions}
    assert proposed[Subject.REGULATOR] == regulator
    assert proposed[Subject.PEOPLE] == people


@pytest.mark.parametrize("subject", [Subject.REGULATOR, Subject.PEOPLE])
@pytest.mark.parametrize(
    ("decided", "outcome"),
    [
        ("tell", nullcontext()),
        ("do_not_tell", pytest.raises(NotAcceptable, match="why you decide differently")),
        ("perhaps", pytest.raises(NotAcceptable, match="Choose whether")),
    ],
)
def test_a_decision_against_the_proposal_needs_a_reason(
    subject: Subject,
    decided: str,
    outcome: AbstractContextManager[object],
    council: TestCouncil,
    rated: str,
) -> None:
    now = page_of(council, rated).breach.reported_at
    choice = Choice(subject=subject, decided=decided, reason=" ", done_at=None)
    with council.session("lead") as session, outcome:
        record_decision(
            session, choice, seen=council.seen(rated), by=council.members["lead"], now=now
        )


def test_not_telling_needs_a_reason_even_where_it_is_proposed(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RISK, decided="unlikely")
    choice = Choice(subject=Subject.REGULATOR, decided="do_not_tell", reason="", done_at=None)

    with council.session("lead") as session, pytest.raises(NotAcceptable, match="register"):
        record_decision(
            session, choice, seen=council.seen(rated), by=council.members["lead"], now=now
        )


def test_nobody_decides_before_the_rating(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    with pytest.raises(NotYet):
        council.decide(appointed, now)


@pytest.mark.parametrize("hours", [1, -72])
def test_nobody_was_told_in_the_future_or_before_the_council_knew(
    hours: int, council: TestCouncil, rated: str, now: datetime
) -> None:
    with pytest.raises(NotAcceptable) as refused:
        council.decide(rated, now, done_at=now + hours * HOUR)
    assert refused.value.field == "done"


def test_telling_the_regulator_late_needs_the_reasons_for_the_delay(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    late = now + 100 * HOUR
    choice = Choice(subject=Subject.REGULATOR, decided="tell", reason="", done_at=late)

    with council.session("lead") as session, pytest.raises(NotAcceptable, match="delay"):
        record_decision(
            session, choice, seen=council.seen(rated), by=council.members["lead"], now=late
        )


def test_not_telling_ends_the_alerts(council: TestCouncil, rated: str, now: datetime) -> None:
    council.decide(rated, now, decided="do_not_tell")

    assert regulator_alerts(council) == []
    assert page_of(council, rated).clock is None


def test_telling_at_once_ends_the_alerts(council: TestCouncil, rated: str, now: datetime) -> None:
    council.decide(rated, now, done_at=now)

    assert regulator_alerts(council) == []
    assert page_of(council, rated).clock is None


def test_deciding_to_tell_keeps_a_clock_until_it_is_done(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    before = ladder(council)
    council.decide(rated, now)

    page = page_of(council, rated)
    assert page.step.id == StepId.NOTIFY_REGULATOR
    assert page.clock is not None
    assert page.clock.due_at == now + 71 * HOUR
    assert ladder(council) == before

    council.decide(rated, now + HOUR, done_at=now + HOUR)
    assert regulator_alerts(council) == []


def test_a_decision_can_be_changed_and_both_stay(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now)
    council.decide(rated, now + HOUR, decided="do_not_tell")

    page = page_of(council, rated)
    assert [d.decided for d in page.decisions] == ["do_not_tell", "tell"]
    assert regulator_alerts(council) == []
    council.decide(rated, now + 2 * HOUR)
    assert regulator_alerts(council)


def test_a_breach_is_decided_when_both_questions_are(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, done_at=now)
    assert page_of(council, rated).breach.state == State.RATED
    council.decide(rated, now, subject=Subject.PEOPLE)
    assert page_of(council, rated).breach.state == State.DECIDED
    assert events(council)[Event.DECISION_RECORDED] == 2


def test_moving_the_start_moves_the_clock_and_its_alerts(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    move(council, appointed, now - 10 * HOUR, now)

    clock = page_of(council, appointed).clock
    assert clock is not None
    assert clock.due_at == now + 62 * HOUR
    assert {m.due_at + timedelta(hours=m.hours_before or 0) for m in regulator_alerts(council)} == {
        clock.due_at
    }
    assert events(council)[Event.TIMES_CHANGED] == 1


def test_moving_the_start_far_back_says_at_once_that_the_time_is_over(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    move(council, appointed, now - 100 * HOUR, now)

    alerts = [(name, hours) for name, kind, hours in send_due(council, now) if kind == CLOCK]
    assert alerts == [("lead", -24), ("clerk", -24), ("chair", -24)]


@pytest.mark.parametrize(
    ("hours", "reason", "field"), [(1, "Because", "aware"), (-1, "  ", "reason")]
)
def test_the_start_does_not_move_into_the_future_or_without_a_reason(
    hours: int, reason: str, field: str, council: TestCouncil, appointed: str, now: datetime
) -> None:
    with pytest.raises(NotAcceptable) as refused:
        move(council, appointed, now + hours * HOUR, now, reason=reason)
    assert refused.value.field == field


def test_whoever_receives_a_breach_may_move_its_start_and_who_was_involved_may_not(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    with pytest.raises(InvolvementNotDeclared):
        move(council, reported, now - 2 * HOUR, now, who="clerk")
    council.receive(reported, now)
    move(council, reported, now - 2 * HOUR, now, who="clerk")
    council.appoint(reported, now)
    move(council, reported, now - 3 * HOUR, now, who="clerk")
    council.declare(reported, now, who="clerk", was_involved=True)
    with pytest.raises(WasInvolved):
        move(council, reported, now - 4 * HOUR, now, who="clerk")


def test_a_breach_closes_when_nothing_is_left(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    for subject, left in (
        (Subject.REGULATOR, "decide whether the regulator must be told"),
        (Subject.PEOPLE, "decide whether the people affected must be told"),
    ):
        with pytest.raises(NotYet, match=left):
            close(council, rated, now)
        council.decide(rated, now, subject=subject)
    with pytest.raises(NotYet, match="tell the regulator, as decided; tell the people"):
        close(council, rated, now)
    council.decide(rated, now, done_at=now)
    council.decide(rated, now, subject=Subject.PEOPLE, done_at=now)
    with pytest.raises(NotYet, match=r"could follow.*to tell the police.*look back"):
        close(council, rated, now)

    council.close(rated, now)

    assert page_of(council, rated).breach.state == State.CLOSED
    assert page_of(council, rated).step.id == StepId.REPORT_TO_COUNCIL
    with pytest.raises(AlreadyDone):
        close(council, rated, now)


def test_a_breach_that_was_not_rated_does_not_close(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    with pytest.raises(NotYet, match="rate the breach"):
        close(council, appointed, now)


def test_nothing_is_sent_about_the_clock_after_closing(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, decided="do_not_tell")
    council.decide(rated, now, subject=Subject.PEOPLE, decided="do_not_tell")
    council.close(rated, now)

    assert {kind for _, kind, _ in send_due(council, now + timedelta(days=60))} == {
        MessageKind.REPORT_RECEIVED,
        MessageKind.COUNCIL_TOLD,
        MessageKind.REPORT_FINISHED,
    }


def test_the_next_step_leads_from_report_to_closing(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    steps = [page_of(council, reported).step.id]
    for take in (
        lambda: council.receive(reported, now),
        lambda: council.appoint(reported, now),
        lambda: council.rate(reported, now, facts=BreachFacts(recipient="public")),  # type: ignore[arg-type]  # plain words are accepted
        lambda: override(council, reported, now, subject=Subject.RISK, decided="high_risk"),
        lambda: council.decide(reported, now),
        lambda: council.decide(reported, now, done_at=now),
        lambda: council.decide(reported, now, subject=Subject.PEOPLE),
        lambda: council.decide(reported, now, subject=Subject.PEOPLE, done_at=now),
        lambda: council.settle(reported, now),
        lambda: close(council, reported, now),
    ):
        take()
        steps.append(page_of(council, reported).step.id)

    assert [str(step) for step in steps] == [
        "receive",
        "appoint_lead",
        "rate",
        "decide_regulator",
        "decide_regulator",
        "notify_regulator",
        "decide_people",
        "tell_people",
        "weigh_consequences",
        "close",
        "report_to_council",
    ]


@pytest.mark.parametrize("between", [(), ("do_not_tell",)])
def test_what_turns_out_not_to_be_told_after_all_is_asked_again(
    between: tuple[str, ...], council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, done_at=now)
    for decided in between:
        council.decide(rated, now + HOUR, decided=decided)
    council.decide(rated, now + 2 * HOUR)

    assert regulator_alerts(council)
    assert page_of(council, rated).step.id == StepId.NOTIFY_REGULATOR
