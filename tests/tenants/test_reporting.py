"""Reporting: the moment at which a breach gets its number, its clock and its readers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from tenants.breaches.drafts import save_page, start_draft
from tenants.breaches.record import get_breach
from tenants.breaches.reporting import Report, report_breach
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound
from tenants.models import (
    AssessmentRow,
    AuditEntry,
    Breach,
    Deadline,
    DraftKind,
    Message,
    MessageKind,
    Precision,
    SectorFact,
)
from tenants.policy import BreachFacts
from tests.councils import TestCouncil
from tests.tenants.posted import counted, page_of, waiting, waiting_for

HOUR = timedelta(hours=1)


@pytest.fixture
def report(now: datetime) -> Report:
    return Report(
        cause="lost_or_stolen_device",
        description="A tablet was left on the bus",
        whose="Allotment holders",
        people_words="about 30",
        recoverable="not_yet_known",
        action_taken="",
        contact="01234 567890",
        occurred_at=None,
        occurred_precision=Precision.NOT_KNOWN,
        found_at=now - HOUR,
        facts=BreachFacts(),
    )


def send(council: TestCouncil, report: Report, now: datetime, *, by: str = "reporter") -> Breach:
    with council.session(by) as session:
        breach = report_breach(session, report, by=council.members[by], now=now, draft_id=None)
        session.commit()
        return breach


def test_reports_are_numbered_by_council_and_year(
    council: TestCouncil, make_council: Callable[[], TestCouncil], report: Report, now: datetime
) -> None:
    neighbour = make_council()
    next_year = now.replace(year=2027)

    numbers = [send(council, report, now).reference for _ in range(3)]

    assert numbers == ["2026-001", "2026-002", "2026-003"]
    assert send(neighbour, report, now).reference == "2026-001"
    assert send(council, report, next_year).reference == "2027-001"
    assert send(council, report, now).reference == "2026-004"


def test_the_year_of_a_number_turns_at_midnight_in_london(
    council: TestCouncil, report: Report
) -> None:
    summer = replace(report, found_at=None)
    assert send(council, summer, datetime(2026, 12, 31, 23, 59, tzinfo=UTC)).year == 2026
    assert send(council, summer, datetime(2027, 1, 1, 0, 0, tzinfo=UTC)).year == 2027


def test_reports_at_the_same_time_get_consecutive_numbers(
    council: TestCouncil, report: Report, now: datetime
) -> None:
    references: list[str] = []

    def one_report() -> None:
        references.append(send(council, report, now).reference)

    with council.session() as first:
        held = report_breach(first, report, by=council.members["clerk"], now=now, draft_id=None)
        others = [Thread(target=one_report) for _ in range(2)]
        for other in others:
            other.start()
        others[0].join(0.05)
        assert references == []
        first.commit()
    for other in others:
        other.join()

    assert sorted([held.reference, *references]) == ["2026-001", "2026-002", "2026-003"]


def test_the_clock_runs_from_when_it_was_found(
    council: TestCouncil, report: Report, now: datetime
) -> None:
    breach = send(council, report, now)

    clock = page_of(council, breach.reference).clock
    assert (breach.suspected_at, breach.aware_at) == (now - HOUR, now - HOUR)
    assert clock is not None
    assert clock.due_at == now + 71 * HOUR


def test_the_clock_runs_from_now_where_nobody_knows_when_it_was_found(
    council: TestCouncil, report: Report, now: datetime
) -> None:
    breach = send(council, replace(report, found_at=None), now)

    clock = page_of(council, breach.reference).clock
    assert (breach.suspected_at, breach.aware_at) == (None, now)
    assert clock is not None
    assert clock.due_at == now + 72 * HOUR


@pytest.mark.parametrize(
    ("occurred", "found", "field"),
    [
        (None, timedelta(minutes=1), "found"),
        (timedelta(minutes=1), timedelta(), "occurred"),
        (timedelta(days=365), None, "occurred"),
        (-HOUR, -2 * HOUR, "occurred"),
    ],
)
def test_impossible_times_are_refused_and_leave_nothing(
    occurred: timedelta | None,
    found: timedelta | None,
    field: str,
    council: TestCouncil,
    report: Report,
    now: datetime,
) -> None:
    impossible = replace(
        report,
        occurred_at=None if occurred is None else now + occurred,
        occurred_precision=Precision.TIME,
        found_at=None if found is None else now + found,
    )

    with pytest.raises(NotAcceptable) as refused:
        send(council, impossible, now)

    assert refused.value.field == field
    assert counted(council, Breach) == 0


@pytest.mark.parametrize("occurred", [timedelta(), -HOUR, timedelta(days=-3650)])
def test_possible_times_are_accepted(
    occurred: timedelta, council: TestCouncil, report: Report, now: datetime
) -> None:
    possible = replace(report, occurred_at=now + occurred, found_at=now)

    assert send(council, possible, now).occurred_at == now + occurred


def test_clerk_and_chair_are_written_to_in_the_same_transaction(
    council: TestCouncil, report: Report, now: datetime
) -> None:
    with council.session("reporter") as session:
        breach = report_breach(
            session, report, by=council.members["reporter"], now=now, draft_id=None
        )
        assert counted(council, Breach) == 0
        assert waiting(council) == []
        session.commit()

    received = waiting(council, MessageKind.REPORT_RECEIVED)
    assert waiting_for(council, MessageKind.REPORT_RECEIVED) == ["clerk", "chair"]
    assert {message.due_at for message in received} == {now}
    assert {message.breach_id for message in waiting(council)} == {breach.id}


def test_a_report_that_is_not_committed_leaves_nothing_behind(
    council: TestCouncil, report: Report, now: datetime
) -> None:
    before = {model: counted(council, model) for model in (Message, AuditEntry)}
    with council.session("reporter") as session:
        report_breach(session, report, by=council.members["reporter"], now=now, draft_id=None)
        session.rollback()

    for model in (Breach, Deadline, AssessmentRow, SectorFact):
        assert counted(council, model) == 0
    assert {model: counted(council, model) for model in (Message, AuditEntry)} == before
    assert send(council, report, now).reference == "2026-001"


def test_sending_a_form_twice_makes_one_breach(
    council: TestCouncil, report: Report, now: datetime
) -> None:
    by = council.members["reporter"]
    with council.session("reporter") as session:
        draft = start_draft(session, kind=DraftKind.REPORT, by=by, now=now)
        session.commit()
    first, second = council.session("reporter"), council.session("reporter")
    outcomes: list[str] = []

    def press_again() -> None:
        try:
            report_breach(second, report, by=by, now=now, draft_id=draft.id)
            second.commit()
        except AlreadyDone:
            outcomes.append("already done")

    with first, second:
        breach = report_breach(first, report, by=by, now=now, draft_id=draft.id)
        presses = Thread(target=press_again)
        presses.start()
        presses.join(0.05)
        assert presses.is_alive()
        first.commit()
        presses.join()

    assert outcomes == ["already done"]
    assert counted(council, Breach) == 1
    with council.session("reporter") as session:
        assert session.get_one(type(draft), (council.id, draft.id)).breach_id == breach.id


def test_an_answer_saved_while_the_report_is_sent_is_not_left_out(
    council: TestCouncil, report: Report, now: datetime
) -> None:
    by = council.members["reporter"]
    with council.session("reporter") as session:
        draft = start_draft(session, kind=DraftKind.REPORT, by=by, now=now)
        session.commit()
        read = replace(report, draft_version=draft.version)
        save_page(session, draft=draft, page="when", answers={}, version=draft.version, now=now)
        session.commit()
    with council.session("reporter") as session, pytest.raises(ChangedMeanwhile):
        report_breach(session, read, by=by, now=now, draft_id=draft.id)
    assert counted(council, Breach) == 0


@pytest.mark.parametrize("thief", ["clerk", "councillor"])
def test_nobody_sends_what_another_began(
    thief: str, council: TestCouncil, report: Report, now: datetime
) -> None:
    with council.session("reporter") as session:
        draft = start_draft(session, kind=DraftKind.REPORT, by=council.members["reporter"], now=now)
        session.commit()
    with council.session(thief) as session, pytest.raises(NotFound):
        report_breach(session, report, by=council.members[thief], now=now, draft_id=draft.id)


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-", "-1", "26-001", "2026-1x", "2026-9999999", "'; drop", "²026-001"]
)
def test_what_is_no_number_of_a_breach_is_not_found(
    typed: str, council: TestCouncil, reported: str
) -> None:
    assert reported == "2026-001"
    with council.session() as session, pytest.raises(NotFound):
        get_breach(session, reference=typed)
