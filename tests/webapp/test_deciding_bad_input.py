"""Whatever is posted to the forms of a breach, they answer: nothing typed is a fault of ours."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.clock import Clock
from tests.councils import TestCouncil
from tests.webapp.breach_forms import BreachForms
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
ANSWERED = {200, 303, 403, 404, 409, 422}
FORMS = (
    "initial-assessment",
    "lead-investigator",
    "times",
    "rating/what-happened",
    "rating/the-information",
    "rating/the-council",
    "rating/check",
    "rating/override",
    "rating/override?about=risk",
    "decisions/regulator",
    "decisions/people",
    "decisions/police",
    "decisions/other",
    "close",
)
NAMES = (
    *("nature", "what_data", "extent", "lead", "aware", "reason", "kinds", "cause", "intent"),
    *("people_affected", "categories", "particulars", "liability", "finding_contract", "draft"),
    *("decided", "done", "their_reference", "learned"),
    *("party_name", "exception", "message", "method", "other_method", "drafted"),
)
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            *("breach", "tell", "do_not_tell", "not_yet_known", "none_of_these", "4", "high_risk"),
            *("yesterday 4pm", "31/02/2026", "9" * 400, "-1", "\x00", "\u202eevil", "1e9", "NaN"),
            "00000000-0000-0000-0000-000000000000",
        ]
    ),
)
ANSWERS = st.dictionaries(st.sampled_from(NAMES), st.one_of(WORDS, st.lists(WORDS, max_size=3)))
VERSIONS = st.one_of(st.integers(-1, 12).map(str), WORDS)


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    """A breach whose clerk is its lead investigator, so that every form is open to one person."""
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now, lead="clerk")
    council.rate(reference, now, who="clerk")
    return reference


@pytest.mark.parametrize("form", [*FORMS, "involvement"])
def test_no_input_is_a_fault_of_ours(
    signed_in: SignedIn, council: TestCouncil, reference: str, form: str
) -> None:
    forms = BreachForms(signed_in(council, "clerk"), council, reference)
    token = forms.client.token()

    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(answers=ANSWERS, version=VERSIONS)
    def post(answers: dict[str, Any], version: str) -> None:
        data = {**answers, "version": version, "csrf_token": token}
        answer = forms.client.client.post(forms.address(form), data=data)
        assert answer.status_code in ANSWERED

    post()


@pytest.mark.parametrize(
    "reference", ["2026-999", "2026", "x", "2026-00\u0661", "9999-1", "2026-0000000001", "%00"]
)
def test_a_number_that_no_breach_has_is_not_found(
    signed_in: SignedIn, council: TestCouncil, reference: str
) -> None:
    clerk = signed_in(council, "clerk")
    for form in FORMS:
        address = f"/councils/{council.slug}/breaches/{reference}/{form}"
        assert clerk.get(address).status_code == 404
