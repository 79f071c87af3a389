"""Files beside a breach: kept with their hash, counted together, removed with a reason."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from tenants.breaches import evidence
from tenants.breaches.drills import end_drill, start_drill
from tenants.breaches.evidence import add_file, files_of, read_file, remove_file
from tenants.breaches.holds import lift_hold, set_hold, standing_hold
from tenants.breaches.record import get_breach
from tenants.breaches.scenarios import SCENARIOS
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, NotFound, NotYet, WasInvolved
from tenants.files import FileRefused, read_upload
from tenants.models import Event, File, FileKind, Scan
from tests.councils import TestCouncil
from tests.tenants.posted import events
from tests.tenants.test_taking_turns import Meanwhile

NOTE = b"They opened it at nine."


def id_of(council: TestCouncil, reference: str) -> UUID:
    with council.session() as session:
        return get_breach(session, reference=reference).id


def keep(
    session: ScopedSession,
    council: TestCouncil,
    breach_id: UUID,
    now: datetime,
    *,
    content: bytes = NOTE,
    by: str = "clerk",
) -> File:
    return add_file(
        session,
        read_upload("note.txt", content),
        breach_id=breach_id,
        kind=FileKind.EVIDENCE,
        shows=" The call ",
        scan=Scan.NOT_SCANNED,
        by=council.members[by],
        now=now,
    )


def kept(council: TestCouncil, reference: str, now: datetime, **options: Any) -> UUID:
    with council.session() as session:
        file = keep(session, council, id_of(council, reference), now, **options)
        session.commit()
        return file.id


def let_go(
    council: TestCouncil,
    reference: str,
    file_id: UUID,
    now: datetime,
    *,
    why: str = "It names people",
    by: str = "clerk",
) -> None:
    with council.session(by) as session:
        remove_file(
            session,
            breach_id=id_of(council, reference),
            file_id=file_id,
            why=why,
            by=council.members[by],
            now=now,
        )
        session.commit()


def test_a_file_is_kept_whole_and_leaves_the_breach_at_its_version(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    before = council.seen(reported)

    file_id = kept(council, reported, now)

    assert council.seen(reported) == before
    with council.session() as session:
        breach_id = id_of(council, reported)
        lead = council.members["lead"]
        file, content = read_file(session, breach_id=breach_id, file_id=file_id, by=lead)
        assert (content, file.size, file.shows) == (NOTE, len(NOTE), "The call")
        assert get_breach(session, reference=reported).changed_at == now
    assert events(council)[Event.FILE_ADDED] == 1


def test_a_list_of_files_never_reads_their_bytes(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    for number in range(3):
        kept(council, reported, now, content=b"%d" % number)
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    breach_id, engine = id_of(council, reported), council.database.engine
    event.listen(engine, "before_cursor_execute", note)
    with council.session() as session:
        rows = files_of(session, breach_id=breach_id)
        assert len([(row.name, row.size, row.sha256) for row in rows]) == 3
    event.remove(engine, "before_cursor_execute", note)
    of_files = [one for one in asked if "FROM file" in one]
    assert len(of_files) == 1
    assert "file.content" not in of_files[0]


def test_what_is_removed_is_gone_but_its_hash_and_the_reason_stay(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    file_id = kept(council, reported, now)
    with pytest.raises(NotAcceptable) as refused:
        let_go(council, reported, file_id, now, why=" ")
    assert refused.value.field == "why"

    let_go(council, reported, file_id, now)

    with council.session() as session:
        (row,) = files_of(session, breach_id=id_of(council, reported))
        assert (row.removed_why, len(row.sha256)) == ("It names people", 64)
        lead = council.members["lead"]
        with pytest.raises(AlreadyDone):
            read_file(session, breach_id=row.breach_id, file_id=file_id, by=lead)
    with pytest.raises(AlreadyDone):
        let_go(council, reported, file_id, now)
    kept(council, reported, now)


def test_the_same_file_is_not_kept_twice_on_one_breach(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    kept(council, reported, now)
    with pytest.raises(FileRefused, match=r"kept already, as note\.txt"):
        kept(council, reported, now)
    kept(council, council.report(now), now)


def test_two_who_add_at_once_cannot_pass_the_limit_together(
    council: TestCouncil, reported: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_FOR_A_BREACH", 100)
    breach_id = id_of(council, reported)

    def add_second(session: ScopedSession) -> None:
        keep(session, council, breach_id, now, content=b"b" * 60, by="lead")

    with council.session() as session:
        keep(session, council, breach_id, now, content=b"a" * 60)
        second = Meanwhile(council, add_second)
        session.commit()
    with pytest.raises(FileRefused, match="hold 0 MB together"):
        second.ends()
    with council.session() as session:
        assert [row.size for row in files_of(session, breach_id=breach_id)] == [60]


def test_a_legal_hold_keeps_files_until_it_is_lifted(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    file_id = kept(council, reported, now)
    on = {"breach_id": id_of(council, reported), "by": council.members["clerk"], "now": now}
    with council.session() as session:
        set_hold(session, why="A claim", **on)
        session.commit()
        with pytest.raises(AlreadyDone):
            set_hold(session, why="Another", **on)
    with pytest.raises(NotYet, match="legal hold"):
        let_go(council, reported, file_id, now)
    council.declare(reported, now, who="chair", was_involved=True)
    with council.session() as session:
        with pytest.raises(WasInvolved):
            lift_hold(session, why="Settled", **{**on, "by": council.members["chair"]})
        with pytest.raises(NotAcceptable):
            lift_hold(session, why="", **on)
        lift_hold(session, why="Settled", **on)
        session.commit()
        assert standing_hold(session, breach_id=id_of(council, reported)) is None
        with pytest.raises(AlreadyDone):
            lift_hold(session, why="Settled", **on)
    let_go(council, reported, file_id, now)
    assert events(council)[Event.HOLD_SET] == events(council)[Event.HOLD_LIFTED] == 1


def test_whoever_was_involved_adds_and_takes_nothing_away(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="chair", was_involved=True)
    file_id = kept(council, reported, now, by="chair")
    with pytest.raises(WasInvolved):
        let_go(council, reported, file_id, now, by="chair")
    with pytest.raises(NotAllowed):
        kept(council, reported, now, by="councillor", content=b"x")


def test_a_file_belongs_to_one_breach_of_one_council(
    council: TestCouncil, other_council: TestCouncil, reported: str, now: datetime
) -> None:
    file_id = kept(council, reported, now)
    breach_id = id_of(council, reported)
    for whose, where in (
        (council, council.report(now)),
        (other_council, other_council.report(now)),
    ):
        lead = whose.members["lead"]
        with whose.session() as session, pytest.raises(NotFound):
            read_file(session, breach_id=id_of(whose, where), file_id=file_id, by=lead)
    with other_council.session() as session, pytest.raises(NotFound):
        keep(session, other_council, breach_id, now)


def test_a_closed_breach_takes_files_and_an_ended_practice_none(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    clerk = council.members["clerk"]
    with council.session() as session:
        drill = start_drill(session, next(iter(SCENARIOS.values())), by=clerk, now=now)
        keep(session, council, drill.id, now)
        end_drill(session, reference=drill.reference, by=clerk, now=now)
        session.commit()
        with pytest.raises(AlreadyDone, match="practice has ended"):
            keep(session, council, drill.id, now, content=b"more")
