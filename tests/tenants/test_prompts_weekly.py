"""The weekly letter, and reminders of breaches that lie still: said once each, and only if so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, select, update

from tenants.breaches.drills import start_drill
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.messages import write_letter
from tenants.models import Breach, Deadline, Message, MessageKind, Upkeep
from tenants.policies import policy_in_force
from tenants.prompts import ask_for_upkeep, claim_upkeep, keep_up
from tenants.prompts.upkeep import next_morning
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import counted, send_due
from tests.tenants.prompted import gone_through, leave, london, occasional, say, train

DIGEST = MessageKind.WEEKLY_DIGEST
STALE = MessageKind.STALE_BREACH
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# A Monday: everybody's training is fresh then, so that only breaches are spoken of.
MONDAY = london(2026, 11, 23, 5)
EIGHT = london(2026, 11, 23, 8)


@pytest.fixture
def trained(council: TestCouncil, now: datetime) -> TestCouncil:
    """A council whose calendar asks nothing for a year."""
    train(council, now.date(), now, *council.members)
    return council


def letters(council: TestCouncil, settings: Settings, now: datetime) -> list[str]:
    """Return the words of this week's letters as they are sent."""
    with council.session() as session:
        found = session.scalars(select(Message).where(Message.kind == DIGEST))
        texts = [write_letter(session, row, settings=settings, now=now) for row in found]
        return [f"{letter.subject}\n{letter.text}" for letter in texts]


def test_on_monday_at_eight_everybody_who_handles_breaches_is_told_what_is_open(
    trained: TestCouncil, now: datetime
) -> None:
    trained.report(now)
    gone_through(trained, MONDAY)
    gone_through(trained, MONDAY + timedelta(hours=1))
    assert sorted(occasional(trained, DIGEST)) == [
        (name, EIGHT, "2026-W48") for name in ("chair", "clerk", "lead")
    ]


def test_no_letter_is_written_where_nothing_is_open(trained: TestCouncil) -> None:
    gone_through(trained, MONDAY)
    assert occasional(trained, DIGEST) == []


def test_who_does_not_want_it_or_has_left_gets_none(trained: TestCouncil, now: datetime) -> None:
    trained.report(now)
    say(trained, "chair", now, wants_digest=False)
    leave(trained, "lead", now)
    gone_through(trained, MONDAY)
    assert [name for name, _, _ in occasional(trained, DIGEST)] == ["clerk"]


def test_what_is_reported_on_monday_morning_waits_for_the_next_letter(
    trained: TestCouncil,
) -> None:
    gone_through(trained, MONDAY)
    trained.report(MONDAY + timedelta(hours=6))
    gone_through(trained, MONDAY + timedelta(hours=7))
    gone_through(trained, MONDAY + DAY)
    assert occasional(trained, DIGEST) == []
    gone_through(trained, MONDAY + WEEK)
    assert {occasion for _, _, occasion in occasional(trained, DIGEST)} == {"2026-W49"}


def test_a_monday_that_was_missed_is_made_up_for(trained: TestCouncil, now: datetime) -> None:
    trained.report(now)
    with trained.session() as session:
        session.execute(update(Upkeep).values(next_at=MONDAY))
        keep_up(session, now=MONDAY + 2 * DAY)
        session.commit()
    assert {(at, week) for _, at, week in occasional(trained, DIGEST)} == {(EIGHT, "2026-W48")}


@pytest.mark.parametrize(
    ("early", "eight", "week"),
    [
        # The Mondays after the clocks go forward, go back, and of a year's first week.
        (london(2027, 3, 29, 5), london(2027, 3, 29, 8), "2027-W13"),
        (london(2027, 11, 1, 5), london(2027, 11, 1, 8), "2027-W44"),
        (london(2029, 1, 1, 5), london(2029, 1, 1, 8), "2029-W01"),
    ],
)
def test_eight_is_eight_in_london_all_the_year(
    early: datetime, eight: datetime, week: str, council: TestCouncil
) -> None:
    council.report(early - DAY)
    gone_through(council, early)
    assert {(at, name) for _, at, name in occasional(council, DIGEST)} == {(eight, week)}


def test_the_letter_holds_numbers_and_times_as_they_are_when_it_is_sent(
    trained: TestCouncil, now: datetime, settings: Settings
) -> None:
    reference = trained.report(now)
    gone_through(trained, MONDAY)
    another = trained.report(MONDAY, found_at=MONDAY)

    text = letters(trained, settings, EIGHT)[0]
    assert "your week, 1 due" not in text.splitlines()[0]
    assert text.splitlines()[0].endswith("2 open")
    assert "2 breaches are open." in text
    assert f"breach {reference}, decide whether the regulator must be told, by Monday" in text
    assert f"breach {another}, " in text
    assert "tell the regulator," not in text
    assert "allotment" not in text


def test_the_letter_says_so_where_everything_was_dealt_with(
    trained: TestCouncil, now: datetime, settings: Settings
) -> None:
    reference = trained.report(now)
    gone_through(trained, MONDAY)
    with trained.session() as session:
        breach = session.scalars(select(Breach)).one()
        breach.state = "closed"
        session.execute(
            update(Deadline).where(Deadline.breach_id == breach.id).values(cancelled_at=MONDAY)
        )
        session.commit()
    text = letters(trained, settings, EIGHT)[0]
    assert "Nothing is open now" in text
    assert reference not in text


