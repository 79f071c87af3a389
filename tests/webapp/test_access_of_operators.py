"""Every address x the operators: their own pages are theirs alone, and no council's is theirs."""

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants.operators import appoint_operator
from tests.webapp.signed_in import browser_of
from tests.webapp.test_access_table import (
    _OF_COUNCIL,
    _OF_OFFICERS,
    _PUBLIC,
    RULES,
    Land,
    find_rule,
    land,
    shows_nothing_of,
    visit,
    visits,
)

__all__ = ["land"]

_OF_OPERATORS = [case for case in RULES if case not in _OF_COUNCIL + _OF_OFFICERS + _PUBLIC]


@pytest.fixture(scope="module")
def operator(land: Land, owner: Engine) -> FlaskClient:
    with Session(owner) as session:
        person_id = appoint_operator(session, email="op@table.example", name="Op").person_id
        session.commit()
    return browser_of(land.app, person_id)


@pytest.mark.parametrize(("rule", "endpoint"), _OF_OPERATORS)
def test_an_operators_page_opens_to_operators_only(
    land: Land, operator: FlaskClient, rule: str, endpoint: str
) -> None:
    found = find_rule(land.app, rule, endpoint)
    for method, address in visits(land.app, found, land.own, "reporter"):
        answer = visit(operator, method, address)
        assert answer.status_code in {200, 303, 422}
        assert shows_nothing_of(land.own, answer)
        assert shows_nothing_of(land.other, answer)
        for browser in land.everybody.values():
            assert visit(browser, method, address).status_code == 404
        if method == "GET":
            signed_out = visit(land.app.test_client(), method, address)
            assert signed_out.status_code == 303
            assert urlsplit(signed_out.headers["Location"]).path == "/operator/sign-in"


@pytest.mark.parametrize(("rule", "endpoint"), _OF_COUNCIL + _OF_OFFICERS)
def test_an_operator_opens_no_page_of_a_council_or_an_association(
    land: Land, operator: FlaskClient, rule: str, endpoint: str
) -> None:
    found = find_rule(land.app, rule, endpoint)
    for method, address in visits(land.app, found, land.own, "reporter"):
        assert visit(operator, method, address).status_code == 404


def test_there_is_a_page_of_the_operators() -> None:
    assert len(_OF_OPERATORS) == 1
