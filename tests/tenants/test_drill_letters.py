"""Letters about practice: every kind says so before it says anything else."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from tenants.breaches.drills import start_drill
from tenants.breaches.record import get_breach
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.messages import Plan, messages_of, plan_message, write_letter
from tenants.models import Deadline, Message, MessageChannel, MessageKind, ObligationId
from tenants.settings import Settings
from tests.councils import TestCouncil

# What is said of a person or of the council's year, never of one breach.
OF_NO_BREACH = {
    MessageKind.INVITATION,
    MessageKind.PASSWORD_RESET,
    MessageKind.PROMPT,
    MessageKind.WEEKLY_DIGEST,
}


def start(council: TestCouncil, now: datetime) -> str:
    with council.session() as session:
        story = SCENARIOS[ScenarioId.LOST_FOLDER]
        drill = start_drill(session, story, by=council.members["clerk"], now=now)
        session.commit()
        return drill.reference


@pytest.mark.parametrize("kind", [kind for kind in MessageKind if kind not in OF_NO_BREACH])
def test_every_kind_of_letter_says_practice_before_anything_else(
    kind: MessageKind, council: TestCouncil, now: datetime, settings: Settings
) -> None:
    reference = start(council, now)
    with council.session() as session:
        drill = get_breach(session, reference=reference)
        deadline = session.scalars(
            select(Deadline).where(Deadline.obligation == ObligationId.DECIDE_REGULATOR)
        ).one()
        plan = Plan(
            kind=kind,
            recipient_id=council.members["councillor"].membership_id,
            due_at=now,
            breach_id=drill.id,
            deadline_id=deadline.id,
            hours_before=3,
        )
        plan_message(session, plan, now=now)
        message = session.scalars(select(Message).where(Message.kind == kind)).first()
        assert message is not None
        letter = write_letter(session, message, settings=settings, now=now)
    assert letter.subject.startswith("PRACTICE - Testham")
    assert f"practice breach {reference}" in letter.subject
    assert letter.text.startswith("*** PRACTICE ***\n\nThis is practice. ")
    assert ">PRACTICE: nothing has happened<" in letter.html
    assert "Do not tell the regulator" in letter.text
    assert "This is practice. " in letter.html


def test_no_letter_about_a_real_breach_says_practice(
    council: TestCouncil, now: datetime, settings: Settings
) -> None:
    reference = council.report(now)
    start(council, now)
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        for message in messages_of(session, breach_id=breach.id):
            letter = write_letter(session, message, settings=settings, now=now)
            assert "practice" not in (letter.subject + letter.text).lower()


def test_a_text_message_says_practice_first(
    council: TestCouncil, now: datetime, settings: Settings
) -> None:
    start(council, now)
    plan = Plan(
        kind=MessageKind.CLOCK_ALERT,
        recipient_id=council.members["chair"].membership_id,
        due_at=now,
        channel=MessageChannel.TEXT,
    )
    with council.session() as session:
        drill = get_breach(session, reference="2026-D01")
        plan_message(session, replace(plan, breach_id=drill.id), now=now)
        texts = select(Message).where(Message.channel == MessageChannel.TEXT)
        letter = write_letter(session, session.scalars(texts).one(), settings=settings, now=now)
    assert letter.text.startswith("PRACTICE - Testham")
    assert "practice breach 2026-D01" in letter.text
