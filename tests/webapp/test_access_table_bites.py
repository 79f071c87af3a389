"""The access table refuses what it cannot try, and says who was answered wrongly."""

from typing import Any

import pytest
from flask import Flask

from tests.webapp.test_access_table import Land, address_of, declared, judge, land

__all__ = ["land"]


def test_the_table_refuses_an_address_that_it_cannot_fill(land: Land) -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/councils/<council>/secrets/<secret>", "secrets", lambda **parts: str(parts))
    rule = next(app.url_map.iter_rules())

    with pytest.raises(AssertionError, match=r"<secret>.*Add a line.*FILLERS"):
        address_of(app, rule, land.own, "clerk")


def test_the_table_refuses_a_view_that_declares_nothing() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/councils/<council>/open", "open", lambda council: council)

    with pytest.raises(AssertionError, match=r"declares no access.*@requires"):
        declared(app, next(app.url_map.iter_rules()))


@pytest.mark.parametrize(
    ("case", "complaint"),
    [
        (
            {"may": False, "status": 200, "was_refused": False},
            "not allow this page, but it gave 200",
        ),
        (
            {"may": False, "status": 404, "was_refused": False},
            "not allow this page, but it gave 404",
        ),
        ({"may": False, "status": 403, "was_refused": False}, "not allow this page"),
        ({"may": True, "status": 403, "was_refused": True}, "allows this page, but it was refused"),
        ({"may": True, "status": 500, "was_refused": False}, "allows this page, but it gave 500"),
    ],
)
def test_the_table_bites_when_a_page_answers_the_wrong_people(
    case: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(AssertionError, match=complaint):
        judge(**case)
