"""Whom the facts speak for, what a decision must say, why it is late: without a database."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tenants.breaches.choices import refuse_incomplete
from tenants.breaches.decisions import Choice
from tenants.breaches.lateness import Moment, delay_words, lasted, without_names
from tenants.breaches.suggestions import suggestions
from tenants.errors import NotAcceptable
from tenants.models import Breach, Precision, Subject
from tenants.policy import BreachFacts

HOUR = timedelta(hours=1)
AWARE = datetime.fromisoformat("2026-11-16T09:00:00+00:00")

SITUATIONS: tuple[tuple[str, dict[str, Any], str | None, set[Subject]], ...] = (
    ("nothing is known", {}, None, set()),
    ("a slip", {"cause": "failure_to_use_bcc", "intent": "accident"}, "risk", set()),
    ("a stolen bag", {"cause": "lost_or_stolen_paperwork", "intent": "deliberate"}, None,
     {Subject.POLICE}),
    ("a lost bag, perhaps stolen", {"cause": "lost_or_stolen_paperwork"}, None, {Subject.POLICE}),
    ("a bag left on a train", {"cause": "lost_or_stolen_paperwork", "intent": "accident"}, None,
     set()),
    ("an attack", {"cause": "ransomware"}, None, {Subject.POLICE, Subject.INSURERS}),
    ("card details", {"categories": {"economic_and_financial"}}, None, {Subject.BANK}),
    ("enough to pretend", {"particulars": {"identity_fraud"}}, None, {Subject.BANK}),
    ("a claim", {"liability": {"restitution"}}, None,
     {Subject.INSURERS, Subject.LEGAL_ADVISERS}),
    ("extra costs alone", {"liability": {"extra_costs"}}, None, {Subject.INSURERS}),
    ("a high risk", {}, "high_risk", {Subject.INSURERS}),
    ("a penalty", {"monetary_penalty": "yes"}, None, {Subject.LEGAL_ADVISERS}),
    ("the local paper", {"media_interest": "local"}, None, {Subject.PRESS}),
    ("perhaps the paper", {"media_interest": "possible"}, None, set()),
    ("children", {"data_subjects": {"children"}}, None, {Subject.OTHER}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "risk", "spoken_for"), [row[1:] for row in SITUATIONS], ids=[r[0] for r in SITUATIONS]
)
def test_the_facts_speak_for_telling_these(
    facts: dict[str, Any], risk: str | None, spoken_for: set[Subject]
) -> None:
    found = suggestions(BreachFacts(**facts), risk)
    assert {subject for subject, each in found.items() if each.is_to_tell} == spoken_for


def test_everybody_gets_a_reason_and_no_reason_blames_anybody() -> None:
    found = suggestions(BreachFacts(), None)
    assert len(found) == 6
    for each in found.values():
        assert each.why.endswith(".")
        assert "fault" not in each.why


def test_a_report_in_time_has_no_delay_to_explain() -> None:
    at = AWARE + 72 * HOUR
    assert delay_words([Moment(AWARE, "the council became aware")], aware_at=AWARE, at=at) == ""


def test_a_late_report_says_what_happened_when_and_where_the_time_went() -> None:
    moments = [
        Moment(AWARE - 50 * HOUR, "it happened", Precision.DAY),
        Moment(AWARE, "the council became aware", note="The school rang"),
        Moment(AWARE + 2 * HOUR, "it was reported in the council's register"),
        Moment(AWARE + 60 * HOUR, "a lead investigator was appointed"),
        Moment(AWARE + 200 * HOUR, "this comes after the report"),
    ]
    words = delay_words(moments, aware_at=AWARE, at=AWARE + 77 * HOUR)

    assert words.startswith("The 72 hours ended on Thursday 19 November 2026, 9:00 am.")
    assert "This comes 5 hours later" in words
    assert "- Saturday 14 November 2026: it happened." in words
    assert "became aware. Why then: The school rang" in words
    assert "The longest wait was 58 hours between the time when it was reported" in words
    assert "; then 17 hours between the time when a lead investigator was appointed" in words
    assert "this comes after the report" not in words


def test_a_moment_known_by_its_day_or_long_text_keeps_the_draft_short() -> None:
    note = "word " * 2_000
    words = delay_words([Moment(AWARE, "aware", note=note)], aware_at=AWARE, at=AWARE + 80 * HOUR)
    assert len(words) < 2_000


def test_nobody_is_named_in_a_draft() -> None:
    said = without_names("Ann Example told Ann Example-Smith", ["Ann Example", "Ann Example-Smith"])
    assert said == "somebody at the council told somebody at the council"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=1), "1 minute"),
        (HOUR, "1 hour"),
        (95 * HOUR, "95 hours"),
        (96 * HOUR, "4 days"),
    ],
)
def test_a_wait_is_said_in_one_unit(span: timedelta, words: str) -> None:
    assert lasted(span) == words


BREACH = Breach(aware_at=AWARE, risk="risk")
HIGH = Breach(aware_at=AWARE, risk="high_risk")
NOW = AWARE + 10 * HOUR
LATE = AWARE + 80 * HOUR
POLICE, REGULATOR, PEOPLE = Subject.POLICE, Subject.REGULATOR, Subject.PEOPLE


def chosen(subject: Subject, decided: str = "tell", reason: str = "", **given: Any) -> Choice:
    return Choice(subject=subject, decided=decided, reason=reason, **given)


@pytest.mark.parametrize(
    ("choice", "breach", "now", "field"),
    [
        (chosen(POLICE), BREACH, NOW, "reason"),
        (chosen(POLICE, "perhaps", "Theft"), BREACH, NOW, "decided"),
        (chosen(POLICE, "do_not_tell", " "), BREACH, NOW, "reason"),
        (chosen(Subject.OTHER, reason="Theirs", party_name=" "), BREACH, NOW, "party_name"),
        (chosen(POLICE, reason="Theft", done_at=NOW + HOUR), BREACH, NOW, "done"),
        (chosen(POLICE, "do_not_tell", "No theft", done_at=NOW), BREACH, NOW, "done"),
        (chosen(REGULATOR, reason="So", done_at=AWARE - HOUR), BREACH, NOW, "done"),
        (chosen(REGULATOR), BREACH, LATE, "reason"),
        (chosen(REGULATOR, done_at=LATE), BREACH, LATE, "reason"),
        (chosen(PEOPLE, "do_not_tell", "Too many"), HIGH, NOW, "exception"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_at_its_field(
    choice: Choice, breach: Breach, now: datetime, field: str
) -> None:
    proposed = "do_not_tell" if choice.subject == POLICE else "tell"
    with pytest.raises(NotAcceptable) as refused:
        refuse_incomplete(choice, proposed, breach, now)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("choice", "breach", "now"),
    [
        (chosen(POLICE, reason="Theft", done_at=AWARE - HOUR), BREACH, NOW),
        (chosen(REGULATOR, done_at=NOW), BREACH, LATE),
        (chosen(PEOPLE, "do_not_tell", "It was coded"), BREACH, NOW),
    ],
)
def test_what_is_complete_is_taken(choice: Choice, breach: Breach, now: datetime) -> None:
    refuse_incomplete(choice, "tell", breach, now)
