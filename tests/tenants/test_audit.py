"""The audit trail: an entry for every deed, ids and closed words only, never rewritten."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import ProgrammingError

from tenants.access import Role
from tenants.breaches.deciding import change_aware_at, record_decision
from tenants.breaches.decisions import Choice
from tenants.breaches.rating import Rating, override_rating, rate_breach
from tenants.breaches.receiving import FirstLook, record_initial_assessment
from tenants.breaches.reporting import Report, report_breach
from tenants.db import Database
from tenants.messages import claim_due_message, mark_refused
from tenants.models import AuditEntry, Breach, Event, Nature, Precision, Subject
from tenants.people import add_person, change_person
from tenants.policies import (
    FromModel,
    SeenDraft,
    adopt_policy,
    answer_model,
    discard_draft,
    save_draft,
    start_draft,
)
from tenants.policy import BreachFacts, scotton
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.posted import page_of, send_due

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
MARK = "MARKER-Zebedee"
A_WORD = re.compile(r"[a-z0-9_]*")
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
A_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?\+00:00)?")


@pytest.fixture(scope="module")
def told(database: Database, owner: Engine) -> TestCouncil:
    """A council that did everything once, and wrote the marker wherever words are taken."""
    maker = CouncilMaker(database, owner, "Auditshire")
    council, now = maker.make(), NOW
    people = council.members
    with council.session() as session:
        report = Report(
            cause="lost_or_stolen_device",
            description=MARK,
            whose=MARK,
            people_words=MARK,
            recoverable="no",
            action_taken=MARK,
            contact=MARK,
            occurred_at=None,
            occurred_precision=Precision.NOT_KNOWN,
            found_at=None,
            facts=BreachFacts(),
        )
        breach = report_breach(session, report, by=people["reporter"], now=now, draft_id=None)
        reference = breach.reference
        session.commit()
    council.declare(reference, now, who="chair", was_involved=True)
    council.declare(reference, now, who="clerk", was_involved=False)
    look = dict.fromkeys(("what_data", "cause", "extent", "harm", "containment"), MARK)
    first_look = FirstLook(nature=Nature.BREACH, **look)
    _do(council, record_initial_assessment, first_look, reference, now, by="clerk")
    council.appoint(reference, now)
    council.declare(reference, now, who="lead", was_involved=True)
    council.appoint(reference, now, lead="clerk")
    facts = BreachFacts(people_affected=500, recipient="public")  # type: ignore[arg-type]  # plain words are accepted
    _do(council, rate_breach, Rating(facts=facts, findings={"notes": MARK}), reference, now)
    for subject, decided in ((Subject.RATING, "5"), (Subject.RISK, "risk")):
        view = Choice(subject=subject, decided=decided, reason=MARK)
        _do(council, override_rating, view, reference, now)
    with council.session() as session:
        change_aware_at(
            session,
            seen=council.seen(reference),
            aware_at=now - HOUR,
            reason=MARK,
            by=people["clerk"],
            now=now,
        )
        session.commit()
    choice = Choice(
        subject=Subject.REGULATOR, decided="tell", reason=MARK, done_at=now, their_reference=MARK
    )
    _do(council, record_decision, choice, reference, now)
    council.close(reference, now, who="clerk", learned=MARK)
    _keep_people_and_policy(council, now)
    return _draft_policy(council, maker.publish(scotton().as_text(), now).id, now)


def _do(
    council: TestCouncil,
    service: Any,
    content: Any,
    reference: str,
    now: datetime,
    by: str = "clerk",
) -> None:
    with council.session(by) as session:
        service(session, content, seen=council.seen(reference), by=council.members[by], now=now)
        session.commit()


def _keep_people_and_policy(council: TestCouncil, now: datetime) -> None:
    clerk, place = council.members["clerk"], ((Role.COUNCILLOR,), None)
    with council.session() as session:
        email = f"{MARK}@{council.slug}.example"
        added = add_person(session, by=clerk, name=MARK, email=email, place=place, now=now)
        change_person(
            session, by=clerk, membership_id=added.id, place=place, has_left=True, now=now
        )
        adopt_policy(
            session,
            by=clerk,
            meeting=(date(2026, 10, 1), MARK),
            review_on=date(2027, 10, 1),
            now=now,
        )
        message = claim_due_message(session, now=now)
        assert message is not None
        mark_refused(session, message, problem="refused 550", is_final=True, now=now)
        session.commit()
    send_due(council, now)


def _draft_policy(council: TestCouncil, model_id: UUID, now: datetime) -> TestCouncil:
    clerk, words = council.members["clerk"], {**scotton().document, "title": MARK}
    with council.session() as session:
        draft = start_draft(session, source=FromModel(model_id), by=clerk, now=now)
        seen = SeenDraft(draft.id, draft.version)
        save_draft(session, words, seen=seen, by=clerk, now=now)
        discard_draft(session, seen=SeenDraft(draft.id, draft.version), by=clerk, now=now)
        answer_model(session, model_id=model_id, by=clerk, now=now)
        session.commit()
    return council


def entries(council: TestCouncil) -> list[AuditEntry]:
    with council.session() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


# What is tried beside the service that does it.
ELSEWHERE = {
    Event.MESSAGE_BOUNCED,
    Event.DEADLINE_HELD,
    Event.ACTION_SET,
    Event.ACTION_DONE,
    Event.ACTION_DROPPED,
    Event.COMPLAINT_RECORDED,
    Event.COMPLAINT_ACKNOWLEDGED,
    Event.REPORTED_TO_COUNCIL,
    Event.TRAINING_RECORDED,
    Event.RETURN_MADE,
    Event.EVIDENCE_PREPARED,
    Event.CONTACT_CHANGED,
    Event.NOTIFY_CHANGED,
    Event.REPORT_ACKNOWLEDGED,
    Event.INTAKE_CHANGED,
    Event.REPORTER_WROTE,
    Event.REPORTER_ANSWERED,
    Event.FILE_ADDED,
    Event.FILE_REMOVED,
    Event.COMMENT_WRITTEN,
    Event.BREACH_LINKED,
    Event.BREACH_UNLINKED,
    Event.HOLD_SET,
    Event.HOLD_LIFTED,
    Event.FACTS_CHANGED,
    Event.REGULATOR_REPORT_SAVED,
    Event.REGULATOR_REPORT_SENT,
    Event.LETTER_ADDED,
    Event.LETTER_CONFIRMED,
    Event.LESSON_SHARED,
    Event.LESSON_WITHDRAWN,
    Event.BREACH_REOPENED,
    Event.DOCUMENT_MADE,
    Event.REGISTER_EXPORTED,
    Event.DATA_ERASED,
}


def test_everything_that_is_done_leaves_an_entry(told: TestCouncil) -> None:
    assert {entry.event for entry in entries(told)} == set(Event) - ELSEWHERE


def test_no_entry_holds_what_people_wrote_their_names_or_addresses(told: TestCouncil) -> None:
    names = [member.name for member in told.members.values()]
    whole = json.dumps([entry.changes for entry in entries(told)])

    for secret in (MARK, MARK.lower(), "Zebedee", *names, "@", told.slug):
        assert secret not in whole


def test_an_entry_holds_ids_times_numbers_and_closed_words(told: TestCouncil) -> None:
    def leaves(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [leaf for part in value.values() for leaf in leaves(part)]
        if isinstance(value, list):
            return [leaf for part in value for leaf in leaves(part)]
        return [value]

    for entry in entries(told):
        for leaf in leaves(entry.changes):
            if isinstance(leaf, str) and leaf != "refused 550":
                assert any(shape.fullmatch(leaf) for shape in (A_WORD, AN_ID, A_TIME)), leaf
            else:
                assert leaf is None or isinstance(leaf, (str, int, bool))


def test_an_entry_says_who_did_it_when_and_to_which_breach(told: TestCouncil) -> None:
    by_event = {entry.event: entry for entry in entries(told)}
    with told.session() as session:
        breach = session.scalars(select(Breach)).one()

    reported = by_event[Event.BREACH_REPORTED]
    assert reported.actor_id == told.members["reporter"].membership_id
    assert (reported.at, reported.breach_id) == (NOW, breach.id)
    assert by_event[Event.COUNCIL_TOLD].actor_id is None
    assert by_event[Event.PERSON_CHANGED].breach_id is None


def test_a_breachs_entries_rise_with_its_version(told: TestCouncil) -> None:
    versions = [e.changes["version"] for e in entries(told) if "version" in e.changes]
    assert versions == sorted(set(versions))
    assert page_of(told, "2026-001").breach.version == versions[-1]


def test_a_councillor_cannot_see_who_reported(told: TestCouncil) -> None:
    for reader, seen in (("councillor", None), ("clerk", told.members["reporter"].name)):
        timeline = page_of(told, "2026-001", reader).timeline
        (line,) = (line for line in timeline if line.event == Event.BREACH_REPORTED)
        assert line.actor == seen


@pytest.mark.parametrize(
    "statement", ["update audit_entry set at = now()", "delete from audit_entry"]
)
def test_nobody_rewrites_the_trail(statement: str, council: TestCouncil, reported: str) -> None:
    assert reported
    with council.session() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement))


def test_nobody_chooses_an_entrys_number(council: TestCouncil) -> None:
    with council.session() as session, pytest.raises(ProgrammingError, match="GENERATED ALWAYS"):
        session.execute(
            text(
                "insert into audit_entry (council_id, id, at, event, changes)"
                " values (:id, 1, now(), 'breach_closed', '{}')"
            ),
            {"id": council.id},
        )
