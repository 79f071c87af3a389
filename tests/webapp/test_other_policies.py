"""The pages of a breach under a policy that is not the model: another scale, or none."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from justhtml import JustHTML

from tenants.clock import Clock
from tenants.models import Subject
from tenants.policy.documents import shipped
from tests.councils import TestCouncil
from tests.tenants.posted import override, work_under
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def rated_under(
    council: TestCouncil, signed_in: SignedIn, now: datetime
) -> Callable[[str], BreachForms]:
    """Have a breach rated under this document, and open it as its lead investigator."""

    def rate(document: str) -> BreachForms:
        work_under(council, document)
        reference = council.report(now)
        council.receive(reference, now)
        council.appoint(reference, now)
        council.rate(reference, now)
        return BreachForms(signed_in(council, "lead"), council, reference)

    return rate


def without_scale() -> str:
    """Return the model policy without its table, which tells the councillors of any risk."""
    parts = re.split(r"(?m)^(?=\[)", shipped("scotton.toml"))
    kept = "".join(part for part in parts if not part.startswith(("[[scale]]", "[[axes")))
    return kept.replace("full_council = 3", 'full_council = "risk"')


def ten_higher() -> str:
    """Return the model policy with a scale of 10 to 16."""
    return re.sub(
        r"(?m)^(value|rating|full_council) = (\d)$",
        lambda found: f"{found[1]} = 1{found[2]}",
        shipped("scotton.toml"),
    )


def test_a_scale_that_does_not_begin_at_0_is_shown_as_it_is(
    rated_under: Callable[[str], BreachForms],
) -> None:
    lead = rated_under(ten_higher())

    opened = lead.get("rating")
    first = JustHTML(opened.text, sanitize=False).query(".pb-ladder")[0]
    values = [node.to_text().strip() for node in first.query(".pb-ladder__value")]
    assert values == ["16", "15", "14", "13", "12", "11", "10"]
    assert "14 out of 16" in text_of(opened)
    assert "14 on a scale of 10 to 16" in text_of(lead.get())


def test_the_register_is_narrowed_by_the_ratings_that_it_holds(
    rated_under: Callable[[str], BreachForms], council: TestCouncil, now: datetime
) -> None:
    lead = rated_under(ten_higher())
    override(council, lead.reference, now, subject=Subject.RATING, decided="12")

    register = lead.client.get(f"/councils/{council.slug}/breaches").text
    offered = JustHTML(register, sanitize=False).query("#rated option")
    assert [option.to_text().strip() for option in offered] == ["Any rating", "12"]


def test_a_breach_without_a_rating_is_never_said_to_be_rated_none(
    rated_under: Callable[[str], BreachForms], council: TestCouncil, now: datetime
) -> None:
    lead = rated_under(without_scale())
    override(council, lead.reference, now, subject=Subject.RISK, decided="unlikely")

    for page in (text_of(lead.get()), text_of(lead.get("rating"))):
        assert re.search(r"(rat\w+|it|of|gives?) None|it was rated", page) is None
    assert "The risk to people was passed on to 2 councillors" in text_of(lead.get())
    register = lead.client.get(f"/councils/{council.slug}/breaches").text
    assert 'id="rated"' not in register
