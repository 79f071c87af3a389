"""Closing for good reasons, opening again with one, and who has read what came of it."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from tenants.breaches.acknowledgements import acknowledge, has_read, readers_of, reports_to_read
from tenants.breaches.comments import comments_of
from tenants.breaches.complaints import record_complaint
from tenants.breaches.left import what_is_left
from tenants.breaches.record import get_breach
from tenants.breaches.register import open_breaches
from tenants.breaches.reopening import reopen_breach
from tenants.breaches.steps import StepId
from tenants.breaches.undertakings import Undertaking, set_action
from tenants.errors import AlreadyDone, NotAcceptable, WasInvolved
from tenants.models import (
    ActionKind,
    Deadline,
    Event,
    MessageKind,
    Nature,
    ObligationId,
    State,
    Subject,
)
from tests.councils import TestCouncil
from tests.tenants.posted import events, page_of, send_due, waiting_for

HOUR = timedelta(hours=1)
FINISHED = MessageKind.REPORT_FINISHED
WHY = "Somebody else had a copy"


def reopen(
    council: TestCouncil, reference: str, now: datetime, *, who: str = "lead", reason: str = WHY
) -> None:
    with council.session(who) as session:
        reopen_breach(
            session,
            seen=council.seen(reference),
            reason=reason,
            by=council.members[who],
            now=now,
        )
        session.commit()


def close(council: TestCouncil, reference: str, now: datetime) -> None:
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, now, subject=subject, done_at=now)
    council.close(reference, now)


def open_duties(council: TestCouncil) -> list[str]:
    with council.session() as session:
        rows = session.scalars(
            select(Deadline.obligation)
            .where(Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
            .order_by(Deadline.obligation)
        )
        return list(rows)


def read(council: TestCouncil, reference: str, now: datetime, *, who: str = "councillor") -> None:
    with council.session(who) as session:
        breach = get_breach(session, reference=reference)
        acknowledge(session, breach, version=breach.version, by=council.members[who], now=now)
        session.commit()


def to_read(council: TestCouncil, who: str = "councillor") -> list[str]:
    with council.session(who) as session:
        return [b.reference for b in reports_to_read(session, member=council.members[who])]


def test_what_is_left_names_everything_with_its_reason_and_its_page(
    council: TestCouncil, rated: str
) -> None:
    with council.session() as session:
        left = what_is_left(session, get_breach(session, reference=rated))

    assert [one.id for one in left] == [
        StepId.DECIDE_REGULATOR,
        StepId.DECIDE_PEOPLE,
        StepId.WEIGH_CONSEQUENCES,
        StepId.DECIDE_OTHERS,
        StepId.REVIEW,
        StepId.CLOSE,
        StepId.REPORT_TO_COUNCIL,
    ]
    assert "within 72 hours" in left[0].why
    assert left[0].why.endswith("(UK GDPR Art. 33(1))")
    assert left[3].words.startswith("decide whether to tell the police, the insurers,")
    assert all(one.why and one.form for one in left)
    assert page_of(council, rated).step.id == left[0].id


def test_closing_tells_every_councillor_and_keeps_the_reviews_lessons(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    send_due(council, now)
    close(council, rated, now)

    assert page_of(council, rated).breach.learned == "Use bcc"
    assert waiting_for(council, FINISHED) == ["chair", "councillor"]


def test_opened_again_it_stands_where_it_stood_and_nothing_is_erased(
    council: TestCouncil, rated: str, now: datetime, behind: Connection
) -> None:
    close(council, rated, now)
    before = set(open_duties(council))
    reopen(council, rated, now + HOUR)

    page = page_of(council, rated)
    assert (page.breach.state, page.breach.closed_at) == (State.DECIDED, None)
    assert page.step.id == StepId.CLOSE
    assert set(open_duties(council)) == before - {ObligationId.ERASE}
    assert waiting_for(council, FINISHED) == []
    with council.session() as session:
        (comment,) = comments_of(session, breach_id=page.breach.id)
    assert comment.words == f"Opened again: {WHY}"
    assert events(council)[Event.BREACH_REOPENED] == 1
    is_open = "select is_open from sector_fact where council_id = %s"
    assert behind.exec_driver_sql(is_open, (council.id,)).scalar_one()
    council.close(rated, now + 2 * HOUR)
    assert waiting_for(council, FINISHED) == ["chair", "councillor"]


def test_a_near_miss_that_was_one_after_all_waits_for_its_first_assessment(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now, nature=Nature.NEAR_MISS)
    send_due(council, now)
    reopen(council, reported, now + 90 * HOUR, who="clerk")

    page = page_of(council, reported)
    assert (page.breach.state, page.breach.nature) == (State.REPORTED, Nature.SUSPECTED)
    assert page.step.id == StepId.RECEIVE
    assert open_duties(council) == [ObligationId.DECIDE_REGULATOR, ObligationId.RECEIVE_REPORT]
    assert {who for who, _, _ in send_due(council, now + 93 * HOUR)} == {"clerk", "chair"}
    with council.session("clerk") as session, pytest.raises(AlreadyDone):
        reopen_breach(
            session,
            seen=council.seen(reported),
            reason=WHY,
            by=council.members["clerk"],
            now=now,
        )


def test_it_takes_a_reason_and_somebody_who_was_not_involved(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.declare(rated, now, who="chair", was_involved=True)
    close(council, rated, now)

    with pytest.raises(NotAcceptable) as refused:
        reopen(council, rated, now, reason="  ")
    assert refused.value.field == "reason"
    with pytest.raises(WasInvolved):
        reopen(council, rated, now, who="chair")


def test_a_report_is_read_once_and_again_when_it_says_something_new(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    send_due(council, now)
    assert to_read(council) == [rated]
    read(council, rated, now)
    read(council, rated, now)
    assert to_read(council) == []
    assert to_read(council, "chair") == [rated]
    assert events(council)[Event.REPORT_ACKNOWLEDGED] == 1
    owner = council.members["lead"].membership_id
    with council.session() as session:
        set_action(
            session,
            Undertaking(
                kind=ActionKind.LESSON, words="Train", owner_id=owner, due_on=date(2027, 5, 1)
            ),
            seen=council.seen(rated),
            by=council.members["clerk"],
            now=now,
        )
        session.commit()
    assert to_read(council) == []

    close(council, rated, now + HOUR)

    assert to_read(council) == [rated]
    read(council, rated, now + HOUR)
    with council.session() as session:
        breach = get_breach(session, reference=rated)
        readers = readers_of(session, breach)
    assert [bool(reader.read_at) for reader in readers] == [False, True]
    assert has_read(readers, council.members["councillor"].membership_id) == now + HOUR


def test_a_closed_breach_is_at_home_again_when_something_is_soon_due(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    close(council, rated, now)
    clerk = council.members["clerk"]
    with council.session() as session:
        record_complaint(
            session, seen=council.seen(rated), received_on=now.date(), by=clerk, now=now
        )
        session.commit()

    def at_home(at: datetime) -> list[str]:
        with council.session() as session:
            lines = open_breaches(session, member=clerk, now=at)
            return [str(line.step.id) for line in lines if line.is_yours]

    assert at_home(now) == []
    assert at_home(now + timedelta(days=20)) == ["acknowledge_complaint"]
