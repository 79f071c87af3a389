"""What a session of one council sees and does of another's: nothing, whatever it asks."""

from collections.abc import Iterator
from datetime import datetime
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine, Table, create_engine, text
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

from tenants.access import Office
from tenants.breaches.closing import close_breach
from tenants.breaches.page import get_breach_page, get_own_report
from tenants.breaches.record import Seen
from tenants.breaches.register import Filters, Shelf, list_breaches, open_breaches
from tenants.db import Database, ScopedSession
from tenants.errors import NotFound
from tenants.messages import claim_due_message, undelivered_since
from tenants.models import Base
from tenants.people import get_member, holders_of, list_members
from tenants.policies import PublishedModel
from tenants.policy import scotton
from tenants.settings import Settings
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.worked import AT, made

COUNCIL_OWNED = [t for t in Base.metadata.tables.values() if "council_id" in t.columns]
TABLES = pytest.mark.parametrize("table", COUNCIL_OWNED, ids=[t.name for t in COUNCIL_OWNED])
UNCHANGED = {"assessment", "decision", "involvement", "initial_assessment", "audit_entry"}
APPENDED = {
    *UNCHANGED,
    "acknowledgement",
    "annual_return",
    "audit_link",
    "comment",
    "communication",
    "model_answer",
    "reading",
    "receipt",
    "receipt_message",
    "review",
    "risk_assessment",
}
UPDATABLE = [t for t in COUNCIL_OWNED if t.name not in APPENDED]


@pytest.fixture(scope="module")
def offered(database: Database, owner: Engine) -> tuple[CouncilMaker, PublishedModel]:
    """An association that published a model policy."""
    maker = CouncilMaker(database, owner, "Wallshire")
    return maker, maker.publish(scotton().as_text(), AT)


@pytest.fixture(scope="module")
def worked(offered: tuple[CouncilMaker, PublishedModel]) -> TestCouncil:
    """A council with a row in every table but `draft`; these tests commit nothing to it."""
    return made(*offered)


@pytest.fixture(scope="module")
def neighbour(offered: tuple[CouncilMaker, PublishedModel]) -> TestCouncil:
    """Another such council."""
    return made(*offered)


def rows_of(session: ScopedSession, table: str) -> list[UUID]:
    return list(session.scalars(text(f"select council_id from {table}")))  # noqa: S608 - our names


@TABLES
def test_a_session_reads_its_own_rows_and_no_others_without_asking(
    table: Table, worked: TestCouncil, neighbour: TestCouncil
) -> None:
    with neighbour.session() as session:
        assert set(rows_of(session, table.name)) <= {neighbour.id}
    with worked.session() as session:
        own = rows_of(session, table.name)
        assert set(own) <= {worked.id}
        assert own or table.name == "draft"


@TABLES
def test_a_session_without_a_council_sees_nothing(
    table: Table, worked: TestCouncil, database: Database
) -> None:
    with database.session() as session:
        assert rows_of(session, table.name) == []
    with database.session(person_id=worked.members["clerk"].person_id) as session:
        assert rows_of(session, table.name) == []


@pytest.mark.parametrize("table", UPDATABLE, ids=[t.name for t in UPDATABLE])
def test_a_session_changes_nothing_of_another_council(
    table: Table, worked: TestCouncil, neighbour: TestCouncil, behind: Connection
) -> None:
    column = behind.scalar(
        text(
            "select attname from pg_attribute where attrelid = cast(:table as regclass)"
            " and attnum > 0 and has_column_privilege('parish_app', attrelid, attnum, 'update')"
            " limit 1"
        ),
        {"table": table.name},
    )
    with neighbour.session() as session:
        changed = session.execute(
            text(f"update {table.name} set {column} = {column} where council_id = :theirs"),  # noqa: S608
            {"theirs": worked.id},
        )
        assert changed.rowcount == 0


def test_a_session_deletes_no_draft_of_another_council(
    council: TestCouncil, other_council: TestCouncil
) -> None:
    with council.session() as session:
        session.execute(
            text(
                "insert into draft"
                " (council_id, id, kind, membership_id, answers, version, saved_at)"
                " values (:council, gen_random_uuid(), 'report', :member, '{}', 1, now())"
            ),
            {"council": council.id, "member": council.members["clerk"].membership_id},
        )
        session.commit()

        with other_council.session() as foreign:
            assert foreign.execute(text("delete from draft")).rowcount == 0
        assert len(rows_of(session, "draft")) == 1


