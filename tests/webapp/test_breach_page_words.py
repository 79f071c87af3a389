"""What the entries of the audit trail and the closed words read like on a breach's page."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tenants.breaches.page import TimelineLine
from tenants.models import (
    Breach,
    Event,
    MessageKind,
    Nature,
    ObligationId,
    State,
)
from tenants.policy import RiskToPeople
from webapp.breaches import wording
from webapp.breaches.timeline import for_the_council, told

AT = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
LEAD = uuid4()
CLERK = uuid4()
NAMES = {LEAD: "Lee {0} Example", CLERK: "Clara Example"}


def line(event: Event, actor: str | None = "Lee Example", **changes: object) -> TimelineLine:
    return TimelineLine(AT, event, actor, changes)


@pytest.mark.parametrize("event", list(Event))
def test_every_event_reads_as_words_even_when_it_says_little(event: Event) -> None:
    (one,) = told([line(event)], NAMES, sees_part=True)
    assert one.what[0].isupper()
    assert "None it" not in one.what
    assert "\0" not in one.what


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (
            line(Event.LEAD_APPOINTED, lead=str(LEAD)),
            "Appointed Lee {0} Example as lead investigator",
        ),
        (
            line(Event.INITIALLY_ASSESSED, nature="near_miss"),
            "Made the first assessment: near miss",
        ),
        (
            line(Event.BREACH_RATED, rating=4, risk="high_risk"),
            "Rated it 4: a high risk to people",
        ),
        (line(Event.BREACH_RATED, rating=None, risk="unlikely"), "Assessed it: a risk to people"),
        (
            line(Event.DECISION_RECORDED, subject="regulator", proposed="tell", decided="tell"),
            "Decided: tell the regulator",
        ),
        (
            line(Event.DECISION_RECORDED, subject="rating", proposed="4", decided="3"),
            "Decided: rating 3. The policy pointed to: rating 4",
        ),
        (
            line(
                Event.TIMES_CHANGED,
                aware_at=["2026-11-20T09:00:00+00:00", "2026-11-20T10:30:00+00:00"],
            ),
            "from Friday 20 November 2026, 9:00 am to Friday 20 November 2026, 10:30 am",
        ),
        (line(Event.COUNCIL_TOLD, None, rating=4, councillors=1), "passed on to one councillor"),
        (
            line(Event.MESSAGE_SENT, None, kind="clock_alert", to=str(CLERK), hours_before=1),
            "Wrote to Clara Example that 1 hour was left",
        ),
        (
            line(Event.MESSAGE_FAILED, None, kind="lead_wanted", to=str(uuid4())),
            "The letter to somebody who has left",
        ),
    ],
)
def test_what_changed_is_told_in_words(shown: TimelineLine, words: str) -> None:
    (one,) = told([shown], NAMES, sees_part=True)
    assert words in one.what


def test_letters_that_left_together_are_told_together() -> None:
    def sent(to: str, minutes: int) -> TimelineLine:
        changes = {"kind": "report_received", "to": to, "hours_before": None}
        return TimelineLine(AT + timedelta(minutes=minutes), Event.MESSAGE_SENT, None, changes)

    lines = [sent(str(CLERK), 60), sent(str(CLERK), 1), sent(str(LEAD), 0)]
    assert [one.what for one in told(lines, NAMES, sees_part=True)] == [
        "Wrote to Clara Example that a breach was reported",
        "Wrote to Lee {0} Example and Clara Example that a breach was reported",
    ]


def test_the_councils_copy_tells_nobodys_part() -> None:
    lines = [
        line(Event.LEAD_STOOD_DOWN),
        line(Event.INVOLVEMENT_DECLARED, was_involved=True),
        line(Event.MESSAGE_SENT, None, kind="clock_alert", to=str(CLERK)),
        line(Event.BREACH_REPORTED, "Robin Example"),
    ]
    shown = told(for_the_council(lines), NAMES, sees_part=False)
    assert [(one.who, one.what) for one in shown] == [
        ("", "The lead investigator stood down"),
        ("", "Somebody said whether they were involved"),
        ("", "Reported it"),
    ]


def test_every_closed_word_has_words() -> None:
    assert set(wording.STATES) == set(State)
    assert set(wording.NATURES) == set(Nature)
    assert set(wording.DUTIES) == set(ObligationId)
    assert set(wording.LETTERS) == set(MessageKind)
    assert set(wording.RISKS) == set(RiskToPeople)


@pytest.mark.parametrize(
    ("facts", "cause", "sentence"),
    [
        (
            {"people_affected": 1},
            "ransomware",
            "Files were locked and money was demanded; one person is affected.",
        ),
        ({"people_affected": None}, "not_yet_known", "What went wrong is not yet known; how many"),
        (
            {"cause": "phishing", "people_affected": 1200},
            "ransomware",
            "1,200 people are affected.",
        ),
        ({"people_affected": 0}, "a_word_of_old", "A word of old; nobody is affected."),
    ],
)
def test_what_it_is_fits_in_one_sentence(
    facts: dict[str, object], cause: str, sentence: str
) -> None:
    breach = Breach(cause=cause, facts=facts, state=State.REPORTED, nature=Nature.SUSPECTED)
    assert sentence in wording.in_one_sentence(breach)
    assert wording.in_one_sentence(breach).endswith("It waits for its first assessment.")
