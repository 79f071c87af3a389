"""Practice breaches: numbered apart, counted nowhere, marked in every letter, ended at will."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from tenants.breaches.closing import close_breach
from tenants.breaches.drill_results import (
    DrillResult,
    Milestone,
    Verdict,
    get_drill_result,
    list_drills,
)
from tenants.breaches.drills import (
    end_drill,
    find_open_drill,
    get_drill,
    is_drill_due,
    record_lessons,
    start_drill,
)
from tenants.breaches.record import get_breach
from tenants.breaches.register import (
    Filters,
    Shelf,
    list_breaches,
    open_breaches,
    own_reports,
    real_breaches,
)
from tenants.breaches.scenarios import SCENARIOS, Scenario, ScenarioId
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, NotFound, NotYet
from tenants.messages import mark_bounced
from tenants.models import Breach, Deadline, Message, MessageKind, Nature, Subject
from tenants.policies import policy_in_force
from tenants.policies.replay import replay_register
from tests.councils import TestCouncil
from tests.tenants.posted import send_due, waiting, who

HOUR = timedelta(hours=1)


def start(
    council: TestCouncil,
    now: datetime,
    *,
    who: str = "clerk",
    story: ScenarioId = ScenarioId.WRONG_PERSON,
) -> str:
    with council.session(who) as session:
        drill = start_drill(session, SCENARIOS[story], by=council.members[who], now=now)
        session.commit()
        return drill.reference


def end(
    council: TestCouncil, reference: str, now: datetime, *, who: str = "clerk", lessons: str = ""
) -> None:
    with council.session(who) as session:
        end_drill(session, reference=reference, lessons=lessons, by=council.members[who], now=now)
        session.commit()


def result_of(council: TestCouncil, reference: str, now: datetime) -> DrillResult:
    with council.session() as session:
        return get_drill_result(session, reference=reference, now=now)


def references_on(council: TestCouncil, shelf: Shelf) -> list[str]:
    with council.session() as session:
        page = list_breaches(session, Filters(shelf=shelf), page=1, member=council.members["clerk"])
        return [line.breach.reference for line in page.lines]


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_every_story_starts_a_clock_and_says_that_it_is_made_up(
    scenario: Scenario, council: TestCouncil, now: datetime
) -> None:
    reference = start(council, now, story=scenario.id)
    with council.session() as session:
        drill = get_breach(session, reference=reference)
        due = session.scalars(
            select(Deadline.due_at).where(Deadline.obligation == "decide_regulator")
        ).one()
        assert drill.is_drill
        assert drill.description.startswith("PRACTICE")
        assert due == drill.aware_at + 72 * HOUR
    assert waiting(council, MessageKind.CLOCK_ALERT)


def test_practice_is_numbered_apart_from_what_is_real(council: TestCouncil, now: datetime) -> None:
    assert council.report(now) == "2026-001"
    first = start(council, now)
    end(council, first, now)
    assert council.report(now) == "2026-002"
    assert [first, start(council, now)] == ["2026-D01", "2026-D02"]


@pytest.mark.parametrize(
    "typed",
    ["2026-D1", "2026-D001", "2026-d01", "2026-D", "2026D01", "2026-D-1", "2026-01", "2026-1"],
)
def test_a_number_typed_in_another_way_finds_nothing(
    typed: str, council: TestCouncil, now: datetime
) -> None:
    council.report(now)
    start(council, now)
    with council.session() as session, pytest.raises(NotFound):
        get_breach(session, reference=typed)


def test_a_real_number_never_finds_practice_nor_the_other_way_round(
    council: TestCouncil, now: datetime
) -> None:
    real, practice = council.report(now), start(council, now)
    with council.session() as session:
        assert not get_breach(session, reference=real).is_drill
        assert get_breach(session, reference=practice).is_drill
        with pytest.raises(NotFound):
            get_drill(session, reference=real)


@pytest.mark.parametrize("who", ["clerk", "chair"])
def test_clerk_and_chair_start_a_practice(who: str, council: TestCouncil, now: datetime) -> None:
    assert start(council, now, who=who) == "2026-D01"


@pytest.mark.parametrize("who", ["lead", "councillor", "reporter"])
def test_nobody_else_starts_or_ends_one(who: str, council: TestCouncil, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        start(council, now, who=who)
    reference = start(council, now)
    with pytest.raises(NotAllowed):
        end(council, reference, now, who=who)


def test_one_practice_is_open_at_a_time(council: TestCouncil, now: datetime) -> None:
    reference = start(council, now)
    with pytest.raises(AlreadyDone, match="2026-D01"):
        start(council, now, who="chair")
    end(council, reference, now, who="chair")
    with council.session() as session:
        assert find_open_drill(session) is None
    assert start(council, now, who="chair") == "2026-D02"


def test_no_figure_holds_a_practice(
    council: TestCouncil, now: datetime, behind: Connection
) -> None:
    reference = start(council, now)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    council.decide(reference, now, done_at=now)
    council.decide(reference, now, subject=Subject.PEOPLE, done_at=now)
    with council.session("lead") as session:
        close_breach(
            session,
            seen=council.seen(reference),
            learned="All answered",
            by=council.members["lead"],
            now=now,
        )
        session.commit()
    counted = behind.exec_driver_sql(
        "select count(*) from sector_fact where council_id = %s", (council.id,)
    ).scalar_one()
    assert counted == 0
    with council.session() as session:
        _, policy = policy_in_force(session)
        assert replay_register(session, policy).total == 0
        assert session.scalars(select(Breach).where(real_breaches())).all() == []


def test_a_real_breach_beside_it_is_counted(
    council: TestCouncil, now: datetime, behind: Connection
) -> None:
    start(council, now)
    council.report(now)
    counted = behind.exec_driver_sql(
        "select count(*) from sector_fact where council_id = %s", (council.id,)
    ).scalar_one()
    assert counted == 1
    with council.session() as session:
        _, policy = policy_in_force(session)
        assert replay_register(session, policy).total == 1


def test_the_register_keeps_practice_on_a_shelf_of_its_own(
    council: TestCouncil, now: datetime
) -> None:
    real, practice = council.report(now), start(council, now)
    assert references_on(council, Shelf.PRACTICE) == [practice]
    assert references_on(council, Shelf.OPEN) == [real]
    assert references_on(council, Shelf.EVERYTHING) == [real]
    council.receive(practice, now, nature=Nature.NEAR_MISS)
    assert references_on(council, Shelf.APART) == []
    assert references_on(council, Shelf.CLOSED) == []


def test_practice_waits_behind_whatever_is_real(council: TestCouncil, now: datetime) -> None:
    practice = start(council, now - 50 * HOUR)
    real = council.report(now)
    with council.session() as session:
        lines = open_breaches(session, member=council.members["clerk"])
        assert [line.breach.reference for line in lines] == [real, practice]


def test_a_practice_is_nobodys_own_report(council: TestCouncil, now: datetime) -> None:
    start(council, now)
    with council.session() as session:
        assert own_reports(session, member=council.members["clerk"]) == []


def test_ending_it_stops_every_alert_at_once(council: TestCouncil, now: datetime) -> None:
    reference = start(council, now)
    council.receive(reference, now)
    council.appoint(reference, now)
    assert waiting(council)
    end(council, reference, now, lessons="The chair's address is wrong")
    assert waiting(council) == []
    assert send_due(council, now + 100 * HOUR) == []


def test_its_letters_and_ladder_run_as_a_real_ones_do(council: TestCouncil, now: datetime) -> None:
    def planned() -> list[tuple[str, str, int | None, datetime]]:
        rows = waiting(council)
        return sorted(
            (who(council, row), row.kind, row.hours_before or 0, row.due_at) for row in rows
        )

    reference = start(council, now)
    practice = planned()
    end(council, reference, now)
    found = SCENARIOS[ScenarioId.WRONG_PERSON].found
    council.report(now, who="clerk", found_at=now - found)
    assert practice
    assert planned() == practice


def test_two_who_press_at_once_start_one(council: TestCouncil, now: datetime) -> None:
    def press(name: str) -> str:
        try:
            return start(council, now, who=name)
        except AlreadyDone:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, ["clerk", "chair"]))
    assert answers == ["2026-D01", "refused"]


def test_ending_it_leaves_a_real_breach_its_alerts(council: TestCouncil, now: datetime) -> None:
    council.report(now)
    before = len(waiting(council))
    reference = start(council, now)
    end(council, reference, now)
    assert len(waiting(council)) == before


def test_a_real_breach_cannot_be_ended_as_practice(council: TestCouncil, now: datetime) -> None:
    real = council.report(now)
    with pytest.raises(NotFound):
        end(council, real, now)


def test_it_ends_once(council: TestCouncil, now: datetime) -> None:
    reference = start(council, now)
    end(council, reference, now)
    with pytest.raises(AlreadyDone):
        end(council, reference, now)


def test_the_result_says_how_long_each_step_took_and_who_took_it(
    council: TestCouncil, now: datetime
) -> None:
    reference = start(council, now)
    council.receive(reference, now + timedelta(minutes=40), who="chair")
    council.appoint(reference, now + HOUR, who="chair")
    council.rate(reference, now + 2 * HOUR)
    council.decide(reference, now + 3 * HOUR)
    shown = result_of(council, reference, now + 4 * HOUR)
    minutes = {one.milestone: one.minutes for one in shown.moments}
    assert minutes == {
        Milestone.ANSWERED: 40,
        Milestone.HELD: None,
        Milestone.ASSESSED: 40,
        Milestone.LEAD: 60,
        Milestone.RATED: 120,
        Milestone.DECIDED: 180,
    }
    assert shown.moment(Milestone.ANSWERED).who == council.members["chair"].name
    assert (shown.verdict, shown.is_running) == (Verdict.IN_TIME, True)


def test_the_result_names_who_was_never_reached_and_who_kept_silent(
    council: TestCouncil, now: datetime
) -> None:
    reference = start(council, now)
    assert send_due(council, now)
    with council.session() as session:
        of_chair = select(Message).where(
            Message.recipient_id == council.members["chair"].membership_id,
            Message.breach_id.is_not(None),
            Message.sent_at.is_not(None),
        )
        for message in session.scalars(of_chair):
            mark_bounced(session, message, problem="no such mailbox", now=now)
        session.commit()
    shown = result_of(council, reference, now + HOUR)
    assert shown.never_reached == (council.members["chair"].name,)
    assert shown.silent == (council.members["clerk"].name,)
    assert {(alert.to, alert.is_lost) for alert in shown.alerts} == {
        (council.members["chair"].name, True),
        (council.members["clerk"].name, False),
    }


Course = Callable[[TestCouncil, str, datetime], object]


def _decide(council: TestCouncil, reference: str, at: datetime) -> None:
    council.receive(reference, at)
    council.appoint(reference, at)
    council.rate(reference, at)
    council.decide(reference, at)


COURSES: list[tuple[Course, int, Verdict]] = [
    (lambda council, drill, now: None, 1, Verdict.RUNNING),
    (lambda council, drill, now: None, 80, Verdict.NEVER),
    (lambda council, drill, now: _decide(council, drill, now + HOUR), 2, Verdict.IN_TIME),
    (lambda council, drill, now: _decide(council, drill, now + 73 * HOUR), 80, Verdict.LATE),
    (lambda council, drill, now: end(council, drill, now + HOUR), 2, Verdict.ENDED_BEFORE),
    (lambda council, drill, now: end(council, drill, now + 90 * HOUR), 99, Verdict.NEVER),
    (
        lambda council, drill, now: council.receive(drill, now, nature=Nature.NEAR_MISS),
        1,
        Verdict.NOT_NEEDED,
    ),
]


@pytest.mark.parametrize(("course", "hours", "verdict"), COURSES)
def test_the_result_says_whether_the_decision_came_in_time(
    course: Course, hours: int, verdict: Verdict, council: TestCouncil, now: datetime
) -> None:
    reference = start(council, now)
    course(council, reference, now)
    assert result_of(council, reference, now + hours * HOUR).verdict == verdict


def test_lessons_can_be_written_down_afterwards_once(council: TestCouncil, now: datetime) -> None:
    reference = start(council, now)
    clerk = council.members["clerk"]
    with council.session() as session:
        with pytest.raises(NotYet):
            record_lessons(session, reference=reference, lessons="x", by=clerk, now=now)
        end_drill(session, reference=reference, by=clerk, now=now)
        with pytest.raises(NotAcceptable):
            record_lessons(session, reference=reference, lessons=" ", by=clerk, now=now)
        record_lessons(session, reference=reference, lessons="Name a deputy", by=clerk, now=now)
        with pytest.raises(AlreadyDone):
            record_lessons(session, reference=reference, lessons="More", by=clerk, now=now)
        session.commit()
    assert result_of(council, reference, now).drill.learned == "Name a deputy"


def test_practices_are_listed_with_the_day_of_the_last(council: TestCouncil, now: datetime) -> None:
    first = start(council, now)
    end(council, first, now)
    second = start(council, now + HOUR)
    with council.session() as session:
        page = list_drills(session, page=9, now=now + HOUR)
    assert [shown.drill.reference for shown in page.results] == [second, first]
    assert (page.number, page.pages, page.last_at) == (1, 1, now + HOUR)


@pytest.mark.parametrize(
    ("last", "is_due"), [(None, True), (timedelta(days=364), False), (timedelta(days=365), True)]
)
def test_a_practice_is_suggested_yearly(
    last: timedelta | None,
    is_due: bool,  # noqa: FBT001 - pytest passes a row's values by name
    now: datetime,
) -> None:
    assert is_drill_due(now - last if last else None, now=now) is is_due
