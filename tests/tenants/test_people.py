"""A council's people, as its clerk keeps them; and what follows when somebody's place changes."""

from collections.abc import Collection
from datetime import datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import text

from tenants.access import Office, Role
from tenants.breaches.handing_over import change_place, give_place
from tenants.db import Database
from tenants.errors import NotAcceptable, NotFound
from tenants.models import Event, Membership, MessageKind, State
from tenants.people import holders_of, list_members, places_of
from tests.councils import TestCouncil, as_member
from tests.tenants.posted import events, ladder, leave, page_of, send_due, waiting, waiting_for

HOUR = timedelta(hours=1)
COUNCILLOR = ((Role.COUNCILLOR,), None)


def add(
    council: TestCouncil,
    email: str,
    now: datetime,
    place: tuple[Collection[Role], Office | None] = COUNCILLOR,
) -> Membership:
    with council.session() as session:
        membership = give_place(
            session,
            by=council.members["clerk"],
            name="Somebody New",
            email=email,
            place=place,
            now=now,
        )
        session.commit()
        return membership


def change(
    council: TestCouncil,
    name: str,
    now: datetime,
    place: tuple[Collection[Role], Office | None],
    *,
    has_left: bool = False,
) -> None:
    with council.session() as session:
        change_place(
            session,
            by=council.members["clerk"],
            membership_id=council.members[name].membership_id,
            place=place,
            has_left=has_left,
            now=now,
        )
        session.commit()


def test_a_new_person_is_invited_and_recorded(council: TestCouncil, now: datetime) -> None:
    send_due(council, now)
    membership = add(council, f"  New@{council.slug.upper()}.example ", now)

    (invitation,) = waiting(council, MessageKind.INVITATION)
    assert (invitation.recipient_id, invitation.due_at) == (membership.id, now)
    assert events(council)[Event.PERSON_ADDED] == len(council.members) + 1
    with council.session() as session:
        emails = {row.person.email for row in list_members(session)}
    assert f"new@{council.slug}.example" in emails


def test_nobody_is_added_twice(council: TestCouncil, now: datetime) -> None:
    for email in (council.email("lead"), council.email("lead").upper()):
        with pytest.raises(NotAcceptable, match="belongs to the council already") as refused:
            add(council, email, now)
        assert refused.value.field == "email"


def test_an_office_is_held_by_one_person(council: TestCouncil, now: datetime) -> None:
    with pytest.raises(NotAcceptable, match="Somebody else holds this office") as refused:
        add(council, "new@elsewhere.example", now, ((Role.COUNCILLOR,), Office.CHAIR))
    assert refused.value.field == "office"
    with pytest.raises(NotAcceptable, match="Somebody else holds this office"):
        change(council, "lead", now, ((Role.LEAD_INVESTIGATOR,), Office.CLERK))


def test_the_last_holder_of_an_office_keeps_it(council: TestCouncil, now: datetime) -> None:
    change(council, "chair", now, COUNCILLOR)

    for has_left in (False, True):
        with pytest.raises(NotAcceptable, match="Give it to another first"):
            change(council, "clerk", now, COUNCILLOR, has_left=has_left)
    with council.session() as session:
        assert [m.office for m in holders_of(session, offices=tuple(Office))] == [Office.CLERK]


def test_two_officers_who_go_at_once_do_not_leave_the_council_to_nobody(
    council: TestCouncil, now: datetime
) -> None:
    refused: list[str] = []

    def go(name: str) -> None:
        try:
            leave(council, name, now)
        except NotAcceptable:
            refused.append(name)

    with council.session() as first:
        change_place(
            first,
            by=council.members["clerk"],
            membership_id=council.members["chair"].membership_id,
            place=COUNCILLOR,
            has_left=False,
            now=now,
        )
        second = Thread(target=go, args=("clerk",))
        second.start()
        second.join(0.1)
        first.commit()
    second.join()

    assert refused == ["clerk"]


def test_who_left_may_come_back_to_their_old_entry(council: TestCouncil, now: datetime) -> None:
    leave(council, "lead", now)
    with council.session() as session:
        left = [m.left_at for m in list_members(session) if m.left_at]
    assert left == [now]
    with pytest.raises(NotAcceptable, match="Change their entry"):
        add(council, council.email("lead"), now)

    change(council, "lead", now + HOUR, ((Role.LEAD_INVESTIGATOR,), None))

    with council.session() as session:
        assert all(m.left_at is None for m in list_members(session))


