"""What a letter says of each duty: by when, why, what to do, and when it stops."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tenants.breaches.complaints import record_complaint
from tenants.breaches.council_report import set_next_meeting
from tenants.breaches.undertakings import Undertaking, set_action
from tenants.messages import Letter, write_letter
from tenants.models import ActionKind, Deadline, Message, ObligationId
from tenants.settings import Settings
from tests.councils import TestCouncil

NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)


def undertake(council: TestCouncil, reference: str, kind: ActionKind) -> None:
    undertaking = Undertaking(
        kind=kind,
        words="Ring the supplier",
        owner_id=council.members["lead"].membership_id,
        due_on=date(2026, 12, 4),
    )
    with council.session() as session:
        clerk = council.members["clerk"]
        set_action(session, undertaking, seen=council.seen(reference), by=clerk, now=NOW)
        session.commit()


def meet_on(council: TestCouncil, on: date | None) -> None:
    with council.session() as session:
        set_next_meeting(session, on=on, now=NOW)
        session.commit()


def first_letter(council: TestCouncil, obligation: ObligationId, settings: Settings) -> Letter:
    """Write the first alert about this, at its own time."""
    with council.session() as session:
        message = session.scalars(
            select(Message)
            .join(Deadline, Deadline.id == Message.deadline_id)
            .where(Deadline.obligation == obligation, Message.cancelled_at.is_(None))
            .order_by(Message.due_at, Message.position)
        ).first()
        assert message is not None
        return write_letter(session, message, settings=settings, now=message.due_at)


def test_the_report_to_the_council_names_the_meeting(
    council: TestCouncil, rated: str, settings: Settings
) -> None:
    assert rated
    meet_on(council, date(2026, 12, 7))
    letter = first_letter(council, ObligationId.REPORT_TO_COUNCIL, settings)
    assert "report to the council on Mon 7 Dec 2026, 7:00 pm" in letter.subject
    assert "The council's own policy wants the full council to hear" in letter.text
    assert "put it on the agenda" in letter.text
    assert "stop when the meeting and its minute are recorded" in letter.text


def test_without_a_meeting_it_says_for_how_long_and_to_set_the_day(
    council: TestCouncil, rated: str, settings: Settings
) -> None:
    assert rated
    letter = first_letter(council, ObligationId.REPORT_TO_COUNCIL, settings)
    assert "still to do: report to the council" in letter.subject
    assert "set the day of the full council's next meeting" in letter.text
    assert "without undue delay" not in letter.text


def test_a_complaint_names_its_last_day_and_the_act(
    council: TestCouncil, rated: str, settings: Settings
) -> None:
    with council.session() as session:
        seen, clerk = council.seen(rated), council.members["clerk"]
        record_complaint(session, seen=seen, received_on=NOW.date(), by=clerk, now=NOW)
        session.commit()
    letter = first_letter(council, ObligationId.ACKNOWLEDGE_COMPLAINT, settings)
    assert "acknowledge the complaint by Sat 19 Dec 2026, 11:59 pm" in letter.subject
    assert "within 30 days" in letter.text
    assert "Source: Data Protection Act 2018 s. 164A" in letter.text


@pytest.mark.parametrize(
    ("kind", "obligation", "words"),
    [
        (
            ActionKind.LESSON,
            ObligationId.DO_ACTION,
            ("carry out an action by", "The council undertook to do this because of"),
        ),
        (
            ActionKind.FOLLOW_UP,
            ObligationId.FOLLOW_UP,
            ("send the regulator more by", "What is not known at once may follow in parts"),
        ),
    ],
)
def test_an_action_says_what_it_is_for_and_nothing_that_somebody_wrote(
    kind: ActionKind,
    obligation: ObligationId,
    words: tuple[str, str],
    council: TestCouncil,
    rated: str,
    settings: Settings,
) -> None:
    undertake(council, rated, kind)
    letter = first_letter(council, obligation, settings)
    assert words[0] in letter.subject
    assert words[1] in letter.text
    assert "Ring the supplier" not in letter.text


def test_where_the_law_has_no_hours_the_letter_says_so_and_counts_the_days(
    council: TestCouncil, rated: str, settings: Settings
) -> None:
    assert rated
    letter = first_letter(council, ObligationId.DECIDE_PEOPLE, settings)
    assert "1 day on, still to do: decide" in letter.subject
    assert "The law sets no hours" in letter.text
    assert "without undue delay" in letter.text
    assert "UK GDPR Art. 34(1)" in letter.text
