"""What an association sees: counts, and none so small that it could be one council's case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from tenants import councils
from tenants.breaches.deciding import change_aware_at
from tenants.db import Database
from tenants.models import SectorFact, Subject
from tenants.sector import YearOfBreaches, causes_of, councils_in, years_of
from tests.councils import TestCouncil
from tests.tenants.posted import override

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)


@pytest.fixture
def alone(council: TestCouncil, owner: Engine, administrator: Engine) -> TestCouncil:
    """A council in an association of its own."""
    with Session(owner) as session:
        association_id = councils.found_association(session, name=f"Of {council.name}").id
        session.commit()
    _move(council, association_id, administrator)
    return replace(council, association_id=association_id)


def _move(council: TestCouncil, association_id: UUID, administrator: Engine) -> None:
    with administrator.begin() as connection:
        connection.execute(
            text("update council set association_id = :new where id = :id"),
            {"new": association_id, "id": council.id},
        )


def officer_of(owner: Engine, association_id: UUID) -> UUID:
    with Session(owner) as session:
        person_id = councils.appoint_officer(
            session, association_id=association_id, email=f"{uuid4()}@x.example", name="Officer"
        )
        session.commit()
        return person_id


def asked_by(person_id: UUID, council: TestCouncil) -> dict[str, UUID]:
    return {"association_id": council.association_id, "officer_id": person_id}


def count_for(behind: Engine, council: TestCouncil, breaches: int) -> None:
    """Give a council this many lines in the figures, by copies of its one breach."""
    with behind.begin() as connection:
        connection.execute(
            text(
                "with copied as (insert into breach"
                " select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(),"
                " 'number', b.number + n))).* from breach b, generate_series(1, :more) n"
                " where b.council_id = :id and b.number = 1 returning council_id, id)"
                " insert into sector_fact select c.council_id, c.id, f.year, f.cause, f.nature,"
                " f.rating, f.risk, f.regulator_told, f.in_time, f.is_open"
                " from copied c join sector_fact f on f.council_id = c.council_id"
            ),
            {"id": council.id, "more": breaches - 1},
        )


@pytest.mark.parametrize(("breaches", "shown"), [(1, None), (4, None), (5, 5), (7, 5), (8, 10)])
def test_a_count_is_said_to_the_nearest_five_and_below_five_not_at_all(
    breaches: int,
    shown: int | None,
    alone: TestCouncil,
    database: Database,
    owner: Engine,
    administrator: Engine,
) -> None:
    alone.report(NOW)
    count_for(administrator, alone, breaches)
    asked = asked_by(officer_of(owner, alone.association_id), alone)

    with database.sector_session() as session:
        assert years_of(session, **asked) == [YearOfBreaches(2026, shown, None, None, None)]
        assert [cause.breaches for cause in causes_of(session, **asked)] == [shown]


def test_an_officer_of_another_association_gets_nothing(
    alone: TestCouncil, database: Database, owner: Engine, administrator: Engine
) -> None:
    alone.report(NOW)
    count_for(administrator, alone, 7)
    with Session(owner) as session:
        another = councils.found_association(session, name=f"Beside {alone.name}").id
        session.commit()
    stranger = officer_of(owner, another)

    with database.sector_session() as session:
        for person in (stranger, alone.members["clerk"].person_id, uuid4()):
            asked = asked_by(person, alone)
            assert years_of(session, **asked) == []
            assert causes_of(session, **asked) == []
            assert councils_in(session, **asked) == 0
        assert years_of(session, association_id=another, officer_id=stranger) == []


def test_an_officer_learns_how_many_councils_there_are(
    alone: TestCouncil,
    other_council: TestCouncil,
    database: Database,
    owner: Engine,
    administrator: Engine,
) -> None:
    asked = asked_by(officer_of(owner, alone.association_id), alone)
    with database.sector_session() as session:
        assert councils_in(session, **asked) == 1
        session.rollback()
        _move(other_council, alone.association_id, administrator)
        assert councils_in(session, **asked) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "select * from sector_by_year(:a, :a)",
        "select * from sector_by_cause(:a, :a)",
        "select sector_councils(:a, :a)",
    ],
)
def test_a_councils_session_does_not_read_the_sectors_figures(
    statement: str, council: TestCouncil
) -> None:
    with council.session() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement), {"a": council.association_id})


@pytest.mark.parametrize(
    "statement",
    [
        "select * from breach",
        "select * from sector_fact",
        "select * from membership",
        "select * from sign_in_lookup('x')",
        "select ensure_person('x')",
        "select councils_with_work(now())",
    ],
)
def test_the_associations_session_reads_no_row_of_any_council(
    statement: str, database: Database
) -> None:
    with (
        database.sector_session() as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(text(statement))


def test_the_figures_hold_closed_words_and_numbers_only(council: TestCouncil, rated: str) -> None:
    assert rated
    assert {column.name for column in SectorFact.__table__.columns} == {
        "council_id",
        "breach_id",
        "year",
        "cause",
        "nature",
        "rating",
        "risk",
        "regulator_told",
        "in_time",
        "is_open",
    }


def fact_of(council: TestCouncil) -> SectorFact:
    with council.session() as session:
        return session.scalars(select(SectorFact)).one()


def test_the_figures_follow_the_breach(council: TestCouncil, rated: str, now: datetime) -> None:
    fact = fact_of(council)
    assert (fact.rating, fact.risk, fact.is_open, fact.regulator_told) == (
        4,
        "high_risk",
        True,
        None,
    )
    council.decide(rated, now, done_at=now)

    fact = fact_of(council)
    assert (fact.regulator_told, fact.in_time) == (True, True)
    override(council, rated, now + HOUR, subject=Subject.RATING, decided="2")
    assert fact_of(council).rating == 2


def test_a_regulator_who_is_not_told_after_all_was_not_told_in_time(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, done_at=now)
    council.decide(rated, now + HOUR, decided="do_not_tell")

    fact = fact_of(council)
    assert (fact.regulator_told, fact.in_time) == (False, False)


def test_a_telling_that_is_taken_back_is_not_counted_in_time(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, done_at=now)
    council.decide(rated, now + HOUR)
    fact = fact_of(council)
    assert (fact.regulator_told, fact.in_time) == (True, None)


def test_moving_the_start_back_may_make_the_regulator_told_late(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    council.decide(rated, now, done_at=now)
    with council.session("lead") as session:
        change_aware_at(
            session,
            seen=council.seen(rated),
            aware_at=now - 100 * HOUR,
            reason="The log shows it",
            by=council.members["lead"],
            now=now,
        )
        session.commit()

    assert fact_of(council).in_time is False
