"""The clerk's page for the council's own GOV.UK Notify account."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from justhtml import JustHTML
from sqlalchemy import select

from tenants import notify_accounts
from tenants.models import AuditEntry, Event, NotifyAccount
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.jobs.notify_server import EMAIL_TEMPLATE, KEY, TEXT_TEMPLATE, NotifyServer
from tests.webapp.conftest import WORDS, PageClient, give_password
from webapp.forms import Form, SecretField
from webapp.signin.carried import NOT_CARRIED

SignIn = Callable[[TestCouncil, str], PageClient]
ENTERED = {"key": KEY, "text_template": TEXT_TEMPLATE, "email_template": ""}
MOBILE = {"mobile": "07700 900123"}


@pytest.fixture
def notify(app: Flask, settings: Settings) -> Iterator[NotifyServer]:
    """GOV.UK Notify, as the service finds it."""
    server = NotifyServer()
    app.extensions["settings"] = replace(settings, notify_url=server.url)
    yield server
    server.stop()


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(council, "clerk")


def texts(council: TestCouncil, page: str = "") -> str:
    return f"/councils/{council.slug}/texts{page}"


def account_of(council: TestCouncil) -> NotifyAccount | None:
    with council.session() as session:
        return session.get(NotifyAccount, council.id)


def test_the_page_says_how_to_get_texts_and_that_nobody_needs_them(
    clerk: PageClient, council: TestCouncil
) -> None:
    page = clerk.get(texts(council)).text

    assert "You do not need this" in page
    assert "parish and town councils neither way" in page
    assert "((subject))" in page
    assert "((body))" in page


def test_the_page_is_found_from_the_people(clerk: PageClient, council: TestCouncil) -> None:
    assert texts(council) in clerk.get(f"/councils/{council.slug}/people").text


def test_an_account_is_kept_sealed_and_never_shown_again(
    clerk: PageClient, council: TestCouncil, settings: Settings
) -> None:
    answer = clerk.post(texts(council), ENTERED, follow_redirects=True)

    account = account_of(council)
    assert account is not None
    assert "Entered. It is kept sealed" in answer.text
    for secret in (KEY, KEY[-36:], account.sealed_key):
        assert secret not in answer.text
    assert KEY[-36:] not in account.sealed_key
    with council.session() as session:
        opened = notify_accounts.find_account(session, secret_key=settings.secret_key)
        assert opened is not None
        assert (opened.key, opened.text_template) == (KEY, TEXT_TEMPLATE)
        assert KEY not in repr(opened)


def test_a_key_sealed_for_one_council_opens_for_no_other(
    clerk: PageClient, council: TestCouncil, other_council: TestCouncil, settings: Settings
) -> None:
    clerk.post(texts(council), ENTERED)
    sealed = account_of(council)
    assert sealed is not None
    with other_council.session() as session:
        copied = {"sealed_key": sealed.sealed_key, "text_template": TEXT_TEMPLATE}
        session.add(
            NotifyAccount(council_id=other_council.id, changed_at=sealed.changed_at, **copied)
        )
        session.flush()
        assert notify_accounts.find_account(session, secret_key=settings.secret_key) is None
        state = notify_accounts.get_state(session)
        assert state is not None
        assert state.problem == "key not readable"


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"key": ""}, "Paste the API key"),
        ({"key": "secret"}, "not a whole GOV.UK Notify key"),
        ({"key": KEY[-36:]}, "not a whole GOV.UK Notify key"),
        ({"key": KEY[:-1]}, "not a whole GOV.UK Notify key"),
        ({"text_template": "Breach alerts"}, "not a template ID"),
        ({"email_template": "Breach alerts"}, "not a template ID"),
        ({"text_template": ""}, "at least one template"),
    ],
)
def test_what_is_not_of_notifys_shape_is_refused_beside_its_field(
    clerk: PageClient, council: TestCouncil, typed: dict[str, Any], complaint: str
) -> None:
    answer = clerk.post(texts(council), ENTERED | typed)

    assert answer.status_code == 422
    assert complaint in answer.text
    assert account_of(council) is None


def test_an_empty_key_keeps_the_one_that_is_entered(
    clerk: PageClient, council: TestCouncil
) -> None:
    clerk.post(texts(council), ENTERED)
    before = account_of(council)
    clerk.post(texts(council), ENTERED | {"key": "", "email_template": EMAIL_TEMPLATE})

    after = account_of(council)
    assert before is not None
    assert after is not None
    assert after.sealed_key == before.sealed_key
    assert after.email_template == EMAIL_TEMPLATE


def test_a_test_text_reaches_whoever_asks(
    clerk: PageClient, council: TestCouncil, notify: NotifyServer
) -> None:
    clerk.post(texts(council), ENTERED)
    answer = clerk.post(texts(council, "/try"), MOBILE, follow_redirects=True)

    assert "GOV.UK Notify took the test" in answer.text
    (sent,) = notify.taken
    assert sent["phone_number"] == "+447700900123"
    assert council.name in sent["personalisation"]["body"]


@pytest.mark.parametrize(
    ("answer", "words", "problem"),
    [
        (403, "did not accept the key", "refused 403"),
        (400, "Check that the template ID is right", "refused 400"),
        (429, "takes no more for now", ""),
        (500, "did not answer", ""),
        ("number", "sends no texts to this number", ""),
    ],
)
def test_what_notify_refuses_is_said_in_plain_words(
    clerk: PageClient,
    council: TestCouncil,
    notify: NotifyServer,
    answer: int | str,
    words: str,
    problem: str,
) -> None:
    clerk.post(texts(council), ENTERED)
    notify.answers.append(answer)

    page = clerk.post(texts(council, "/try"), MOBILE)

    assert page.status_code == 422
    assert words in page.text
    account = account_of(council)
    assert account is not None
    assert account.problem == problem
    assert (words in clerk.get(texts(council)).text) == bool(problem)


def test_a_key_that_notify_does_not_know_is_said_to_be_wrong(
    clerk: PageClient, council: TestCouncil, notify: NotifyServer
) -> None:
    clerk.post(texts(council), ENTERED | {"key": f"other-{uuid4()}-{uuid4()}"})

    assert "did not accept the key" in clerk.post(texts(council, "/try"), MOBILE).text
    assert notify.taken == []


def test_a_number_that_is_none_is_refused_before_notify_is_asked(
    clerk: PageClient, council: TestCouncil, notify: NotifyServer
) -> None:
    clerk.post(texts(council), ENTERED)

    assert clerk.post(texts(council, "/try"), {"mobile": "12"}).status_code == 422
    assert notify.asked == []


def test_there_is_nothing_to_try_or_stop_before_an_account_is_entered(
    clerk: PageClient, council: TestCouncil
) -> None:
    for page in ("/try", "/stop"):
        assert clerk.get(texts(council, page)).headers["Location"] == texts(council)
    assert clerk.post(texts(council, "/stop")).status_code == 303


def test_stopping_deletes_the_key_and_is_in_the_record(
    clerk: PageClient, council: TestCouncil
) -> None:
    clerk.post(texts(council), ENTERED)
    assert "Every alert still comes by email" in clerk.get(texts(council, "/stop")).text
    answer = clerk.post(texts(council, "/stop"), follow_redirects=True)

    assert "The key was deleted" in answer.text
    account = account_of(council)
    assert account is not None
    assert (account.sealed_key, account.text_template) == ("", "")
    with council.session() as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.event == Event.NOTIFY_CHANGED)
            .order_by(AuditEntry.at, AuditEntry.id)
        ).all()
    assert {entry.changes["key"] for entry in entries} == {"entered", "forgotten"}
    assert not [entry for entry in entries if KEY[-36:] in str(entry.changes)]


def test_a_key_sent_after_the_sign_in_ran_out_is_typed_again_and_shown_nowhere(
    page_client: PageClient, council: TestCouncil
) -> None:
    give_password(council, "clerk")
    at_the_door = page_client.post(texts(council), ENTERED).text
    packed = JustHTML(at_the_door, sanitize=False).query('input[name="carried"]')[0]
    signed_in = page_client.post(
        f"/councils/{council.slug}/sign-in",
        {
            "email": council.email("clerk"),
            "password": WORDS,
            "carried": str(packed.attrs["value"]),
        },
    )

    assert TEXT_TEMPLATE in signed_in.text
    assert KEY not in signed_in.text


def test_no_secret_of_any_form_is_carried_through_a_door() -> None:
    asked = {
        name
        for form in forms_of(Form)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is SecretField
    }
    assert {"key", "password"} <= asked <= NOT_CARRIED, (
        "Add the name of a form's secret to NOT_CARRIED, or the carried page shows it."
    )


def forms_of(kind: type[Form]) -> set[type[Form]]:
    return {kind}.union(*(forms_of(below) for below in kind.__subclasses__()))


def test_a_key_that_can_be_read_no_more_is_said_beside_the_test(
    clerk: PageClient, council: TestCouncil, app: Flask, settings: Settings
) -> None:
    clerk.post(texts(council), ENTERED)
    app.extensions["settings"] = replace(settings, secret_key="another secret since " * 3)

    page = clerk.post(texts(council, "/try"), MOBILE)

    assert page.status_code == 422
    assert "Enter the key again" in page.text
    assert "Enter the key again" in clerk.get(texts(council)).text
