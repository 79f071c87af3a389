"""Exactly one version of a council's policy is in force, whatever anybody tries."""

from collections.abc import Iterator
from datetime import date, datetime
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from tenants import councils
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile
from tenants.models import AdoptedPolicy, Origin
from tenants.policies import (
    FromVersionInForce,
    SeenDraft,
    SeenVersion,
    adopt_policy,
    start_draft,
    take_model_policy,
)
from tenants.policy import scotton
from tests.councils import CouncilMaker, TestCouncil

MEETS_ON = date(2026, 11, 2)
ONE_IN_FORCE = "must have one policy in force, its latest version"
AT_MOST_ONE = "uq_adopted_policy_council_id_in_force"
NUMBERED = "uq_adopted_policy_council_id_number"

END = "update adopted_policy set in_force = false, superseded_at = now() where in_force"
REVIVE = "update adopted_policy set in_force = true, superseded_at = null where number = 0"
# A version of this number, in force, with the words of version 0.
ADD = """
    insert into adopted_policy (council_id, id, number, origin, based_on, document, adopted_on,
        minute, recorded_at, in_force, superseded_at)
    select council_id, gen_random_uuid(), 2, 'version_in_force', 0, document, '2026-11-02', '1',
        recorded_at, true, null
    from adopted_policy where number = 0
"""


@pytest.fixture
def adopted(council: TestCouncil, now: datetime) -> TestCouncil:
    """A council that has the model as version 0 and adopted version 1."""
    with council.session() as session:
        adopt(session, council, now)
        session.commit()
    return council


def adopt(
    session: ScopedSession,
    council: TestCouncil,
    now: datetime,
    minute: str = "2026/44",
    seen: SeenDraft | SeenVersion | None = None,
) -> AdoptedPolicy:
    return adopt_policy(
        session,
        by=council.members["clerk"],
        meeting=(MEETS_ON, minute),
        review_on=date(2027, 11, 1),
        now=now,
        seen=seen,
    )


def in_force(council: TestCouncil) -> list[int]:
    with council.session() as session:
        return list(session.scalars(text("select number from adopted_policy where in_force")))


def attempt(session: Session | Connection, *statements: str, **values: object) -> None:
    """Say all this to the database and let it judge, as it does when a transaction ends."""
    for statement in (*statements, "set constraints all immediate"):
        session.execute(text(statement), values)
    session.commit()


BY_THE_APP: dict[str, tuple[tuple[str, ...], str]] = {
    "none left": ((END,), ONE_IN_FORCE),
    "a second": ((ADD,), AT_MOST_ONE),
    "the model once more": ((END, REVIVE), ONE_IN_FORCE),
    "one with a gap before it": ((END, ADD.replace(" 2,", " 7,")), ONE_IN_FORCE),
    "a later one that never was": ((ADD.replace("true, null", "false, now()"),), ONE_IN_FORCE),
    "the same number": ((END, ADD.replace(" 2,", " 1,")), NUMBERED),
    "in force and superseded": ((END.replace("false", "true"),), "ck_adopted_policy_superseded"),
    "constraints put off": (("set constraints all deferred", END), ONE_IN_FORCE),
}


@pytest.mark.parametrize(("attack", "refusal"), BY_THE_APP.values(), ids=BY_THE_APP.keys())
def test_the_apps_role_leaves_neither_none_nor_two_in_force(
    attack: tuple[str, ...], refusal: str, adopted: TestCouncil
) -> None:
    with adopted.session() as session, pytest.raises(IntegrityError, match=refusal):
        attempt(session, *attack)

    assert in_force(adopted) == [1]


def test_leaving_none_in_force_is_refused_at_the_commit(adopted: TestCouncil) -> None:
    with adopted.session() as session:
        session.execute(text(END))
        with pytest.raises(IntegrityError, match=ONE_IN_FORCE):
            session.commit()

    assert in_force(adopted) == [1]


@pytest.mark.parametrize(
    "changed",
    [
        "document = '{}'",
        "adopted_on = '2020-01-01'",
        "minute = 'another'",
        "review_on = null",
        "number = 9",
        "origin = 'document'",
        "based_on = null",
        "model_id = null",
        "recorded_at = now()",
        "council_id = gen_random_uuid()",
    ],
)
def test_nothing_of_a_version_changes_afterwards(changed: str, adopted: TestCouncil) -> None:
    with adopted.session() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(f"update adopted_policy set {changed}"))  # noqa: S608 - our own words


@pytest.mark.parametrize("attack", ["delete from adopted_policy", "truncate adopted_policy"])
def test_no_version_is_taken_off_the_record(attack: str, adopted: TestCouncil) -> None:
    with adopted.session() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(attack))


def test_the_owner_founds_no_council_without_a_policy(
    owner: Engine, council_maker: CouncilMaker
) -> None:
    with Session(owner) as session:
        found(session, council_maker.association_id)
        with pytest.raises(IntegrityError, match=ONE_IN_FORCE):
            session.commit()


def test_the_owner_gives_a_council_no_second_policy(
    owner: Engine, council: TestCouncil, now: datetime
) -> None:
    with Session(owner) as session, pytest.raises(IntegrityError, match=NUMBERED):
        take_model_policy(session, council_id=council.id, now=now)


