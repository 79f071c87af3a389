"""The link in an alert: what it is, what it does, and what letters and texts say of it."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tenants import alerts
from tenants.access import Role
from tenants.alerts import HoldState
from tenants.breaches.handing_over import change_place
from tenants.contacts import Entry, save_entry
from tenants.deadlines import About, schedule_of, set_deadline
from tenants.errors import AlreadyDone, NotAllowed, NotFound
from tenants.messages import Plan, plan_message, write_letter
from tenants.messages.holding import (
    LINK_LASTS,
    HoldLink,
    HoldLinkRefused,
    make_hold_link,
    read_hold_link,
)
from tenants.messages.letters import CANNOT_WAIT, Letter
from tenants.messages.paper import LONGEST_TEXT
from tenants.models import (
    AuditEntry,
    Deadline,
    Event,
    Message,
    MessageChannel,
    MessageKind,
    ObligationId,
    Upkeep,
)
from tenants.policy.ladders import Urgency
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import leave, send_due, waiting, waiting_for

KEY = "a secret for tests that is long enough"
HOUR = timedelta(hours=1)


def alert_to(council: TestCouncil, who: str) -> Message:
    """Return the first clock alert that waits for this member."""
    return alerts_to(council, who)[0]


def alerts_to(council: TestCouncil, who: str) -> list[Message]:
    """Return the alerts about the deadline that this member is asked about first, in order."""
    member = council.members[who].membership_id
    found = [row for row in waiting(council, MessageKind.CLOCK_ALERT) if row.recipient_id == member]
    return [row for row in found if row.deadline_id == found[0].deadline_id]


def letter_about(
    council: TestCouncil, message: Message, settings: Settings, now: datetime
) -> Letter:
    with council.session() as session:
        row = session.get_one(Message, (council.id, message.id))
        return write_letter(session, row, settings=settings, now=now)


def press(council: TestCouncil, message: Message, now: datetime) -> HoldState:
    with council.session() as session:
        hold = alerts.say_have_it(session, message_id=message.id, now=now)
        session.commit()
        return hold.state


def lose_the_register(council: TestCouncil, who: str, now: datetime) -> None:
    """Leave somebody nothing but the reporter's part."""
    with council.session("chair") as session:
        change_place(
            session,
            by=council.members["chair"],
            membership_id=council.members[who].membership_id,
            place=((Role.REPORTER,), None),
            has_left=False,
            now=now,
        )
        session.commit()


def held(council: TestCouncil) -> int:
    with council.session() as session:
        wanted = select(AuditEntry).where(AuditEntry.event == Event.DEADLINE_HELD)
        return len(session.scalars(wanted).all())


def test_a_link_names_a_council_and_a_message_for_a_month(now: datetime) -> None:
    link = HoldLink(uuid4(), uuid4())
    token = make_hold_link(KEY, link, now=now)

    assert read_hold_link(KEY, token, now=now + LINK_LASTS) == link
    assert len(token) < 90
    with pytest.raises(HoldLinkRefused, match="more than a month old") as refused:
        read_hold_link(KEY, token, now=now + LINK_LASTS + HOUR)
    assert refused.value.is_too_old


def test_a_link_that_was_altered_cut_or_made_up_is_refused(now: datetime) -> None:
    token = make_hold_link(KEY, HoldLink(uuid4(), uuid4()), now=now)
    other = make_hold_link(KEY, HoldLink(uuid4(), uuid4()), now=now)
    forged = make_hold_link(
        "another secret that is long enough", HoldLink(uuid4(), uuid4()), now=now
    )
    swapped = f"{other.partition('.')[0]}.{token.partition('.')[2]}"
    for bad in (token[:-1], token[1:], "", ".", "é", forged, swapped, token + "A"):
        with pytest.raises(HoldLinkRefused, match="not complete"):
            read_hold_link(KEY, bad, now=now)