def test_a_practice_breach_is_no_reason_for_a_letter(
    trained: TestCouncil, now: datetime, settings: Settings
) -> None:
    practise(trained, now)
    gone_through(trained, MONDAY)
    assert occasional(trained, DIGEST) == []
    trained.report(now)
    gone_through(trained, MONDAY)
    text = letters(trained, settings, EIGHT)[0]
    assert "One breach is open." in text
    assert "-D01" not in text


def practise(council: TestCouncil, now: datetime) -> None:
    with council.session() as session:
        practice = SCENARIOS[ScenarioId.WRONG_PERSON]
        start_drill(session, practice, by=council.members["clerk"], now=now)
        session.commit()


def test_a_breach_that_lies_still_is_spoken_of_every_two_weeks(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    assert appointed
    for days in range(1, 60):
        gone_through(council, london(2026, 11, 20, 5) + days * DAY)
    reminded = occasional(council, STALE)
    assert [(name, at) for name, at, _ in reminded] == [
        ("lead", london(2026, 12, 5)),
        ("lead", london(2026, 12, 19)),
        ("lead", london(2027, 1, 2)),
        ("lead", london(2027, 1, 16)),
    ]


def test_a_report_that_nobody_leads_is_spoken_of_to_whoever_handles_it(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    council.declare(reported, now, who="clerk", was_involved=True)
    gone_through(council, now + 14 * DAY)
    assert [name for name, _, _ in occasional(council, STALE)] == ["chair"]


def test_nothing_is_said_of_a_breach_that_has_moved_since(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    early = london(2026, 12, 5, 5)
    gone_through(council, early)
    council.rate(appointed, early + timedelta(hours=2))
    assert STALE not in {kind for _, kind, _ in send_due(council, early + 5 * timedelta(hours=1))}
    gone_through(council, early + DAY)
    assert len(occasional(council, STALE)) == 1


def test_a_closed_or_practice_breach_may_lie_still(council: TestCouncil, now: datetime) -> None:
    practise(council, now)
    gone_through(council, now + 30 * DAY)
    assert occasional(council, STALE) == []


def test_two_at_once_do_it_once(council: TestCouncil, appointed: str) -> None:
    assert appointed
    monday = MONDAY + 3 * WEEK
    barrier = Barrier(2)

    def go() -> None:
        with council.session() as session:
            session.execute(select(Upkeep.next_at)).all()
            barrier.wait(timeout=20)
            keep_up(session, now=monday)
            session.commit()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(go), pool.submit(go)]:
            done.result(timeout=60)
    twice = counted(council, Message), counted(council, Deadline)
    gone_through(council, monday)
    assert (counted(council, Message), counted(council, Deadline)) == twice
    assert len(occasional(council, DIGEST)) == 3
    assert len(occasional(council, STALE)) == 1


def test_only_one_claims_a_calendar_and_only_when_it_is_due(council: TestCouncil) -> None:
    with council.session() as session:
        session.execute(update(Upkeep).values(next_at=MONDAY))
        session.commit()
    with council.session() as one, council.session() as another:
        assert not claim_upkeep(one, now=MONDAY - timedelta(seconds=1))
        assert claim_upkeep(one, now=MONDAY)
        assert not claim_upkeep(another, now=MONDAY)
        keep_up(one, now=MONDAY)
        one.commit()
        assert not claim_upkeep(another, now=MONDAY + timedelta(hours=23))
        ask_for_upkeep(another, now=MONDAY + timedelta(hours=1))
        assert claim_upkeep(another, now=MONDAY + timedelta(hours=1))


def test_a_clock_that_was_wrong_stops_no_calendar(council: TestCouncil) -> None:
    gone_through(council, MONDAY + 400 * DAY)
    with council.session() as session:
        assert claim_upkeep(session, now=MONDAY)
        keep_up(session, now=MONDAY)
        assert not claim_upkeep(session, now=MONDAY)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        (london(2026, 11, 23, 5), london(2026, 11, 24, 5)),
        (london(2026, 11, 23, 4), london(2026, 11, 23, 5)),
        (london(2027, 3, 27, 12), london(2027, 3, 28, 5)),
        (london(2027, 10, 30, 12), london(2027, 10, 31, 5)),
        (london(2028, 2, 28, 23), london(2028, 2, 29, 5)),
    ],
)
def test_the_next_morning_is_five_in_london(now: datetime, following: datetime) -> None:
    assert next_morning(now) == following


def test_a_day_without_news_costs_a_handful_of_statements(
    council: TestCouncil, now: datetime
) -> None:
    gone_through(council, now)
    said: list[str] = []

    def note(*told: object) -> None:
        said.append(str(told[2]))

    engine = council.database.engine
    with council.session() as session:
        policy_in_force(session)
        event.listen(engine, "before_cursor_execute", note)
        keep_up(session, now=now + DAY)
        session.commit()
        event.remove(engine, "before_cursor_execute", note)
    assert len(said) <= 13
    assert [words.split()[0] for words in said].count("UPDATE") == 1
    assert not any(words.startswith("INSERT") for words in said)