def test_nobody_changes_a_person_of_another_council(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    stranger = other_council.members["lead"].membership_id
    with council.session() as session, pytest.raises(NotFound):
        change_place(
            session,
            by=council.members["clerk"],
            membership_id=stranger,
            place=COUNCILLOR,
            has_left=True,
            now=now,
        )


def test_a_person_in_two_councils_has_a_place_and_a_name_in_each(
    council: TestCouncil, other_council: TestCouncil, database: Database, now: datetime
) -> None:
    shared = add(other_council, council.email("clerk"), now)

    assert shared.person_id == council.members["clerk"].person_id
    with database.session(person_id=shared.person_id) as session:
        places = {p.council_slug: p.member.name for p in places_of(session)}
    assert places == {
        council.slug: council.members["clerk"].name,
        other_council.slug: "Somebody New",
    }
    with other_council.session() as session:
        names = {row.name for row in list_members(session)}
    assert council.members["clerk"].name not in names


def test_adding_somebody_says_nothing_of_their_places_elsewhere(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    known = add(council, other_council.email("chair"), now)
    unknown = add(council, f"nobody@{council.slug}.example", now)

    assert as_member(known).roles == as_member(unknown).roles
    assert len(waiting_for(council, MessageKind.INVITATION)) == len(council.members) + 2
    with council.session() as session:
        assert {
            row.council_id for row in session.execute(text("select council_id from membership"))
        } == {council.id}


def test_two_councils_adding_the_same_stranger_at_once_get_the_same_person(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    email = f"both@{council.slug}.example"
    found: list[UUID] = []

    def other() -> None:
        found.append(add(other_council, email, now).person_id)

    with council.session() as session:
        first = give_place(
            session,
            by=council.members["clerk"],
            name="Somebody New",
            email=email,
            place=COUNCILLOR,
            now=now,
        )
        second = Thread(target=other)
        second.start()
        second.join(0.1)
        session.commit()
    second.join()

    assert found == [first.person_id]


def test_a_new_clerk_hears_the_clocks_that_run_and_the_old_one_no_longer(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    assert appointed
    change(council, "clerk", now, ((Role.LEAD_INVESTIGATOR,), None))
    new = add(council, f"new@{council.slug}.example", now, ((Role.COUNCILLOR,), Office.CLERK))

    names = [name for name, step in ladder(council) if step == 24]
    assert names == ["lead", "somebody else", "chair"]
    assert new.id in {m.recipient_id for m in waiting(council, MessageKind.CLOCK_ALERT)}


def test_a_clerk_who_is_added_while_a_breach_is_reported_hears_its_clock(
    council: TestCouncil, now: datetime
) -> None:
    change(council, "clerk", now, ((Role.LEAD_INVESTIGATOR,), None))
    with council.session() as session:
        new = give_place(
            session,
            by=council.members["clerk"],
            name="Somebody New",
            email=f"new@{council.slug}.example",
            place=((Role.COUNCILLOR,), Office.CLERK),
            now=now,
        )
        report = Thread(target=council.report, args=(now,))
        report.start()
        report.join(0.1)
        session.commit()
    report.join()

    assert new.id in {m.recipient_id for m in waiting(council, MessageKind.CLOCK_ALERT)}


def test_a_lead_investigator_who_leaves_gives_the_breach_back(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    leave(council, "lead", now)

    page = page_of(council, appointed)
    assert (page.breach.lead_id, page.breach.state) == (None, State.RECEIVED)
    assert events(council)[Event.LEAD_STOOD_DOWN] == 1
    assert waiting_for(council, MessageKind.LEAD_WANTED) == ["clerk", "chair"]
    assert {name for name, _ in ladder(council)} == {"clerk", "chair"}
    council.appoint(appointed, now, lead="clerk")


def test_a_lead_investigator_who_may_no_longer_investigate_gives_the_breach_back(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    change(council, "lead", now, COUNCILLOR)

    assert page_of(council, appointed).breach.lead_id is None


def test_a_change_of_place_touches_no_breach_of_another_council(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    reference = other_council.report(now)
    before = other_council.seen(reference)

    leave(council, "lead", now)

    assert other_council.seen(reference) == before
