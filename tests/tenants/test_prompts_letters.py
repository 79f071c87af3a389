"""What the letters of a council's calendar say: the day, what to do, one page; and no person."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.access import Office, Role
from tenants.alerts import have_it_here
from tenants.breaches.handing_over import change_place
from tenants.messages import Letter, write_letter
from tenants.models import Deadline, Message, MessageKind, ObligationId
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.prompted import adopt, gone_through, london, planned, rows, train

DAY = timedelta(days=1)
REVIEW, TRAINING = ObligationId.REVIEW_POLICY, ObligationId.REFRESH_TRAINING
EVIDENCE, RETURN = ObligationId.EVIDENCE_PACK, ObligationId.ANNUAL_RETURN


@pytest.fixture
def asked(council: TestCouncil, now: datetime) -> TestCouncil:
    """A council with everything in its calendar: all trained, the policy adopted."""
    adopt(council, date(2026, 11, 9), date(2027, 3, 1), now)
    train(council, date(2026, 11, 10), now, *council.members)
    gone_through(council, now)
    return council


def letter(
    council: TestCouncil,
    obligation: ObligationId,
    settings: Settings,
    now: datetime,
    *,
    to: str = "clerk",
    about: str = "",
) -> Letter:
    """Return a letter of this kind as it is written at an instant, about a member's training."""
    query = (
        select(Message)
        .join(Deadline, Deadline.id == Message.deadline_id)
        .where(
            Deadline.obligation == obligation,
            Message.recipient_id == council.members[to].membership_id,
        )
        .order_by(Message.due_at)
    )
    if about:
        query = query.where(Deadline.member_id == council.members[about].membership_id)
    with council.session() as session:
        message = session.scalars(query).first()
        assert message is not None
        assert message.kind == MessageKind.PROMPT
        return write_letter(session, message, settings=settings, now=now)


@pytest.mark.parametrize(
    ("obligation", "at", "subject", "page"),
    [
        (REVIEW, london(2026, 12, 31), "policy review is due on Monday 1 March", "/policy"),
        (REVIEW, london(2027, 3, 1), "policy review is due today", "/policy"),
        (REVIEW, london(2027, 3, 2), "policy review was due on Monday 1 March", "/policy"),
        (RETURN, london(2027, 4, 1), "yearly return is due on Friday 30 April", "/year/return"),
        (RETURN, london(2027, 5, 1), "yearly return was due on Friday 30 April", "/year/return"),
        (
            EVIDENCE,
            london(2027, 3, 1),
            "the year's evidence is due on Wednesday 31 March",
            "/year/evidence",
        ),
        (
            TRAINING,
            london(2027, 10, 11),
            "your training in data protection is due on Wednesday 10 November",
            "/year/training",
        ),
    ],
)
def test_a_prompt_says_what_is_due_when_and_leads_to_its_page(
    obligation: ObligationId,
    at: datetime,
    subject: str,
    page: str,
    asked: TestCouncil,
    settings: Settings,
) -> None:
    about = "clerk" if obligation == TRAINING else ""
    written = letter(asked, obligation, settings, at, about=about)
    assert written.subject == f"{asked.name.removesuffix(' Parish Council')}: {subject}"
    assert f"{settings.base_url}/councils/{asked.slug}{page}\n" in written.text
    assert "What to do now: " in written.text
    assert "Testperson" not in written.subject + written.text + written.html


def test_the_clerk_is_told_of_a_members_training_without_a_name(
    asked: TestCouncil, settings: Settings
) -> None:
    written = letter(asked, TRAINING, settings, london(2027, 11, 11), about="reporter")
    assert written.subject.endswith(
        ": a member's training in data protection was due on Wednesday 10 November"
    )
    assert "For one member it was due" in written.text


def test_the_day_is_londons_day_at_both_ends(asked: TestCouncil, settings: Settings) -> None:
    late, early = london(2027, 3, 1, 23, 59), london(2027, 3, 2, 0, 1)
    assert letter(asked, REVIEW, settings, late).subject.endswith("is due today")
    assert "was due on" in letter(asked, REVIEW, settings, early).subject


def test_whoever_has_it_is_asked_first_from_then_on(asked: TestCouncil) -> None:
    (review,) = rows(asked, REVIEW)
    at, before = london(2027, 1, 2), london(2027, 2, 15)
    with asked.session("chair") as session:
        have_it_here(session, deadline_id=review.id, by=asked.members["chair"], now=at)
        session.commit()
    gone_through(asked, at + timedelta(hours=1))
    following = [
        (name, due) for name, due in planned(asked, REVIEW) if before <= due < before + DAY
    ]
    assert following == [("chair", before), ("clerk", before + timedelta(hours=3))]


def test_a_new_clerk_is_asked_in_the_old_ones_place(asked: TestCouncil, now: datetime) -> None:
    at = now + DAY
    with asked.session("chair") as session:
        for name, office in (("clerk", None), ("lead", Office.CLERK)):
            change_place(
                session,
                by=asked.members["chair"],
                membership_id=asked.members[name].membership_id,
                place=((Role.LEAD_INVESTIGATOR,), office),
                has_left=name == "clerk",
                now=at,
            )
        session.commit()
    gone_through(asked, at)
    due = london(2027, 3, 1)
    assert planned(asked, REVIEW)[:2] == [("lead", due - 60 * DAY), ("lead", due - 14 * DAY)]
    assert "clerk" not in {name for name, _ in planned(asked, REVIEW)}
