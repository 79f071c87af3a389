"""Conversations, comments and readings: added beside a breach, overtaking nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import ProgrammingError

from tenants.breaches.comments import comments_of, write_comment
from tenants.breaches.communications import (
    Conversation,
    communications_of,
    record_communication,
)
from tenants.breaches.readings import Looked, note_reading, readers_of, readings_of
from tenants.breaches.record import get_breach
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable, NotAllowed
from tenants.models import Comment, Communication, Direction, Event, Party, Reading
from tests.councils import TestCouncil
from tests.tenants.posted import events
from tests.tenants.test_taking_turns import Meanwhile

MINUTE = timedelta(minutes=1)
CALL: dict[str, Any] = {
    "direction": Direction.TOLD,
    "party": Party.POLICE,
    "with_whom": "The duty officer",
    "method": "By telephone",
    "words": "Told of the theft",
}


def say(
    session: ScopedSession, council: TestCouncil, reference: str, now: datetime, **call: Any
) -> Communication:
    said = {"told_at": now - MINUTE, **CALL, **call}
    return record_communication(
        session,
        Conversation(**said),
        breach_id=get_breach(session, reference=reference).id,
        by=council.members["clerk"],
        now=now,
    )


def look(
    session: ScopedSession, council: TestCouncil, reference: str, at: datetime, **seen: Any
) -> None:
    who = seen.get("who", "clerk")
    breach_id = get_breach(session, reference=reference).id
    what = seen.get("what", Looked.BREACH)
    note_reading(session, breach_id=breach_id, what=what, by=council.members[who], now=at)


def test_conversations_stand_the_latest_first_and_move_no_version(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    before = council.seen(reported)
    with council.session() as session:
        say(session, council, reported, now, told_at=now - 2 * MINUTE, words=" First ")
        say(session, council, reported, now, words="Second")
        session.commit()
        rows = communications_of(session, breach_id=get_breach(session, reference=reported).id)
    assert [row.words for row in rows] == ["Second", "First"]
    assert council.seen(reported) == before
    assert events(council)[Event.COMMUNICATION_RECORDED] == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"method": " "}, "method"), ({"words": ""}, "words"), ({"told_at": None}, "told_at")],
)
def test_a_conversation_that_cannot_have_been_is_refused(
    wrong: dict[str, Any], field: str, council: TestCouncil, reported: str, now: datetime
) -> None:
    wrong = {"told_at": now + MINUTE} if field == "told_at" else wrong
    with council.session() as session, pytest.raises(NotAcceptable) as refused:
        say(session, council, reported, now, **wrong)
    assert refused.value.field == field


def test_only_who_handles_breaches_writes_comments_and_none_is_empty(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    with council.session() as session:
        breach_id = get_breach(session, reference=reported).id
        write_comment(
            session, breach_id=breach_id, words=" Ask IT ", by=council.members["lead"], now=now
        )
        session.commit()
        assert [row.words for row in comments_of(session, breach_id=breach_id)] == ["Ask IT"]
        for who, words, refusal in (
            ("councillor", "Hello", NotAllowed), ("clerk", " ", NotAcceptable)
        ):  # fmt: skip
            with pytest.raises(refusal):
                write_comment(
                    session, breach_id=breach_id, words=words, by=council.members[who], now=now
                )


@pytest.mark.parametrize("table", [Communication, Comment, Reading])
def test_what_was_written_down_is_never_changed_or_deleted(
    table: type[Communication | Comment | Reading], council: TestCouncil
) -> None:
    for change in (delete(table), update(table).values(breach_id=table.breach_id)):
        with council.session() as session, pytest.raises(ProgrammingError):
            session.execute(change)


def test_a_visit_is_one_line_an_hour_for_each_thing(council: TestCouncil, reported: str) -> None:
    at = datetime(2026, 11, 22, 9, 58, tzinfo=UTC)
    with council.session() as session:
        for minutes in (0, 1, 3):
            look(session, council, reported, at + minutes * MINUTE)
        look(session, council, reported, at, what=Looked.FILE.named("x"))
        look(session, council, reported, at, who="lead")
        session.commit()
        breach_id = get_breach(session, reference=reported).id
        lines = [(row.what, row.hour.hour) for row in readings_of(session, breach_id=breach_id)]
        counted = readers_of(session, breach_id=breach_id)
    assert sorted(lines) == [("breach", 9), ("breach", 9), ("breach", 10), ("file:x", 9)]
    assert (counted.lines, counted.people, counted.pages) == (4, 2, 1)
    assert counted.latest_at == at + 3 * MINUTE


def test_a_reading_waits_for_no_writer_and_overtakes_none(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    """Two who open the same page while a third changes the breach all get on at once."""
    before = council.seen(reported)
    with council.session() as session:
        get_breach(session, reference=reported)
        say(session, council, reported, now)
        reader = Meanwhile(council, lambda other: look(other, council, reported, now))
        reader.ends()
        look(session, council, reported, now)
        session.commit()
    assert council.seen(reported) == before
