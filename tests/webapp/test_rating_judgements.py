"""What a council's policy has somebody judge is asked, kept, checked and weighed like any fact."""

from collections.abc import Callable
from datetime import datetime

import pytest
from justhtml import JustHTML

from tenants.breaches.record import get_breach
from tenants.clock import Clock
from tenants.errors import NotAcceptable
from tenants.policy import BreachFacts
from tenants.policy.documents import shipped
from tests.councils import TestCouncil
from tests.tenants.posted import work_under
from tests.webapp.breach_forms import BreachForms, checked_in, text_of
from tests.webapp.conftest import PageClient
from tests.webapp.policies_of_others import FULL, STRICT

SignedIn = Callable[[TestCouncil, str], PageClient]
SHAKEN = "Would a calm neighbour be shaken by it?"


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    """A breach that waits for its rating, under a policy that has two things judged."""
    work_under(council, STRICT)
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    return reference


@pytest.fixture
def lead(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "lead"), council, reference)


def facts_of(council: TestCouncil, reference: str) -> BreachFacts:
    with council.session() as session:
        return BreachFacts.from_json(get_breach(session, reference=reference).facts)


def test_each_judgement_stands_on_its_page_with_its_answers(lead: BreachForms) -> None:
    council = lead.get("rating/the-council")
    assert SHAKEN in text_of(council)
    assert "Think of one who reads the newspaper." in text_of(council)
    offered = JustHTML(council.text, sanitize=False).query('input[name="judgement_shaken"]')
    assert [node.attrs["value"] for node in offered] == ["no", "yes", "not_yet_known"]
    first = text_of(lead.get("rating/what-happened"))
    assert SHAKEN not in first
    assert "By halves" in first


def test_a_judgement_is_kept_checked_and_weighed(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    lead.send("rating/the-council", judgement_shaken="yes")
    assert "yes" in checked_in(lead.get("rating/the-council").text)
    check = text_of(lead.get("rating/check"))
    assert f"{SHAKEN} Yes" in check
    assert "How much do people trust the council with such things? Not yet known" in check
    lead.send("rating/check")
    assert facts_of(council, reference).judgements == (("shaken", "yes"),)
    page = text_of(lead.get("rating"))
    assert "Must the people affected be told? Yes" in page


def test_a_judgement_may_be_taken_back(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    lead.send("rating/the-council", judgement_shaken="yes")
    lead.send("rating/check")
    assert "yes" in checked_in(lead.get("rating/the-council").text)
    lead.send("rating/the-council", judgement_shaken="not_yet_known")
    lead.send("rating/check")
    assert facts_of(council, reference).judgements == ()


def test_an_answer_that_the_policy_does_not_offer_is_refused(lead: BreachForms) -> None:
    refused = lead.send("rating/the-council", judgement_shaken="perhaps")
    assert refused.status_code == 422
    assert "Choose one of the answers on this page" in text_of(refused)


def test_a_judgement_of_an_earlier_policy_is_left_behind(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    lead.send("rating/the-council", judgement_shaken="yes")
    lead.send("rating/check")
    work_under(council, shipped("policies/example-three-levels.toml"))
    lead.send("rating/the-information", judgement_badly_upset="no")
    lead.send("rating/check")
    assert facts_of(council, reference).judgements == (("badly_upset", "no"),)


def test_a_judgement_not_yet_made_is_named_where_it_could_change_the_answer(
    lead: BreachForms, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.rate(reference, now, facts=BreachFacts().replace(**{**FULL, "revealing": "minor"}))
    opened = lead.get("rating")
    assert SHAKEN in text_of(opened)
    assert f'{lead.address("rating/the-council")}#judgement_shaken"' in opened.text


def test_the_service_refuses_a_judgement_that_the_policy_does_not_ask_for(
    council: TestCouncil, reference: str, now: datetime
) -> None:
    for judged in ({"unheard_of": "yes"}, {"shaken": "perhaps"}):
        with pytest.raises(NotAcceptable):
            council.rate(reference, now, facts=BreachFacts().replace(judgements=judged))
