"""The outbox: a message is claimed by one worker, tried again, given up late, and sent once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.record import get_breach
from tenants.db import Database
from tenants.messages import (
    Plan,
    cancel_unsent,
    claim_due_message,
    councils_with_work,
    last_tick_at,
    mark_refused,
    mark_sent,
    plan_message,
    record_tick,
    undelivered_since,
)
from tenants.messages.sending import GIVE_UP_AFTER
from tenants.models import Event, Message, MessageKind
from tests.councils import TestCouncil
from tests.tenants.posted import events, leave, send_due, waiting

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def quiet(council: TestCouncil, now: datetime) -> TestCouncil:
    """A council whose invitations have gone."""
    send_due(council, now)
    return council


def plan(council: TestCouncil, due_at: datetime, *, to: str = "clerk") -> None:
    with council.session() as session:
        recipient = council.members[to].membership_id
        kind = MessageKind.PASSWORD_RESET
        plan_message(session, Plan(kind=kind, recipient_id=recipient, due_at=due_at), now=due_at)
        session.commit()


def refuse(council: TestCouncil, at: datetime, *, is_final: bool = False) -> Message | None:
    """Let the mail server refuse the next due message."""
    with council.session() as session:
        message = claim_due_message(session, now=at)
        if message is not None:
            mark_refused(session, message, problem="refused 450", is_final=is_final, now=at)
        session.commit()
        return message


def test_two_workers_never_take_the_same_message(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now)
    plan(quiet, now, to="chair")
    with quiet.session() as first, quiet.session() as second, quiet.session() as third:
        claimed = [claim_due_message(session, now=now) for session in (first, second)]

        assert {m.recipient_id for m in claimed if m} == {
            quiet.members[who].membership_id for who in ("clerk", "chair")
        }
        assert claim_due_message(third, now=now) is None


def test_a_claim_that_is_not_committed_is_free_again(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now)
    with quiet.session() as session:
        first = claim_due_message(session, now=now)
        assert first is not None
        session.rollback()
        again = claim_due_message(session, now=now)
        assert again is not None
        assert again.letter_id == first.letter_id


@pytest.mark.parametrize("behind", [timedelta(microseconds=1), timedelta(seconds=30)])
def test_a_worker_that_looked_at_the_clock_before_another_claimed_takes_nothing_from_it(
    quiet: TestCouncil, now: datetime, behind: timedelta
) -> None:
    plan(quiet, now - MINUTE)
    with quiet.session() as session:
        assert claim_due_message(session, now=now) is not None
        session.commit()

    with quiet.session() as session:
        assert claim_due_message(session, now=now - behind) is None


def test_a_claim_by_a_clock_that_was_an_hour_ahead_binds_nobody(
    quiet: TestCouncil, now: datetime
) -> None:
    plan(quiet, now)
    with quiet.session() as session:
        assert claim_due_message(session, now=now + HOUR) is not None
        session.commit()

    with quiet.session() as session:
        assert claim_due_message(session, now=now) is not None


def test_a_message_is_claimed_from_its_due_time_on(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now)
    with quiet.session() as session:
        assert claim_due_message(session, now=now - timedelta(microseconds=1)) is None
        assert claim_due_message(session, now=now) is not None


def test_a_message_that_was_sent_is_not_sent_again(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now)
    assert len(send_due(quiet, now)) == 1
    assert send_due(quiet, now + DAY) == []
    assert events(quiet)[Event.MESSAGE_SENT] == len(quiet.members) + 1


def test_a_refused_message_is_tried_again_ever_more_slowly(
    quiet: TestCouncil, now: datetime
) -> None:
    plan(quiet, now)
    at, pauses = now, []
    for _ in range(8):
        message = refuse(quiet, at)
        assert message is not None
        assert refuse(quiet, message.next_try_at - timedelta(seconds=1)) is None
        pauses.append(message.next_try_at - at)
        at = message.next_try_at

    assert pauses == [minutes * MINUTE for minutes in (1, 2, 4, 8, 16, 30, 30, 30)]
    assert len(send_due(quiet, at)) == 1


def test_a_final_refusal_is_given_up_recorded_and_shown(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now)
    message = refuse(quiet, now, is_final=True)

    assert message is not None
    assert (message.failed_at, message.problem) == (now, "refused 450")
    assert send_due(quiet, now + DAY) == []
    assert events(quiet)[Event.MESSAGE_FAILED] == 1
    with quiet.session() as session:
        assert [m.id for m in undelivered_since(session, since=now)] == [message.id]


def test_a_message_is_given_up_after_days_of_refusals(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now)
    with quiet.session() as session:
        message = claim_due_message(session, now=now)
        assert message is not None
        at = now
        while message.failed_at is None:
            at = message.next_try_at
            message.tries += 1
            mark_refused(session, message, problem="refused 450", is_final=False, now=at)
        session.rollback()

    assert GIVE_UP_AFTER < at - now < GIVE_UP_AFTER + HOUR


def test_an_alert_that_was_overdue_when_planned_gets_its_days_too(
    quiet: TestCouncil, now: datetime
) -> None:
    quiet.report(now, found_at=now - 30 * DAY)
    kinds = set()
    while (message := refuse(quiet, now)) is not None:
        kinds.add(message.kind)
        assert message.failed_at is None

    assert MessageKind.CLOCK_ALERT in kinds
    assert len(send_due(quiet, now + HOUR)) == 4


def test_after_days_without_a_worker_one_refusal_gives_nothing_up(
    quiet: TestCouncil, now: datetime
) -> None:
    plan(quiet, now)
    late = now + GIVE_UP_AFTER + DAY

    message = refuse(quiet, late)

    assert message is not None
    assert message.failed_at is None


def test_only_councils_with_something_due_are_rung_for(
    council: TestCouncil, other_council: TestCouncil, database: Database, now: datetime
) -> None:
    for each in (council, other_council):
        send_due(each, now)
    plan(council, now + HOUR)
    with database.session() as session:
        before = set(councils_with_work(session, now=now))
        after = set(councils_with_work(session, now=now + HOUR))

    assert not before & {council.id, other_council.id}
    assert council.id in after
    assert other_council.id not in after


def test_a_worker_of_one_council_sends_nothing_of_another(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    for each in (council, other_council):
        send_due(each, now)
    plan(other_council, now)

    assert send_due(council, now) == []
    assert len(send_due(other_council, now)) == 1


def test_who_left_is_not_written_to(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now, to="lead")
    leave(quiet, "lead", now)

    assert send_due(quiet, now) == []


def test_the_same_alert_is_planned_once(quiet: TestCouncil, now: datetime) -> None:
    reference = quiet.report(now)
    before = waiting(quiet)
    for _ in range(3):
        with quiet.session() as session:
            plan_clock_alerts(session, get_breach(session, reference=reference), now=now)
            session.commit()

    assert len(waiting(quiet)) == len(before)


def test_what_is_taken_back_is_what_was_asked_for(quiet: TestCouncil, now: datetime) -> None:
    first, second = quiet.report(now), quiet.report(now)
    with quiet.session() as session:
        ids = {ref: get_breach(session, reference=ref).id for ref in (first, second)}
        cancel_unsent(session, breach_id=ids[first], kind=MessageKind.CLOCK_ALERT, now=now)
        session.commit()

    left = waiting(quiet)
    assert {m.kind for m in left if m.breach_id == ids[first]} == {
        MessageKind.REPORT_RECEIVED,
        MessageKind.REPORT_WAITING,
    }
    assert len([m for m in left if m.breach_id == ids[second]]) == 24


def test_a_sent_message_keeps_its_mark(quiet: TestCouncil, now: datetime) -> None:
    plan(quiet, now)
    with quiet.session() as session:
        message = claim_due_message(session, now=now)
        assert message is not None
        mark_sent(session, message, now=now)
        session.commit()
        stored = session.scalars(select(Message).where(Message.id == message.id)).one()
    assert (stored.sent_at, stored.tries, stored.problem) == (now, 1, "")


def test_the_ticks_sign_of_life_needs_no_council(database: Database, now: datetime) -> None:
    with database.session() as session:
        record_tick(session, now=now)
        assert last_tick_at(session) == now
        record_tick(session, now=now + MINUTE)
        assert last_tick_at(session) == now + MINUTE
        session.rollback()
