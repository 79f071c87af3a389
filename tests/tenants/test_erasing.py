"""What people wrote goes on its day, and not before; what is counted and the trail stay."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text

from tenants.audit import Verified, entries_of, verify_chain
from tenants.breaches.erasing import (
    Takes,
    erase_now,
    erasures_of,
    takes,
    what_is_kept,
)
from tenants.breaches.keeping import get_breach_to_add_to
from tenants.breaches.page import BreachPage, get_breach_page
from tenants.breaches.record import get_breach
from tenants.breaches.retention import set_retention
from tenants.breaches.reviewing import QUESTIONS
from tenants.breaches.undertakings import Undertaking, set_action
from tenants.deadlines import About, set_deadline
from tenants.errors import AlreadyDone, NotFound, NotYet
from tenants.models import (
    Action,
    ActionKind,
    Base,
    Breach,
    BreachLink,
    Comment,
    Communication,
    Deadline,
    Event,
    File,
    LegalHold,
    ObligationId,
    Receipt,
    ReceiptMessage,
    RegulatorLetter,
    RegulatorReport,
    Review,
    RiskAssessment,
    SectorFact,
    State,
    Subject,
)
from tenants.policy import BreachFacts, Recipient, shipped_policy
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import work_under
from tests.tenants.prompted import gone_through
from tests.tenants.test_duties_words import first_letter

LONG_AGO = datetime(2020, 1, 10, 9, tzinfo=UTC)
MARK = "Zebedee Marker"
LINE = {"id": "register", "what": "The line", "months": 72, "counted_from": "closure"}
PAPERS = {"id": "papers", "what": "Letters and notes", "months": 6, "counted_from": "closure"}
# The line's day is long after anybody runs this; the papers' day is long before.
TERMS = [PAPERS, {**LINE, "months": 1200}]


def closed(
    council: TestCouncil, terms: Sequence[dict[str, object]], at: datetime = LONG_AGO
) -> str:
    """Close a breach about which something stands in every place where words are taken."""
    document = shipped_policy("scotton").document
    work_under(council, json.dumps({**document, "retention": list(terms)}))
    reference, another = council.report(at), council.report(at)
    council.receive(reference, at)
    council.appoint(reference, at)
    facts = BreachFacts(people_affected=500, recipient=Recipient.PUBLIC)
    council.rate(reference, at, facts=facts)
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        other_id = get_breach(session, reference=another).id
        by = council.members["clerk"].membership_id
        for row in _written(breach, other_id, by, at):
            session.add(row)
            session.flush()
        session.commit()
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(reference, at, subject=subject, done_at=at)
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        breach.state, breach.closed_at, breach.learned = State.CLOSED, at, MARK
        set_retention(session, breach, now=at)
        session.commit()
    return reference


def _written(breach: Breach, other_id: UUID, by: UUID, at: datetime) -> list[Any]:
    mine: dict[str, Any] = {"council_id": breach.council_id, "breach_id": breach.id}
    receipt = Receipt(**mine, code_hash=sha256(breach.id.bytes).hexdigest(), made_at=at)
    receipt.id = UUID(int=breach.id.int ^ 1)
    risk = [{"what": "money", "words": MARK, "seriousness": "slight", "likelihood": "likely"}]
    told = {"party": "police", "direction": "told", "method": MARK, "with_whom": MARK}
    content = MARK.encode()
    answers = {question.id: MARK for question in QUESTIONS}
    return [
        receipt,
        ReceiptMessage(**mine, receipt_id=receipt.id, words=MARK, written_at=at),
        Comment(**mine, words=MARK, written_by_id=by, written_at=at),
        Communication(**mine, **told, words=MARK, told_at=at, recorded_by_id=by, recorded_at=at),
        File(
            **mine,
            kind="evidence",
            name=f"{MARK}.txt",
            media_type="text/plain",
            size=len(content),
            sha256=sha256(content).hexdigest(),
            content=content,
            shows=MARK,
            added_at=at,
        ),
        BreachLink(**mine, other_id=other_id, kind="related", why=MARK, made_by_id=by, made_at=at),
        RegulatorLetter(
            **mine,
            source_name=MARK,
            words=MARK,
            found={"outcome": MARK},
            outcome="no_action",
            added_by_id=by,
            added_at=at,
        ),
        RegulatorReport(
            **mine, sequence=1, kind="initial", answers={"a": MARK}, saved_by_id=by, saved_at=at
        ),
        RiskAssessment(
            **mine,
            sequence=1,
            for_people=risk,
            for_council=[],
            remedy=MARK,
            made_by_id=by,
            made_at=at,
        ),
        Review(**mine, sequence=1, answers=answers, lessons=MARK, made_by_id=by, made_at=at),
        Action(
            **mine,
            kind="lesson",
            words=MARK,
            owner_id=by,
            set_by_id=by,
            set_at=at,
            done_on=at.date(),
            evidence=MARK,
        ),
        LegalHold(
            **mine,
            why=MARK,
            set_by_id=by,
            set_at=at,
            lifted_by_id=by,
            lifted_at=at,
            lifted_why=MARK,
        ),
    ]


def everywhere(council: TestCouncil, behind: Connection) -> dict[str, str]:
    """Return all that the database holds of a council, by table, as its superuser reads it."""
    behind.rollback()
    held = {}
    for table in Base.metadata.sorted_tables:
        if "council_id" in table.columns:
            rows = select(text(f"{table.name}::text")).select_from(table)
            words = behind.scalars(rows.where(table.c.council_id == council.id)).all()
            held[table.name] = "\n".join(words)
    return held


def read(council: TestCouncil, reference: str) -> BreachPage:
    with council.session() as session:
        return get_breach_page(session, reference=reference, member=council.members["clerk"])


def erasures(council: TestCouncil, reference: str, now: datetime) -> dict[Takes, UUID]:
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        return {one.takes: one.deadline_id for one in erasures_of(session, breach, now=now)}


def ask_database(council: TestCouncil, reference: str, deadline_id: UUID) -> str:
    """Erase as somebody would who has the application's rights and none of its manners."""
    with council.session() as session:
        breach_id = session.scalar(
            select(Breach.id).where(Breach.number == int(reference[-3:]), ~Breach.is_drill)
        )
        asked = text("select erase_breach(:breach, :deadline)")
        answer = session.scalar(asked, {"breach": breach_id, "deadline": deadline_id})
        session.commit()
    return str(answer)


