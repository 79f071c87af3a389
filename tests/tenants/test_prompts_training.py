"""Training in data protection: yearly, asked of each member and then of the clerk."""

from datetime import date, datetime, timedelta

import pytest

from tenants.errors import NotAcceptable
from tenants.models import AuditEntry, Event, ObligationId, Training
from tenants.prompts import record_training, trained_within, training_lines
from tests.councils import TestCouncil
from tests.tenants.posted import counted, events
from tests.tenants.prompted import gone_through, leave, london, planned, rows, say, train

TRAINING = ObligationId.REFRESH_TRAINING
DAY = timedelta(days=1)
FRIDAY = date(2026, 11, 20)


def of(council: TestCouncil, name: str) -> list[tuple[str, datetime | None, bool]]:
    """Return a member's rows: the training before, when it is due, and whether it is met."""
    membership_id = council.members[name].membership_id
    return [
        (row.occasion, row.due_at, row.met_at is not None)
        for row in rows(council, TRAINING)
        if row.member_id == membership_id
    ]


def test_who_never_had_any_is_given_thirty_days(council: TestCouncil, now: datetime) -> None:
    gone_through(council, now)
    gone_through(council, now + 3 * DAY)
    due = london(2026, 12, 20)
    assert [of(council, name) for name in council.members] == [[("", due, False)]] * 5


def test_each_is_asked_themselves_and_the_clerk_too_from_the_day_on(
    council: TestCouncil, now: datetime
) -> None:
    train(council, date(2026, 11, 10), now, *council.members)
    due = london(2027, 11, 10)
    asked = planned(council, TRAINING)
    assert {name for name, at in asked if at == due - 30 * DAY} == set(council.members)
    on_the_day = [name for name, at in asked if at == due]
    assert on_the_day.count("clerk") == 5
    # The clerk's own training is the chair's business.
    assert on_the_day.count("chair") == 2
    assert on_the_day.count("reporter") == 1


@pytest.mark.parametrize(
    ("trained_on", "due"),
    [
        (date(2026, 11, 20), london(2027, 11, 20)),
        (date(2024, 2, 29), london(2025, 2, 28)),
        (date(2026, 3, 29), london(2027, 3, 29)),
    ],
)
def test_training_is_due_a_year_after_the_last(
    trained_on: date, due: datetime, council: TestCouncil, now: datetime
) -> None:
    gone_through(council, now)
    assert train(council, trained_on, now, "lead") == 1
    assert of(council, "lead")[-1 if trained_on.year > 2024 else 0] == (
        trained_on.isoformat(),
        due,
        False,
    )
    assert ("", london(2026, 12, 20), True) in of(council, "lead")


def test_training_of_an_earlier_day_that_is_recorded_late_moves_nothing(
    council: TestCouncil, now: datetime
) -> None:
    train(council, date(2026, 6, 1), now, "lead")
    train(council, date(2025, 1, 1), now, "lead")
    assert of(council, "lead") == [("2026-06-01", london(2027, 6, 1), False)]


def test_the_same_training_is_recorded_once(council: TestCouncil, now: datetime) -> None:
    assert train(council, FRIDAY, now, "lead", "councillor") == 2
    assert train(council, FRIDAY, now, "lead", "chair") == 1
    assert counted(council, Training) == 3
    assert events(council)[Event.TRAINING_RECORDED] == 3


def test_who_left_is_asked_no_more_and_who_comes_back_begins_anew(
    council: TestCouncil, now: datetime
) -> None:
    gone_through(council, now)
    leave(council, "reporter", now + DAY)
    gone_through(council, now + DAY)
    assert of(council, "reporter") == []
    assert "reporter" not in {name for name, _ in planned(council, TRAINING)}

    leave(council, "reporter", None)
    gone_through(council, now + 10 * DAY)
    assert of(council, "reporter") == [("", london(2026, 12, 30), False)]


def test_nobody_is_trained_by_their_deputy(council: TestCouncil, now: datetime) -> None:
    say(
        council,
        "reporter",
        now,
        away_from=date(2026, 12, 1),
        deputy_id=council.members["lead"].membership_id,
    )
    leave(council, "lead", now)
    leave(council, "lead", None)
    gone_through(council, now)
    assert {name for name, _ in planned(council, TRAINING)} == set(council.members)
    assert planned(council, TRAINING).count(("lead", london(2026, 12, 20))) == 1


def test_an_away_clerk_is_stood_in_for_when_others_are_late(
    council: TestCouncil, now: datetime
) -> None:
    deputy = council.members["lead"].membership_id
    say(council, "clerk", now, away_from=date(2027, 1, 10), deputy_id=deputy)
    gone_through(council, now)
    late = [name for name, at in planned(council, TRAINING) if at.date() == date(2027, 1, 19)]
    assert late.count("lead") >= 4


def test_who_had_training_within_two_years_is_the_regulators_question(
    council: TestCouncil, now: datetime
) -> None:
    train(council, date(2024, 11, 20), now, "lead")
    train(council, date(2024, 11, 19), now, "chair")
    train(council, FRIDAY, now, "clerk")
    ids = {name: member.membership_id for name, member in council.members.items()}
    with council.session() as session:
        assert trained_within(session, years=2, on=FRIDAY) == {ids["lead"], ids["clerk"]}
        assert trained_within(session, years=2, on=date(2026, 11, 19)) == {
            ids["lead"],
            ids["chair"],
        }
        assert trained_within(session, years=2, on=date(2020, 1, 1)) == frozenset()


def test_the_list_says_who_is_due_and_who_had_none(council: TestCouncil, now: datetime) -> None:
    train(council, date(2024, 1, 5), now, "lead")
    with council.session() as session:
        lines = training_lines(session, now=now)
    first, *others = lines
    assert (first.member.id, first.last_on) == (
        council.members["lead"].membership_id,
        date(2024, 1, 5),
    )
    assert (first.is_late, first.is_within_two_years) == (True, False)
    assert [(line.due_on, line.is_late, line.last_on) for line in others] == [
        (date(2026, 12, 20), False, None)
    ] * 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"membership_ids": []}, "members"),
        ({"trained_on": date(2026, 11, 21)}, "trained_on"),
        ({"trained_on": date(1999, 12, 31)}, "trained_on"),
        ({"what": "  "}, "what"),
    ],
)
def test_what_cannot_be_recorded_says_what_to_do_instead(
    changes: dict[str, object], field: str, council: TestCouncil, now: datetime
) -> None:
    given = {
        "membership_ids": [council.members["lead"].membership_id],
        "trained_on": FRIDAY,
        "what": "A course",
        **changes,
    }
    with council.session() as session, pytest.raises(NotAcceptable) as refused:
        record_training(session, **given, by=council.members["clerk"], now=now)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_who_left_or_belongs_elsewhere_is_not_recorded(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    leave(council, "reporter", now)
    for stranger in (council.members["reporter"], other_council.members["lead"]):
        with council.session() as session, pytest.raises(NotAcceptable):
            record_training(
                session,
                membership_ids=[stranger.membership_id],
                trained_on=FRIDAY,
                what="A course",
                by=council.members["clerk"],
                now=now,
            )


def test_the_record_holds_no_words_of_the_training(council: TestCouncil, now: datetime) -> None:
    train(council, FRIDAY, now, "lead")
    with council.session() as session:
        entry = session.query(AuditEntry).filter_by(event=Event.TRAINING_RECORDED).one()
    assert entry.changes == {
        "membership": str(council.members["lead"].membership_id),
        "trained_on": "2026-11-20",
    }
