"""The audit trail is a chain: whoever changes it is found out, also with every right there is."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text

from deploy.local.servers import LocalServers
from tenants import audit
from tenants.audit import BEFORE_THE_FIRST, Broken, Mark, Verified, verify_chain
from tenants.console import main
from tenants.db import ScopedSession
from tenants.models import Event
from tests.councils import CouncilMaker, TestCouncil

# What somebody does who may do anything: no trigger and no key of the database stops them.
AS_ANY = "set local session_replication_role = replica"
NTH = text("select entry_id from audit_link where council_id = :council and sequence = :nth")


@pytest.fixture(scope="module")
def busy(council_maker: CouncilMaker) -> TestCouncil:
    """A council with a dozen entries."""
    made = council_maker.make()
    now = datetime.fromisoformat("2026-11-20T18:40:00.000120+00:00")
    made.receive(made.report(now), now)
    made.report(now)
    return made


@pytest.fixture
def spoil(administrator: Engine, busy: TestCouncil) -> Iterator[Callable[..., Verified | Broken]]:
    """Do something to the trail with every right, and give what verifying it says; undone after."""
    with administrator.connect() as connection:

        def done(*statements: str, nth: int = 1, noted: Mark | None = None) -> Verified | Broken:
            known = {"council": busy.id, "nth": nth}
            known["entry"] = connection.scalar(NTH, known)
            for statement in (AS_ANY, *statements):
                wanted = {name: known[name] for name in known if f":{name}" in statement}
                connection.execute(text(statement), wanted)
            connection.execute(text("set local role parish_app"))
            session = ScopedSession(connection)
            session.council_id, session.person_id = busy.id, None
            return verify_chain(session, noted=noted)

        yield done
        connection.rollback()


@pytest.fixture
def terminal(servers: LocalServers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of whoever runs the service."""
    for name, value in servers.environment.items():
        monkeypatch.setenv(name, value)


def whole(council: TestCouncil) -> Verified:
    with council.session() as session:
        found = verify_chain(session)
    assert isinstance(found, Verified)
    return found


def test_a_record_that_nobody_touched_is_whole(busy: TestCouncil) -> None:
    found = whole(busy)
    assert found.entries > 8
    assert found.mark == Mark(found.entries, found.head)
    with busy.session() as session:
        assert verify_chain(session, noted=found.mark) == found
        assert verify_chain(session, noted=Mark(0, BEFORE_THE_FIRST)) == found


SWAPPED = """
    update audit_link set sequence = -5 where entry_id = :entry;
    update audit_link set sequence = 2 where council_id = :council and sequence = 5;
    update audit_link set sequence = 5 where council_id = :council and sequence = -5
"""
CHANGED = {
    "event": ("update audit_entry set event = 'breach_closed' where id = :entry", 3),
    "changes": ("update audit_entry set changes = '{}' where id = :entry", 4),
    "time": ("update audit_entry set at = at - interval '1 us' where id = :entry", 5),
    "actor": ("update audit_entry set actor_id = null where id = :entry", 7),
    "deleted": ("delete from audit_entry where id = :entry", 4),
    "unlinked": ("delete from audit_link where entry_id = :entry", 6),
    "swapped": (SWAPPED, 2),
    "hashes": ("update audit_link set hash = repeat('a', 64) where council_id = :council", 1),
}


@pytest.mark.parametrize("deed", CHANGED)
def test_the_first_broken_entry_is_named(
    spoil: Callable[..., Verified | Broken], deed: str
) -> None:
    statements, nth = CHANGED[deed]
    found = spoil(*statements.split(";"), nth=nth)
    assert isinstance(found, Broken)
    assert found.sequence == nth


def test_an_entry_that_was_put_in_past_the_chain_is_found(
    spoil: Callable[..., Verified | Broken], busy: TestCouncil
) -> None:
    found = spoil(
        "insert into audit_entry (council_id, at, event, changes)"
        " values (:council, now(), 'breach_closed', '{}')"
    )
    assert isinstance(found, Broken)
    assert (found.sequence, found.why) == (whole(busy).entries + 1, "it was put in past the chain")


def test_an_end_that_was_cut_off_shows_beside_what_was_written_down(
    spoil: Callable[..., Verified | Broken], busy: TestCouncil
) -> None:
    before = whole(busy)
    cut = (
        "delete from audit_entry where id = :entry",
        "delete from audit_link where entry_id = :entry",
    )
    found = spoil(*cut, nth=before.entries, noted=before.mark)
    assert isinstance(found, Broken)
    assert found.sequence == before.entries
    assert f"ends before number {before.entries}" in found.why


def test_who_writes_at_once_takes_turns_and_whoever_gives_up_leaves_no_gap(
    council: TestCouncil, now: datetime
) -> None:
    start = Barrier(4)
    problems: list[Exception] = []
    before = whole(council).entries

    def write(*, is_kept: bool) -> None:
        try:
            with council.session() as session:
                for number in range(20):
                    entry = {"year": number}
                    audit.record(session, Event.RETURN_MADE, by=None, at=now, changes=entry)
                session.flush()
                start.wait(5)
                # The chain is made here, at the end of the transaction, and nowhere earlier.
                session.execute(text("set constraints all immediate"))
                session.commit() if is_kept else session.rollback()
        except Exception as error:  # noqa: BLE001 - raised below
            problems.append(error)

    threads = [Thread(target=write, kwargs={"is_kept": n != 1}) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert problems == []
    assert not any(thread.is_alive() for thread in threads)
    assert whole(council).entries == before + 60


def test_a_terminal_proves_it_and_says_what_to_write_down(
    busy: TestCouncil, terminal: None, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = whole(busy).mark
    assert main(["audit", "verify", busy.slug, "--expect", str(mark)]) == 0
    assert str(mark) in capsys.readouterr().out
    assert main(["audit", "verify", busy.slug, "--expect", f"{mark.sequence}:{'0' * 64}"]) == 1
    assert f"{busy.slug}: BROKEN at number {mark.sequence}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [["nowhere"], ["--expect", f"1:{'a' * 64}"], ["COUNCIL", "--expect", "1:short"]],
    ids=["unknown", "no council", "unreadable"],
)
def test_a_terminal_says_what_to_type_instead(
    words: list[str], busy: TestCouncil, terminal: None, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [busy.slug if word == "COUNCIL" else word for word in words]
    assert main(["audit", "verify", *typed]) == 2
    assert capsys.readouterr().err.startswith("parish-breach: ")


def test_all_councils_are_proved_at_once(
    busy: TestCouncil, terminal: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify"]) == 0
    assert f"{busy.slug}: whole, {whole(busy).entries} entries, " in capsys.readouterr().out
