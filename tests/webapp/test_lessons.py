"""A lesson goes to the association only as a council wrote it for others, and comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants import councils
from tenants.clock import Clock
from tests.councils import CouncilMaker, TestCouncil
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient
from tests.webapp.signed_in import browser_of

SignedIn = Callable[[TestCouncil, str], PageClient]
WORDS = "Lock cupboards up"


@dataclass(frozen=True, slots=True)
class Reader:
    """An officer's browser on the lessons of their association."""

    association_id: UUID
    address: str
    client: PageClient

    def read(self) -> str:
        return self.client.get(self.address).text


def an_officer(app: Flask, owner: Engine, county: str) -> Reader:
    with Session(owner) as session:
        made = councils.found_association(session, name=f"{county} {id(app)}")
        person_id = councils.appoint_officer(
            session, association_id=made.id, email=f"o@{made.slug}.example", name="Officer"
        )
        session.commit()
        address = f"/associations/{made.slug}/lessons"
        return Reader(made.id, address, PageClient(browser_of(app, person_id)))


def the_only_choice(page: str) -> str:
    """Return the value of the only radio button on a page."""
    return page.split('name="which"')[1].split('value="')[1].split('"', maxsplit=1)[0]


def lead_of(council: TestCouncil, signed_in: SignedIn, clock: Clock) -> BreachForms:
    reference = council.report(clock.now(), found_at=clock.now() - timedelta(hours=10))
    council.receive(reference, clock.now())
    council.appoint(reference, clock.now())
    return BreachForms(signed_in(council, "lead"), council, reference)


def test_a_lesson_is_read_by_officers_until_it_is_taken_back(
    council_maker: CouncilMaker, app: Flask, owner: Engine, signed_in: SignedIn, clock: Clock
) -> None:
    before = council_maker.association_id
    here, elsewhere = (an_officer(app, owner, name) for name in ("Lessonshire", "Elseshire"))
    council_maker.association_id = here.association_id
    council = council_maker.make()
    council_maker.association_id = before
    lead = lead_of(council, signed_in, clock)
    lead.send("review/share", words=WORDS, sure="yes")

    assert WORDS not in elsewhere.read()
    assert WORDS in here.read()
    assert council.slug not in here.read()

    lead.send("review/withdraw", which=the_only_choice(lead.get("review/withdraw").text))
    assert WORDS not in here.read()


def test_a_lesson_is_shared_only_when_somebody_has_read_it_again(
    council: TestCouncil, signed_in: SignedIn, clock: Clock
) -> None:
    lead = lead_of(council, signed_in, clock)

    unsure = lead.send("review/share", words="Dear Mr John Bloggs, lock it")

    assert unsure.status_code == 422
    assert "Read it again, and tick the box" in text_of(unsure)
    assert "Somebody may be recognised" in text_of(unsure)


def test_a_name_in_a_lesson_is_pointed_out_before_it_is_shared(
    council: TestCouncil, signed_in: SignedIn, clock: Clock
) -> None:
    lead = lead_of(council, signed_in, clock)
    words = "Mr John Bloggs lost it"

    first = lead.send("review/share", words=words, sure="yes")
    assert first.status_code == 422
    assert "Nothing is shared yet." in text_of(first)

    again = lead.send("review/share", words=words, sure="yes", shown="Mr John Bloggs")
    assert again.status_code == 303
