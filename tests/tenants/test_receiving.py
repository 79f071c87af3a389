"""Receiving a report: the first look, near misses, and putting it into somebody's hands."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tenants.breaches.receiving import appoint_lead_investigator
from tenants.breaches.register import Filters, RegisterPage, Shelf, list_breaches
from tenants.errors import AlreadyDone, NotAcceptable, NotYet
from tenants.messages import write_letter
from tenants.models import Event, MessageKind, Nature, State
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import events, ladder, page_of, send_due, waiting, waiting_for

CLOCK = MessageKind.CLOCK_ALERT


def shelf(council: TestCouncil, name: Shelf) -> RegisterPage:
    with council.session() as session:
        clerk = council.members["clerk"]
        return list_breaches(session, Filters(shelf=name), page=1, member=clerk)


@pytest.mark.parametrize("nature", [Nature.NEAR_MISS, Nature.NOT_A_BREACH])
def test_a_near_miss_is_closed_and_stays_in_the_register_apart(
    nature: Nature, council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now, nature=nature)

    breach = page_of(council, reported).breach
    assert (breach.state, breach.nature, breach.closed_at) == (State.CLOSED, nature, now)
    assert [line.breach.reference for line in shelf(council, Shelf.APART).lines] == [reported]
    assert shelf(council, Shelf.OPEN).lines == shelf(council, Shelf.CLOSED).lines == ()


def test_a_near_miss_stops_the_clock_and_its_alerts(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now, nature=Nature.NEAR_MISS)

    assert page_of(council, reported).clock is None
    assert waiting(council, CLOCK) == []


def test_the_chair_hears_of_a_report_that_the_clerk_closed_at_once(
    council: TestCouncil, reported: str, now: datetime, settings: Settings
) -> None:
    council.receive(reported, now, nature=Nature.NOT_A_BREACH)

    chair = council.members["chair"].membership_id
    (message,) = (m for m in waiting(council) if m.recipient_id == chair)
    with council.session() as session:
        letter = write_letter(session, message, settings=settings, now=now)
    assert "The first assessment has been made since" in letter.text
    assert "What to do now" not in letter.text
    assert [who for who, _, _ in send_due(council, now + timedelta(days=30))] == ["clerk", "chair"]


@pytest.mark.parametrize("nature", [Nature.BREACH, Nature.SUSPECTED])
def test_a_breach_that_may_be_one_keeps_its_clock(
    nature: Nature, council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now, nature=nature)

    assert page_of(council, reported).breach.state == State.RECEIVED
    assert page_of(council, reported).clock is not None
    assert waiting(council, CLOCK)


def test_the_first_assessment_is_made_once(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now)

    with pytest.raises(AlreadyDone):
        council.receive(reported, now, who="chair")


def test_a_lead_investigator_is_told_and_hears_the_clock_first(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    assert appointed
    assert waiting_for(council, MessageKind.LEAD_APPOINTED) == ["lead"]
    first_alert = [name for name, hours in ladder(council) if hours == 48]
    assert first_alert == ["lead", "clerk", "chair"]


def test_nobody_is_appointed_before_the_first_assessment(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="clerk", was_involved=False)

    with pytest.raises(NotYet):
        council.appoint(reported, now)


@pytest.mark.parametrize("lead", ["councillor", "reporter"])
def test_who_may_not_investigate_is_not_appointed(
    lead: str, council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now)

    with pytest.raises(NotAcceptable) as refused:
        council.appoint(reported, now, lead=lead)
    assert refused.value.field == "lead"


def test_who_was_involved_is_not_appointed(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now)
    council.declare(reported, now, who="lead", was_involved=True)

    with pytest.raises(NotAcceptable):
        council.appoint(reported, now)


def test_nobody_of_another_council_is_appointed(
    council: TestCouncil, other_council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now)
    for stranger in (other_council.members["lead"].membership_id, uuid4()):
        with council.session() as session, pytest.raises(NotAcceptable):
            appoint_lead_investigator(
                session,
                seen=council.seen(reported),
                lead_id=stranger,
                by=council.members["clerk"],
                now=now,
            )


def test_a_letter_to_a_lead_investigator_who_was_replaced_is_not_sent(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now)
    council.appoint(reported, now, lead="lead")
    council.appoint(reported, now, lead="clerk")

    told = [name for name, kind, _ in send_due(council, now) if kind == MessageKind.LEAD_APPOINTED]
    assert told == ["clerk"]


def test_each_step_leaves_its_entry(council: TestCouncil, appointed: str) -> None:
    assert appointed
    recorded = events(council)
    assert recorded[Event.BREACH_REPORTED] == 1
    assert recorded[Event.INVOLVEMENT_DECLARED] == 2
    assert recorded[Event.INITIALLY_ASSESSED] == 1
    assert recorded[Event.LEAD_APPOINTED] == 1
