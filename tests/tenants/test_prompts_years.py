"""The year to 31 March: the return that every council makes, and the evidence that it prepares."""

from datetime import datetime, timedelta

import pytest

from tenants.breaches.drills import start_drill
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound
from tenants.models import AnnualReturn, Event, Nature, ObligationId
from tenants.prompts import (
    Counts,
    counts_of,
    evidence_of,
    make_return,
    prepare_evidence,
    return_years,
)
from tests.councils import TestCouncil
from tests.tenants.posted import counted, events, send_due
from tests.tenants.prompted import adopt, gone_through, london, planned, rows, train

RETURN = ObligationId.ANNUAL_RETURN
EVIDENCE = ObligationId.EVIDENCE_PACK
DAY = timedelta(days=1)
APRIL = london(2027, 4, 1)
NIL = Counts(0, 0)


def answer(
    council: TestCouncil, now: datetime, *, year: int = 2027, seen: Counts = NIL
) -> AnnualReturn:
    """Make the return as the clerk does."""
    with council.session() as session:
        made = make_return(session, year=year, seen=seen, by=council.members["clerk"], now=now)
        session.commit()
        return made


def counts(council: TestCouncil, year: int = 2027) -> Counts:
    with council.session() as session:
        return counts_of(session, year=year)


def prepare(council: TestCouncil, now: datetime, year: int = 2027) -> None:
    with council.session() as session:
        prepare_evidence(session, year=year, by=council.members["clerk"], now=now)
        session.commit()


def test_the_return_is_asked_for_from_1_april_until_it_is_made(
    council: TestCouncil, now: datetime
) -> None:
    gone_through(council, now)
    asked = planned(council, RETURN)
    due = london(2027, 4, 30)
    assert asked[:4] == [
        ("clerk", APRIL),
        ("clerk", due - 7 * DAY),
        ("clerk", due),
        ("chair", due),
    ]
    assert asked[-1][1] == due + 60 * DAY

    answer(council, london(2027, 4, 2))
    assert planned(council, RETURN, "2027") == []
    assert rows(council, RETURN)[0].met_at == london(2027, 4, 2)
    assert [row.occasion for row in rows(council, RETURN)] == ["2027", "2028"]


def test_a_new_council_is_asked_only_for_years_in_which_it_was_here(
    council: TestCouncil, now: datetime
) -> None:
    gone_through(council, now)
    assert [row.occasion for row in rows(council, RETURN)] == ["2027"]
    with council.session() as session:
        assert [one.year for one in return_years(session, now=now)] == [2027]
        with pytest.raises(NotFound):
            make_return(session, year=2026, seen=NIL, by=council.members["clerk"], now=APRIL)


def test_years_that_nobody_answered_stay_asked(council: TestCouncil) -> None:
    for year in (2027, 2028, 2029, 2030):
        gone_through(council, london(year, 5, 2))
    with council.session() as session:
        years = return_years(session, now=london(2030, 5, 2))
    assert [(one.year, one.is_late(london(2030, 5, 2).date())) for one in years] == [
        (2031, False),
        (2030, True),
        (2029, True),
        (2028, True),
        (2027, True),
    ]
    assert [row.occasion for row in rows(council, RETURN) if row.met_at is None] == [
        "2027",
        "2028",
        "2029",
        "2030",
        "2031",
    ]


def test_an_old_year_that_is_answered_at_last_is_asked_no_more(council: TestCouncil) -> None:
    for year in (2027, 2028, 2029, 2030):
        gone_through(council, london(year, 5, 2))

    answer(council, london(2030, 5, 2), year=2027)

    asked = [row.occasion for row in rows(council, RETURN) if row.met_at is None]
    assert asked == ["2028", "2029", "2030", "2031"]


def test_a_return_cannot_be_made_before_the_year_is_over(council: TestCouncil) -> None:
    with pytest.raises(NotAcceptable, match="not over"):
        answer(council, london(2027, 3, 31, 23, 59))
    assert answer(council, london(2027, 4, 1, 0, 0)).breaches == 0