@TABLES
def test_a_session_copies_no_row_into_another_council(
    table: Table, worked: TestCouncil, neighbour: TestCouncil
) -> None:
    columns = [c.name for c in table.columns if c.name != "council_id" and not c.identity]
    values = ", ".join("gen_random_uuid()" if name == "id" else name for name in columns)
    with worked.session() as session:
        if not rows_of(session, table.name):
            session.execute(
                text(
                    "insert into draft values ('report', :member, null, '{}', 1, now(), null,"
                    " :council, gen_random_uuid())"
                ),
                {"member": worked.members["clerk"].membership_id, "council": worked.id},
            )
        # Only the database itself writes the chain, so that nobody asks whose it is.
        refusal = "permission denied" if table.name == "audit_link" else "row-level security"
        with pytest.raises(ProgrammingError, match=refusal):
            session.execute(
                text(
                    f"insert into {table.name} (council_id, {', '.join(columns)})"  # noqa: S608
                    f" select :theirs, {values} from {table.name} limit 1"
                ),
                {"theirs": neighbour.id},
            )


@pytest.mark.parametrize(
    ("table", "refusal"), [("breach", "permission denied"), ("sector_fact", "row-level security")]
)
def test_a_row_cannot_be_given_away(
    table: str, refusal: str, worked: TestCouncil, neighbour: TestCouncil
) -> None:
    with worked.session() as session, pytest.raises(ProgrammingError, match=refusal):
        session.execute(text(f"update {table} set council_id = :x"), {"x": neighbour.id})  # noqa: S608


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("deadline", "breach_id"),
        ("decision", "breach_id"),
        ("message", "breach_id"),
        ("breach", "lead_id"),
        ("sector_fact", "breach_id"),
        ("breach_link", "other_id"),
        ("receipt_message", "receipt_id"),
        ("assessment", "policy_id"),
        ("policy_draft", "saved_by_id"),
        ("model_answer", "answered_by_id"),
    ],
)
def test_no_row_points_at_another_councils_row_not_even_a_superusers(
    table: str,
    column: str,
    worked: TestCouncil,
    neighbour: TestCouncil,
    behind: Connection,
    now: datetime,
) -> None:
    target = {
        "breach_id": "breach",
        "other_id": "breach",
        "receipt_id": "receipt",
        "lead_id": "membership",
        "policy_id": "adopted_policy",
        "saved_by_id": "membership",
        "answered_by_id": "membership",
    }

    with pytest.raises(IntegrityError, match=f"fk_{table}_council_id_{column}"):
        behind.execute(
            text(
                f"update {table} set {column} ="  # noqa: S608 - names of our own tables
                f" (select id from {target[column]} where council_id = :theirs limit 1)"
                f" where ctid = (select ctid from {table} where council_id = :own limit 1)"
            ),
            {"theirs": neighbour.id, "own": worked.id},
        )


def test_after_a_commit_a_session_still_sees_its_own_and_no_more(
    worked: TestCouncil, neighbour: TestCouncil
) -> None:
    with worked.session() as session:
        for _ in range(3):
            assert set(rows_of(session, "breach")) == {worked.id}
            session.commit()
        session.rollback()
        assert set(rows_of(session, "breach")) == {worked.id}


@pytest.fixture
def narrow_pool(settings: Settings) -> Iterator[Database]:
    """The application's way in with one connection, so that each session inherits the last's."""
    opened = Database(settings)
    opened.engine.dispose()
    opened.engine = create_engine(settings.database_url, pool_size=1, max_overflow=0)
    yield opened
    opened.close()


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_a_connection_that_served_one_council_shows_nothing_of_it_to_the_next(
    ending: str, worked: TestCouncil, narrow_pool: Database
) -> None:
    with narrow_pool.session(worked.id) as session:
        served_by = session.scalar(text("select pg_backend_pid()"))
        assert set(rows_of(session, "breach")) == {worked.id}
        getattr(session, ending)()

    with narrow_pool.session() as session:
        assert session.scalar(text("select pg_backend_pid()")) == served_by
        assert rows_of(session, "breach") == []
    with narrow_pool.engine.connect() as connection:
        assert connection.scalar(text("select count(*) from breach")) == 0


def test_a_setting_left_on_a_connection_does_not_outlive_its_session(
    worked: TestCouncil, neighbour: TestCouncil, narrow_pool: Database
) -> None:
    with narrow_pool.session(worked.id) as session:
        session.execute(
            text("select set_config('app.council_id', :id, false)"), {"id": str(worked.id)}
        )
        session.commit()

    with narrow_pool.session(neighbour.id) as session:
        assert set(rows_of(session, "breach")) == {neighbour.id}
    with narrow_pool.session() as session:
        assert rows_of(session, "breach") == []


