"""Two reports of one breach: one is closed, and the earlier clock counts for the other."""

from datetime import datetime, timedelta

import pytest

from tenants.breaches.complaints import record_complaint
from tenants.breaches.duplicates import Same, close_as_same
from tenants.breaches.links import end_link, link_breaches, links_of
from tenants.breaches.record import get_breach
from tenants.breaches.reopening import reopen_breach
from tenants.deadlines import deadlines_of, find_deadline
from tenants.errors import ChangedMeanwhile, NotAcceptable, NotFound, NotYet, WasInvolved
from tenants.models import BreachLink, Event, InitialAssessment, Nature, ObligationId, State
from tenants.times import day_of
from tests.councils import TestCouncil
from tests.tenants.posted import events
from tests.tenants.test_taking_turns import Meanwhile

HOUR = timedelta(hours=1)
DECIDE = ObligationId.DECIDE_REGULATOR


@pytest.fixture
def pair(council: TestCouncil, now: datetime) -> tuple[str, str]:
    """A breach that is known since an hour, and a later report of what was known since five."""
    first = council.report(now)
    second = council.report(now + HOUR, found_at=now - 5 * HOUR)
    for reference in (first, second):
        council.declare(reference, now + HOUR, who="clerk", was_involved=False)
    return first, second


def close(
    council: TestCouncil, reference: str, kept: str, now: datetime, *, who: str = "clerk"
) -> None:
    seen = council.seen(reference)
    with council.session(who) as session:
        close_as_same(
            session, Same(kept, "The same e-mail"), seen=seen, by=council.members[who], now=now
        )
        session.commit()


def link(council: TestCouncil, reference: str, number: str, now: datetime) -> BreachLink:
    with council.session() as session:
        made = link_breaches(
            session,
            breach_id=get_breach(session, reference=reference).id,
            to=(number, "The same supplier"),
            by=council.members["clerk"],
            now=now,
        )
        session.commit()
        return made


def refusal(council: TestCouncil, reference: str, kept: str, now: datetime, **how: str) -> str:
    """Return what is said to whoever cannot close one as the same as another."""
    with pytest.raises(NotAcceptable) as refused:
        close(council, reference, kept, now, **how)
    return str(refused.value)