def test_saying_it_records_the_recipient_and_asks_nobody_further_until_the_next_alert(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    message = alert_to(council, "lead")
    at = message.due_at + timedelta(minutes=5)

    assert press(council, message, at) == HoldState.YOURS

    with council.session() as session:
        deadline = session.get_one(Deadline, (council.id, message.deadline_id))
        assert deadline.held_by_id == council.members["lead"].membership_id
    assert not [
        row
        for row in waiting(council, MessageKind.CLOCK_ALERT)
        if row.deadline_id == message.deadline_id
        and row.hours_before == message.hours_before
        and row.due_at > at
    ]


def test_saying_it_twice_counts_once(council: TestCouncil, rated: str, now: datetime) -> None:
    assert rated
    message = alert_to(council, "lead")

    assert press(council, message, message.due_at) == HoldState.YOURS
    assert press(council, message, message.due_at + HOUR) == HoldState.YOURS

    assert held(council) == 1


def test_an_older_letter_says_no_more_that_you_have_it_once_you_are_asked_again(
    council: TestCouncil, rated: str
) -> None:
    assert rated
    first, second = alerts_to(council, "lead")[:2]
    assert press(council, first, first.due_at) == HoldState.YOURS

    send_due(council, second.due_at)

    with council.session() as session:
        assert alerts.find_hold(session, message_id=first.id).state == HoldState.OPEN
    assert press(council, first, second.due_at + HOUR) == HoldState.YOURS
    assert held(council) == 2


def test_looking_records_nothing(council: TestCouncil, rated: str) -> None:
    assert rated
    message = alert_to(council, "lead")
    with council.session() as session:
        hold = alerts.find_hold(session, message_id=message.id)
        assert hold.state == HoldState.OPEN
        assert hold.next_asked
        assert not session.dirty
    assert held(council) == 0


def test_who_has_left_or_was_involved_says_it_in_vain(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    message = alert_to(council, "chair")
    council.declare(rated, now, who="chair", was_involved=True)
    assert press(council, message, now) == HoldState.INVOLVED
    leave(council, "chair", now)
    assert press(council, message, now) == HoldState.LEFT
    assert held(council) == 0


def test_who_may_read_of_breaches_no_more_says_it_in_vain(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    message = alert_to(council, "lead")
    lose_the_register(council, "lead", now)

    assert press(council, message, now) == HoldState.PASSED_ON

    assert held(council) == 0
    assert "lead" not in waiting_for(council, MessageKind.CLOCK_ALERT)


def test_who_had_it_and_may_read_of_breaches_no_more_has_it_no_longer(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    message = alert_to(council, "lead")
    assert press(council, message, message.due_at) == HoldState.YOURS

    lose_the_register(council, "lead", now)

    assert "lead" not in waiting_for(council, MessageKind.CLOCK_ALERT)
    with council.session() as session:
        assert session.get_one(Deadline, (council.id, message.deadline_id)).held_by_id is None


def test_what_is_done_is_done(council: TestCouncil, rated: str, now: datetime) -> None:
    message = alert_to(council, "lead")
    council.decide(rated, now, decided="tell", done_at=now)

    assert press(council, message, now) == HoldState.MET
    with council.session() as session, pytest.raises(AlreadyDone):
        alerts.have_it_here(
            session, deadline_id=message.deadline_id, by=council.members["lead"], now=now
        )


def test_another_councils_message_is_not_found(
    council: TestCouncil, other_council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    message = alert_to(council, "lead")
    with other_council.session() as session, pytest.raises(NotFound):
        alerts.say_have_it(session, message_id=message.id, now=now)


def test_a_councillor_who_was_not_asked_cannot_say_it(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    deadline_id = alert_to(council, "lead").deadline_id
    for who, may in (("clerk", True), ("lead", True), ("councillor", False)):
        with council.session(who) as session:
            if may:
                alerts.have_it_here(
                    session, deadline_id=deadline_id, by=council.members[who], now=now
                )
            else:
                with pytest.raises(NotAllowed):
                    alerts.have_it_here(
                        session, deadline_id=deadline_id, by=council.members[who], now=now
                    )


def test_the_councils_own_deadline_can_be_held_and_its_calendar_is_gone_through_at_once(
    council: TestCouncil, now: datetime
) -> None:
    clerk = council.members["clerk"]
    with council.session() as session:
        deadline = set_deadline(
            session,
            About(occasion="2027"),
            obligation=ObligationId.EVIDENCE_PACK,
            due=(now + timedelta(days=20), ""),
            citation="the council's policy",
            now=now,
        )
        plan = Plan(
            kind=MessageKind.PROMPT,
            recipient_id=clerk.membership_id,
            due_at=now,
            deadline_id=deadline.id,
            hours_before=480,
        )
        plan_message(session, plan, now=now)
        session.execute(Upkeep.__table__.update().values(next_at=now + timedelta(days=1)))
        session.commit()
        message = session.scalars(select(Message).where(Message.deadline_id == deadline.id)).one()

    assert press(council, message, now) == HoldState.YOURS
    with council.session() as session:
        assert session.scalars(select(Upkeep.next_at)).one() == now


def test_what_cannot_wait_is_the_same_for_letters_and_schedules() -> None:
    by_schedule = {one for one in ObligationId if schedule_of(one).urgency == Urgency.CANNOT_WAIT}
    assert by_schedule == CANNOT_WAIT


@pytest.mark.parametrize(("hours_late", "is_said"), [(0, False), (5, True)])
def test_an_alert_that_leaves_late_says_when_it_was_due(
    council: TestCouncil, rated: str, settings: Settings, *, hours_late: int, is_said: bool
) -> None:
    assert rated
    message = alert_to(council, "lead")
    letter = letter_about(council, message, settings, message.due_at + hours_late * HOUR)
    assert ("it could not be sent before" in letter.text) is is_said


def test_two_alerts_that_leave_together_do_not_say_the_same(
    council: TestCouncil, rated: str, settings: Settings
) -> None:
    assert rated
    lead = council.members["lead"].membership_id
    rows = [row for row in waiting(council, MessageKind.CLOCK_ALERT) if row.recipient_id == lead][
        :2
    ]
    sent_at = rows[1].due_at + HOUR
    first, second = (letter_about(council, row, settings, sent_at) for row in rows)
    said = [re.search(r"This alert was due on [^;]+", one.text) for one in (first, second)]
    assert None not in said
    assert said[0][0] != said[1][0]  # type: ignore[index]  # neither is None


def test_a_text_is_short_plain_and_holds_one_link_to_say_it(
    council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    message = alert_to(council, "clerk")
    with council.session() as session:
        clerk = council.members["clerk"]
        save_entry(session, Entry(mobile="07700 900123", wants_texts=True), by=clerk, now=now)
        plan = Plan(
            kind=MessageKind.CLOCK_ALERT,
            channel=MessageChannel.TEXT,
            recipient_id=clerk.membership_id,
            due_at=message.due_at,
            breach_id=message.breach_id,
            deadline_id=message.deadline_id,
            hours_before=message.hours_before,
        )
        plan_message(session, plan, now=now)
        by_text = select(Message).where(Message.channel == MessageChannel.TEXT)
        row = session.scalars(by_text).one()
        letter = write_letter(session, row, settings=settings, now=message.due_at)

    assert letter.channel == MessageChannel.TEXT
    assert letter.to == "+447700900123"
    assert letter.html == ""
    assert len(letter.text) <= LONGEST_TEXT
    assert letter.text.isascii()
    assert rated in letter.text
    assert "hours left" in letter.text
    assert len(re.findall(r"https?://", letter.text)) == 1
    assert "/have-it/" in letter.text
    assert "Testperson" not in letter.text


@pytest.mark.parametrize(
    ("at", "goes_there"),
    [
        (datetime(2026, 11, 21, 3, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 11, tzinfo=UTC), False),
    ],
)
def test_what_cannot_wait_goes_to_the_other_address_too_when_no_office_is_open(
    council: TestCouncil, rated: str, settings: Settings, *, at: datetime, goes_there: bool
) -> None:
    assert rated
    message = alert_to(council, "lead")
    with council.session("lead") as session:
        lead = council.members["lead"]
        save_entry(session, Entry(other_email="home@example.org"), by=lead, now=at)
        session.commit()
    letter = letter_about(council, message, settings, at)
    assert letter.to == council.email("lead")
    assert letter.also_to == ("home@example.org" if goes_there else "")
    assert date(2026, 11, 20) <= at.date()
