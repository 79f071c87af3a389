"""Two people at one breach: the second is told, and nothing is overwritten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

import pytest

from tenants.breaches.closing import close_breach
from tenants.breaches.deciding import change_aware_at, record_decision
from tenants.breaches.decisions import Choice
from tenants.breaches.drafts import save_page, start_draft
from tenants.breaches.page import changed_since
from tenants.breaches.rating import Rating, override_rating, rate_breach
from tenants.breaches.receiving import (
    FirstLook,
    appoint_lead_investigator,
    declare_involvement,
    record_initial_assessment,
)
from tenants.breaches.record import Seen, get_breach
from tenants.db import ScopedSession
from tenants.errors import ChangedMeanwhile
from tenants.models import DraftKind, Event, Nature, Subject
from tenants.policy import BreachFacts
from tests.councils import TestCouncil
from tests.tenants.posted import page_of

LOOK = FirstLook(nature=Nature.BREACH, what_data="", cause="", extent="", harm="", containment="")
FACTS = BreachFacts(people_affected=5)
REGULATOR = Choice(subject=Subject.REGULATOR, decided="tell", reason="", done_at=None)
VIEW = Choice(subject=Subject.RATING, decided="2", reason="We know more")

CHANGES: dict[str, Callable[..., object]] = {
    "involvement": lambda session, **a: declare_involvement(session, was_involved=False, **a),
    "first assessment": lambda session, **a: record_initial_assessment(session, LOOK, **a),
    "lead": lambda session, **a: appoint_lead_investigator(
        session, lead_id=a["by"].membership_id, **a
    ),
    "rating": lambda session, **a: rate_breach(session, Rating(facts=FACTS, findings={}), **a),
    "override": lambda session, **a: override_rating(session, VIEW, **a),
    "decision": lambda session, **a: record_decision(session, REGULATOR, **a),
    "times": lambda session, **a: change_aware_at(session, aware_at=a["now"], reason="So", **a),
    "closing": lambda session, **a: close_breach(session, learned="Much", **a),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_somebody_else_changed_is_not_overwritten(
    change: Callable[..., object], council: TestCouncil, rated: str, now: datetime
) -> None:
    stale = Seen(rated, council.seen(rated).version - 1)

    with council.session("lead") as session, pytest.raises(ChangedMeanwhile):
        change(session, seen=stale, by=council.members["lead"], now=now)


def test_a_version_from_the_future_is_refused_too(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    ahead = Seen(reported, council.seen(reported).version + 1)

    with council.session() as session, pytest.raises(ChangedMeanwhile):
        declare_involvement(
            session, seen=ahead, was_involved=False, by=council.members["clerk"], now=now
        )


def declare(session: ScopedSession, council: TestCouncil, seen: Seen, now: datetime) -> None:
    declare_involvement(
        session, seen=seen, was_involved=False, by=council.members["chair"], now=now
    )
    session.commit()


def test_the_second_of_two_at_once_waits_and_is_then_refused(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    seen = council.seen(reported)
    outcomes: list[str] = []

    def second() -> None:
        with council.session("chair") as session:
            try:
                declare(session, council, seen, now)
            except ChangedMeanwhile:
                outcomes.append("changed meanwhile")

    with council.session() as first:
        declare_involvement(
            first, seen=seen, was_involved=False, by=council.members["clerk"], now=now
        )
        waits = Thread(target=second)
        waits.start()
        waits.join(0.1)
        assert waits.is_alive()
        first.commit()
    waits.join()

    assert outcomes == ["changed meanwhile"]
    assert len(page_of(council, reported).declared.not_involved) == 1


def test_a_session_that_read_the_breach_before_is_told_of_the_change_too(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    seen = council.seen(reported)
    with council.session("chair") as session:
        shown = get_breach(session, reference=reported)
        assert shown.version == seen.version
        council.declare(reported, now, who="clerk", was_involved=False)

        with pytest.raises(ChangedMeanwhile):
            declare(session, council, seen, now)


def test_the_second_person_is_told_what_was_done_since(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    seen = council.seen(appointed)
    council.rate(appointed, now)

    with council.session() as session:
        lines = changed_since(
            session, reference=appointed, version=seen.version, member=council.members["clerk"]
        )
    assert [line.event for line in lines] == [Event.COUNCIL_TOLD, Event.BREACH_RATED]
    assert lines[1].actor == council.members["lead"].name


def test_nothing_was_done_since_the_newest_version(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    with council.session() as session:
        version = council.seen(rated).version
        lines = changed_since(
            session, reference=rated, version=version, member=council.members["clerk"]
        )
    assert lines == ()


def test_a_draft_saved_in_two_windows_keeps_the_first_and_tells_the_second(
    council: TestCouncil, now: datetime
) -> None:
    by = council.members["reporter"]
    with council.session("reporter") as session:
        draft = start_draft(session, kind=DraftKind.REPORT, by=by, now=now)
        session.commit()
        version = draft.version
    first, second = council.session("reporter"), council.session("reporter")
    with first, second:
        ours, theirs = (s.get_one(type(draft), (council.id, draft.id)) for s in (first, second))
        save_page(first, draft=ours, page="when", answers={"day": "1"}, version=version, now=now)
        first.commit()
        with pytest.raises(ChangedMeanwhile):
            save_page(
                second,
                draft=theirs,
                page="when",
                answers={"day": "2"},
                version=version,
                now=now + timedelta(minutes=1),
            )
        second.rollback()
    with council.session("reporter") as session:
        assert session.get_one(type(draft), (council.id, draft.id)).answers == {
            "when": {"day": "1"}
        }