def test_the_earlier_clock_moves_to_the_breach_that_stays(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    at = now + 2 * HOUR

    close(council, second, first, at)

    with council.session() as session:
        kept, gone = (get_breach(session, reference=one) for one in pair)
        clock = find_deadline(session, breach_id=kept.id, obligation=DECIDE)
        assert clock is not None
        assert clock.due_at == kept.aware_at + 72 * HOUR == now - 5 * HOUR + 72 * HOUR
        assert second in kept.aware_reason
        assert kept.state != State.CLOSED
        assert (gone.state, gone.nature, gone.closed_at) == (State.CLOSED, Nature.NOT_A_BREACH, at)
        open_duties = [row for row in deadlines_of(session, breach_id=gone.id) if not row.met_at]
        assert {row.obligation for row in open_duties} <= {ObligationId.ERASE}
        look = session.query(InitialAssessment).filter_by(breach_id=gone.id).one()
        assert look.reason == f"The same as {first}: The same e-mail"
        (seen_from_kept,) = links_of(session, breach_id=kept.id)
        assert (seen_from_kept.other.reference, seen_from_kept.is_from_here) == (second, False)
    assert events(council)[Event.TIMES_CHANGED] == 1
    assert events(council)[Event.BREACH_LINKED] == 2


def test_a_complaint_about_the_report_that_is_closed_is_still_asked_for(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    at = now + 2 * HOUR
    with council.session() as session:
        record_complaint(
            session,
            seen=council.seen(second),
            received_on=day_of(at),
            by=council.members["clerk"],
            now=at,
        )
        session.commit()
    close(council, second, first, at)
    with council.session() as session:
        rows = deadlines_of(session, breach_id=get_breach(session, reference=second).id)
    open_ones = {row.obligation for row in rows if row.met_at is None}
    assert ObligationId.ACKNOWLEDGE_COMPLAINT in open_ones


def test_a_later_clock_moves_nothing(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    close(council, first, second, now + 2 * HOUR)
    with council.session() as session:
        assert get_breach(session, reference=second).aware_at == now - 5 * HOUR
    assert events(council)[Event.TIMES_CHANGED] == 0


def test_what_has_been_decided_on_is_not_closed_as_the_same(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    other = council.report(now)
    assert "rated or decided" in refusal(council, rated, other, now, who="lead")


def test_no_clock_is_handed_to_a_breach_that_has_none(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    council.receive(first, now + HOUR, nature=Nature.NOT_A_BREACH)
    assert "found to be no breach" in refusal(council, second, first, now + HOUR)


def test_whoever_may_not_move_the_other_clock_is_told_why(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    council.declare(second, now + HOUR, who="chair", was_involved=False)
    assert "Say first" in refusal(council, second, first, now + HOUR, who="chair")
    council.declare(first, now + HOUR, who="chair", was_involved=True)
    assert "you cannot do" in refusal(council, second, first, now + HOUR, who="chair")
    council.declare(second, now + HOUR, who="clerk", was_involved=True)
    with pytest.raises(WasInvolved):
        close(council, second, first, now + HOUR)


def test_nothing_is_the_same_as_what_is_itself_the_same(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    third = council.report(now)
    council.declare(third, now, who="clerk", was_involved=False)
    close(council, second, first, now + HOUR)
    assert f"itself the same as {first}" in refusal(council, third, second, now + HOUR)
    assert "linked already" in refusal(council, first, second, now + HOUR)


def test_a_duplicate_that_was_none_gets_its_own_clock_back_before_its_link_goes(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    close(council, second, first, now + HOUR)
    clerk, later = council.members["clerk"], now + 2 * HOUR
    with council.session() as session:
        breach_id = get_breach(session, reference=first).id
        (linked,) = links_of(session, breach_id=breach_id)
        how = {"breach_id": breach_id, "link_id": linked.link.id, "by": clerk, "now": later}
        with pytest.raises(NotYet, match="Open it again first"):
            end_link(session, **how)
        session.rollback()
        reopen_breach(
            session, seen=council.seen(second), reason="Another list", by=clerk, now=later
        )
        end_link(session, **how)
        session.commit()
        reopened = get_breach(session, reference=second)
        clock = find_deadline(session, breach_id=reopened.id, obligation=DECIDE)
        assert clock is not None
        assert (clock.due_at, clock.met_at) == (reopened.aware_at + 72 * HOUR, None)
        assert links_of(session, breach_id=breach_id) == []


@pytest.mark.parametrize("number", ["2026-999", "rubbish", "2026-1", "", "2025-001"])
def test_a_number_that_is_not_in_the_register_is_refused(
    number: str, council: TestCouncil, other_council: TestCouncil, reported: str, now: datetime
) -> None:
    for _ in range(3):
        other_council.report(now)
    with pytest.raises(NotAcceptable) as refused:
        link(council, reported, number, now)
    assert refused.value.field == "other"


def test_another_councils_number_is_as_unknown_as_none(
    council: TestCouncil, other_council: TestCouncil, reported: str, now: datetime
) -> None:
    other_council.report(now)
    theirs = other_council.report(now)
    with pytest.raises(NotAcceptable, match="no breach with this number"):
        link(council, reported, theirs, now)


def test_a_link_is_made_once_seen_from_both_sides_and_taken_back_from_either(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    made = link(council, first, f" {second.lower()} ", now)
    for near, far in (pair, (second, first)):
        with pytest.raises(NotAcceptable, match="linked already"):
            link(council, near, far, now)
    with pytest.raises(NotAcceptable, match="looking at"):
        link(council, first, first, now)
    with council.session() as session:
        breach_id = get_breach(session, reference=second).id
        how = {"link_id": made.id, "by": council.members["clerk"], "now": now}
        with pytest.raises(NotFound):
            end_link(
                session,
                breach_id=get_breach(session, reference=council.report(now)).id,
                **how,
            )
        end_link(session, breach_id=breach_id, **how)
        session.commit()
        assert links_of(session, breach_id=breach_id) == []
    assert events(council)[Event.BREACH_UNLINKED] == 2


def test_two_who_close_crosswise_wait_for_one_another_and_one_is_told(
    council: TestCouncil, pair: tuple[str, str], now: datetime
) -> None:
    first, second = pair
    seen = {reference: council.seen(reference) for reference in pair}
    clerk, at = council.members["clerk"], now + 2 * HOUR
    with council.session() as session:
        close_as_same(session, Same(second, "Same"), seen=seen[first], by=clerk, now=at)
        other = Meanwhile(
            council,
            lambda opened: close_as_same(
                opened, Same(first, "Same"), seen=seen[second], by=clerk, now=at
            ),
        )
        session.commit()
    with pytest.raises((NotAcceptable, ChangedMeanwhile)):
        other.ends()