def test_the_owner_writes_no_version_in_a_councils_name(
    owner: Engine, council: TestCouncil, now: datetime
) -> None:
    version = AdoptedPolicy(
        council_id=council.id,
        number=1,
        origin=Origin.DOCUMENT,
        document=scotton().as_text(),
        adopted_on=MEETS_ON,
        minute="2026/44",
        recorded_at=now,
    )
    with Session(owner) as session:
        session.add(version)
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.flush()


def test_the_owner_changes_and_empties_no_policy(owner: Engine, adopted: TestCouncil) -> None:
    with owner.begin() as connection:
        assert connection.execute(text(END)).rowcount == 0
        assert connection.execute(text("delete from adopted_policy")).rowcount == 0
    for table in ("adopted_policy", "council"):
        with owner.connect() as connection, pytest.raises(IntegrityError, match="emptied"):
            connection.execute(text(f"truncate {table} cascade"))

    assert in_force(adopted) == [1]


@pytest.fixture
def superuser(administrator: Engine) -> Iterator[Connection]:
    """A connection that no row-level security binds, whose work is undone at the end."""
    with administrator.connect() as connection:
        yield connection
        connection.rollback()


BY_A_SUPERUSER = {
    "superseding it": (END.replace("where", "where council_id = :own and"),),
    "deleting it": ("delete from adopted_policy where council_id = :own and number = 1",),
    "deleting one before it": (
        "delete from adopted_policy where council_id = :own and number = 0",
    ),
    "numbering it anew": (
        "update adopted_policy set number = 9 where council_id = :own and number = 1",
    ),
    "giving it away": (
        END.replace("where", "where council_id = :other and"),
        "update adopted_policy set council_id = :other where council_id = :own and number = 1",
    ),
}


@pytest.mark.parametrize("attack", BY_A_SUPERUSER.values(), ids=BY_A_SUPERUSER.keys())
def test_not_even_a_superuser_takes_the_policy_from_a_council(
    attack: tuple[str, ...],
    adopted: TestCouncil,
    other_council: TestCouncil,
    superuser: Connection,
) -> None:
    unbound = "update adopted_policy set based_on = null, origin = 'document' where number = 1"
    superuser.execute(text(unbound))
    with pytest.raises(IntegrityError, match=ONE_IN_FORCE):
        attempt(superuser, *attack, own=adopted.id, other=other_council.id)


def test_a_council_that_goes_takes_its_policies_with_it(
    owner: Engine, council_maker: CouncilMaker, now: datetime, superuser: Connection
) -> None:
    with Session(owner) as session:
        council_id = found(session, council_maker.association_id)
        take_model_policy(session, council_id=council_id, now=now)
        session.commit()

    for table, column in (("adopted_policy", "council_id"), ("council", "id")):
        superuser.execute(
            text(f"delete from {table} where {column} = :council"),  # noqa: S608 - our own names
            {"council": council_id},
        )
    superuser.execute(text("set constraints all immediate"))


def found(session: Session, association_id: UUID) -> UUID:
    return councils.found_council(
        session, association_id=association_id, name="Bare", slug=f"bare-{uuid4()}", colour="teal"
    ).id


def test_one_of_two_adoptions_at_once_wins_and_the_other_is_told(
    council: TestCouncil, now: datetime
) -> None:
    start, outcomes = Barrier(4), []

    def record(minute: str) -> None:
        start.wait()
        with council.session() as session:
            try:
                adopt(session, council, now, minute, seen=SeenVersion(0))
                session.commit()
                outcomes.append("adopted")
            except ChangedMeanwhile:
                outcomes.append("changed meanwhile")

    _at_once([Thread(target=record, args=(f"2026/{n}",)) for n in range(4)])

    assert sorted(outcomes) == ["adopted", *["changed meanwhile"] * 3]
    assert in_force(council) == [1]


def test_a_draft_that_two_adopt_at_once_is_adopted_once(
    council: TestCouncil, now: datetime
) -> None:
    with council.session() as session:
        draft = start_draft(
            session, source=FromVersionInForce(), by=council.members["clerk"], now=now
        )
        session.commit()
    seen, start, outcomes = SeenDraft(draft.id, draft.version), Barrier(2), []

    def record(minute: str) -> None:
        start.wait()
        with council.session() as session:
            try:
                adopt(session, council, now, minute, seen=seen)
                session.commit()
                outcomes.append("adopted")
            except AlreadyDone:
                outcomes.append("already done")

    _at_once([Thread(target=record, args=(minute,)) for minute in ("2026/44", "2026/45")])

    assert sorted(outcomes) == ["adopted", "already done"]
    assert in_force(council) == [1]


def test_two_who_take_no_turns_still_leave_one_in_force(
    council: TestCouncil, now: datetime
) -> None:
    """The database alone decides, for code that forgot to ask whose turn it is."""
    start, refused = Barrier(2), []

    def record() -> None:
        with council.session() as session:
            session.execute(text("select 1"))
            start.wait()
            try:
                attempt(session, END, ADD.replace(" 2,", " 1,"))
            except IntegrityError:
                refused.append(1)

    _at_once([Thread(target=record) for _ in range(2)])

    assert refused == [1]
    assert in_force(council) == [1]


def _at_once(threads: list[Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
