"""The pages of a breach under a policy that is not the model: other scales, names, or none."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from justhtml import JustHTML

from tenants.clock import Clock
from tenants.models import Subject
from tenants.policy import BreachFacts
from tenants.policy.documents import shipped
from tests.councils import TestCouncil
from tests.tenants.posted import override, work_under
from tests.webapp.breach_forms import BreachForms, hidden_in, text_of
from tests.webapp.conftest import PageClient
from tests.webapp.policies_of_others import FULL, HARMLESS, LAX
from tests.webapp.statements import counted_statements

SignedIn = Callable[[TestCouncil, str], PageClient]
RatedUnder = Callable[..., BreachForms]
MOST_STATEMENTS = 16
JUDGED = {"how_bad": "middling", "how_likely": "possible"}


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def rated_under(council: TestCouncil, signed_in: SignedIn, now: datetime) -> RatedUnder:
    """Have a breach rated under this document, and open it as its lead investigator."""

    def rate(document: str, **facts: object) -> BreachForms:
        work_under(council, document)
        reference = council.report(now)
        council.receive(reference, now)
        council.appoint(reference, now)
        council.rate(reference, now, facts=BreachFacts().replace(**facts) if facts else None)
        return BreachForms(signed_in(council, "lead"), council, reference)

    return rate


@pytest.fixture
def amber(rated_under: RatedUnder) -> BreachForms:
    """A breach that a grid with a traffic light calls Amber."""
    return rated_under(shipped("policies/example-grid.toml"), **FULL, judgements=JUDGED)


def without_scale() -> str:
    """Return the model policy without its table, which tells the councillors of any risk."""
    parts = re.split(r"(?m)^(?=\[)", shipped("policies/scotton.toml"))
    kept = "".join(part for part in parts if not part.startswith(("[[scale]]", "[[axes")))
    return kept.replace("full_council = 3", 'full_council = "risk"')


def ten_higher() -> str:
    """Return the model policy with a scale of 10 to 16."""
    return re.sub(
        r"(?m)^(value|rating|full_council) = (\d)$",
        lambda found: f"{found[1]} = 1{found[2]}",
        shipped("policies/scotton.toml"),
    )


def register_of(lead: BreachForms) -> JustHTML:
    html = lead.client.get(f"/councils/{lead.council.slug}/breaches").text
    return JustHTML(html, sanitize=False)


def texts(page: JustHTML, selector: str) -> list[str]:
    return [" ".join(node.to_text().split()) for node in page.query(selector)]


def test_a_scale_that_does_not_begin_at_0_is_shown_as_it_is(rated_under: RatedUnder) -> None:
    lead = rated_under(ten_higher())

    opened = lead.get("rating")
    first = JustHTML(opened.text, sanitize=False).query(".pb-ladder")[0]
    values = [node.to_text().strip() for node in first.query(".pb-ladder__value")]
    assert values == ["16", "15", "14", "13", "12", "11", "10"]
    assert "14 out of 16" in text_of(opened)
    assert "14 on a scale of 10 to 16" in text_of(lead.get())


def test_the_register_is_narrowed_by_the_ratings_that_it_holds(
    rated_under: RatedUnder, council: TestCouncil, now: datetime
) -> None:
    lead = rated_under(ten_higher())
    override(council, lead.reference, now, subject=Subject.RATING, decided="12")

    assert texts(register_of(lead), "#rated option") == ["Any rating", "12"]


def test_a_breach_without_a_rating_is_never_said_to_be_rated_none(
    rated_under: RatedUnder, council: TestCouncil, now: datetime
) -> None:
    lead = rated_under(without_scale())
    override(council, lead.reference, now, subject=Subject.RISK, decided="unlikely")

    for form in ("", "rating", "rating/why"):
        page = text_of(lead.get(form))
        assert re.search(r"(rat\w+|it|of|gives?) None|it was rated|not rated", page) is None
    assert "The risk to people was passed on to 2 councillors" in text_of(lead.get())
    register = register_of(lead)
    assert not register.query("#rated")
    assert "A risk to people is unlikely" in " ".join(texts(register, "tbody td"))


def test_where_there_is_no_scale_only_the_risk_may_be_seen_differently(
    rated_under: RatedUnder,
) -> None:
    lead = rated_under(LAX, **FULL)
    assert lead.get("rating/override").location == f"{lead.address('rating/override')}?about=risk"
    assert "I see the rating differently" not in lead.get("rating").text
    assert "rating/override?about=risk" in lead.get().text


def test_a_rung_is_called_by_its_name_wherever_it_stands(amber: BreachForms) -> None:
    opened = amber.get("rating")
    assert texts(JustHTML(opened.text, sanitize=False), ".pb-ladder__rung--lit")[0] == (
        "Middling The assessor judges the harm to be middling, or has not judged it yet."
        " This is the rating"
    )
    page = text_of(opened)
    assert "Rating Amber" in page
    assert "How the answers give Amber" in page
    assert "Harm times chance comes to 5 or more, but less than 15." in page
    assert "told at an overall rating of Red or more, so it does not ask" in page
    breach = text_of(amber.get())
    for words in (
        "Amber on a scale of Green to Red",
        "Rated it Amber: a high risk to people",
        "Middling Harm",
        "Amber The rating as a whole",
    ):
        assert words in breach
    assert "Amber" in texts(register_of(amber), ".pb-register__rating")


def test_a_rung_that_several_criteria_lead_to_says_what_the_scale_says_of_it(
    rated_under: RatedUnder,
) -> None:
    lead = rated_under(shipped("policies/example-three-levels.toml"), **FULL)
    rungs = texts(JustHTML(lead.get("rating").text, sanitize=False), ".pb-ladder__rung")
    assert rungs[-1] == (
        "Low Few people, and nothing that they would mind much; or nobody can read it."
    )


def test_the_names_are_offered_to_whoever_sees_the_rating_differently(amber: BreachForms) -> None:
    opened = amber.get("rating/override")
    labels = texts(JustHTML(opened.text, sanitize=False), ".govuk-radios__label")
    assert [label.partition(":")[0] for label in labels] == ["Green", "Amber", "Red"]

    amber.client.post(
        amber.address("rating/override"),
        {**hidden_in(opened.text), "decided": "3", "reason": "It was worse"},
    )
    page = text_of(amber.get("rating"))
    assert "The answers give Amber." in page
    assert "decided Red on" in page
    breach = text_of(amber.get())
    assert "decided: rating Red" in breach
    assert "The policy pointed to: rating Amber" in breach
    assert "The rating of Red was passed on to 2 councillors" in breach
    assert "The answers alone give Amber. The lead investigator decided Red" in text_of(
        amber.get("rating/why")
    )


def test_a_councillors_home_and_the_registers_choices_use_the_names(
    amber: BreachForms, signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    override(council, amber.reference, now, subject=Subject.RATING, decided="3")
    home = signed_in(council, "councillor").get(f"/councils/{council.slug}/")
    assert "Rating Red" in text_of(home)
    assert texts(register_of(amber), "#rated option") == ["Any rating", "Red"]


def test_an_earlier_rating_keeps_the_name_of_the_policy_that_gave_it(
    amber: BreachForms, council: TestCouncil, now: datetime
) -> None:
    work_under(council, shipped("policies/scotton.toml"))
    later = now + timedelta(seconds=1)
    council.rate(amber.reference, later, facts=BreachFacts().replace(**FULL))

    page = text_of(amber.get())
    assert "3 on a scale of 0 to 6" in page
    assert "Amber: A high risk to people" in page
    assert "Rated it Amber: a high risk to people" in page
    assert "Rated it 3: a high risk to people" in page
    assert texts(register_of(amber), ".pb-register__rating") == ["3"]


def test_naming_the_ratings_costs_the_register_a_fixed_number_of_statements(
    app: Flask, amber: BreachForms, council: TestCouncil, now: datetime
) -> None:
    def cost() -> int:
        with counted_statements(app) as statements:
            register_of(amber)
        return len(statements)

    first = cost()
    for _ in range(3):
        reference = council.report(now)
        council.receive(reference, now)
        council.appoint(reference, now)
        council.rate(reference, now)
    assert cost() == first <= MOST_STATEMENTS


def test_a_policy_may_name_others_and_rest_on_who_is_told(rated_under: RatedUnder) -> None:
    lead = rated_under(shipped("policies/mudford.toml"), **HARMLESS)
    page = text_of(lead.get("rating"))
    assert "so it does not ask that every councillor hears of this one at once" in page
    assert "_" not in text_of(lead.get("rating/why"))
