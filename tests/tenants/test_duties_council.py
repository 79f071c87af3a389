"""Reporting to the full council: at its next meeting, wherever that moves, until it is done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.breaches.council_report import record_council_report, set_next_meeting
from tenants.breaches.steps import StepId
from tenants.errors import ChangedMeanwhile, NotAcceptable, NotAllowed, NotYet
from tenants.models import Deadline, Message, Nature, ObligationId, Subject
from tenants.policy import shipped_policy
from tests.councils import TestCouncil
from tests.tenants.posted import leave, override, page_of, who, work_under

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
MEETING = date(2026, 12, 7)
SEVEN = datetime(2026, 12, 7, 19, tzinfo=UTC)
REPORT = ObligationId.REPORT_TO_COUNCIL


def meet_on(council: TestCouncil, on: date | None, now: datetime = NOW) -> None:
    with council.session() as session:
        set_next_meeting(session, on=on, now=now)
        session.commit()


def due(council: TestCouncil, reference: str) -> Deadline | None:
    rows = page_of(council, reference).deadlines
    return next((row for row in rows if row.obligation == REPORT), None)


def open_due(council: TestCouncil, reference: str) -> Deadline:
    found = due(council, reference)
    assert found is not None
    return found


def asked(council: TestCouncil, deadline: Deadline) -> list[tuple[str, datetime]]:
    with council.session() as session:
        rows = session.scalars(
            select(Message)
            .where(Message.deadline_id == deadline.id, Message.cancelled_at.is_(None))
            .where(Message.sent_at.is_(None))
            .order_by(Message.due_at, Message.position)
        ).all()
        return [(who(council, row), row.due_at) for row in rows]


def record(
    council: TestCouncil,
    reference: str,
    *,
    on: date,
    now: datetime,
    minute: str = "26/114",
    by: str = "clerk",
) -> None:
    with council.session(by) as session:
        record_council_report(
            session,
            seen=council.seen(reference),
            meeting=(on, minute),
            by=council.members[by],
            now=now,
        )
        session.commit()


def close(council: TestCouncil, reference: str, now: datetime) -> None:
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, now, subject=subject, done_at=now)
    council.close(reference, now)


def test_it_is_due_at_the_next_meeting_at_seven(council: TestCouncil, rated: str) -> None:
    meet_on(council, MEETING)

    found = open_due(council, rated)
    assert found.due_at == SEVEN
    assert "7 December 2026" in found.due_words
    assert "Scotton" in found.citation


def test_without_a_day_of_meeting_it_has_no_time_and_says_to_set_one(
    council: TestCouncil, rated: str
) -> None:
    found = open_due(council, rated)

    assert found.due_at is None
    assert "still to be set" in found.due_words
    assert [name for name, _ in asked(council, found)][:2] == ["clerk", "lead"]


def test_a_meeting_that_has_been_is_no_next_meeting(council: TestCouncil, rated: str) -> None:
    meet_on(council, NOW.date() - DAY)
    assert open_due(council, rated).due_at is None


def test_in_summer_seven_is_seven_in_london(council: TestCouncil, rated: str) -> None:
    meet_on(council, date(2027, 6, 7))
    assert open_due(council, rated).due_at == datetime(2027, 6, 7, 18, tzinfo=UTC)


def test_the_clerk_and_the_lead_are_asked_before_the_day_and_the_chair_on_it(
    council: TestCouncil, rated: str
) -> None:
    meet_on(council, MEETING)

    calls = asked(council, open_due(council, rated))
    before = {name for name, at in calls if at < SEVEN}
    on_it = {name for name, at in calls if at >= SEVEN}
    assert before == {"clerk", "lead"}
    assert on_it == {"clerk", "lead", "chair"}


def test_another_day_of_meeting_moves_it_with_its_alerts(council: TestCouncil, rated: str) -> None:
    meet_on(council, MEETING)
    meet_on(council, MEETING + 14 * DAY)

    found = open_due(council, rated)
    assert found.due_at == SEVEN + 14 * DAY
    times = [at for _, at in asked(council, found)]
    assert min(times) == SEVEN + 4 * DAY
    meet_on(council, None)
    assert open_due(council, rated).due_at is None


def test_a_meeting_that_it_was_not_brought_to_stays_said(council: TestCouncil, rated: str) -> None:
    meet_on(council, MEETING)
    meet_on(council, MEETING + 28 * DAY, now=SEVEN + DAY)

    found = open_due(council, rated)
    assert found.due_at == SEVEN + 28 * DAY
    assert "not brought to the one on Monday 7 December 2026" in found.due_words


def test_it_outlives_closing_and_is_met_by_its_minute(council: TestCouncil, rated: str) -> None:
    meet_on(council, MEETING)
    close(council, rated, NOW)
    page = page_of(council, rated)
    assert page.step.id == StepId.REPORT_TO_COUNCIL
    assert page.is_yours
    assert asked(council, open_due(council, rated))

    record(council, rated, on=MEETING, now=SEVEN + 2 * DAY)

    page = page_of(council, rated)
    assert (page.breach.reported_to_council_on, page.breach.council_minute) == (MEETING, "26/114")
    assert open_due(council, rated).met_at == SEVEN
    assert asked(council, open_due(council, rated)) == []
    assert page.step.id == StepId.NOTHING


def test_what_was_brought_stays_brought_when_it_is_rated_again(
    council: TestCouncil, rated: str
) -> None:
    record(council, rated, on=NOW.date(), now=NOW + HOUR)
    council.rate(rated, NOW + 2 * HOUR)
    meet_on(council, MEETING)

    assert open_due(council, rated).met_at is not None


@pytest.mark.parametrize(
    ("on", "minute", "field"),
    [
        (date(2026, 11, 25), "26/1", "on"),
        (date(2026, 11, 1), "26/1", "on"),
        (date(2026, 11, 20), "  ", "minute"),
    ],
)
def test_a_report_that_cannot_have_been_is_refused(
    on: date, minute: str, field: str, council: TestCouncil, rated: str
) -> None:
    with pytest.raises(NotAcceptable) as refused:
        record(council, rated, on=on, now=NOW + HOUR, minute=minute)
    assert refused.value.field == field


def test_a_breach_that_nobody_rated_is_not_brought(council: TestCouncil, reported: str) -> None:
    with pytest.raises(NotYet):
        record(council, reported, on=NOW.date(), now=NOW)


def test_only_who_handles_breaches_records_it_and_from_the_newest_page(
    council: TestCouncil, rated: str
) -> None:
    with pytest.raises(NotAllowed):
        record(council, rated, on=NOW.date(), now=NOW, by="councillor")
    seen = council.seen(rated)
    record(council, rated, on=NOW.date(), now=NOW)
    with council.session() as session, pytest.raises(ChangedMeanwhile):
        record_council_report(
            session, seen=seen, meeting=(NOW.date(), "1"), by=council.members["clerk"], now=NOW
        )


def test_a_near_miss_is_due_to_nobody(council: TestCouncil, reported: str) -> None:
    council.receive(reported, NOW, nature=Nature.NEAR_MISS)
    meet_on(council, MEETING)
    assert due(council, reported) is None


@pytest.mark.parametrize(
    ("policy", "risk", "times"),
    [
        ("scotton", "unlikely", [SEVEN]),
        ("hannington", "high_risk", []),
        ("mudford", "unlikely", []),
        ("mudford", "risk", [SEVEN]),
        ("example-legal-outcome", "unlikely", []),
    ],
)
def test_it_is_asked_where_the_policy_asks_for_it(
    policy: str, risk: str, times: list[datetime], council: TestCouncil
) -> None:
    work_under(council, shipped_policy(policy).as_text())
    meet_on(council, MEETING)
    reference = council.report(NOW)
    council.receive(reference, NOW)
    council.appoint(reference, NOW)
    council.rate(reference, NOW)
    override(council, reference, NOW, subject=Subject.RISK, decided=risk)

    found = due(council, reference)
    assert ([] if found is None else [found.due_at]) == times


def test_a_policy_with_a_span_and_no_meeting_has_a_time_of_its_own(council: TestCouncil) -> None:
    work_under(council, shipped_policy("example-legal-outcome").as_text())
    reference = council.report(NOW, found_at=NOW)
    council.receive(reference, NOW)
    council.appoint(reference, NOW)
    council.rate(reference, NOW)
    override(council, reference, NOW, subject=Subject.RISK, decided="risk")

    found = open_due(council, reference)
    assert found.due_at == datetime(2027, 2, 20, 18, 40, tzinfo=UTC)
    assert found.due_words == "within 3 months of becoming aware"


def test_closed_breaches_pass_on_to_whoever_comes_after_the_clerk(
    council: TestCouncil, rated: str
) -> None:
    meet_on(council, MEETING)
    close(council, rated, NOW)

    leave(council, "clerk", NOW + HOUR)

    assert "clerk" not in {name for name, _ in asked(council, open_due(council, rated))}
    assert "chair" in {name for name, _ in asked(council, open_due(council, rated))}
