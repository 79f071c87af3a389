"""A council in which everything has been done once, so that there is something to leak."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from tenants.models import (
    Acknowledgement,
    Action,
    AnnualReturn,
    Breach,
    BreachLink,
    Comment,
    Communication,
    Complaint,
    Contact,
    File,
    LegalHold,
    NotifyAccount,
    Reading,
    Receipt,
    ReceiptMessage,
    RegulatorLetter,
    RegulatorReport,
    Review,
    RiskAssessment,
    SharedLesson,
    Training,
)
from tenants.policies import FromModel, PublishedModel, answer_model, start_draft
from tests.councils import CouncilMaker, TestCouncil

AT = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)


def made(maker: CouncilMaker, model: PublishedModel) -> TestCouncil:
    """Return a council with a row in every table but `draft`."""
    council, at = maker.make(), AT
    clerk = council.members["clerk"]
    with council.session() as session:
        start_draft(session, source=FromModel(model.id), by=clerk, now=at)
        answer_model(session, model_id=model.id, by=clerk, now=at)
        session.commit()
    reference = council.report(at)
    council.receive(reference, at)
    council.appoint(reference, at)
    council.rate(reference, at)
    council.decide(reference, at)
    with council.session() as session:
        breach_id = session.scalars(select(Breach.id)).one()
        session.add_all([*kept(council, breach_id), *beside(council, breach_id)])
        session.commit()
    council.report(at)
    with council.session() as session:
        other_id = session.scalars(select(Breach.id).where(Breach.id != breach_id)).one()
        session.add(linked(council, breach_id, other_id))
        session.commit()
    return council


def beside(council: TestCouncil, breach_id: UUID) -> list[Any]:
    """Return a row for each table that stands beside the register."""
    clerk = council.members["clerk"].membership_id
    own = {"council_id": council.id}
    return [
        Contact(**own, membership_id=clerk, mobile="+447700900123", changed_at=AT),
        NotifyAccount(**own, sealed_key="sealed", changed_at=AT),
        Action(
            **own,
            breach_id=breach_id,
            kind="lesson",
            words="Check the address",
            owner_id=clerk,
            set_by_id=clerk,
            set_at=AT,
        ),
        Complaint(
            **own, breach_id=breach_id, received_on=AT.date(), recorded_by_id=clerk, recorded_at=AT
        ),
        Training(
            **own,
            membership_id=clerk,
            trained_on=AT.date(),
            what="An evening course",
            recorded_by_id=clerk,
            recorded_at=AT,
        ),
        AnnualReturn(**own, year=2026, breaches=1, near_misses=0, made_by_id=clerk, made_at=AT),
    ]


def kept(council: TestCouncil, breach_id: UUID) -> list[Any]:
    """Return a row for each table that holds what was kept about a breach or worked out."""
    clerk = council.members["clerk"].membership_id
    own: dict[str, Any] = {"council_id": council.id, "breach_id": breach_id}
    receipt_id, by = uuid4(), {"made_by_id": clerk, "made_at": AT}
    return [
        Receipt(**own, id=receipt_id, code_hash="0" * 64, made_at=AT),
        ReceiptMessage(**own, receipt_id=receipt_id, words="More", written_at=AT),
        File(
            **own,
            kind="evidence",
            name="photograph.png",
            media_type="image/png",
            size=3,
            sha256="0" * 64,
            content=b"abc",
            added_at=AT,
        ),
        Communication(
            **own,
            told_at=AT,
            direction="told",
            party="police",
            with_whom="The station",
            method="telephone",
            words="Reported as lost",
            recorded_by_id=clerk,
            recorded_at=AT,
        ),
        Comment(**own, words="Ask again", written_by_id=clerk, written_at=AT),
        LegalHold(**own, why="A claim", set_by_id=clerk, set_at=AT),
        Reading(**own, membership_id=clerk, what="page", hour=AT, read_at=AT),
        RiskAssessment(**own, sequence=1, for_people=[], for_council=[], **by),
        RegulatorReport(
            **own, sequence=1, kind="initial", answers={}, saved_by_id=clerk, saved_at=AT
        ),
        RegulatorLetter(
            **own,
            source_name="letter.txt",
            words="A letter",
            found={},
            outcome="unknown",
            added_by_id=clerk,
            added_at=AT,
        ),
        Review(**own, sequence=1, answers={}, lessons="Lock it", **by),
        SharedLesson(**own, cause="other", words="Lock it", shared_by_id=clerk, shared_at=AT),
        Acknowledgement(**own, membership_id=clerk, breach_version=1, read_at=AT),
    ]


def linked(council: TestCouncil, breach_id: UUID, other_id: UUID) -> BreachLink:
    """Return a link from one breach to another of the same council."""
    return BreachLink(
        council_id=council.id,
        breach_id=breach_id,
        other_id=other_id,
        kind="related",
        why="The same folder",
        made_by_id=council.members["clerk"].membership_id,
        made_at=AT,
    )