@pytest.mark.parametrize(
    "forged",
    ["' or true --", "*", "null", "{council}' or '1'='1", "%", "{council},{council}"],
)
def test_a_forged_council_opens_nothing(
    forged: str, worked: TestCouncil, database: Database
) -> None:
    session = database.session(forged.format(council=worked.id))  # type: ignore[arg-type]  # forged

    with session, pytest.raises(DataError):
        rows_of(session, "breach")


def test_two_councils_at_the_same_time_see_each_their_own(
    worked: TestCouncil, neighbour: TestCouncil
) -> None:
    start, wrong = Barrier(2), []

    def read(council: TestCouncil) -> None:
        start.wait()
        for _ in range(20):
            with council.session() as session:
                if set(rows_of(session, "breach")) != {council.id}:
                    wrong.append(council.name)

    readers = [Thread(target=read, args=(council,)) for council in (worked, neighbour)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    assert wrong == []


def test_counts_lists_and_what_waits_hold_nothing_of_another_council(
    worked: TestCouncil, council: TestCouncil, now: datetime
) -> None:
    stranger = council.members["clerk"]
    with council.session() as session:
        page = list_breaches(session, Filters(shelf=Shelf.EVERYTHING), page=1, member=stranger)
        assert (page.lines, page.total, page.years) == ((), 0, ())
        assert open_breaches(session, member=stranger) == []
        assert undelivered_since(session, since=now.replace(year=2000)) == []
        assert {m.council_id for m in list_members(session)} == {council.id}
        present = holders_of(session, offices=tuple(Office))
        assert {m.council_id for m in present} == {council.id}
        session.execute(text("update message set sent_at = due_at"))
        assert claim_due_message(session, now=now) is None
    with worked.session() as session:
        assert claim_due_message(session, now=now) is not None


def test_another_councils_breach_is_not_found(
    worked: TestCouncil, council: TestCouncil, now: datetime
) -> None:
    stranger = council.members["clerk"]
    with council.session() as session:
        with pytest.raises(NotFound):
            get_breach_page(session, reference="2026-001", member=stranger)
        with pytest.raises(NotFound):
            get_own_report(session, reference="2026-001", member=stranger)
        with pytest.raises(NotFound):
            close_breach(session, seen=Seen("2026-001", 1), learned="Much", by=stranger, now=now)
        with pytest.raises(NotFound):
            get_member(session, membership_id=worked.members["clerk"].membership_id)


def test_the_same_number_is_each_councils_own_breach(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    assert council.report(now) == other_council.report(now)

    with other_council.session() as session:
        page = get_breach_page(session, reference="2026-001", member=other_council.members["lead"])
    assert page.breach.council_id == other_council.id
    assert council.name not in page.breach.description


def test_a_councils_people_are_invisible_to_another_council_and_to_nobody(
    council: TestCouncil, other_council: TestCouncil, database: Database
) -> None:
    own = {member.person_id for member in council.members.values()}
    theirs = {member.person_id for member in other_council.members.values()}
    with council.session() as session:
        assert set(session.scalars(text("select id from person"))) == own
        assert not theirs & set(session.scalars(text("select person_id from membership")))
        assert list(session.scalars(text("select id from council"))) == [council.id]
    with database.session() as session:
        for table in ("person", "membership", "council"):
            assert session.scalar(text(f"select count(*) from {table}")) == 0  # noqa: S608


def test_a_person_without_a_council_sees_themselves_alone(
    council: TestCouncil, database: Database
) -> None:
    clerk = council.members["clerk"].person_id
    with database.session(person_id=clerk) as session:
        assert list(session.scalars(text("select id from person"))) == [clerk]


def test_nobody_sets_the_password_of_a_colleague(council: TestCouncil) -> None:
    with council.session("clerk") as session:
        changed = session.execute(
            text("update person set password_hash = 'mine' where id = :id"),
            {"id": council.members["chair"].person_id},
        )
        assert changed.rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update council set name = 'Mine'",
        "update council set association_id = gen_random_uuid()",
        "update person set email = 'mine@example.org'",
        "insert into person (id, email) values (gen_random_uuid(), 'new@example.org')",
        "insert into council values (gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'teal', null)",
    ],
)
def test_a_council_does_not_rewrite_the_directory(statement: str, council: TestCouncil) -> None:
    with council.session() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement))


def test_a_council_that_does_not_exist_holds_nothing(database: Database) -> None:
    with database.session(uuid4()) as session:
        assert rows_of(session, "breach") == []
        assert rows_of(session, "message") == []
