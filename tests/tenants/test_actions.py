"""What somebody undertook to do: asked of its owner, outliving the closing, passed on, settled."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tenants.breaches.undertakings import (
    Undertaking,
    actions_of,
    change_action,
    complete_action,
    drop_action,
    set_action,
)
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, NotFound, NotYet, WasInvolved
from tenants.models import Action, ActionKind, Deadline, Event, Message, MessageKind, Subject
from tests.councils import TestCouncil
from tests.tenants.posted import asked_by_law, events, leave, page_of, send_due, who

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
DUE_ON = date(2026, 12, 4)
CLOCK = MessageKind.CLOCK_ALERT
AT_FIVE = datetime(2026, 12, 4, 17, tzinfo=UTC)


def undertake(
    council: TestCouncil,
    reference: str,
    *,
    kind: ActionKind = ActionKind.RECOMMENDATION,
    owner: str = "lead",
    due_on: date | None = DUE_ON,
    words: str = "Use blind copy",
    by: str = "clerk",
) -> UUID:
    undertaking = Undertaking(
        kind=kind, words=words, owner_id=council.members[owner].membership_id, due_on=due_on
    )
    with council.session(by) as session:
        action = set_action(
            session, undertaking, seen=council.seen(reference), by=council.members[by], now=NOW
        )
        session.commit()
        return action.id


def finish(
    council: TestCouncil,
    reference: str,
    action_id: UUID,
    *,
    on: date = DUE_ON,
    evidence: str = "The minute",
    now: datetime = AT_FIVE,
) -> None:
    with council.session() as session:
        complete_action(
            session,
            seen=council.seen(reference),
            action_id=action_id,
            done=(on, evidence),
            by=council.members["clerk"],
            now=now,
        )
        session.commit()


def drop(
    council: TestCouncil,
    reference: str,
    action_id: UUID,
    why: str = "It is not needed",
    by: str = "clerk",
) -> None:
    with council.session(by) as session:
        drop_action(
            session,
            seen=council.seen(reference),
            action_id=action_id,
            why=why,
            by=council.members[by],
            now=NOW,
        )
        session.commit()


def change(
    council: TestCouncil, reference: str, action_id: UUID, *, owner: str, due_on: date | None
) -> None:
    with council.session() as session:
        change_action(
            session,
            seen=council.seen(reference),
            action_id=action_id,
            to=(council.members[owner].membership_id, due_on),
            by=council.members["clerk"],
            now=NOW,
        )
        session.commit()


def asked(council: TestCouncil, action_id: UUID) -> list[tuple[str, int]]:
    """Return who is still to be asked for an action, and how many hours before its time."""
    with council.session() as session:
        rows = session.scalars(
            select(Message)
            .join(Deadline, Deadline.id == Message.deadline_id)
            .where(Deadline.action_id == action_id)
            .where(Message.cancelled_at.is_(None), Message.sent_at.is_(None))
            .order_by(Message.due_at, Message.position)
        ).all()
        return [(who(council, row), row.hours_before or 0) for row in rows]


def deadline_of(council: TestCouncil, action_id: UUID) -> Deadline:
    with council.session() as session:
        return session.scalars(select(Deadline).where(Deadline.action_id == action_id)).one()


def close(council: TestCouncil, reference: str) -> None:
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, NOW, subject=subject, done_at=NOW)
    council.close(reference, NOW)


def test_its_owner_is_asked_before_the_day_and_clerk_and_chair_from_it_on(
    council: TestCouncil, rated: str
) -> None:
    action_id = undertake(council, rated)

    assert deadline_of(council, action_id).due_at == AT_FIVE
    calls = asked(council, action_id)
    assert {name for name, step in calls if step > 0} == {"lead"}
    assert {name for name, step in calls if step <= 0} == {"lead", "clerk", "chair"}
    assert events(council)[Event.ACTION_SET] == 1


def test_without_a_day_its_owner_is_asked_after_a_week(council: TestCouncil, rated: str) -> None:
    action_id = undertake(council, rated, due_on=None)

    assert deadline_of(council, action_id).due_at is None
    assert asked(council, action_id) == [("lead", -168), ("lead", -336), ("lead", -672)]


def test_it_outlives_closing_and_ends_with_what_shows_it(council: TestCouncil, rated: str) -> None:
    action_id = undertake(council, rated)
    close(council, rated)
    assert asked(council, action_id)

    finish(council, rated, action_id)

    assert asked(council, action_id) == []
    assert deadline_of(council, action_id).met_at == datetime(2026, 12, 4, 12, tzinfo=UTC)
    with council.session() as session:
        action = session.get_one(Action, (council.id, action_id))
        assert (action.done_on, action.evidence) == (DUE_ON, "The minute")


def test_dropping_needs_a_reason_and_ends_the_asking(council: TestCouncil, rated: str) -> None:
    action_id = undertake(council, rated)
    with pytest.raises(NotAcceptable) as refused:
        drop(council, rated, action_id, why=" ")
    assert refused.value.field == "why"

    drop(council, rated, action_id)

    assert asked(council, action_id) == []
    assert deadline_of(council, action_id).cancelled_at == NOW
    with pytest.raises(AlreadyDone):
        finish(council, rated, action_id)


def test_another_owner_is_asked_instead_and_on_the_other_day(
    council: TestCouncil, rated: str
) -> None:
    action_id = undertake(council, rated)
    change(council, rated, action_id, owner="clerk", due_on=DUE_ON + 7 * DAY)

    assert {name for name, step in asked(council, action_id) if step > 0} == {"clerk"}
    assert deadline_of(council, action_id).due_at == AT_FIVE + 7 * DAY


def test_the_action_of_somebody_who_leaves_goes_to_the_clerk(
    council: TestCouncil, rated: str
) -> None:
    action_id = undertake(council, rated)
    close(council, rated)

    leave(council, "lead", NOW + HOUR)

    with council.session() as session:
        action = session.get_one(Action, (council.id, action_id))
        assert action.owner_id == council.members["clerk"].membership_id
    calls = asked(council, action_id)
    assert {name for name, step in calls if step > 0} == {"clerk"}


def test_the_action_of_a_clerk_who_leaves_goes_to_the_chair(
    council: TestCouncil, rated: str
) -> None:
    action_id = undertake(council, rated, owner="clerk")
    leave(council, "clerk", NOW + HOUR)
    assert {name for name, _ in asked(council, action_id)} == {"chair"}


def test_an_owner_who_was_involved_is_still_asked_but_drops_nothing(
    council: TestCouncil, reported: str
) -> None:
    council.declare(reported, NOW, who="clerk", was_involved=True)
    action_id = undertake(council, reported, owner="clerk", by="clerk")

    assert "clerk" in {name for name, _ in asked(council, action_id)}
    with pytest.raises(WasInvolved):
        drop(council, reported, action_id)
    drop(council, reported, action_id, by="chair")


def test_a_promise_to_the_regulator_keeps_a_breach_open_and_is_asked_by_the_hour(
    council: TestCouncil, rated: str
) -> None:
    action_id = undertake(council, rated, kind=ActionKind.FOLLOW_UP)
    assert {step for _, step in asked(council, action_id)} == {72, 24, 6, 0, -24, -72, -168}
    assert next(name for name, _ in asked(council, action_id)) == "lead"
    assert deadline_of(council, action_id).citation == "UK GDPR Art. 33(4)"
    with pytest.raises(NotYet, match="send the regulator what was promised"):
        close(council, rated)

    finish(council, rated, action_id)

    assert asked_by_law(page_of(council, rated)) == ()


def test_a_promise_that_is_dropped_lets_the_breach_close(council: TestCouncil, rated: str) -> None:
    action_id = undertake(council, rated, kind=ActionKind.FOLLOW_UP)
    drop(council, rated, action_id)
    close(council, rated)


def test_a_promise_needs_its_day_and_an_open_breach(council: TestCouncil, rated: str) -> None:
    with pytest.raises(NotAcceptable) as refused:
        undertake(council, rated, kind=ActionKind.FOLLOW_UP, due_on=None)
    assert refused.value.field == "due_on"
    promised = undertake(council, rated, kind=ActionKind.FOLLOW_UP)
    with pytest.raises(NotAcceptable, match="promised a day"):
        change(council, rated, promised, owner="lead", due_on=None)
    drop(council, rated, promised)
    close(council, rated)
    with pytest.raises(NotYet):
        undertake(council, rated, kind=ActionKind.FOLLOW_UP)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": "  "}, "words"),
        ({"owner": "councillor"}, "owner"),
        ({"due_on": date(2026, 11, 19)}, "due_on"),
    ],
)
def test_an_action_that_cannot_be_is_refused(
    wrong: dict[str, object], field: str, council: TestCouncil, rated: str
) -> None:
    with pytest.raises(NotAcceptable) as refused:
        undertake(council, rated, **wrong)  # type: ignore[arg-type]  # each of its own kind
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("on", "evidence", "field"),
    [(date(2026, 12, 25), "A note", "done_on"), (DUE_ON, " ", "evidence")],
)
def test_done_needs_a_day_that_has_been_and_what_shows_it(
    on: date, evidence: str, field: str, council: TestCouncil, rated: str
) -> None:
    action_id = undertake(council, rated)
    with pytest.raises(NotAcceptable) as refused:
        finish(council, rated, action_id, on=on, evidence=evidence)
    assert refused.value.field == field


def test_only_who_handles_breaches_sets_one_and_only_on_its_own_breach(
    council: TestCouncil, rated: str
) -> None:
    with pytest.raises(NotAllowed):
        undertake(council, rated, by="councillor")
    action_id = undertake(council, rated)
    other = council.report(NOW)
    with pytest.raises(NotFound):
        finish(council, other, action_id)


def test_another_councils_action_is_not_found(
    council: TestCouncil, other_council: TestCouncil, rated: str
) -> None:
    action_id = undertake(council, rated)
    theirs = other_council.report(NOW)
    with pytest.raises(NotFound):
        finish(other_council, theirs, action_id)


def test_open_ones_are_listed_first_by_their_day(council: TestCouncil, rated: str) -> None:
    late = undertake(council, rated, due_on=DUE_ON + DAY)
    done = undertake(council, rated)
    finish(council, rated, done)
    some_day = undertake(council, rated, due_on=None)

    with council.session() as session:
        rows = actions_of(session, breach_id=page_of(council, rated).breach.id)
    assert [row.id for row in rows] == [late, some_day, done]


def test_what_is_due_on_a_closed_breach_is_really_sent(council: TestCouncil, rated: str) -> None:
    undertake(council, rated)
    close(council, rated)

    sent = [(name, step) for name, kind, step in send_due(council, AT_FIVE) if kind == CLOCK]

    assert [name for name, step in sent if step == 24] == ["lead"]
    assert {name for name, step in sent if step == 0} == {"lead", "clerk", "chair"}
