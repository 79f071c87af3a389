"""Whom an association can help: overdue reviews, missing returns, by name and nothing else."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tenants.db import Database
from tenants.prompts import Counts, counts_of, make_return
from tenants.sector import (
    OverdueReview,
    ReturnFigures,
    returns_missing,
    returns_of,
    reviews_overdue,
)
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.prompted import adopt, london

DAY = timedelta(days=1)
MADE = london(2027, 4, 10)
DUE = date(2027, 4, 30)


def answer(council: TestCouncil, year: int = 2027, now: datetime = MADE) -> Counts:
    with council.session() as session:
        counts = counts_of(session, year=year)
        make_return(session, year=year, seen=counts, by=council.members["clerk"], now=now)
        session.commit()
        return counts


def overdue(database: Database, asked: dict[str, UUID], today: date) -> list[OverdueReview]:
    with database.sector_session() as session:
        return reviews_overdue(session, **asked, today=today)


def returns(database: Database, asked: dict[str, UUID], year: int = 2027) -> ReturnFigures:
    with database.sector_session() as session:
        return returns_of(session, **asked, year=year)


def missing(database: Database, asked: dict[str, UUID], today: date, year: int = 2027) -> list[str]:
    with database.sector_session() as session:
        return returns_missing(session, **asked, year=year, today=today)


def test_an_officer_learns_whose_review_is_overdue_and_since_when(
    county: CouncilMaker, other_county: CouncilMaker, database: Database, now: datetime
) -> None:
    late, later, in_time = (county.make() for _ in range(3))
    on = date(2027, 3, 1)
    adopt(late, date(2026, 11, 2), on, now)
    adopt(later, date(2026, 11, 2), on - DAY, now)
    adopt(in_time, date(2026, 11, 2), on + DAY, now)
    adopt(other_county.make(), date(2026, 11, 2), on, now)
    county.make()

    assert overdue(database, county.asked, on - DAY) == []
    assert overdue(database, county.asked, on) == [OverdueReview(later.name, on - DAY)]
    assert overdue(database, county.asked, on + DAY) == [
        OverdueReview(later.name, on - DAY),
        OverdueReview(late.name, on),
    ]
    adopt(late, date(2027, 3, 2), date(2028, 3, 1), london(2027, 3, 3))
    assert overdue(database, county.asked, on + DAY) == [OverdueReview(later.name, on - DAY)]


def test_answers_are_counted_and_none_so_small_as_to_tell(
    county: CouncilMaker, database: Database, now: datetime
) -> None:
    members = [county.make() for _ in range(10)]
    assert returns(database, county.asked) == ReturnFigures(None, 10, None)
    members[0].report(now)
    assert answer(members[0]) == Counts(1, 0)
    for council in members[1:5]:
        answer(council)
    assert returns(database, county.asked) == ReturnFigures(5, 5, None)
    answer(members[5])
    assert returns(database, county.asked) == ReturnFigures(5, None, 5)


def test_who_has_not_answered_is_named_once_the_day_has_passed(
    county: CouncilMaker, other_county: CouncilMaker, database: Database
) -> None:
    silent, answered = county.make(), county.make()
    other_county.make()
    answer(answered)
    assert missing(database, county.asked, DUE) == []
    assert missing(database, county.asked, DUE + DAY) == [silent.name]
    answer(silent, now=london(2027, 5, 1))
    assert missing(database, county.asked, DUE + DAY) == []


def test_a_council_is_not_missed_for_years_before_it_was_here(
    county: CouncilMaker, database: Database
) -> None:
    county.make()
    assert missing(database, county.asked, date(2026, 6, 1), year=2026) == []
    assert returns(database, county.asked, 2026) == ReturnFigures(None, None, None)


def test_only_officers_of_the_association_learn_it(
    county: CouncilMaker, other_county: CouncilMaker, database: Database, now: datetime
) -> None:
    council = county.make()
    adopt(council, date(2026, 11, 2), date(2027, 3, 1), now)
    strangers = (other_county.officer_id, council.members["clerk"].person_id)
    for person in strangers:
        asked = {"association_id": county.association_id, "officer_id": person}
        assert overdue(database, asked, date(2028, 1, 1)) == []
        assert missing(database, asked, date(2028, 1, 1)) == []
        assert returns(database, asked) == ReturnFigures(None, None, None)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from sector_reviews_overdue(:a, :a, current_date)",
        "select * from sector_returns(:a, :a, 2027)",
        "select * from sector_returns_missing(:a, :a, 2027, current_date)",
    ],
)
def test_a_councils_session_does_not_learn_it(statement: str, council: TestCouncil) -> None:
    with council.session() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement), {"a": council.association_id})


def test_the_associations_session_reads_no_return(database: Database) -> None:
    with (
        database.sector_session() as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(text("select * from annual_return"))
