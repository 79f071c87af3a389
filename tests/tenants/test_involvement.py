"""Whoever was involved in causing a breach cannot assess it: it is routed past them."""

from datetime import datetime, timedelta

import pytest

from tenants.access import Member, Office, Role
from tenants.errors import AlreadyDone, InvolvementNotDeclared, NotAllowed, WasInvolved
from tenants.models import Event, MessageKind, State
from tests.councils import TestCouncil
from tests.tenants.posted import events, ladder, page_of, send_due, waiting_for

HOUR = timedelta(hours=1)
ROUTED = MessageKind.ROUTED_TO_YOU


def handlers(council: TestCouncil, reference: str) -> list[str]:
    ids = page_of(council, reference).handlers.ids
    by_id = {member.membership_id: name for name, member in council.members.items()}
    return [by_id[member_id] for member_id in ids]


def test_clerk_and_chair_receive_a_report_neither_caused(
    council: TestCouncil, reported: str
) -> None:
    assert handlers(council, reported) == ["clerk", "chair"]


def test_nobody_assesses_before_saying_whether_they_were_involved(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    with pytest.raises(InvolvementNotDeclared):
        council.appoint(reported, now)


@pytest.mark.parametrize(("involved", "left"), [("clerk", "chair"), ("chair", "clerk")])
def test_a_breach_goes_past_an_officer_who_was_involved(
    involved: str, left: str, council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who=involved, was_involved=True)

    page = page_of(council, reported)
    assert handlers(council, reported) == [left]
    assert f"The {involved} said that they were involved" in page.handlers.why
    assert waiting_for(council, ROUTED) == [left]
    assert involved not in {name for name, _ in ladder(council)}


def test_a_breach_goes_to_the_investigators_when_clerk_and_chair_were_involved(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="clerk", was_involved=True)
    council.declare(reported, now, who="chair", was_involved=True)

    assert handlers(council, reported) == ["lead"]
    assert {name for name, _ in ladder(council)} == {"lead"}
    council.receive(reported, now, who="lead")
    assert page_of(council, reported).breach.state == State.RECEIVED


def test_somebody_hears_the_clock_even_when_everybody_was_involved(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    for who in ("clerk", "chair", "lead"):
        council.declare(reported, now, who=who, was_involved=True)

    page = page_of(council, reported)
    assert page.handlers.members == ()
    assert "give somebody else a place as a lead investigator" in page.handlers.why
    assert {name for name, _ in ladder(council)} == {"clerk", "chair"}


def test_who_was_involved_can_do_nothing_on_the_breach(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="clerk", was_involved=True)

    with pytest.raises(AlreadyDone):
        council.receive(reported, now, who="clerk")
    with pytest.raises(WasInvolved, match="somebody else assesses"):
        council.appoint(reported, now, who="clerk")
    council.receive(reported, now, who="chair")


@pytest.mark.parametrize("who", ["councillor", "reporter"])
def test_who_does_not_handle_breaches_is_not_asked(
    who: str, council: TestCouncil, reported: str, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        council.declare(reported, now, who=who, was_involved=False)


def test_an_investigator_does_not_receive_what_clerk_or_chair_can(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    with pytest.raises(NotAllowed, match="clerk and the chair"):
        council.receive(reported, now, who="lead")


def test_a_no_may_become_a_yes_and_a_yes_stays(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="clerk", was_involved=False)
    council.declare(reported, now, who="clerk", was_involved=True)

    with pytest.raises(AlreadyDone, match="stays on the record"):
        council.declare(reported, now, who="clerk", was_involved=False)
    assert handlers(council, reported) == ["chair"]


def test_a_lead_investigator_who_was_involved_stands_down(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.declare(rated, now, who="lead", was_involved=True)

    page = page_of(council, rated)
    assert page.breach.lead_id is None
    assert events(council)[Event.LEAD_STOOD_DOWN] == 1
    assert waiting_for(council, MessageKind.LEAD_WANTED) == ["clerk", "chair"]
    assert {name for name, _ in ladder(council)} == {"clerk", "chair"}
    with pytest.raises(NotAllowed):
        council.decide(rated, now)


def test_a_new_lead_investigator_takes_over(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.declare(rated, now, who="lead", was_involved=True)
    council.appoint(rated, now, lead="clerk")

    assert waiting_for(council, MessageKind.LEAD_WANTED) == []
    council.rate(rated, now, who="clerk")


def test_an_investigator_with_no_part_in_it_sends_nobody_a_letter_by_saying_so(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="lead", was_involved=True)

    assert waiting_for(council, ROUTED) == []
    assert handlers(council, reported) == ["clerk", "chair"]


def test_who_was_involved_is_not_asked_to_assess_by_a_letter_on_its_way(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="clerk", was_involved=True)
    council.declare(reported, now, who="chair", was_involved=True)

    asked = {MessageKind.REPORT_RECEIVED, ROUTED}
    assert [(who, kind) for who, kind, _ in send_due(council, now) if kind in asked] == [
        ("lead", ROUTED)
    ]


def test_a_breach_passed_on_twice_asks_the_last_one_once(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="chair", was_involved=True)
    council.declare(reported, now, who="clerk", was_involved=False)
    council.receive(reported, now, who="clerk")
    council.declare(reported, now, who="clerk", was_involved=True)

    assert waiting_for(council, MessageKind.LEAD_WANTED) == ["lead"]


def test_involvement_in_one_breach_says_nothing_about_another(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="clerk", was_involved=True)

    assert handlers(council, council.report(now)) == ["clerk", "chair"]


def test_the_permission_to_handle_comes_with_an_office_or_the_role(council: TestCouncil) -> None:
    clerk: Member = council.members["clerk"]
    assert clerk.office is Office.CLERK
    assert Role.LEAD_INVESTIGATOR in council.members["lead"].roles
