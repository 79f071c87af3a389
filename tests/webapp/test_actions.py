"""What was undertaken about a breach, on its pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tenants.breaches.drills import end_drill, start_drill
from tenants.breaches.page import get_breach_page
from tenants.breaches.scenarios import SCENARIOS
from tenants.breaches.undertakings import actions_of
from tenants.clock import Clock
from tenants.models import Action
from tests.councils import TestCouncil
from tests.tenants.posted import waiting
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]


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
def clerk(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "clerk"), council, reference)


def only_action(council: TestCouncil, reference: str) -> Action:
    with council.session() as session:
        member = council.members["clerk"]
        page = get_breach_page(session, reference=reference, member=member)
        return actions_of(session, breach_id=page.breach.id)[0]


def undertake(clerk: BreachForms, council: TestCouncil, **other: str) -> Action:
    lead = str(council.members["lead"].membership_id)
    answers = {
        "kind": "recommendation",
        "words": "Use blind copy",
        "owner": lead,
        "due_on": "tomorrow",
        **other,
    }
    answer = clerk.send("actions/new", **answers)
    assert answer.location == clerk.address("actions")
    return only_action(council, clerk.reference)


def test_the_empty_list_says_what_would_be_there(clerk: BreachForms) -> None:
    page = text_of(clerk.get("actions"))
    assert "Nothing is on this list yet" in page
    assert "Add an action" in page


def test_an_action_is_added_listed_and_shown_as_due(
    clerk: BreachForms, council: TestCouncil
) -> None:
    undertake(clerk, council)

    listed = text_of(clerk.get("actions"))
    assert "Use blind copy" in listed
    assert f"{council.members['lead'].name} has it." in listed
    breach = text_of(clerk.get())
    assert "Carry out an action" in breach
    assert "Use blind copy" in breach
    assert "1 still to do" in breach
    assert "something to do: a recommendation" in breach


def test_what_is_missing_is_said_beside_its_field(clerk: BreachForms) -> None:
    answer = clerk.send("actions/new", due_on="some day")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Choose what it is" in page
    assert "Say in a few words what is to be done" in page


def test_done_is_recorded_with_what_shows_it(clerk: BreachForms, council: TestCouncil) -> None:
    action = undertake(clerk, council)
    form = f"actions/{action.id}/done"
    assert clerk.send(form, done_on="today", evidence=" ").status_code == 422

    answer = clerk.send(form, done_on="today", evidence="Their answer, in the file")

    assert answer.location == clerk.address("actions")
    assert "Their answer, in the file" in text_of(clerk.get("actions"))
    assert "Recorded as done: a recommendation" in text_of(clerk.get())
    assert clerk.get(form).status_code == 303


def test_it_is_given_to_somebody_else_and_then_dropped(
    clerk: BreachForms, council: TestCouncil
) -> None:
    action = undertake(clerk, council)
    chair = str(council.members["chair"].membership_id)
    clerk.send(f"actions/{action.id}/change", owner=chair, due_on="")
    assert f"{council.members['chair'].name} has it. No day is set." in text_of(
        clerk.get("actions")
    )

    clerk.send(f"actions/{action.id}/dropped", why="The supplier did it")

    assert "The supplier did it" in text_of(clerk.get("actions"))


def test_a_promise_to_the_regulator_needs_its_day(clerk: BreachForms, council: TestCouncil) -> None:
    answer = clerk.send(
        "actions/new",
        kind="follow_up",
        words="The full list",
        owner=str(council.members["lead"].membership_id),
        due_on="",
    )
    assert answer.status_code == 422
    assert "Enter the day by which the regulator was promised it" in text_of(answer)


def test_what_somebody_else_saved_meanwhile_comes_first(
    clerk: BreachForms, council: TestCouncil, now: datetime
) -> None:
    opened = clerk.get("actions/new")
    assert opened.status_code == 200
    answer = clerk.press(
        "actions/new",
        version="1",
        kind="lesson",
        words="Tell everybody",
        owner=str(council.members["lead"].membership_id),
        due_on="",
    )
    assert answer.status_code == 409
    assert "Tell everybody" in answer.text


def test_a_councillor_reads_no_actions(
    signed_in: SignedIn, council: TestCouncil, clerk: BreachForms
) -> None:
    undertake(clerk, council)
    councillor = BreachForms(signed_in(council, "councillor"), council, clerk.reference)
    assert councillor.get("actions").status_code == 403
    assert "Use blind copy" not in councillor.get().text


def test_nothing_is_added_to_a_practice_that_has_ended(
    council: TestCouncil, now: datetime, signed_in: SignedIn
) -> None:
    by = council.members["clerk"]
    with council.session() as session:
        drill = start_drill(session, next(iter(SCENARIOS.values())), by=by, now=now)
        end_drill(session, reference=drill.reference, by=by, now=now)
        reference = drill.reference
        session.commit()
    clerk = BreachForms(signed_in(council, "clerk"), council, reference)

    owner = str(by.membership_id)
    added = clerk.send("actions/new", kind="lesson", words="Use bcc", owner=owner)
    complained = clerk.send("complaints", received_on="today")

    assert added.location == complained.location == clerk.address()
    assert "This practice has ended" in text_of(clerk.get(), "body")
    assert waiting(council) == []
