"""What whoever looks after the machine sees, and that nobody else does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from justhtml import JustHTML
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants import messages
from tenants.clock import Clock
from tenants.db import Database
from tenants.messages import Dial, PostFigures, Reading, Sign
from tenants.messages.condition import Condition, Shut
from tenants.operators import appoint_operator, dismiss_operator
from tenants.passwords import PersonOfLink, set_password, stamp_of
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.webapp.conftest import WORDS, PageClient, give_password
from tests.webapp.signed_in import browser_of
from webapp.operator.questions import Question, questions
from webapp.operator.wording import ADVICE, length

NOW = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)
NOTHING = PostFigures(0, None, 0, 0, None, None)
WELL = Condition(
    at=NOW,
    figures=NOTHING,
    signs={Sign.TICK: NOW, Sign.BELL: NOW, Sign.DEADMAN: NOW},
    dials={Dial.WORKERS: Reading(8, NOW), Dial.QUEUE: Reading(0, NOW)},
    shut=(),
)
EMAIL = "operator@machine.example"


@pytest.fixture
def operator(owner: Engine, app: Flask) -> PageClient:
    with Session(owner) as session:
        person_id = appoint_operator(session, email=EMAIL, name="An Operator").person_id
        session.commit()
    return PageClient(browser_of(app, person_id))


@pytest.fixture
def with_password(owner: Engine, database: Database) -> Iterator[str]:
    """An operator of no council who has chosen a password."""
    email = "with-password@machine.example"
    with Session(owner) as session:
        made = appoint_operator(session, email=email, name="An Operator")
        session.commit()
    with database.session(person_id=made.person_id) as session:
        link = PersonOfLink(made.person_id, stamp_of(made.password_hash))
        set_password(session, link=link, password=WORDS)
        session.commit()
    yield email
    with Session(owner) as session:
        dismiss_operator(session, email=email)
        session.commit()


@pytest.fixture
def beaten(database: Database, clock: Clock) -> None:
    """The tick has just beaten, with two workers there."""
    with database.session() as session:
        for sign in (Sign.TICK, Sign.BELL):
            messages.record_tick(session, now=clock.now(), name=sign)
        values = {Dial.WORKERS: 2, Dial.QUEUE: 0}
        messages.record_readings(session, values=values, now=clock.now())
        session.commit()


def asked(condition: Condition, **about: Any) -> dict[str, Question]:
    failures = about.get("failures", {})
    is_set = about.get("is_deadman_set", True)
    return {one.id: one for one in questions(condition, failures, is_deadman_set=is_set)}


def amiss(condition: Condition, **about: Any) -> set[str]:
    return {one.id for one in asked(condition, **about).values() if one.is_well is False}


def words_of(page: str) -> str:
    return " ".join(JustHTML(page, sanitize=False).to_text().split())


def test_an_operator_reads_whether_everything_is_running(
    operator: PageClient, beaten: None
) -> None:
    page = words_of(operator.get("/operator/").text)
    assert "Is everything running?" in page
    assert "Does the tick look for what is due? Well" in page
    assert "Workers seen 2" in page
    assert "never a council or a person" in page


def test_the_page_can_be_looked_at_again_and_does_not_reload_by_itself(
    operator: PageClient,
) -> None:
    html = operator.get("/operator/").text
    assert '<a class="govuk-link" href="/operator/">Look again</a>' in html
    assert "http-equiv" not in html


def test_the_page_names_no_council_and_no_person(
    operator: PageClient, council: TestCouncil, clock: Clock
) -> None:
    council.report(clock.now())
    html = operator.get("/operator/").text
    assert council.name not in html
    assert council.slug not in html
    assert not [name for name in council.members.values() if name.name in html]


@pytest.mark.parametrize("who", ["clerk", "chair", "reporter"])
def test_a_member_of_a_council_is_told_that_there_is_no_such_page(
    client_of: Any, council: TestCouncil, who: str
) -> None:
    assert client_of(council, who).get("/operator/").status_code == 404


def test_who_is_signed_out_is_shown_to_the_operators_door(page_client: PageClient) -> None:
    answer = page_client.get("/operator/")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/operator/sign-in?next=")


def test_an_operator_of_no_council_signs_in_and_lands_on_the_page(
    page_client: PageClient, with_password: str
) -> None:
    typed = {"email": with_password, "password": WORDS}
    answer = page_client.post("/operator/sign-in", typed)
    assert answer.headers["Location"] == "/operator/"
    assert page_client.get("/operator/").status_code == 200
    assert page_client.get("/home").headers["Location"] == "/operator/"


def test_a_clerk_does_not_get_in_by_the_operators_door(
    page_client: PageClient, council: TestCouncil
) -> None:
    give_password(council, "clerk")
    typed = {"email": council.email("clerk"), "password": WORDS}
    answer = page_client.post("/operator/sign-in", typed)
    assert answer.status_code == 422
    assert page_client.get("/home").headers["Location"] == "/"


def test_an_operator_does_not_get_in_by_a_councils_door(
    page_client: PageClient, with_password: str, council: TestCouncil
) -> None:
    typed = {"email": with_password, "password": WORDS}
    assert page_client.post(f"/councils/{council.slug}/sign-in", typed).status_code == 422


def test_a_clerk_who_looks_after_the_machine_finds_both_at_home(
    client_of: Any, council: TestCouncil, owner: Engine
) -> None:
    with Session(owner) as session:
        appoint_operator(session, email=council.email("clerk"), name="Both")
        session.commit()
    page = client_of(council, "clerk").get("/home").text
    assert 'href="/operator/"' in page
    assert council.name in page


def test_whoever_was_dismissed_sees_the_page_no_more(operator: PageClient, owner: Engine) -> None:
    with Session(owner) as session:
        assert dismiss_operator(session, email=EMAIL)
        assert not dismiss_operator(session, email=EMAIL)
        session.commit()
    assert operator.get("/operator/").status_code == 404


def test_all_is_well_where_nothing_is_amiss() -> None:
    assert amiss(WELL) == set()
    assert asked(WELL, is_deadman_set=False)["deadman"].is_well is None


@pytest.mark.parametrize(
    ("seen", "question"),
    [
        ({"signs": {Sign.BELL: NOW, Sign.DEADMAN: NOW}}, "tick"),
        ({"signs": {**WELL.signs, Sign.TICK: NOW - timedelta(minutes=4)}}, "tick"),
        ({"signs": {**WELL.signs, Sign.TICK: NOW + timedelta(minutes=4)}}, "tick"),
        ({"signs": {**WELL.signs, Sign.BELL: NOW - timedelta(minutes=2)}}, "workers"),
        ({"dials": {Dial.WORKERS: Reading(0, NOW)}}, "workers"),
        ({"figures": replace(NOTHING, behind_since=NOW - timedelta(minutes=11))}, "in-time"),
        ({"figures": replace(NOTHING, doubts=1)}, "once"),
        (
            {"figures": replace(NOTHING, upkeep_behind_since=NOW - timedelta(minutes=11))},
            "calendars",
        ),
        ({"dials": {**WELL.dials, Dial.CLOCK_JUMP_SECONDS: Reading(-3600, NOW)}}, "clock"),
        ({"shut": (Shut("email", NOW, NOW, 1, "no answer"),)}, "ways-out"),
        ({"signs": {**WELL.signs, Sign.DEADMAN: NOW - timedelta(minutes=6)}}, "deadman"),
    ],
)
def test_each_thing_that_is_amiss_is_told_by_its_own_question(
    seen: dict[str, Any], question: str
) -> None:
    condition = replace(WELL, **seen)
    assert amiss(condition) == {question}
    assert len(ADVICE[question]) == 3
    assert asked(condition)[question].advice == ADVICE[question]


def test_many_failures_in_a_day_are_amiss_and_a_few_are_not() -> None:
    assert amiss(WELL, failures={"refused 550": (9, 30)}) == set()
    assert amiss(WELL, failures={"refused 550": (6, 30), "refused 554": (4, 4)}) == {"taken"}


def test_a_way_out_of_one_council_is_called_another() -> None:
    shut = (Shut("notify:some-council", NOW, NOW, 1, "key refused"),)
    facts = dict(asked(replace(WELL, shut=shut))["ways-out"].facts)
    assert facts["Way out that is shut"] == "Another way out"


def test_what_is_amiss_is_shown_with_what_to_do(
    operator: PageClient, database: Database, clock: Clock
) -> None:
    with database.session() as session:
        messages.record_tick(session, now=clock.now() - timedelta(minutes=9))
        session.commit()
    page = words_of(operator.get("/operator/").text)
    assert "Does the tick look for what is due? Not well No" in page
    assert "systemctl restart parish-breach@tick" in page


def test_a_councils_own_sign_of_life_is_not_among_the_figures(
    app: Flask,
    settings: Settings,
    page_client: PageClient,
    beaten: None,
    council: TestCouncil,
    clock: Clock,
) -> None:
    app.extensions["settings"] = replace(settings, metrics_token=WORDS)
    with council.session() as session:
        messages.record_tick(session, now=clock.now(), name=f"receipts {council.id}")
        session.commit()

    answer = page_client.get("/metrics", headers={"Authorization": f"Bearer {WORDS}"})

    assert 'sign_of_life_timestamp_seconds{of="tick"}' in answer.text
    assert str(council.id) not in answer.text


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=119), "119 seconds"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=31), "31 hours"),
        (timedelta(days=5), "5 days"),
    ],
)
def test_a_length_of_time_has_one_unit(span: timedelta, words: str) -> None:
    assert length(span) == words
