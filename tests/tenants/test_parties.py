"""Whom else to tell of a breach: deciding, what is left of it, and what it leaves behind."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tenants.access import Member
from tenants.breaches.communications import communications_of
from tenants.breaches.deciding import record_decision, tell_nobody_else
from tenants.breaches.decisions import Choice
from tenants.breaches.lateness import draft_reason
from tenants.breaches.memo import DecisionMemo, decision_memo
from tenants.breaches.parties import (
    OTHERS,
    party_lines,
    standing_decisions,
    undecided_others,
)
from tenants.breaches.record import get_breach
from tenants.documents.case import case_of
from tenants.documents.decision_memo import decision_memo as memo_document
from tenants.documents.pdf import as_pdf
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, NotFound, NotYet, WasInvolved
from tenants.models import ObligationId, PeopleException, Subject
from tenants.policy import BreachFacts, Recipient
from tests.councils import TestCouncil
from tests.tenants.posted import override, page_of

HOUR = timedelta(hours=1)


def decide(
    council: TestCouncil, reference: str, now: datetime, *, who: str = "lead", **given: Any
) -> None:
    choice = Choice(**{"subject": Subject.POLICE, "decided": "tell", "reason": "Theft", **given})
    by: Member = council.members[who]
    with council.session(who) as session:
        record_decision(session, choice, seen=council.seen(reference), by=by, now=now)
        session.commit()


def nobody_else(council: TestCouncil, reference: str, now: datetime, reason: str) -> None:
    with council.session("lead") as session:
        tell_nobody_else(
            session,
            seen=council.seen(reference),
            reason=reason,
            by=council.members["lead"],
            now=now,
        )
        session.commit()


def still_undecided(council: TestCouncil, reference: str) -> tuple[Subject, ...]:
    with council.session() as session:
        return undecided_others(session, get_breach(session, reference=reference))


def test_the_police_are_told_before_the_rating_and_it_stands_in_the_log(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    decide(council, appointed, now, done_at=now, method="telephone", message="A bag was stolen")

    with council.session() as session:
        breach = get_breach(session, reference=appointed)
        (line,) = communications_of(session, breach_id=breach.id)
        said = (line.party, line.with_whom, line.method, line.told_at)
        assert said == ("police", "the police", "Telephone", now)
        assert "A bag was stolen" in line.words
        assert not any(line.is_still_to_be_told for line in party_lines(session, breach))
    decide(council, appointed, now + HOUR, done_at=now, their_reference="CR/1")
    with council.session() as session:
        assert len(communications_of(session, breach_id=breach.id)) == 1


def test_the_regulator_and_the_people_wait_for_the_rating(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    with pytest.raises(NotYet):
        decide(council, appointed, now, subject=Subject.PEOPLE)


def test_whoever_is_to_be_told_is_left_to_do_until_that_is_done(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    decide(council, rated, now, subject=Subject.OTHER, party_name="The School")
    decide(council, rated, now + HOUR, subject=Subject.OTHER, party_name="A supplier")
    with council.session() as session:
        breach = get_breach(session, reference=rated)
        left = [line.words for line in party_lines(session, breach) if line.is_still_to_be_told]
    assert left == ["A supplier", "The School"]

    told = {"party_name": "the school", "done_at": now}
    decide(council, rated, now + 2 * HOUR, subject=Subject.OTHER, **told)

    with council.session() as session:
        lines = [line for line in party_lines(session, breach) if line.name]
    assert [(line.words, line.is_still_to_be_told) for line in lines] == [
        ("A supplier", True),
        ("The School", False),
    ]


def test_one_reason_settles_everybody_who_is_left(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    decide(council, rated, now)
    assert still_undecided(council, rated) == (
        *(Subject.INSURERS, Subject.BANK, Subject.LEGAL_ADVISERS, Subject.PRESS),
    )
    with pytest.raises(NotAcceptable) as refused:
        nobody_else(council, rated, now, "  ")
    assert refused.value.field == "reason"

    nobody_else(council, rated, now, "Nothing of theirs was in it")

    assert still_undecided(council, rated) == ()
    with council.session() as session:
        breach = get_breach(session, reference=rated)
        standing = standing_decisions(session, breach_id=breach.id)
        assert {subject for subject, _ in standing} == set(OTHERS) - {Subject.OTHER}
        assert standing[Subject.POLICE, ""].decided == "tell"
    with pytest.raises(AlreadyDone):
        nobody_else(council, rated, now, "Again")


def test_only_the_lead_investigator_decides_and_nobody_who_was_involved(
    council: TestCouncil, rated: str, now: datetime, other_council: TestCouncil
) -> None:
    for who in ("clerk", "councillor"):
        with pytest.raises(NotAllowed):
            decide(council, rated, now, who=who)
    with pytest.raises(NotFound):
        decide(other_council, rated, now)
    council.declare(rated, now, who="lead", was_involved=True)
    with pytest.raises((WasInvolved, NotAllowed)):
        decide(council, rated, now)


def test_at_high_risk_people_stay_untold_only_for_one_of_the_laws_exceptions(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    silent = {"subject": Subject.PEOPLE, "decided": "do_not_tell", "reason": "They are too many"}
    with pytest.raises(NotAcceptable) as refused:
        decide(council, rated, now, **silent)
    assert refused.value.field == "exception"
    by_notice = {**silent, "exception": PeopleException.DISPROPORTIONATE}
    with pytest.raises(NotAcceptable) as refused:
        decide(council, rated, now, **by_notice)
    assert refused.value.field == "method"

    decide(council, rated, now, **by_notice, method="website_notice")
    open_ones = {row.obligation for row in page_of(council, rated).deadlines if not row.met_at}
    assert ObligationId.TELL_PEOPLE in open_ones

    decide(council, rated, now, **by_notice, method="website_notice", done_at=now)
    open_ones = {row.obligation for row in page_of(council, rated).deadlines if not row.met_at}
    assert ObligationId.TELL_PEOPLE not in open_ones


def test_an_exception_is_kept_only_where_the_law_asks_for_one(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RISK, decided="risk")
    decide(
        council,
        rated,
        now,
        subject=Subject.PEOPLE,
        decided="do_not_tell",
        exception=PeopleException.PROTECTED_BEFORE,
        party_name="Forged",
    )
    latest = page_of(council, rated).decisions[0]
    assert (latest.exception, latest.party_name) == (None, "")


def memo_of(council: TestCouncil, reference: str) -> DecisionMemo:
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        decision = page_of(council, reference).decisions[0]
        return decision_memo(session, breach, decision)


def test_the_memo_says_what_was_known_which_rules_who_and_why(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    override(council, rated, now, subject=Subject.RISK, decided="unlikely")
    decide(
        council,
        rated,
        now + HOUR,
        subject=Subject.REGULATOR,
        decided="do_not_tell",
        reason="It was got back unread",
    )
    council.rate(rated, now + 2 * HOUR)

    memo = memo_of(council, rated)

    assert memo.title == "Why the regulator is not told"
    assert (memo.proposed, memo.decided) == ("Do not tell the regulator",) * 2
    assert memo.risk == "A risk to people is unlikely"
    assert ("How many people", "500") in memo.facts
    assert {"UK GDPR Art. 33(1)", "UK GDPR Art. 33(5)"} <= {each.citation for each in memo.rules}
    assert memo.who == council.members["lead"].name
    assert memo.reason == "It was got back unread"
    assert "the model that the council was given" in memo.policy
    assert "a high risk to people" in memo.would_change[0]


def test_the_memo_is_one_page_with_what_would_have_changed_it(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    council.rate(appointed, now, facts=BreachFacts(people_affected=1, recipient=Recipient.NOBODY))
    council.decide(appointed, now, decided="do_not_tell")
    council.settle(appointed, now)
    with council.session() as session:
        breach = get_breach(session, reference=appointed)
        case = case_of(session, breach, now=now)
        memo = decision_memo(session, breach, case.decisions[Subject.REGULATOR, ""])
        page = PdfReader(BytesIO(as_pdf(memo_document(session, case, Subject.REGULATOR))))
    assert memo.would_change
    assert all("The regulator would" in line for line in memo.would_change)
    assert ("What was undertaken", "Nothing yet") in memo.facts
    assert len(page.pages) == 1


def test_a_memo_of_another_decision_is_not_found(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    decide(council, rated, now)
    with pytest.raises(NotFound):
        memo_of(council, rated)


def test_the_delay_is_drafted_from_the_record_without_a_name(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    with council.session() as session:
        breach = get_breach(session, reference=rated)
        assert draft_reason(session, breach, now) == ""
        draft = draft_reason(session, breach, now + 80 * HOUR)
    for words in ("the first assessment was made", "a lead investigator was appointed", "rated"):
        assert words in draft
    assert "Testperson" not in draft
