from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tenants.policy import (
    BreachFacts,
    DueKind,
    NaiveTimeError,
    Obligation,
    PolicyDocumentError,
    Times,
    alert_times,
    assess,
    law,
    load_law,
    obligations,
    regulator_deadline,
    scotton,
)
from tenants.policy.documents import shipped

LONDON = ZoneInfo("Europe/London")
HIGH = BreachFacts.from_json(
    {"recipient": "criminal", "revealing": "sensitive", "people_affected": 30}
)
MILD = BreachFacts.from_json(
    {"kinds": ["confidentiality"], "protection": "encrypted_key_safe", "people_affected": 1}
)
TIMES = Times(aware_at=datetime(2026, 3, 2, 9, tzinfo=UTC), next_meeting_on=date(2026, 3, 19))


def listed(facts: BreachFacts, times: Times = TIMES) -> dict[str, Obligation]:
    duties = obligations(scotton(), assess(scotton(), facts), times)
    return {duty.id: duty for duty in duties}


@pytest.mark.parametrize(
    ("aware", "deadline"),
    [
        (datetime(2026, 3, 28, 20, tzinfo=LONDON), datetime(2026, 3, 31, 21, tzinfo=LONDON)),
        (datetime(2026, 10, 24, 20, tzinfo=LONDON), datetime(2026, 10, 27, 19, tzinfo=LONDON)),
        (datetime(2026, 7, 1, 9, 30, tzinfo=LONDON), datetime(2026, 7, 4, 9, 30, tzinfo=LONDON)),
    ],
)
def test_seventy_two_hours_pass_whatever_the_clocks_do(aware: datetime, deadline: datetime) -> None:
    due = regulator_deadline(aware)
    assert due == deadline.astimezone(UTC)
    assert due.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 28, 20)  # noqa: DTZ001  # the naive time is what is tested
    with pytest.raises(NaiveTimeError, match="aware_at has no time zone"):
        regulator_deadline(naive)
    with pytest.raises(NaiveTimeError, match="suspected_at has no time zone"):
        Times(suspected_at=naive)


def test_alerts_fall_before_the_deadline_and_on_it() -> None:
    due = datetime(2026, 3, 31, 20, tzinfo=UTC)
    alerts = alert_times(scotton(), due)
    assert [hours for hours, _ in alerts] == [48, 24, 6, 1, 0]
    assert alerts[0][1] == datetime(2026, 3, 29, 20, tzinfo=UTC)
    assert alerts[-1][1] == due


def test_a_high_risk_brings_every_duty() -> None:
    duties = listed(HIGH)
    assert list(duties) == [
        "tell-regulator",
        "tell-people",
        "register",
        "policy-report",
        "policy-full-council",
        "policy-report-to-council",
        "policy-notify-content",
    ]
    regulator = duties["tell-regulator"]
    assert regulator.due.at == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert regulator.citation == "UK GDPR Art. 33(1); UK GDPR Art. 33(3)"
    assert "Information Commissioner" in regulator.sentence
    assert len(regulator.minimum_content) == 4
    assert duties["tell-people"].due.kind is DueKind.WITHOUT_UNDUE_DELAY
    assert duties["tell-people"].due.at is None
    assert duties["policy-report-to-council"].due.on == date(2026, 3, 19)
    assert duties["policy-full-council"].due.kind is DueKind.AT_ONCE


def test_a_mild_breach_is_still_written_down() -> None:
    assert list(listed(MILD)) == ["register", "policy-report", "policy-report-to-council"]


def test_without_a_time_of_awareness_there_is_no_instant() -> None:
    due = listed(HIGH, Times())["tell-regulator"].due
    assert due.kind is DueKind.WITHOUT_UNDUE_DELAY
    assert due.at is None


@pytest.mark.parametrize(
    ("day", "citation"),
    [
        (date(2026, 2, 4), "UK GDPR Art. 4(12)"),
        (date(2026, 2, 5), "UK GDPR Art. 4(1)(12)"),
        (date(2018, 1, 1), "UK GDPR Art. 4(12)"),
    ],
)
def test_the_definition_is_cited_as_of_the_day(day: date, citation: str) -> None:
    assert law().rule("definition").citation_on(day) == citation


def test_the_regulator_is_the_one_of_the_day_and_before_all_the_first() -> None:
    assert law().regulator_on(date(2026, 11, 22)).short_name == "ICO"
    assert law().regulator_on(date(2018, 5, 24)).short_name == "ICO"
    long_ago = Times(aware_at=datetime(2017, 3, 3, 9, tzinfo=UTC))
    assert "Information Commissioner" in listed(HIGH, long_ago)["tell-regulator"].sentence


def test_a_new_regulator_is_a_matter_of_data() -> None:
    new = '\n[[regulators]]\nsince = 2027-01-01\nname = "Board"\nshort_name = "B"\nphone = "1"\n'
    changed = load_law(shipped("law.toml") + new)
    assert changed.regulator_on(date(2026, 12, 31)).short_name == "ICO"
    assert changed.regulator_on(date(2027, 1, 1)).name == "Board"
    assert "the Board without" in changed.sentence_on("tell-regulator", date(2027, 1, 1))


def test_the_day_of_a_breach_begins_at_midnight_in_london() -> None:
    new = '\n[[regulators]]\nsince = 2027-07-01\nname = "Board"\nshort_name = "B"\nphone = "1"\n'
    changed = load_law(shipped("law.toml") + new)
    for minute, name in ((59, "Information Commissioner"), (60, "Board")):
        aware = datetime(2027, 6, 30, 23, tzinfo=LONDON) + timedelta(minutes=minute)
        found = obligations(scotton(), assess(scotton(), HIGH), Times(aware_at=aware), changed)
        assert f"tell the {name}" in found[0].sentence


def test_law_without_a_needed_rule_is_refused() -> None:
    with pytest.raises(PolicyDocumentError, match="register is missing"):
        load_law(shipped("law.toml").replace('id = "register"', 'id = "list"'))


def test_a_rule_says_whether_it_is_in_force() -> None:
    rule = law().rule("tell-people")
    assert rule.is_in_force_on(date(2018, 5, 25))
    assert not rule.is_in_force_on(date(2018, 5, 24))
    with pytest.raises(KeyError):
        law().rule("tell-nobody")
