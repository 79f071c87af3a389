"""The report to the regulator: filled in from the record, saved, sent once, and followed up."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tenants.breaches.consequences import Consequence, Likelihood, Seriousness, assess_for_people
from tenants.breaches.deciding import record_decision
from tenants.breaches.decisions import Choice, decisions_of
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.regulator_answers import in_words
from tenants.breaches.regulator_reports import (
    Sending,
    confirm_not_affected,
    draft_report,
    news_on_record,
    record_report_sent,
    reports_of,
    save_report,
    take_over_news,
)
from tenants.breaches.regulator_saved import answers_in, asked_in, changes_since_last
from tenants.breaches.regulator_screening import screened
from tenants.breaches.undertakings import Undertaking, actions_of, set_action
from tenants.errors import (
    AlreadyDone,
    ChangedMeanwhile,
    InvolvementNotDeclared,
    NotAcceptable,
    NotAllowed,
    NotFound,
    NotYet,
    WasInvolved,
)
from tenants.models import ActionKind, Event, RegulatorLetter, RegulatorReport, ReportKind, Subject
from tenants.policy.regulator_form import question
from tests.councils import TestCouncil
from tests.tenants.posted import events, page_of, regulator_alerts

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
THEIRS = "IC-123456-A1B2"


@pytest.fixture
def now() -> datetime:
    return NOW


def draft(
    council: TestCouncil, reference: str, *, who: str = "lead", now: datetime = NOW
) -> RegulatorReport:
    with council.session(who) as session:
        report = draft_report(session, reference=reference, by=council.members[who], now=now)
        session.commit()
        session.refresh(report)
        session.expunge(report)
        return report


def save(
    council: TestCouncil, reference: str, *, version: int, who: str = "lead", **answers: Any
) -> None:
    with council.session(who) as session:
        save_report(
            session,
            answers,
            seen=Seen(reference, version),
            by=council.members[who],
            now=NOW + HOUR,
        )
        session.commit()


def send(
    council: TestCouncil, reference: str, *, sent_at: datetime = NOW + HOUR, **more: Any
) -> None:
    with council.session("lead") as session:
        breach = get_breach(session, reference=reference)
        version = reports_of(session, breach_id=breach.id)[-1].version
        record_report_sent(
            session,
            Sending(sent_at=sent_at, **{"their_reference": THEIRS, **more}),
            seen=Seen(reference, version),
            by=council.members["lead"],
            now=max(sent_at, NOW + 2 * HOUR),
        )
        session.commit()


def kept(council: TestCouncil, reference: str) -> list[RegulatorReport]:
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        return reports_of(session, breach_id=breach.id)


def test_a_report_begins_with_what_the_record_knows(council: TestCouncil, rated: str) -> None:
    with council.session("lead") as session:
        assess_for_people(
            session,
            [Consequence("money", "", Seriousness.SERIOUS, Likelihood.LIKELY)],
            seen=council.seen(rated),
            by=council.members["lead"],
            now=NOW,
        )
        session.commit()
    report = draft(council, rated)
    said = {name: in_words(question(name), answers_in(report)) for name in answers_in(report)}

    assert said["what_happened"].startswith("The allotment list went to the wrong person")
    assert said["is_cyber"] == "No"
    assert said["discovered_at"] == "Friday 20 November 2026, 5:40 pm"
    assert said["people"] == "500"
    assert (said["data_subjects"], said["data_subjects_other"]) == ("Other", "Allotment holders")
    assert "They could lose money (serious; likely)" in said["consequences"]
    assert (said["likelihood"], said["high_risk"]) == ("Likely", "Yes")
    assert said["actions_taken"].startswith("Asked them to delete it")
    assert said["people_told"] == "We have not decided yet"
    assert said["controller"] == council.name
    assert said["contact_email"] == council.email("lead")
    assert not {"records", "measures_before", "happened_at", "late_reason"} & said.keys()
    with council.session() as session:
        breach = get_breach(session, reference=rated)
        assert asked_in(breach, report, NOW)[1].id == "report_type"
        # The council's own name may stand there; nobody affected is named.
        assert screened(session, answers_in(report), ()) == ()
    assert events(council)[Event.REGULATOR_REPORT_SAVED] == 1
    assert draft(council, rated, who="clerk").id == report.id


def test_what_is_saved_stays_and_an_empty_answer_is_not_yet_known(
    council: TestCouncil, rated: str
) -> None:
    version = draft(council, rated).version
    breach_version = council.seen(rated).version
    save(council, rated, version=version, measures_before="Two people check", people=None)

    answers = answers_in(kept(council, rated)[0])
    assert answers["measures_before"] == "Two people check"
    assert "people" not in answers
    # Nobody who has another form of this breach open is overtaken by it.
    assert council.seen(rated).version == breach_version
    with pytest.raises(ChangedMeanwhile):
        save(council, rated, version=version, who="clerk", people=31)
    with pytest.raises(NotFound):
        save(council, rated, version=version + 1, report_type="follow_up")


def test_only_who_handles_the_breach_and_was_not_involved_writes_it(
    council: TestCouncil, rated: str
) -> None:
    with pytest.raises(NotAllowed):
        draft(council, rated, who="councillor")
    with pytest.raises(InvolvementNotDeclared):
        draft(council, rated, who="chair")
    council.declare(rated, NOW, who="chair", was_involved=True)
    with pytest.raises(WasInvolved):
        draft(council, rated, who="chair")


def test_another_council_finds_no_report(
    council: TestCouncil, other_council: TestCouncil, rated: str
) -> None:
    report = draft(council, rated)
    with other_council.session() as session:
        assert reports_of(session, breach_id=report.breach_id) == []


def test_a_name_in_it_is_looked_at_before_it_is_sent(council: TestCouncil, rated: str) -> None:
    version = draft(council, rated).version
    save(council, rated, version=version, how_found="Mrs O'Neill rang us about it.")
    with pytest.raises(NotAcceptable, match="Look first"):
        send(council, rated)

    with council.session("lead") as session:
        words = ("Mrs  o'neill",)
        confirm_not_affected(
            session,
            words,
            seen=Seen(rated, version + 1),
            by=council.members["lead"],
            now=NOW + HOUR,
        )
        session.commit()
    send(council, rated)


def test_recording_it_as_sent_is_the_decision_and_stops_the_clock(
    council: TestCouncil, rated: str
) -> None:
    draft(council, rated)
    assert regulator_alerts(council)
    send(council, rated)

    assert regulator_alerts(council) == []
    page = page_of(council, rated)
    latest = next(row for row in page.decisions if row.subject == Subject.REGULATOR)
    assert (latest.decided, latest.done_at, latest.their_reference) == ("tell", NOW + HOUR, THEIRS)
    report = kept(council, rated)[0]
    assert (report.sent_at, report.their_reference) == (NOW + HOUR, THEIRS)
    assert events(council)[Event.REGULATOR_REPORT_SENT] == 1
    with pytest.raises(NotYet, match="stays as it was sent"):
        save(council, rated, version=report.version, people=1)


def test_a_decision_that_says_it_already_is_not_made_twice(
    council: TestCouncil, rated: str
) -> None:
    draft(council, rated)
    with council.session("lead") as session:
        choice = Choice(
            subject=Subject.REGULATOR,
            decided="tell",
            reason="The policy asks for it",
            done_at=NOW + HOUR,
            their_reference=THEIRS,
        )
        lead = council.members["lead"]
        record_decision(session, choice, seen=council.seen(rated), by=lead, now=NOW + HOUR)
        session.commit()
    send(council, rated)

    with council.session() as session:
        breach = get_breach(session, reference=rated)
        assert len(decisions_of(session, breach_id=breach.id)) == 1


def test_sending_it_keeps_what_was_decided_of_the_words_and_the_way(
    council: TestCouncil, rated: str
) -> None:
    draft(council, rated)
    with council.session("lead") as session:
        choice = Choice(
            subject=Subject.REGULATOR,
            decided="tell",
            reason="The policy asks for it",
            message="A list went astray",
            method="online_form",
        )
        lead = council.members["lead"]
        record_decision(session, choice, seen=council.seen(rated), by=lead, now=NOW)
        session.commit()
    send(council, rated)

    decisions = page_of(council, rated).decisions
    latest = next(row for row in decisions if row.subject == Subject.REGULATOR)
    assert (latest.done_at, latest.method) == (NOW + HOUR, "online_form")
    assert latest.message == "A list went astray"


def test_late_needs_its_reason_and_nothing_is_kept_without_it(
    council: TestCouncil, rated: str
) -> None:
    late = NOW + 80 * HOUR
    draft(council, rated, now=late)
    assert "The 72 hours ended on" in answers_in(kept(council, rated)[0])["late_reason"]
    with pytest.raises(NotAcceptable) as refused:
        send(council, rated, sent_at=late)
    assert refused.value.field == "reason"
    assert kept(council, rated)[0].sent_at is None
    with pytest.raises(NotAcceptable, match="became aware"):
        send(council, rated, sent_at=NOW - 30 * HOUR)

    send(council, rated, sent_at=late, reason="The clerk was away")
    assert kept(council, rated)[0].sent_at == late


def test_what_the_record_learns_later_is_offered_and_taken_over(
    council: TestCouncil, rated: str
) -> None:
    version = draft(council, rated).version
    save(council, rated, version=version, actions_taken="In our own words")
    council.decide(rated, NOW, subject=Subject.PEOPLE, done_at=NOW)

    with council.session("lead") as session:
        breach = get_breach(session, reference=rated)
        (report,) = reports_of(session, breach_id=breach.id)
        news = news_on_record(session, breach, report, now=NOW)
        assert news["people_told"] == "told"
        assert "actions_taken" not in news
        seen = Seen(rated, report.version)
        take_over_news(session, seen=seen, by=council.members["lead"], now=NOW)
        assert news_on_record(session, breach, report, now=NOW) == {}
        session.commit()
    answers = answers_in(kept(council, rated)[0])
    assert answers["people_told"] == "told"
    assert answers["actions_taken"] == "In our own words"


def test_a_follow_up_begins_with_what_was_sent_and_shows_what_changed(
    council: TestCouncil, rated: str
) -> None:
    draft(council, rated)
    send(council, rated)
    with council.session("lead") as session:
        promise = Undertaking(
            kind=ActionKind.FOLLOW_UP,
            words="How many there were",
            owner_id=council.members["lead"].membership_id,
            due_on=date(2026, 12, 4),
        )
        lead = council.members["lead"]
        action_id = set_action(session, promise, seen=council.seen(rated), by=lead, now=NOW).id
        session.commit()

    second = draft(council, rated)
    assert (second.kind, second.their_reference) == (ReportKind.FOLLOW_UP, THEIRS)
    save(council, rated, version=second.version, people=42, records=42)

    reports = kept(council, rated)
    changed, before = changes_since_last(reports, reports[1])
    assert [each.id for each in changed] == ["records", "people"]
    assert before is not None
    assert before.sequence == 1
    done_before = page_of(council, rated).decisions
    send(council, rated, sent_at=NOW + 2 * HOUR, keeps=(action_id,))
    assert page_of(council, rated).decisions == done_before or len(done_before) == 1
    with council.session() as session:
        breach = get_breach(session, reference=rated)
        (action,) = actions_of(session, breach_id=breach.id)
        assert action.done_on == NOW.date()
        assert answers_in(reports_of(session, breach_id=breach.id)[0])["people"] == 500


def test_a_follow_up_knows_the_reference_of_a_letter_that_was_confirmed(
    council: TestCouncil, rated: str
) -> None:
    draft(council, rated)
    send(council, rated, their_reference="")
    with council.session("lead") as session:
        by = council.members["lead"].membership_id
        letter = RegulatorLetter(
            council_id=session.council_id,
            breach_id=get_breach(session, reference=rated).id,
            source_name="letter.txt",
            words="We have decided not to take action.",
            found={},
            outcome="no_action",
            case_reference="IC-300111-A1B2",
            added_by_id=by,
            added_at=NOW,
            confirmed={},
            confirmed_by_id=by,
            confirmed_at=NOW,
        )
        session.add(letter)
        session.commit()

    assert draft(council, rated).their_reference == "IC-300111-A1B2"


def test_a_closed_breach_takes_no_report(council: TestCouncil, rated: str) -> None:
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(rated, NOW, subject=subject, decided="do_not_tell")
    with council.session("lead") as session:
        get_breach(session, reference=rated).state = "closed"
        session.commit()
    with pytest.raises(AlreadyDone):
        draft(council, rated)
