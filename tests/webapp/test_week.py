"""The demonstration's week: moving the trial's clock shows what is said to whom, and when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants import councils, people, policies
from tenants.access import Office, Role
from tenants.clock import Clock
from tenants.db import Database
from tenants.demonstration.county import COUNCILS
from tenants.messages import claim_due_message, mark_sent
from tenants.settings import Settings
from tests.councils import CouncilMaker
from tests.webapp.conftest import PageClient, with_token_page
from webapp import create_app

_PLACES = {
    "clerk": ((Role.LEAD_INVESTIGATOR,), Office.CLERK),
    "chair": ((Role.COUNCILLOR,), Office.CHAIR),
    "reporter": ((Role.REPORTER,), None),
}


@pytest.fixture(scope="module")
def sampleton(council_maker: CouncilMaker, owner: Engine, database: Database) -> Iterator[Database]:
    """The demonstration's first council, with three of its people."""
    first, founded = COUNCILS[0], datetime(2026, 11, 1, 9, tzinfo=UTC)
    with Session(owner) as session:
        council_id = councils.found_council(
            session,
            association_id=council_maker.association_id,
            name=first.name,
            slug=first.slug,
            colour=first.colour,
        ).id
        policies.take_model_policy(session, council_id=council_id, now=founded)
        session.commit()
    with database.session(council_id) as session:
        for who, place in _PLACES.items():
            email = f"{who}@sampleton.example"
            people.add_person(session, by=None, name=who, email=email, place=place, now=founded)
        session.commit()
    return database


@pytest.fixture
def trial(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The one-machine trial, on the tests' database and with a clock of its own."""
    app = with_token_page(create_app(replace(settings, local_dir=tmp_path)))
    app.testing = True
    yield app
    app.extensions["database"].close()


def deliver(database: Database, now: datetime) -> None:
    with database.session() as session:
        council = councils.find_public_council(session, slug=COUNCILS[0].slug)
    assert council is not None
    with database.session(council.id) as session:
        while message := claim_due_message(session, now=now):
            mark_sent(session, message, now=now)
        session.commit()


def test_before_it_begins_the_week_says_how(trial: Flask) -> None:
    assert "Begin the week" in PageClient(trial.test_client()).get("/local/week").text


def test_a_week_goes_from_the_report_past_the_end_of_the_clock(
    trial: Flask, sampleton: Database
) -> None:
    clock: Clock = trial.extensions["clock"]
    client = PageClient(trial.test_client())
    client.post("/local/week/begin")
    said = []
    for _ in range(20):
        deliver(sampleton, clock.now())
        page = client.get("/local/week")
        said.append(page.text.count("</strong>"))
        if "Go on to" not in page.text:
            break
        client.post("/local/week/on")

    assert "Still to come" not in page.text
    assert len(said) > 8
    for words in ("A breach has been reported", "24 hours left", "The time is up", "7 days late"):
        assert words in page.text
