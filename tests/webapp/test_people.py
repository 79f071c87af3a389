"""The clerk's and the chair's list of people."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tenants.clock import Clock
from tenants.models import Membership, Message, MessageKind
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

SignIn = Callable[[TestCouncil, str], PageClient]
NEW = {
    "name": "Sam Example",
    "email": "Sam@Example.org ",
    "roles": ["councillor", "lead_investigator"],
    "office": "none",
}


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(council, "clerk")


def entry_of(council: TestCouncil, name: str) -> Membership:
    with council.session() as session:
        return session.scalars(select(Membership).where(Membership.name == name)).one()


def entry_address(council: TestCouncil, who: str) -> str:
    return f"/councils/{council.slug}/people/{council.members[who].membership_id}"


def as_it_stands(place: str, **changes: Any) -> dict[str, Any]:
    return {"roles": ["reporter"], "office": "none", "seen": place, **changes}


def test_the_list_says_what_each_person_may_do(clerk: PageClient, council: TestCouncil) -> None:
    page = clerk.get(f"/councils/{council.slug}/people").text

    for who in council.members.values():
        assert who.name in page
    assert council.email("reporter") in page
    assert "Lead investigator" in page
    assert "Nobody so far" in page


def test_a_long_list_of_people_costs_few_statements(
    clerk: PageClient, council: TestCouncil, statements: list[str]
) -> None:
    clerk.get(f"/councils/{council.slug}/people")

    assert len([words for words in statements if "set_config" not in words]) <= 4


def test_adding_somebody_plans_their_invitation(clerk: PageClient, council: TestCouncil) -> None:
    answer = clerk.post(f"/councils/{council.slug}/people/add", NEW, follow_redirects=True)

    added = entry_of(council, "Sam Example")
    with council.session() as session:
        letters = session.scalars(select(Message).where(Message.recipient_id == added.id)).all()
    assert added.roles == ["councillor", "lead_investigator"]
    assert [letter.kind for letter in letters] == [MessageKind.INVITATION]
    assert "An invitation is on its way to sam@example.org" in answer.text


@pytest.mark.parametrize(
    "email", ["sam.o'example_2+b@example-1.co.uk", "1/2=x{y}@example.org", "a@b.example.org"]
)
def test_any_address_that_a_mail_server_takes_can_be_added(
    clerk: PageClient, council: TestCouncil, email: str
) -> None:
    answer = clerk.post(f"/councils/{council.slug}/people/add", NEW | {"email": email})

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": "sam at example"}, "Enter an email address in full"),
        ({"email": "sam@example.org,mallory@example.org"}, "Enter an email address in full"),
        ({"email": "<mallory@example.org> sam@example.org"}, "Enter an email address in full"),
        ({"email": "sam@example.org\u202e"}, "Enter an email address in full"),
        ({"roles": []}, "Tick at least one"),
        ({"roles": ["owner"]}, "Choose from the answers on this page"),
        ({"office": []}, "neither the clerk nor the chair"),
        ({"office": "mayor"}, "Choose one of the answers on this page"),
        ({"name": "x" * 300}, "100 characters too long"),
        ({"office": "clerk"}, "Somebody else holds this office"),
    ],
)
def test_an_entry_that_cannot_be_added_comes_back_as_it_was_typed(
    clerk: PageClient, council: TestCouncil, typed: dict[str, Any], complaint: str
) -> None:
    answer = clerk.post(f"/councils/{council.slug}/people/add", NEW | typed)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert (typed.get("name", "Sam Example") or "sam") in answer.text.replace("Sam@", "sam@")


def test_adding_the_same_person_twice_is_refused_beside_the_address(
    clerk: PageClient, council: TestCouncil
) -> None:
    address = f"/councils/{council.slug}/people/add"
    clerk.post(address, NEW)

    answer = clerk.post(address, NEW)

    assert answer.status_code == 422
    assert "This person belongs to the council already" in answer.text


def test_somebody_of_another_council_can_be_added_and_nothing_is_said_of_it(
    clerk: PageClient, council: TestCouncil, other_council: TestCouncil
) -> None:
    known = NEW | {"email": other_council.email("clerk")}

    answer = clerk.post(f"/councils/{council.slug}/people/add", known, follow_redirects=True)

    assert "Sam Example was added" in answer.text
    assert other_council.name not in answer.text
    assert other_council.members["clerk"].name not in answer.text


def test_roles_and_office_can_be_changed(clerk: PageClient, council: TestCouncil) -> None:
    chair, lead = entry_address(council, "chair"), entry_address(council, "lead")

    clerk.post(chair, as_it_stands("Chair, Councillor", roles=["councillor"]))
    clerk.post(lead, as_it_stands("Lead investigator", roles=["councillor"], office="chair"))

    assert entry_of(council, council.members["chair"].name).office is None
    changed = entry_of(council, council.members["lead"].name)
    assert (changed.roles, changed.office) == (["councillor"], "chair")


def test_whoever_has_left_is_listed_apart_and_cannot_come_in(
    clerk: PageClient, council: TestCouncil, signed_in: SignIn
) -> None:
    lead = signed_in(council, "lead")
    changed = as_it_stands("Lead investigator", has_left="yes")

    page = clerk.post(entry_address(council, "lead"), changed, follow_redirects=True).text

    name = council.members["lead"].name
    assert page.index(name, page.index('id="left"')) > page.index('id="left"')
    assert lead.get(f"/councils/{council.slug}/policy").status_code == 404


def test_who_is_given_an_office_hears_the_clocks_and_who_leaves_no_longer(
    clerk: PageClient, council: TestCouncil, clock: Clock
) -> None:
    council.report(clock.now())
    clerk.post(entry_address(council, "chair"), as_it_stands("Chair, Councillor", has_left="yes"))

    clerk.post(f"/councils/{council.slug}/people/add", NEW | {"office": "chair"})

    wanted = select(Message.recipient_id).where(
        Message.kind == MessageKind.CLOCK_ALERT, Message.cancelled_at.is_(None)
    )
    with council.session() as session:
        told = set(session.scalars(wanted))
    new = entry_of(council, "Sam Example").id
    assert told == {council.members["clerk"].membership_id, new}


def test_an_office_that_somebody_holds_is_refused_beside_the_field(
    clerk: PageClient, council: TestCouncil
) -> None:
    changed = as_it_stands("Lead investigator", office="chair")

    answer = clerk.post(entry_address(council, "lead"), changed)

    assert answer.status_code == 422
    assert 'href="#office"' in answer.text
    assert "Somebody else holds this office" in answer.text
    assert entry_of(council, council.members["lead"].name).office is None


def test_the_last_office_cannot_be_given_up(clerk: PageClient, council: TestCouncil) -> None:
    clerk.post(entry_address(council, "chair"), as_it_stands("Chair, Councillor"))
    own = as_it_stands("Clerk, Lead investigator", roles=["lead_investigator"])

    answer = clerk.post(entry_address(council, "clerk"), own)

    assert answer.status_code == 422
    assert "Somebody must hold the clerk" in answer.text
    assert entry_of(council, council.members["clerk"].name).office == "clerk"


def test_whoever_gives_up_their_own_office_is_not_sent_to_a_closed_page(
    clerk: PageClient, council: TestCouncil
) -> None:
    own = as_it_stands("Clerk, Lead investigator", roles=["lead_investigator"])

    answer = clerk.post(entry_address(council, "clerk"), own)

    assert answer.headers["Location"] == "/"
    assert clerk.get(f"/councils/{council.slug}/people").status_code == 403


def test_of_two_who_change_one_entry_the_second_is_shown_the_first_change(
    clerk: PageClient, council: TestCouncil, signed_in: SignIn
) -> None:
    address = entry_address(council, "lead")
    clerk.post(address, as_it_stands("Lead investigator", roles=["councillor"]))
    chair = signed_in(council, "chair")

    answer = chair.post(address, as_it_stands("Lead investigator"))
    again = chair.post(address, as_it_stands("Councillor"))

    assert answer.status_code == 422
    assert "Somebody saved a change while you had this page open" in answer.text
    assert 'name="seen" value="Councillor"' in answer.text
    assert again.status_code == 303
    assert entry_of(council, council.members["lead"].name).roles == ["reporter"]
