"""Reports of people without an account: entered like any other, once, and found by their code."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from tenants.access import Role
from tenants.breaches.evidence import Filed, add_file, files_of, read_file
from tenants.breaches.handing_over import change_place
from tenants.breaches.record import get_breach
from tenants.breaches.register import Filters, list_breaches
from tenants.breaches.reporting import FROM_OUTSIDE, Report
from tenants.councils import find_council_taking_reports
from tenants.errors import NotAcceptable, NotAllowed, NotFound, WasInvolved
from tenants.files import FileRefused, read_upload
from tenants.intake import conversation, files
from tenants.intake.codes import ALPHABET, LENGTH, code_of, hash_of
from tenants.intake.conversation import (
    MOST_MESSAGES,
    Progress,
    add_words,
    answer_reporter,
    conversation_about,
    conversation_of_receipt,
)
from tenants.intake.files import add_file_by_receipt
from tenants.intake.page import switch_public_reports, takes_public_reports
from tenants.intake.public_reports import find_receipt, report_without_account
from tenants.messages import write_letter
from tenants.models import (
    Breach,
    Deadline,
    FileKind,
    MessageKind,
    Precision,
    Receipt,
    Scan,
    State,
)
from tenants.policy import BreachFacts, Cause
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import counted, events, page_of, waiting, waiting_for

KEY = "a secret of these tests"
REPORT = Report(
    cause=Cause.LOST_OR_STOLEN_PAPERWORK,
    description="A folder lay on the bench",
    whose="Allotment holders",
    people_words="about 30",
    recoverable="not_yet_known",
    action_taken="Took it to the hall",
    contact="",
    occurred_at=None,
    occurred_precision=Precision.NOT_KNOWN,
    found_at=None,
    facts=BreachFacts(people_affected=30),
)


def code_for(council: TestCouncil) -> str:
    return code_of(KEY, council_id=council.id, number=uuid4().hex)


def send(council: TestCouncil, now: datetime, code: str, report: Report = REPORT) -> Receipt:
    with council.database.session(council.id) as session:
        receipt = report_without_account(session, report, code=code, now=now)
        session.commit()
        return receipt


def reference_of(council: TestCouncil, receipt: Receipt) -> str:
    with council.session() as session:
        return session.get_one(Breach, (council.id, receipt.breach_id)).reference


def alerts(council: TestCouncil) -> Counter[tuple[str, str, int | None, timedelta]]:
    """Return everything that is planned, by kind, place, hour and how long after the report."""
    with council.session() as session:
        at = session.scalars(select(Breach.reported_at)).one()
    places = {member.membership_id: who for who, member in council.members.items()}
    return Counter(
        (row.kind, places[row.recipient_id], row.hours_before, row.due_at - at)
        for row in waiting(council)
    )


def test_it_has_the_clocks_alerts_and_fall_backs_of_any_report(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    receipt = send(council, now, code_for(council))
    signed_in = other_council.report(now, found_at=now)

    assert alerts(council) == alerts(other_council)
    page = page_of(council, reference_of(council, receipt))
    other = page_of(other_council, signed_in)
    due = [(row.obligation, row.due_at) for row in page.deadlines]
    assert due == [(row.obligation, row.due_at) for row in other.deadlines]
    assert page.reporter_name == "somebody without an account"
    assert page.timeline[-1].changes["without_account"] is True
    assert page.handlers.ids == tuple(
        council.members[name].membership_id for name in ("clerk", "chair")
    )
    with council.session() as session:
        member = council.members["clerk"]
        lines = list_breaches(session, Filters(), page=1, member=member).lines
    assert [line.breach.reference for line in lines] == [page.breach.reference]


def test_the_council_becomes_aware_of_what_an_outsider_found_when_they_tell_it(
    council: TestCouncil, now: datetime
) -> None:
    found_at = now - timedelta(days=5)
    from_staff = replace(REPORT, found_at=found_at)
    send(council, now, code_for(council), from_staff)
    send(council, now, code_for(council), replace(from_staff, is_from_outside=True))

    with council.session() as session:
        staff, outside = session.scalars(select(Breach).order_by(Breach.number)).all()
        ends = session.scalars(
            select(Deadline.due_at).where(
                Deadline.breach_id == outside.id, Deadline.due_at.is_not(None)
            )
        ).all()
    assert (staff.aware_at, outside.aware_at) == (found_at, now)
    assert (outside.suspected_at, outside.aware_reason) == (found_at, FROM_OUTSIDE)
    assert list(ends) == [now + timedelta(hours=72)]


def test_two_presses_at_once_make_one_breach(council: TestCouncil, now: datetime) -> None:
    code, ids = code_for(council), []
    presses = [Thread(target=lambda: ids.append(send(council, now, code).id)) for _ in range(3)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()

    assert len(set(ids)) == 1
    assert counted(council, Breach) == counted(council, Receipt) == 1


def test_a_code_is_long_and_only_its_hash_is_kept(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    code = code_for(council)
    receipt = send(council, now, code)

    assert len(ALPHABET) ** LENGTH > 2**90
    assert not set("ILO0123456789") & set(code)
    assert receipt.code_hash == hash_of(code.lower().replace(" ", "-"))
    assert code not in str(vars(receipt))
    with council.session() as session:
        assert find_receipt(session, code=code.replace(" ", "")) is not None
        assert find_receipt(session, code=code[:-1]) is None
        assert find_receipt(session, code="\ud800" * 1000) is None
    with other_council.session() as session:
        assert find_receipt(session, code=code) is None
        with pytest.raises(NotFound):
            conversation_of_receipt(session, receipt_id=receipt.id)
        with pytest.raises(NotFound):
            add_words(session, receipt_id=receipt.id, words="Hello", now=now)


def test_impossible_times_enter_nothing(council: TestCouncil, now: datetime) -> None:
    later = replace(REPORT, found_at=now + timedelta(minutes=1))
    with pytest.raises(NotAcceptable, match="in the future"):
        send(council, now, code_for(council), later)
    assert counted(council, Breach) == 0


def test_what_they_add_reaches_the_handlers_and_then_the_lead(
    council: TestCouncil, settings: Settings, now: datetime
) -> None:
    receipt = send(council, now, code_for(council))
    reference = reference_of(council, receipt)

    with council.database.session(council.id) as session:
        add_words(session, receipt_id=receipt.id, words="There was a second folder", now=now)
        session.commit()
    assert waiting_for(council, MessageKind.REPORTER_WROTE) == ["clerk", "chair"]

    council.receive(reference, now)
    council.appoint(reference, now)
    with council.database.session(council.id) as session:
        add_words(session, receipt_id=receipt.id, words="And a third", now=now)
        session.commit()
    told = waiting_for(council, MessageKind.REPORTER_WROTE)
    assert sorted(told) == ["chair", "clerk", "lead"]
    with council.session() as session:
        message = waiting(council, MessageKind.REPORTER_WROTE)[0]
        letter = write_letter(session, message, settings=settings, now=now)
    assert f"/councils/{council.slug}/breaches/{reference}/conversation" in letter.text
    assert "folder" not in letter.text
    assert events(council)["reporter_wrote"] == 2


def test_when_everybody_was_involved_the_offices_still_hear_of_it(
    council: TestCouncil, now: datetime
) -> None:
    receipt = send(council, now, code_for(council))
    reference = reference_of(council, receipt)
    for who in ("clerk", "chair", "lead"):
        council.declare(reference, now, who=who, was_involved=True)

    with council.database.session(council.id) as session:
        add_words(session, receipt_id=receipt.id, words="It was all of them", now=now)
        session.commit()

    assert waiting_for(council, MessageKind.REPORTER_WROTE) == ["clerk", "chair"]


def test_of_a_closed_breach_somebody_hears_though_its_lead_has_left(
    council: TestCouncil, now: datetime
) -> None:
    receipt = send(council, now, code_for(council))
    clerk, lead = council.members["clerk"], council.members["lead"]
    with council.session() as session:
        breach = session.get_one(Breach, (council.id, receipt.breach_id))
        breach.lead_id = lead.membership_id
        breach.state, breach.closed_at = State.CLOSED, now
        session.flush()
        place: Any = {"place": ((Role.LEAD_INVESTIGATOR,), None), "has_left": True}
        change_place(session, by=clerk, membership_id=lead.membership_id, now=now, **place)
        session.commit()

    with council.database.session(council.id) as session:
        add_words(session, receipt_id=receipt.id, words="It happened again", now=now)
        session.commit()

    assert waiting_for(council, MessageKind.REPORTER_WROTE) == ["clerk", "chair"]


def test_a_handler_answers_and_who_was_involved_neither_reads_nor_answers(
    council: TestCouncil, now: datetime
) -> None:
    receipt = send(council, now, code_for(council))
    reference = reference_of(council, receipt)
    council.declare(reference, now, who="chair", was_involved=True)
    breach_id = receipt.breach_id
    clerk, chair = council.members["clerk"], council.members["chair"]

    with council.session() as session:
        answer_reporter(session, breach_id=breach_id, words="Thank you", by=clerk, now=now)
        session.commit()
    with council.session("chair") as session:
        with pytest.raises(WasInvolved):
            conversation_about(session, reference=reference, by=chair)
        with pytest.raises(WasInvolved):
            answer_reporter(session, breach_id=breach_id, words="Hush", by=chair, now=now)
    with council.session() as session:
        shown = conversation_of_receipt(session, receipt_id=receipt.id)
        assert [(m.words, m.is_from_council) for m in shown.messages] == [("Thank you", True)]
        assert shown.progress == Progress.RECEIVED
        member = council.members["councillor"]
        with pytest.raises(NotAllowed):
            conversation_about(session, reference=reference, by=member)


def test_there_is_no_conversation_with_whoever_has_an_account(
    council: TestCouncil, now: datetime
) -> None:
    reference, clerk = council.report(now), council.members["clerk"]
    with council.session() as session:
        assert conversation_about(session, reference=reference, by=clerk) is None
        breach_id = get_breach(session, reference=reference).id
        with pytest.raises(NotFound):
            answer_reporter(session, breach_id=breach_id, words="Hi", by=clerk, now=now)


@pytest.mark.parametrize("words", [" \n", "x" * 10_001])
def test_nothing_and_too_much_are_refused(council: TestCouncil, now: datetime, words: str) -> None:
    receipt = send(council, now, code_for(council))
    with council.session() as session, pytest.raises(NotAcceptable):
        add_words(session, receipt_id=receipt.id, words=words, now=now)


def test_a_machine_does_not_fill_the_record(
    council: TestCouncil, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "MOST_MESSAGES", 1)
    receipt = send(council, now, code_for(council))
    with council.session() as session:
        add_words(session, receipt_id=receipt.id, words="One", now=now)
        with pytest.raises(NotAcceptable, match="no room for more"):
            add_words(session, receipt_id=receipt.id, words="Two", now=now)
    assert MOST_MESSAGES == 100


def test_only_clerk_and_chair_open_the_page_to_anybody(council: TestCouncil, now: datetime) -> None:
    def found() -> bool:
        with council.database.session() as session:
            return find_council_taking_reports(session, slug=council.slug) is not None

    assert not found()
    with council.session("lead") as session, pytest.raises(NotAllowed):
        switch_public_reports(session, on=True, by=council.members["lead"], now=now)
    for on in (True, False):
        with council.session("chair") as session:
            by = council.members["chair"]
            assert switch_public_reports(session, on=on, by=by, now=now)
            assert not switch_public_reports(session, on=on, by=by, now=now)
            session.commit()
            assert takes_public_reports(session) is on
        assert found() is on
    assert events(council)["intake_changed"] == 2


def test_a_file_comes_with_the_receipt_and_the_handlers_hear_of_it(
    council: TestCouncil, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = send(council, now, code_for(council))
    upload = read_upload("where it lay.txt", b"On the bench by the hall")
    of_council = read_upload("from the clerk.txt", b"Something that only the council has")
    with council.session() as session:
        filed = Filed(
            breach_id=receipt.breach_id,
            kind=FileKind.EVIDENCE,
            shows="",
            scan=Scan.NOT_SCANNED,
        )
        add_file(session, of_council, by=council.members["clerk"], now=now, **filed)
        session.commit()

    given = {"receipt_id": receipt.id, "scan": Scan.NOT_SCANNED, "now": now}
    with council.database.session(council.id) as session:
        file = add_file_by_receipt(session, upload, **given)
        # Whoever has a receipt does not learn what else the council has.
        add_file_by_receipt(session, of_council, **given)
        session.commit()
        assert (file.added_by_id, file.receipt_id) == (None, receipt.id)
        shown = conversation_of_receipt(session, receipt_id=receipt.id)
        assert {kept.name for kept in shown.files} == {"where it lay.txt", "from the clerk.txt"}
        with pytest.raises(FileRefused):
            add_file_by_receipt(session, upload, **given)
        monkeypatch.setattr(files, "MOST_FILES", 2)
        with pytest.raises(FileRefused, match="together can be sent"):
            add_file_by_receipt(session, read_upload("third.txt", b"A third one"), **given)
    assert waiting_for(council, MessageKind.REPORTER_WROTE).count("clerk") == 2

    council.declare(reference_of(council, receipt), now, who="chair", was_involved=True)
    with council.session("chair") as session:
        mine = {"breach_id": receipt.breach_id, "by": council.members["chair"]}
        with pytest.raises(WasInvolved):
            read_file(session, file_id=file.id, **mine)
        of_the_clerk = next(
            one for one in files_of(session, breach_id=receipt.breach_id) if one.added_by_id
        )
        assert read_file(session, file_id=of_the_clerk.id, **mine)[1] == of_council.content