def test_a_return_is_made_once(council: TestCouncil) -> None:
    answer(council, APRIL)
    with pytest.raises(AlreadyDone):
        answer(council, APRIL)
    assert counted(council, AnnualReturn) == 1
    assert events(council)[Event.RETURN_MADE] == 1


def test_a_return_holds_what_the_register_holds(council: TestCouncil, now: datetime) -> None:
    council.report(now)
    council.receive(council.report(now), now, nature=Nature.NEAR_MISS)
    assert counts(council) == Counts(1, 1)
    with pytest.raises(ChangedMeanwhile):
        answer(council, APRIL)
    made = answer(council, APRIL, seen=Counts(1, 1))
    assert (made.breaches, made.near_misses) == (1, 1)


def test_a_year_ends_at_midnight_in_london_which_is_summer_time_then(council: TestCouncil) -> None:
    council.report(london(2027, 3, 31, 23, 59))
    council.report(london(2027, 4, 1, 0, 0))
    council.report(london(2027, 4, 1, 0, 1))
    assert [counts(council, year).breaches for year in (2026, 2027, 2028)] == [0, 1, 2]


def test_a_practice_breach_is_in_no_figure(council: TestCouncil, now: datetime) -> None:
    with council.session() as session:
        practice = SCENARIOS[ScenarioId.WRONG_PERSON]
        start_drill(session, practice, by=council.members["clerk"], now=now)
        session.commit()
    assert counts(council) == NIL
    with council.session() as session:
        found = evidence_of(session, year=2027, now=now)
    assert (found.drills, found.counts) == (1, NIL)


def test_evidence_is_asked_for_before_the_year_ends_and_after_it(
    council: TestCouncil, now: datetime
) -> None:
    gone_through(council, now)
    due = london(2027, 3, 31)
    asked = [at for name, at in planned(council, EVIDENCE, "2027") if name == "clerk"]
    # The clocks go forward on 28 March: the letters of before come an hour earlier on the clock.
    assert asked == [due - 30 * DAY, due - 7 * DAY, due, due + 14 * DAY, due + 30 * DAY]
    assert asked[0] == london(2027, 3, 1, 8)
    assert ("chair", due) in planned(council, EVIDENCE, "2027")

    prepare(council, london(2027, 4, 5))
    assert planned(council, EVIDENCE, "2027") == []
    assert events(council)[Event.EVIDENCE_PREPARED] == 1
    gone_through(council, london(2027, 4, 6))
    assert rows(council, EVIDENCE)[0].met_at == london(2027, 4, 5)
    with pytest.raises(AlreadyDone):
        prepare(council, london(2027, 4, 7))


def test_evidence_of_a_year_not_spent_here_is_not_found(
    council: TestCouncil, now: datetime
) -> None:
    for year in (2026, 2028):
        with council.session() as session, pytest.raises(NotFound):
            evidence_of(session, year=year, now=now)
        with pytest.raises(NotFound):
            prepare(council, now, year)


def test_the_evidence_holds_counts_and_days(council: TestCouncil, now: datetime) -> None:
    adopt(council, london(2026, 11, 9).date(), london(2027, 11, 9).date(), now)
    train(council, london(2026, 11, 10).date(), now, "clerk", "lead")
    council.report(now)
    with council.session() as session:
        found = evidence_of(session, year=2027, now=london(2027, 4, 20))
    assert (found.people, found.trained, found.counts) == (5, 2, Counts(1, 0))
    assert (found.policy.adopted_on, found.policy.review_on) == (
        london(2026, 11, 9).date(),
        london(2027, 11, 9).date(),
    )
    assert (found.open_actions, found.answer, found.prepared_at) == (0, None, None)
    assert found.until == london(2027, 3, 31).date()


def test_a_late_start_still_asks_at_once_for_what_is_overdue(council: TestCouncil) -> None:
    late = london(2027, 5, 10, 10)
    gone_through(council, late)
    sent = send_due(council, late)
    assert sorted(name for name, _, hours in sent if hours == -7 * 24) == ["chair", "clerk"]
