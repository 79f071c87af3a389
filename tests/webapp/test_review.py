"""Thinking a breach through: what could follow, what helps, how it went, what others may learn."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.breaches.consequences import consequences_in, latest_risks
from tenants.breaches.record import get_breach
from tenants.breaches.reviewing import latest_review
from tenants.breaches.undertakings import actions_of
from tenants.clock import Clock
from tenants.models import Breach, RiskAssessment
from tests.councils import TestCouncil
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
COUNCIL_RISKS = {
    "strategic": "Nothing",
    "legal": "The regulator may ask",
    "financial": "Postage",
    "reputation": "People will talk",
    "continuity": "Nothing",
}
ANSWERS = dict.fromkeys(("steps", "risk", "policies", "security", "people"), "It was fine")
LOOK_BACK = {**ANSWERS, "money": "No", "lessons": "Lock the cupboard", "policy_changes": ""}


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    reference = council.report(now, found_at=now - timedelta(hours=10))
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    return reference


@pytest.fixture
def lead(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "lead"), council, reference)


def breach_of(council: TestCouncil, reference: str) -> Breach:
    with council.session() as session:
        return get_breach(session, reference=reference)


def risks_of(council: TestCouncil, reference: str) -> RiskAssessment | None:
    with council.session() as session:
        return latest_risks(session, breach_id=get_breach(session, reference=reference).id)


def test_the_lead_investigator_says_what_could_happen_to_people_and_to_the_council(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    one = {"what": "distress", "seriousness": "serious", "likelihood": "likely"}
    lead.send("consequences/people", words="Sad", **one)
    lead.send("consequences/people", words="", **(one | {"what": "money"}))
    assert consequences_in(risks_of(council, reference))[1] == ()
    lead.send("consequences/council", remedy="", **COUNCIL_RISKS)

    row = risks_of(council, reference)
    people, of_council = consequences_in(row)
    assert [(one.what, one.words) for one in people] == [("distress", "Sad"), ("money", "")]
    assert [one.words for one in of_council] == list(COUNCIL_RISKS.values())
    page = text_of(lead.get("consequences"))
    assert "They could lose money" in page
    assert "The regulator may ask" in page


def test_what_is_taken_off_the_list_stays_on_record(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    one = {"seriousness": "serious", "likelihood": "likely", "words": ""}
    lead.send("consequences/people", what="distress", **one)
    lead.send("consequences/people", what="money", **one)
    lead.send("consequences/people/remove", which="2-0")
    again = lead.send("consequences/people/remove", which="2-0")
    assert again.status_code == 422

    with council.session() as session:
        kept = session.scalars(select(RiskAssessment).order_by(RiskAssessment.sequence)).all()
        lists = [[entry["what"] for entry in row.for_people] for row in kept]
    assert lists == [["distress"], ["distress", "money"], ["money"]]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"what": "none", "words": ""}, "Say in a sentence why nothing could happen"),
        ({"what": "other", "words": ""}, "Say in a few words what could happen"),
        ({"what": "money", "seriousness": None}, "Choose how serious it would be"),
        ({"what": "money", "likelihood": None}, "Choose how likely it is"),
        ({"what": "worse"}, "Choose one of the answers"),
    ],
)
def test_half_a_consequence_is_sent_back_with_what_was_typed(
    answers: dict[str, str | None],
    error: str,
    lead: BreachForms,
    council: TestCouncil,
    reference: str,
) -> None:
    whole = {"words": "", "seriousness": "serious", "likelihood": "likely"}
    given = {name: said for name, said in (whole | answers).items() if said is not None}
    answer = lead.send("consequences/people", **given)

    assert answer.status_code == 422
    assert error in text_of(answer)
    assert risks_of(council, reference) is None


def test_a_heading_left_empty_says_so_and_loses_nothing(lead: BreachForms) -> None:
    answer = lead.send("consequences/council", remedy="", **(COUNCIL_RISKS | {"legal": ""}))

    assert answer.status_code == 422
    assert "Say what could follow here" in text_of(answer)
    assert "People will talk" in answer.text


def test_only_the_lead_investigator_writes_these(
    signed_in: SignedIn, council: TestCouncil, reference: str, now: datetime
) -> None:
    council.declare(reference, now, who="clerk", was_involved=False)
    clerk = BreachForms(signed_in(council, "clerk"), council, reference)

    for form in ("consequences/people", "consequences/council", "review/write"):
        assert clerk.get(form).status_code == 403
    assert clerk.get("consequences").status_code == 200


def test_suggested_steps_become_actions_in_one_go(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    owner = str(council.members["lead"].membership_id)
    answer = lead.send(
        "containment", stop="now-1", prevent="training", owner=owner, due_on="tomorrow"
    )

    assert answer.location == lead.address("actions")
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        kinds = {action.kind for action in actions_of(session, breach_id=breach.id)}
    assert kinds == {"containment", "recommendation"}
    assert "On the list already" in text_of(lead.get("containment"))
    nothing = lead.send("containment", owner=owner, due_on="tomorrow")
    assert "Tick at least one step" in text_of(nothing)


def test_looking_back_asks_every_question_and_keeps_what_was_written(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    half = lead.send("review/write", **(LOOK_BACK | {"people": ""}))
    assert half.status_code == 422
    assert "Lock the cupboard" in half.text

    lead.send("review/write", **LOOK_BACK)

    with council.session() as session:
        row = latest_review(session, breach_id=breach_of(council, reference).id)
    assert row is not None
    assert row.lessons == "Lock the cupboard"
    assert "Lock the cupboard" in text_of(lead.get("review"))
    assert "Lock the cupboard" in lead.get("review/write").text