def _keep_longer_and_take_back(council: TestCouncil, reference: str, now: datetime) -> None:
    """Leave a day of erasing behind that was moved with a reason, and then taken back."""
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        about = About(breach_id=breach.id, occasion="notes")
        words = f"Notes: kept longer because {MARK} asked"
        made = set_deadline(
            session,
            about,
            obligation=ObligationId.ERASE,
            due=(now, words),
            citation="the policy",
            now=now,
        )
        made.cancelled_at = now
        session.commit()


def test_the_last_day_takes_all_that_anybody_wrote_and_leaves_what_is_counted(
    council: TestCouncil, behind: Connection, now: datetime
) -> None:
    reference = closed(council, [{**LINE, "months": 12}])
    before = everywhere(council, behind)
    hidden = MARK.encode().hex()
    assert sum(MARK in words for words in before.values()) >= 12
    _keep_longer_and_take_back(council, reference, now)
    with council.session() as session:
        kept = what_is_kept(session, get_breach(session, reference=reference))
    assert (kept.files, kept.file_bytes, kept.comments, kept.letters) == (1, len(MARK), 1, 1)

    gone_through(council, now)

    for table, words in everywhere(council, behind).items():
        assert MARK not in words, table
        assert hidden not in words, table
        assert "allotment list went" not in words or table == "breach", table
    clerk, seen = council.members["clerk"], council.seen(reference)
    owner = clerk.membership_id
    late = Undertaking(kind=ActionKind.LESSON, words=MARK, owner_id=owner, due_on=None)
    with council.session() as session, pytest.raises(AlreadyDone, match="has been erased"):
        set_action(session, late, seen=seen, by=clerk, now=now)
    # A second morning finds nothing to do.
    changed_at = read(council, reference).breach.changed_at
    gone_through(council, now + timedelta(days=1))
    assert read(council, reference).breach.changed_at == changed_at


def test_an_erased_breach_is_still_a_line_of_the_register_and_its_record_whole(
    council: TestCouncil, now: datetime
) -> None:
    reference = closed(council, [{**LINE, "months": 12}])
    gone_through(council, now)

    page = read(council, reference)
    breach = page.breach
    assert breach.erased_at is not None
    assert breach.contact == breach.description
    assert breach.description.startswith("Erased on ")
    assert breach.description.endswith(", as the policy asks.")
    assert (breach.rating, breach.risk) == (4, "high_risk")
    assert page.conclusion is not None
    assert [row.decided for row in page.decisions] == ["tell", "tell"]
    with council.session() as session:
        last = entries_of(session, breach_id=breach.id)[-1]
        fact = session.scalars(select(SectorFact).where(SectorFact.breach_id == breach.id)).one()
        assert isinstance(verify_chain(session), Verified)
    assert fact.cause == breach.cause
    assert (last.event, last.actor_id) == (Event.DATA_ERASED, None)
    assert last.changes["took"] == "everything"


def test_papers_go_on_their_own_day_and_the_line_keeps_its_words(
    council: TestCouncil, behind: Connection, now: datetime
) -> None:
    closed(council, TERMS)
    gone_through(council, now)

    after = everywhere(council, behind)
    for table in ("comment", "communication", "file", "receipt_message", "regulator_letter"):
        assert MARK not in after[table], table
    for table in ("breach", "review", "risk_assessment", "action"):
        assert MARK in after[table], table


