"""By when: every unit, the ends of months, and both nights on which London's clocks change."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tenants.policy import (
    Due,
    DueKind,
    NaiveTimeError,
    Problem,
    Times,
    alert_times,
    load_policy,
    policy_from,
    problems_of,
    regulator_deadline,
    scotton,
)
from tenants.policy.duties import DueRule
from tenants.policy.times import due_under
from tests.policy.little_policy import TEXT, document

LONDON = ZoneInfo("Europe/London")
DUTY = {"id": "tell", "sentence": "Tell the chair.", "to_whom": "chair", "applies": "always"}


def rule(due: Any) -> DueRule:
    policy = policy_from(document(obligations=[{**DUTY, "due": due}]))
    return policy.obligations[0].due


def london(month: int, day: int, hour: int = 12, *, year: int = 2026, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, 30, tzinfo=LONDON, fold=fold)


@pytest.mark.parametrize(
    ("due", "start", "end"),
    [
        ({"hours": 24}, london(3, 28, 20), london(3, 29, 21)),
        ({"hours": 24}, london(10, 24, 20), london(10, 25, 19)),
        ({"hours": 1}, london(10, 25, 1), london(10, 25, 1, fold=1)),
        ({"hours": 72}, london(12, 30), london(1, 2, year=2027)),
        ({"days": 1}, london(3, 28, 20), london(3, 29, 21)),
        ({"days": 1}, london(10, 24, 20), london(10, 25, 19)),
        ({"days": 3}, london(2, 27), london(3, 2)),
        ({"months": 1}, london(1, 31), london(2, 28)),
        ({"months": 1}, london(1, 31, year=2028), london(2, 29, year=2028)),
        ({"months": 1}, london(2, 28), london(3, 28)),
        ({"months": 1}, london(8, 31), london(9, 30)),
        ({"months": 1}, london(12, 31), london(1, 31, year=2027)),
        ({"months": 11}, london(1, 15), london(12, 15)),
        ({"months": 12}, london(5, 6), london(5, 6, year=2027)),
        ({"months": 25}, london(12, 31), london(1, 31, year=2029)),
        ({"months": 1}, london(3, 10), london(4, 10)),
        ({"months": 1}, london(10, 10), london(11, 10)),
        ({"months": 1}, london(2, 28, 1), london(3, 28, 1)),
        ({"months": 1}, london(2, 29 - 1, 23), london(3, 28, 23)),
        ({"working_days": 1}, london(11, 20), london(11, 23)),
        ({"working_days": 1}, london(11, 21), london(11, 23)),
        ({"working_days": 1}, london(11, 22), london(11, 23)),
        ({"working_days": 1}, london(11, 19), london(11, 20)),
        ({"working_days": 5}, london(11, 18), london(11, 25)),
        ({"working_days": 10}, london(11, 18), london(12, 2)),
        ({"working_days": 1}, london(3, 27, 20), london(3, 30, 20)),
        ({"working_days": 1}, london(10, 23, 20), london(10, 26, 20)),
    ],
)
def test_a_span_ends_when_a_clerk_would_say(
    due: dict[str, int], start: datetime, end: datetime
) -> None:
    found = due_under(rule(due), Times(aware_at=start))
    assert found == Due(DueKind.AT, at=end.astimezone(UTC))
    assert found.at is not None
    assert found.at.tzinfo is UTC


def test_a_month_that_ends_within_the_skipped_hour_still_has_an_end() -> None:
    """There is no half past one on the morning of 29 March 2026; an hour later is meant."""
    found = due_under(rule({"months": 1}), Times(aware_at=london(3, 1, 1)))
    assert found.at == datetime(2026, 4, 1, 0, 30, tzinfo=UTC)
    skipped = due_under(
        rule({"months": 1}), Times(aware_at=datetime(2026, 2, 28, 1, 30, tzinfo=UTC))
    )
    assert skipped.at == datetime(2026, 3, 28, 1, 30, tzinfo=UTC)
    two = Times(aware_at=datetime(2026, 1, 29, 1, 30, tzinfo=UTC))
    assert due_under(rule({"months": 2}), two).at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_month_from_a_night_with_two_half_past_ones_keeps_to_the_clock() -> None:
    second = london(10, 25, 1, fold=1)
    found = due_under(rule({"months": 1}), Times(aware_at=second))
    assert found.at == london(11, 25, 1).astimezone(UTC)


def test_the_day_is_londons_whatever_zone_the_time_came_in() -> None:
    """Half past midnight on 1 July in London is still 30 June in UTC."""
    first = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert due_under(rule({"months": 1}), Times(aware_at=first)).at == datetime(
        2026, 7, 31, 23, 30, tzinfo=UTC
    )
    monday = datetime(2026, 6, 28, 23, 30, tzinfo=UTC)
    tuesday = datetime(2026, 6, 29, 23, 30, tzinfo=UTC)
    assert due_under(rule({"working_days": 1}), Times(aware_at=monday)).at == tuesday
    abroad = first.astimezone(timezone(timedelta(hours=-8)))
    assert due_under(rule({"months": 1}), Times(aware_at=abroad)).at == datetime(
        2026, 7, 31, 23, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("start", ["aware", "suspected", "occurred"])
def test_a_span_is_counted_from_the_time_that_it_names(start: str) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    counted = rule({"hours": 2, "counted_from": start})
    others = {f"{name}_at": noon for name in ("aware", "suspected", "occurred") if name != start}
    assert due_under(counted, Times(**others)) == Due(DueKind.WITHOUT_UNDUE_DELAY)
    known = Times(**{f"{start}_at": noon})
    assert due_under(counted, known).at == noon + timedelta(hours=2)


@pytest.mark.parametrize(
    ("due", "kind", "words"),
    [
        ("at once", DueKind.AT_ONCE, "at once"),
        ("at_once", DueKind.AT_ONCE, "at once"),
        ({"kind": "at_once"}, DueKind.AT_ONCE, "at once"),
        ("immediately", DueKind.AT_ONCE, "at once"),
        ("24 hours", DueKind.AT, "within 24 hours of becoming aware"),
        ("within 1 month", DueKind.AT, "within 1 month of becoming aware"),
        ("2 working days", DueKind.AT, "within 2 working days of becoming aware"),
        ("at the next meeting", DueKind.NEXT_MEETING, "at the next meeting"),
        ("without undue delay", DueKind.WITHOUT_UNDUE_DELAY, "without undue delay"),
        ("next meeting", DueKind.NEXT_MEETING, "at the next meeting"),
        ({"hours": 1}, DueKind.AT, "within 1 hour of becoming aware"),
        ({"hours": 72}, DueKind.AT, "within 72 hours of becoming aware"),
        ({"days": 1}, DueKind.AT, "within 1 day of becoming aware"),
        ({"working_days": 5}, DueKind.AT, "within 5 working days of becoming aware"),
        (
            {"months": 1, "counted_from": "suspected"},
            DueKind.AT,
            "within 1 month of the first suspicion",
        ),
        (
            {"kind": "within", "days": 2, "counted_from": "occurred"},
            DueKind.AT,
            "within 2 days of the breach itself",
        ),
    ],
)
def test_a_due_time_can_be_written_short_and_is_read_back_in_words(
    due: Any, kind: DueKind, words: str
) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    times = Times(noon, noon, noon, date(2026, 12, 3))
    found = due_under(rule(due), times)
    assert found.kind is kind
    assert rule(due).words == words
    assert found.on == (date(2026, 12, 3) if kind is DueKind.NEXT_MEETING else None)
    assert (found.at is not None) is (kind is DueKind.AT)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ({"kind": "within"}, "it needs a span, and one only; write { hours = 24 }"),
        ({}, "it needs a span, and one only"),
        ({"hours": 1, "days": 1}, "it needs a span, and one only"),
        ({"kind": "at_once", "hours": 1}, "it needs a span, and one only"),
        ({"hours": 0}, "write a number greater than or equal to 1"),
        ({"hours": 8761}, "write a number less than or equal to 8760"),
        ({"working_days": 251}, "write a number less than or equal to 250"),
        ({"months": 121}, "write a number less than or equal to 120"),
        ({"days": 3651}, "write a number less than or equal to 3650"),
        ({"weeks": 1}, "the format has no such key"),
        ({"hours": 1.5}, "write a whole number"),
        ({"hours": 1, "counted_from": "reported"}, "write 'aware', 'suspected' or 'occurred'"),
        ("soon", 'write "at once", "immediately", "without undue delay", "next meeting", "at the'),
        ("24 weeks", 'or a span such as "24 hours"'),
        ("0 hours", "write a number greater than or equal to 1"),
        ("within", "write "),
        (24, "write keys with values"),
    ],
)
def test_a_due_time_that_cannot_be_read_is_refused(due: Any, words: str) -> None:
    problems: tuple[Problem, ...] = problems_of(document(obligations=[{**DUTY, "due": due}]))
    assert any(words in str(problem) for problem in problems), problems
    assert all(problem.place.startswith("obligations[0].due") for problem in problems)


def test_a_time_without_a_zone_is_never_counted_from() -> None:
    naive = datetime(2026, 3, 28, 20)  # noqa: DTZ001 - the naive time is what is tested
    for name in ("occurred_at", "suspected_at", "aware_at"):
        with pytest.raises(NaiveTimeError, match=f"{name} has no time zone"):
            Times(**{name: naive})
    with pytest.raises(NaiveTimeError, match="due_at has no time zone"):
        alert_times(scotton(), naive)


def test_every_time_is_kept_in_utc() -> None:
    noon = london(7, 1)
    times = Times(noon, noon, noon)
    assert [t.tzinfo for t in (times.occurred_at, times.suspected_at, times.aware_at) if t] == [
        UTC, UTC, UTC,
    ]  # fmt: skip
    assert regulator_deadline(noon).tzinfo is UTC
    assert {at.tzinfo for _, at in alert_times(scotton(), noon)} == {UTC}


def test_alerts_are_listed_once_each_the_earliest_first() -> None:
    policy = load_policy(
        TEXT.replace('version = "1"', 'version = "1"\nalert_hours = [1, 6, 1, 48]')
    )
    due = datetime(2026, 3, 31, 20, tzinfo=UTC)
    alerts = alert_times(policy, due)
    assert alerts == tuple((hours, due - timedelta(hours=hours)) for hours in (48, 6, 1, 0))
