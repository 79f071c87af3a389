from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask, redirect
from jinja2 import ChoiceLoader, DictLoader
from justhtml import JustHTML

from tenants import councils
from tenants.access import Permission
from tests.councils import TestCouncil
from tests.webapp.conftest import WORDS, PageClient, give_password
from webapp.access import requires
from webapp.forms import Form, LongTextField, Required, render_form, takes_form
from webapp.scope import scope

ClientOf = Callable[..., PageClient]
PAGE = """{% extends "base.html" %}{% from "forms.html" import form_of %}
{% block title %}Tell us{% endblock %}
{% block content %}<h1>{{ self.title() }}</h1>
{% call form_of(form) %}{{ form.what_happened() }}{% endcall %}{% endblock %}"""
MEETING = date(2026, 12, 7)


class TellForm(Form):
    what_happened = LongTextField("What happened", validators=[Required("Write what happened")])


@pytest.fixture(autouse=True)
def views(app: Flask) -> None:
    """A page for members who may see the register, and two that break the rules."""
    loader = app.jinja_env.loader
    assert loader is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader({"tell.html": PAGE}), loader])

    @app.route("/councils/<council>/tests/tell", methods=["GET", "POST"])
    @requires(Permission.SEE_REGISTER)
    @takes_form
    def tell(council: str) -> Any:
        form = TellForm()
        if form.is_sent():
            councils.set_next_meeting(scope.session, on=MEETING)
            scope.commit()
            return redirect(f"/councils/{council}/tests/tell", 303)
        return render_form("tell.html", form)

    @app.post("/councils/<council>/tests/rash")
    @requires(Permission.SEE_REGISTER)
    @takes_form
    def rash(council: str) -> Any:
        councils.set_next_meeting(scope.session, on=MEETING)
        scope.commit()
        return council

    @app.post("/councils/<council>/tests/forgetful")
    @requires(Permission.SEE_REGISTER)
    def forgetful(council: str) -> Any:
        councils.set_next_meeting(scope.session, on=MEETING)
        scope.session.flush()
        return council


def page(council: TestCouncil, name: str = "tell") -> str:
    return f"/councils/{council.slug}/tests/{name}"


def next_meeting(council: TestCouncil) -> date | None:
    with council.session() as session:
        return councils.get_own_council(session).next_meeting_on


def test_a_member_works_in_their_own_council(client_of: ClientOf, council: TestCouncil) -> None:
    clerk = client_of(council, "clerk")

    shown = clerk.get(page(council))
    sent = clerk.post(page(council), {"what_happened": "A folder was lost"})

    assert council.name in shown.text
    assert "Clerk Testperson" in shown.text
    assert sent.status_code == 303
    assert next_meeting(council) == MEETING


def test_another_councils_page_is_not_found(
    client_of: ClientOf, council: TestCouncil, other_council: TestCouncil
) -> None:
    clerk = client_of(council, "clerk", not_showing=other_council)

    assert clerk.get(page(other_council)).status_code == 404
    assert clerk.post(page(other_council), {"what_happened": "x"}).status_code == 404
    assert clerk.get("/councils/nowhere/tests/tell").status_code == 404


def test_a_page_beyond_ones_role_says_so_in_ones_own_council(
    client_of: ClientOf, council: TestCouncil
) -> None:
    answer = client_of(council, "reporter").get(page(council))

    assert answer.status_code == 403
    assert "not part of your role" in answer.text
    assert council.name in answer.text


def test_whoever_is_signed_out_is_shown_the_door_and_then_the_page(
    page_client: PageClient, council: TestCouncil
) -> None:
    give_password(council, "clerk")

    sent_away = page_client.get(page(council) + "?page=2")
    back = page_client.post(
        sent_away.location,
        {"email": council.email("clerk"), "password": WORDS},
    )

    assert sent_away.status_code == 303
    assert back.location == page(council) + "?page=2"
    assert page_client.get(back.location).status_code == 200


def test_what_was_typed_survives_a_sign_in_that_ran_out(
    page_client: PageClient, council: TestCouncil
) -> None:
    give_password(council, "clerk")

    at_the_door = page_client.post(
        page(council), {"what_happened": "=A folder <lost>\r\n\U0001f600"}
    )
    carried = value_of(at_the_door.text, "carried")
    inside = page_client.post(
        f"/councils/{council.slug}/sign-in",
        {
            "email": council.email("clerk"),
            "password": WORDS,
            "carried": carried,
        },
    )
    text = value_of(inside.text, "what_happened")
    sent = page_client.post(page(council), {"what_happened": text})

    assert at_the_door.status_code == 403
    assert "Nothing you typed is lost" in at_the_door.text
    assert text == "=A folder <lost>\n\U0001f600"
    assert sent.status_code == 303


def test_a_signed_in_person_with_an_old_page_loses_nothing(
    client_of: ClientOf, council: TestCouncil
) -> None:
    clerk = client_of(council, "clerk")

    answer = clerk.post_without_token(page(council), {"what_happened": "A folder was lost"})

    assert answer.status_code == 422
    assert "press the button again" in answer.text
    assert "A folder was lost</textarea>" in answer.text
    assert next_meeting(council) is None


def test_a_view_that_acts_on_a_strangers_form_is_stopped_at_the_commit(
    client_of: ClientOf, council: TestCouncil
) -> None:
    clerk = client_of(council, "clerk")

    # The rule that nothing may stay uncommitted does not hold for what is refused.
    answer = clerk.client.post(page(council, "rash"), data={})

    assert answer.status_code == 400
    assert next_meeting(council) is None


def test_a_view_that_forgets_to_commit_is_caught(client_of: ClientOf, council: TestCouncil) -> None:
    clerk = client_of(council, "clerk")

    with pytest.raises(AssertionError, match=r"call scope\.commit\(\) once"):
        clerk.post(page(council, "forgetful"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Write what happened"),
        (" \n\t ", "Write what happened"),
        ("x" * 10_001, "This is 1 character too long. Shorten it to 10,000 or fewer"),
        ("y" * 1_000_000, "This is 990,000 characters too long"),
    ],
)
def test_a_field_says_what_to_write_and_gives_back_what_was_typed(
    client_of: ClientOf, council: TestCouncil, typed: str, told: str
) -> None:
    answer = client_of(council, "clerk").post(page(council), {"what_happened": typed})

    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    assert value_of(answer.text, "what_happened") == typed


def test_a_password_set_elsewhere_ends_this_sign_in(
    client_of: ClientOf, council: TestCouncil
) -> None:
    clerk = client_of(council, "clerk")
    before = clerk.get(page(council)).status_code
    give_password(council, "clerk")

    assert (before, clerk.get(page(council)).status_code) == (200, 303)


def test_one_page_costs_few_statements(
    client_of: ClientOf, council: TestCouncil, statements: list[str]
) -> None:
    client_of(council, "clerk").get(page(council))

    assert len(statements) <= 4, statements


def value_of(html: str, name: str) -> str:
    """Return what a control of a page holds."""
    node = JustHTML(html, sanitize=False).query(f'[name="{name}"]')[0]
    return str(node.attrs.get("value") if node.name == "input" else node.to_text(strip=False))