def test_the_database_refuses_early_held_open_and_another_councils(
    council: TestCouncil, other_council: TestCouncil, behind: Connection, now: datetime
) -> None:
    reference = closed(council, TERMS)
    found = erasures(council, reference, now)
    due, early = found[Takes.PAPERS], found[Takes.EVERYTHING]
    before = everywhere(council, behind)

    assert ask_database(council, reference, early) == "early"
    assert ask_database(other_council, reference, due) == "not_found"
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        by = council.members["clerk"].membership_id
        hold = LegalHold(
            council_id=council.id, breach_id=breach.id, why="A claim", set_by_id=by, set_at=now
        )
        session.add(hold)
        session.commit()
    assert ask_database(council, reference, due) == "held"
    gone_through(council, now)
    with council.session() as session:
        standing = session.get_one(LegalHold, (council.id, hold.id))
        standing.lifted_at, standing.lifted_by_id, standing.lifted_why = now, by, "Settled"
        session.execute(text("update breach set state = 'decided'"))
        session.commit()
    assert ask_database(council, reference, due) == "open"
    gone_through(council, now)

    after = everywhere(council, behind)
    for table in ("comment", "file", "communication", "decision", "assessment"):
        assert after[table] == before[table], table


def test_what_is_taken_back_erases_nothing(
    council: TestCouncil, behind: Connection, now: datetime
) -> None:
    reference = closed(council, TERMS)
    due = erasures(council, reference, now)[Takes.PAPERS]
    before = everywhere(council, behind)
    clerk = council.members["clerk"]
    with council.session() as session:
        erase_now(session, seen=council.seen(reference), deadline_id=due, by=clerk, now=now)
        session.rollback()
    assert everywhere(council, behind) == before


def test_what_somebody_is_working_on_waits_for_the_next_morning(
    council: TestCouncil, now: datetime
) -> None:
    reference = closed(council, TERMS)
    with council.session() as working:
        get_breach_to_add_to(working, council.seen(reference), by=council.members["clerk"])
        gone_through(council, now)
        assert Takes.PAPERS in erasures(council, reference, now)
    gone_through(council, now + timedelta(days=1))
    assert Takes.PAPERS not in erasures(council, reference, now)


def test_somebody_erases_by_hand_from_the_day_on_and_once(
    council: TestCouncil, now: datetime
) -> None:
    reference = closed(council, TERMS)
    found = erasures(council, reference, now)
    due, early = found[Takes.PAPERS], found[Takes.EVERYTHING]
    clerk = council.members["clerk"]

    def erase(deadline_id: UUID) -> Takes:
        with council.session() as session:
            seen = council.seen(reference)
            took = erase_now(session, seen=seen, deadline_id=deadline_id, by=clerk, now=now)
            session.commit()
            return took

    with pytest.raises(NotYet, match="day has not come"):
        erase(early)
    assert erase(due) == Takes.PAPERS
    with pytest.raises(NotFound):
        erase(due)
    with council.session() as session:
        row = session.get_one(Deadline, (council.id, due))
        assert (row.met_at, row.due_words) == (now, "Letters and notes: erased")


def test_a_term_about_something_else_is_left_to_people(council: TestCouncil, now: datetime) -> None:
    reference = closed(council, [{**PAPERS, "id": "recordings"}, TERMS[1]])
    gone_through(council, now)
    assert Takes.OUTSIDE in erasures(council, reference, now)


def test_the_preview_says_what_the_database_does(council: TestCouncil, now: datetime) -> None:
    terms = ("evidence", "entry", "recordings")
    last = {**LINE, "id": "last", "months": 1200}
    reference = closed(council, [*({**PAPERS, "id": term} for term in terms), last])
    for term, expected in zip(terms, (Takes.PAPERS, Takes.LINE, Takes.OUTSIDE), strict=True):
        assert takes(term, is_last=False) == expected
        due = erasures(council, reference, now)[expected]
        assert ask_database(council, reference, due) == expected


def test_a_preview_names_the_day(council: TestCouncil, now: datetime) -> None:
    reference = closed(council, TERMS)
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        first, last = erasures_of(session, breach, now=now)
    assert (first.takes, first.on, first.is_due) == (Takes.PAPERS, date(2020, 7, 10), True)
    assert (last.takes, last.is_due) == (Takes.EVERYTHING, False)


def test_the_letter_before_the_day_leads_to_the_list_of_what_goes(
    council: TestCouncil, settings: Settings
) -> None:
    reference = closed(council, [{**LINE, "months": 1200}])
    letter = first_letter(council, ObligationId.ERASE, settings)
    assert f"/breaches/{reference}/erasing" in letter.text
    assert "goes by itself on the morning of that day" in " ".join(letter.text.split())
    assert MARK not in letter.text
