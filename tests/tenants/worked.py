"""A council in which everything has been done once, so that there is something to leak."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tenants.models import (
    Action,
    AnnualReturn,
    Breach,
    Complaint,
    Contact,
    NotifyAccount,
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
        session.add_all(beside(council, session.scalars(select(Breach.id)).one()))
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
