"""Breaches in the states that tests of services start from."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import Connection, Engine, create_engine

from deploy.local.servers import LocalServers
from tenants.db import Database
from tenants.settings import psycopg_url
from tests.councils import CouncilMaker, TestCouncil

_COUNTIES = count(1)


@pytest.fixture(scope="session")
def administrator(servers: LocalServers) -> Iterator[Engine]:
    """The database's superuser: what row-level security does not bind, to look behind it."""
    address = servers.administrator.in_database("parish_breach")
    engine = create_engine(psycopg_url(address.for_sqlalchemy))
    yield engine
    engine.dispose()


@pytest.fixture
def behind(administrator: Engine) -> Iterator[Connection]:
    """One connection of the superuser, undone at the end."""
    with administrator.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def reported(council: TestCouncil, now: datetime) -> str:
    """The number of a breach that was just reported."""
    return council.report(now)


@pytest.fixture
def appointed(council: TestCouncil, reported: str, now: datetime) -> str:
    """The number of a breach that has its lead investigator."""
    council.receive(reported, now)
    council.appoint(reported, now)
    return reported


@pytest.fixture
def rated(council: TestCouncil, appointed: str, now: datetime) -> str:
    """The number of a breach that was rated 4, with a high risk to people."""
    council.rate(appointed, now)
    return appointed


@pytest.fixture
def county(database: Database, owner: Engine) -> CouncilMaker:
    """An association of its own, with an officer."""
    return CouncilMaker(database, owner, f"Modelshire {next(_COUNTIES)}")


@pytest.fixture
def other_county(database: Database, owner: Engine) -> CouncilMaker:
    """Another association, whose models are none of the first's business."""
    return CouncilMaker(database, owner, f"Modelshire {next(_COUNTIES)}")


@pytest.fixture
def member(county: CouncilMaker) -> TestCouncil:
    """A council of that association."""
    return county.make()
