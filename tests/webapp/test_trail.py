"""The page that says whether the record is whole, and the file to check it without the service."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256

import psycopg
import pytest

from deploy.local.servers import LocalServers
from tenants.audit import Verified, verify_chain
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]


def test_a_councillor_sees_that_the_record_is_whole_and_what_to_write_down(
    council: TestCouncil, client_of: ClientOf, now: datetime
) -> None:
    council.report(now)
    page = client_of(council, "councillor").get(f"/councils/{council.slug}/audit").text
    with council.session() as session:
        found = verify_chain(session)
    assert isinstance(found, Verified)
    assert found.head in page
    assert f"{found.entries} entries" in page
    assert f"parish-breach audit verify {council.slug} --expect {found.mark}" in page
    assert "chain.jsonl" not in page


@pytest.fixture
def spoilt(council: TestCouncil, servers: LocalServers) -> Iterator[TestCouncil]:
    """A council whose first entry somebody changed who may do anything; mended afterwards."""
    address = servers.administrator.in_database("parish_breach")
    change = "update audit_entry set at = at + make_interval(days => %s) where id = ("
    first = "select min(id) from audit_entry where council_id = %s)"
    with psycopg.connect(address.for_libpq, autocommit=True) as anybody:
        anybody.execute(f"{change}{first}", [1, council.id])
        yield council
        anybody.execute(f"{change}{first}", [-1, council.id])


def test_a_broken_record_is_said_with_what_to_do(spoilt: TestCouncil, client_of: ClientOf) -> None:
    page = client_of(spoilt, "clerk").get(f"/councils/{spoilt.slug}/audit").text
    assert "The record is not whole. At entry 1: it is not what was recorded" in page
    assert "Tell whoever runs the service today" in page


def test_an_outsider_checks_the_file_with_nothing_but_sha256(
    council: TestCouncil, client_of: ClientOf, now: datetime
) -> None:
    council.receive(council.report(now), now)
    answer = client_of(council, "clerk").get(f"/councils/{council.slug}/audit/chain.jsonl")
    before = "0" * 64
    lines = [json.loads(line) for line in answer.text.splitlines()]
    for number, line in enumerate(lines, 1):
        assert line["number"] == number
        assert line["text"].startswith(f"{before}\n{number}\n{council.id}\n")
        assert sha256(line["text"].encode()).hexdigest() == line["sha256"]
        before = line["sha256"]
    with council.session() as session:
        assert verify_chain(session) == Verified(len(lines), before)
    for name in (member.name for member in council.members.values()):
        assert name not in answer.text
