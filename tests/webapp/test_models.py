"""The association's models in a council: offered, read, taken as the draft, or left."""

from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import Engine

from tenants.clock import Clock
from tenants.db import Database
from tenants.models import Event, Origin
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.posted import events
from tests.webapp.conftest import PageClient
from tests.webapp.policy_drafts import adopt, draft_of, in_force, scotton_with, start, words_of
from tests.webapp.statements import counted_statements

SignIn = Callable[[TestCouncil, str], PageClient]
_COUNTIES = count(1)


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def county(database: Database, owner: Engine) -> CouncilMaker:
    """An association of its own, whose models nobody else publishes."""
    return CouncilMaker(database, owner, f"Offershire {next(_COUNTIES)}")


@pytest.fixture
def member(county: CouncilMaker) -> TestCouncil:
    """A council of that association."""
    return county.make()


@pytest.fixture
def clerk(member: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(member, "clerk")


@pytest.fixture
def root(member: TestCouncil) -> str:
    return f"/councils/{member.slug}/policy"


def model_words(number: int) -> str:
    return scotton_with(id=f"model-{number}", title=f"Model number {number}")


@pytest.fixture
def model(county: CouncilMaker, now: datetime, root: str) -> str:
    """Return the address of a model that was published just now."""
    return f"{root}/models/{county.publish(model_words(1), now).id}"


def test_without_a_model_the_page_says_what_would_be_there(
    database: Database, owner: Engine, signed_in: SignIn
) -> None:
    alone = CouncilMaker(database, owner, "Emptyshire").make()
    clerk = signed_in(alone, "clerk")

    assert "Nothing has been published yet" in words_of(
        clerk.get(f"/councils/{alone.slug}/policy/models")
    )
    assert "association offers" not in words_of(clerk.get(f"/councils/{alone.slug}/"))


def test_the_home_asks_an_office_about_a_model_until_it_is_answered(
    clerk: PageClient, member: TestCouncil, signed_in: SignIn, model: str, now: datetime
) -> None:
    adopt(member, now, "26/1")
    home = f"/councils/{member.slug}/"

    asked = clerk.get(home)
    others = [words_of(signed_in(member, who).get(home)) for who in ("lead", "councillor")]
    clerk.post(f"{model}/keep-own")

    assert "Your association offers a model policy" in words_of(asked)
    assert model in asked.text
    assert not [page for page in others if "association offers" in page]
    assert "association offers" not in words_of(clerk.get(home))


def test_the_home_asks_an_office_to_put_the_policy_before_the_council(
    clerk: PageClient, member: TestCouncil, signed_in: SignIn, now: datetime
) -> None:
    home = f"/councils/{member.slug}/"
    before, councillor = (clerk.get(home), signed_in(member, "councillor").get(home))
    adopt(member, now, "26/1")

    assert "The council has not adopted a policy here" in words_of(before)
    assert "has not adopted a policy here" not in words_of(councillor)
    assert "has not adopted a policy here" not in words_of(clerk.get(home))


def test_a_model_is_read_and_compared_before_anybody_takes_it(
    clerk: PageClient, member: TestCouncil, signed_in: SignIn, model: str, root: str
) -> None:
    listed = words_of(clerk.get(f"{root}/models"))
    page = clerk.get(model)
    reader = signed_in(member, "reporter").get(model)

    assert "Model number 1" in listed
    assert "Says more of ladders" in listed
    assert "It is about 5 to 20 people" in words_of(page)
    assert f"{root}/compare?to=model:" in page.text
    assert f"{model}/take" in page.text
    assert f"{model}/take" not in reader.text
    assert f"{model}/keep-own" not in reader.text


def test_a_model_is_taken_as_the_draft(clerk: PageClient, member: TestCouncil, model: str) -> None:
    page = clerk.post(f"{model}/take", follow_redirects=True)

    draft = draft_of(member)
    assert draft is not None
    assert draft.origin == Origin.PUBLISHED_MODEL
    assert "Model number 1" in words_of(page)
    assert in_force(member)[0].number == 0


def test_beside_an_open_draft_no_model_is_taken(
    clerk: PageClient, member: TestCouncil, model: str, now: datetime
) -> None:
    first = start(member, now)

    page = clerk.get(model)
    sent = clerk.post(f"{model}/take", follow_redirects=True)

    assert "Finish it or throw it away before you take this one" in words_of(page)
    assert f"{model}/take" not in page.text
    assert "There is a draft already" in words_of(sent)
    draft = draft_of(member)
    assert draft is not None
    assert draft.id == first.id


def test_keeping_ones_own_is_recorded_once(
    clerk: PageClient, member: TestCouncil, model: str
) -> None:
    first = clerk.post(f"{model}/keep-own", follow_redirects=True)
    again = clerk.post(f"{model}/keep-own", follow_redirects=True)

    assert "keeps its own policy" in words_of(first)
    assert "answered this already" in words_of(again)
    assert events(member)[Event.MODEL_DECLINED] == 1
    assert f"{model}/keep-own" not in clerk.get(model).text


def test_a_withdrawn_model_is_still_read_and_no_longer_taken(
    clerk: PageClient, county: CouncilMaker, member: TestCouncil, root: str, now: datetime
) -> None:
    withdrawn = county.publish(model_words(2), now)
    county.withdraw(withdrawn, now)
    address = f"{root}/models/{withdrawn.id}"

    page = clerk.get(address)

    assert "The association withdrew this model" in words_of(page)
    assert f"{address}/take" not in page.text
    assert "Model number 2" not in words_of(clerk.get(f"{root}/models"))
    assert clerk.post(f"{address}/take").status_code == 404
    assert draft_of(member) is None


def test_a_model_of_another_association_is_not_found(
    clerk: PageClient, council_maker: CouncilMaker, root: str, now: datetime
) -> None:
    foreign = council_maker.publish(model_words(3), now)

    assert clerk.get(f"{root}/models/{foreign.id}").status_code == 404
    assert clerk.get(f"{root}/compare?to=model:{foreign.id}").status_code == 404
    assert clerk.get(f"{root}/download?of=model:{foreign.id}").status_code == 404
    for done in ("take", "keep-own"):
        assert clerk.post(f"{root}/models/{foreign.id}/{done}").status_code == 404
    assert "Model number 3" not in words_of(clerk.get(f"{root}/models"))
    answer = clerk.post(f"{root}/draft", {"source": f"model:{foreign.id}"})
    assert answer.status_code == 422


def test_one_councils_answer_says_nothing_for_its_neighbour(
    clerk: PageClient, county: CouncilMaker, signed_in: SignIn, model: str
) -> None:
    neighbour = county.make()
    clerk.post(f"{model}/keep-own")

    home = words_of(signed_in(neighbour, "clerk").get(f"/councils/{neighbour.slug}/"))

    assert "Your association offers a model policy" in home


def test_a_version_that_came_from_a_model_says_so(
    clerk: PageClient, member: TestCouncil, root: str, model: str, now: datetime
) -> None:
    clerk.post(f"{model}/take")
    draft = draft_of(member)
    assert draft is not None
    clerk.post(
        f"{root}/adopt",
        {"adopted": "2 November 2026", "minute": "26/9", "seen": f"draft:{draft.id}:1"},
    )

    page = words_of(clerk.get(f"{root}/versions"))

    assert "The association's model “Model number 1”, version" in page


def test_the_models_cost_few_statements(
    app: Flask, clerk: PageClient, root: str, model: str, member: TestCouncil
) -> None:
    for address, most in ((f"{root}/models", 4), (model, 6)):
        with counted_statements(app) as sent:
            clerk.get(address)
        assert len([each for each in sent if "set_config" not in each]) <= most, address
