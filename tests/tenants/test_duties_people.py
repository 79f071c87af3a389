"""By when the people are told: the council's own limit where its policy has one, else no hours."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.breaches.deciding import change_aware_at
from tenants.models import Deadline, Message, ObligationId, Subject
from tenants.policy import BreachFacts, Recipient, shipped_policy
from tests.councils import TestCouncil
from tests.tenants.posted import override, page_of, who, work_under

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
FOUND = NOW - HOUR
PUBLIC = BreachFacts(people_affected=500, recipient=Recipient.PUBLIC)


def due(council: TestCouncil, reference: str, obligation: ObligationId) -> Deadline:
    found = [row for row in page_of(council, reference).deadlines if row.obligation == obligation]
    assert len(found) == 1
    return found[0]


def rated_under(council: TestCouncil, policy: str) -> str:
    """Rate a breach of high risk under one of the shipped policies."""
    work_under(council, shipped_policy(policy).as_text())
    reference = council.report(NOW, found_at=FOUND)
    council.receive(reference, NOW)
    council.appoint(reference, NOW)
    council.rate(reference, NOW, facts=PUBLIC)
    override(council, reference, NOW, subject=Subject.RISK, decided="high_risk")
    return reference


@pytest.mark.parametrize("policy", ["scotton", "letwell", "mudford", "hannington"])
def test_without_a_limit_of_the_policys_own_no_time_is_made_up(
    policy: str, council: TestCouncil
) -> None:
    reference = rated_under(council, policy)

    deciding = due(council, reference, ObligationId.DECIDE_PEOPLE)
    assert deciding.due_at is None
    assert deciding.due_words == "without undue delay"
    assert deciding.citation == "UK GDPR Art. 34(1)"


def test_without_a_time_the_ladder_asks_every_day(council: TestCouncil) -> None:
    reference = rated_under(council, "scotton")
    deciding = due(council, reference, ObligationId.DECIDE_PEOPLE)

    with council.session() as session:
        times = session.scalars(
            select(Message.due_at)
            .where(Message.deadline_id == deciding.id, Message.cancelled_at.is_(None))
            .where(Message.recipient_id == council.members["lead"].membership_id)
            .order_by(Message.due_at)
        ).all()
    assert [(at - NOW) // DAY for at in times] == [1, 2, 3, 4, 5, 6, 7, 14]


@pytest.mark.parametrize(
    ("policy", "due_at"),
    [
        ("bolingbroke", FOUND + 72 * HOUR),
        ("example-legal-outcome", datetime(2026, 11, 24, 17, 40, tzinfo=UTC)),
    ],
)
def test_a_limit_of_the_policys_own_is_the_time_to_decide_and_to_tell(
    policy: str, due_at: datetime, council: TestCouncil
) -> None:
    reference = rated_under(council, policy)
    deciding = due(council, reference, ObligationId.DECIDE_PEOPLE)
    assert deciding.due_at == due_at
    assert shipped_policy(policy).title in deciding.citation

    council.decide(reference, NOW, subject=Subject.PEOPLE)

    assert due(council, reference, ObligationId.TELL_PEOPLE).due_at == due_at


def test_the_limit_moves_with_when_the_council_became_aware(council: TestCouncil) -> None:
    reference = rated_under(council, "bolingbroke")
    council.decide(reference, NOW, subject=Subject.PEOPLE)
    with council.session("lead") as session:
        change_aware_at(
            session,
            seen=council.seen(reference),
            aware_at=FOUND - 5 * HOUR,
            reason="The clerk rang",
            by=council.members["lead"],
            now=NOW,
        )
        session.commit()

    telling = due(council, reference, ObligationId.TELL_PEOPLE)
    assert telling.due_at == FOUND + 67 * HOUR
    with council.session() as session:
        asked = session.scalars(
            select(Message).where(
                Message.deadline_id == telling.id,
                Message.cancelled_at.is_(None),
                Message.hours_before == 0,
            )
        ).all()
    assert {who(council, m) for m in asked} == {"lead", "clerk", "chair"}
    assert {m.due_at for m in asked} == {telling.due_at}


def test_the_limit_moves_when_the_breach_is_rated_under_another_policy(
    council: TestCouncil,
) -> None:
    reference = rated_under(council, "scotton")
    work_under(council, shipped_policy("bolingbroke").as_text())

    council.rate(reference, NOW, facts=PUBLIC)

    assert due(council, reference, ObligationId.DECIDE_PEOPLE).due_at == FOUND + 72 * HOUR
