"""What monitors are told: a tick that stopped, and what waits too long, are alarms."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tenants.messages import Sign, record_tick
from tenants.messages.condition import Shut
from tests.webapp.conftest import PageClient, settings_without_servers
from tests.webapp.test_operator import NOTHING, NOW, WELL
from webapp import create_app
from webapp.health import why_not_ready

TOKEN = "x" * 24
BEARER = {"Authorization": f"Bearer {TOKEN}"}
BEHIND = replace(NOTHING, behind_since=NOW - timedelta(minutes=11))


def shut_for(minutes):
    return (Shut("email", NOW - timedelta(minutes=minutes), NOW, 9, "no answer"),)


@pytest.fixture
def ticked(database, clock):
    def at(ago, name=Sign.TICK):
        with database.session() as session:
            record_tick(session, now=clock.now() - ago, name=name)
            session.commit()

    return at


@pytest.fixture
def metrics_app(settings, clock):
    app = create_app(replace(settings, metrics_token=TOKEN), clock=clock)
    yield app
    app.extensions["database"].close()


@pytest.fixture
def gatherer(metrics_app):
    return metrics_app.test_client()


def test_the_service_is_up_as_long_as_it_answers(lonely_client):
    assert lonely_client.get("/healthz").json == {"status": "up"}


def test_a_tick_that_stopped_is_an_alarm(page_client, ticked):
    ticked(timedelta(minutes=4))
    answer = page_client.get("/readyz")
    assert answer.status_code == 503
    assert "tick has stopped" in answer.json["status"]


def test_a_database_that_is_away_is_an_alarm(lonely_client):
    assert lonely_client.get("/readyz").status_code == 503


def test_readiness_costs_four_short_queries(page_client, ticked, statements):
    ticked(timedelta())
    statements.clear()
    page_client.get("/readyz")
    assert len([one for one in statements if "set_config" not in one]) == 4


@pytest.mark.parametrize(
    ("seen", "problem"),
    [
        ({}, None),
        ({"signs": {}}, "the tick has stopped"),
        ({"signs": {Sign.TICK: NOW - timedelta(minutes=4)}}, "the tick has stopped"),
        ({"signs": {Sign.TICK: NOW + timedelta(hours=1)}}, "the tick has stopped"),
        ({"figures": BEHIND}, "overdue by more than 10 minutes"),
        ({"figures": BEHIND, "shut": shut_for(20)}, None),
        ({"shut": shut_for(31)}, "shut for more than 30 minutes"),
        ({"dials": {}, "signs": {Sign.TICK: NOW}}, None),
    ],
)
def test_the_service_is_not_ready_where_alerts_would_be_missed(seen, problem):
    said = why_not_ready(replace(WELL, **seen))
    assert said is None if problem is None else problem in said


def test_without_a_token_there_are_no_metrics(page_client):
    assert page_client.get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer another token"},
        {"Authorization": TOKEN},
        {"Authorization": f"Bearer {TOKEN} "[:-2]},
        {"Authorization": "Bearer a tok\u00e9n"},
    ],
)
def test_who_does_not_show_the_token_reads_no_figure(gatherer, headers):
    answer = gatherer.get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert b"parish_breach" not in answer.data


def test_metrics_give_the_figures_to_who_shows_the_token(gatherer, ticked, clock):
    ticked(timedelta())
    answer = gatherer.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert "parish_breach_database_up 1.0" in lines
    (tick,) = [one for one in lines if 'sign_of_life_timestamp_seconds{of="tick"}' in one]
    assert abs(float(tick.split()[1]) - clock.now().timestamp()) < 60
    names = {one.partition(" ")[0].partition("{")[0] for one in lines if one[0] != "#"}
    assert {"parish_breach_messages_waiting", "parish_breach_behind_seconds"} <= names


def test_metrics_name_no_council(gatherer, council, clock):
    council.report(clock.now())
    text = gatherer.get("/metrics", headers=BEARER).text
    assert council.slug not in text
    assert str(council.id) not in text


def test_metrics_say_so_while_the_database_is_away():
    app = create_app(settings_without_servers(METRICS_TOKEN=TOKEN))
    answer = PageClient(app.test_client()).client.get("/metrics", headers=BEARER)
    app.extensions["database"].close()
    assert answer.status_code == 200
    assert "parish_breach_database_up 0.0" in answer.text.splitlines()
    assert "waiting" not in answer.text
