"""What a monitor is told: a tick that stopped is an alarm."""

from datetime import timedelta

import pytest

from tenants.messages import record_tick


@pytest.fixture
def ticked(database, clock):
    def at(ago):
        with database.session() as session:
            record_tick(session, now=clock.now() - ago)
            session.commit()

    return at


def test_the_service_is_ready_while_the_tick_comes(page_client, ticked):
    ticked(timedelta(seconds=5))
    assert page_client.get("/readyz").status_code == 200


def test_a_tick_that_stopped_is_an_alarm(page_client, ticked):
    ticked(timedelta(minutes=4))
    answer = page_client.get("/readyz")
    assert answer.status_code == 503
    assert "tick has stopped" in answer.json["status"]


def test_a_database_that_is_away_is_an_alarm(lonely_client):
    assert lonely_client.get("/readyz").status_code == 503
