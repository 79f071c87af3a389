"""How long what was kept about a breach stays, and keeping it longer."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.breaches.retention import keep_longer, kept_until
from tenants.errors import NotAcceptable, NotFound
from tenants.models import Deadline, Message, Nature, ObligationId, Subject
from tenants.policy import shipped_policy
from tenants.policy.policy_format import Retention
from tests.councils import TestCouncil
from tests.tenants.posted import who, work_under

NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
TERMS = [
    {"id": "papers", "what": "Letters and notes", "months": 6, "counted_from": "report"},
    {"id": "line", "what": "The line in the register", "months": 72, "counted_from": "closure"},
]


def kept(council: TestCouncil) -> list[Deadline]:
    with council.session() as session:
        return list(
            session.scalars(
                select(Deadline)
                .where(Deadline.obligation == ObligationId.ERASE, Deadline.cancelled_at.is_(None))
                .order_by(Deadline.due_at)
            )
        )


def close(council: TestCouncil, terms: list[dict[str, object]]) -> str:
    document = shipped_policy("scotton").document
    work_under(council, json.dumps({**document, "retention": terms}))
    reference = council.report(NOW)
    council.receive(reference, NOW)
    council.appoint(reference, NOW)
    council.rate(reference, NOW)
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, NOW, subject=subject, done_at=NOW)
    council.close(reference, NOW)
    return reference


def longer(council: TestCouncil, reference: str, deadline_id: UUID, until: date, why: str) -> None:
    with council.session() as session:
        keep_longer(
            session,
            seen=council.seen(reference),
            deadline_id=deadline_id,
            until=(until, why),
            by=council.members["clerk"],
            now=NOW,
        )
        session.commit()


@pytest.mark.parametrize(
    ("months", "counted_from", "until"),
    [
        (6, "report", date(2027, 2, 28)),
        (12, "closure", date(2027, 11, 20)),
        (24, "end_of_year", date(2028, 12, 31)),
        (2, "end_of_year", date(2027, 2, 28)),
    ],
)
def test_months_are_the_calendars(months: int, counted_from: str, until: date) -> None:
    term = Retention.model_validate(
        {"id": "x", "what": "Papers", "months": months, "counted_from": counted_from}
    )
    reported_at = datetime(2026, 8, 31, 9, tzinfo=UTC)
    assert kept_until(term, reported_at=reported_at, closed_at=NOW) == until


def test_each_term_of_the_policy_has_its_own_day_from_closing_on(council: TestCouncil) -> None:
    close(council, TERMS)

    rows = kept(council)
    assert [(row.occasion, row.due_at) for row in rows] == [
        ("papers", datetime(2027, 5, 20, 16, tzinfo=UTC)),
        ("line", datetime(2032, 11, 20, 17, tzinfo=UTC)),
    ]
    assert rows[0].due_words == "Letters and notes: kept for 6 months"


def test_the_clerk_is_asked_before_the_day_and_the_chair_from_it_on(council: TestCouncil) -> None:
    close(council, TERMS[:1])
    with council.session() as session:
        rows = session.scalars(select(Message).where(Message.deadline_id == kept(council)[0].id))
        calls = [(who(council, row), row.hours_before or 0) for row in rows]
    assert {name for name, step in calls if step > 0} == {"clerk"}
    assert {name for name, step in calls if step <= 0} == {"clerk", "chair"}


def test_a_policy_without_terms_asks_nothing(council: TestCouncil) -> None:
    close(council, [])
    assert kept(council) == []


def test_what_was_no_breach_is_kept_for_its_time_too(council: TestCouncil) -> None:
    document = shipped_policy("scotton").document
    work_under(council, json.dumps({**document, "retention": TERMS}))
    reference = council.report(NOW)
    council.receive(reference, NOW, nature=Nature.NEAR_MISS)
    assert len(kept(council)) == 2


def test_keeping_it_longer_needs_a_later_day_and_a_reason(council: TestCouncil) -> None:
    reference = close(council, TERMS[:1])
    row = kept(council)[0]
    for until, why, field in (
        (date(2027, 5, 20), "A claim runs", "until"),
        (date(2028, 5, 20), " ", "reason"),
    ):
        with pytest.raises(NotAcceptable) as refused:
            longer(council, reference, row.id, until, why)
        assert refused.value.field == field

    longer(council, reference, row.id, date(2028, 5, 20), "A claim runs")

    moved = kept(council)[0]
    assert moved.due_at == datetime(2028, 5, 20, 16, tzinfo=UTC)
    assert moved.due_words == "Letters and notes: kept longer because A claim runs"


def test_only_what_is_kept_about_this_breach_is_kept_longer(council: TestCouncil) -> None:
    close(council, TERMS[:1])
    other = council.report(NOW + timedelta(hours=1))
    with pytest.raises(NotFound):
        longer(council, other, kept(council)[0].id, date(2030, 1, 1), "A claim runs")
