"""The model policies of a council's association: to adopt from, or to keep one's own beside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from tenants import audit
from tenants.access import Member
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotFound
from tenants.models import AdoptedPolicy, Event, ModelAnswer, ModelPolicy
from tenants.policies.versions import read_policy
from tenants.policy import Policy

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A version of a model policy as a list shows it; `model` is the document's own id."""

    id: UUID
    model: str
    version: int
    title: str
    note: str
    published_at: datetime
    withdrawn_at: datetime | None


def models_for(session: ScopedSession) -> list[PublishedModel]:
    """Return the models that the council's association offers, the latest first."""
    offered = _offered().order_by(ModelPolicy.published_at.desc(), ModelPolicy.id)
    return [PublishedModel(*row) for row in session.execute(offered.limit(MOST_SHOWN))]


def get_model(session: ScopedSession, *, model_id: UUID) -> tuple[PublishedModel, Policy]:
    """Return a model of the council's association, withdrawn or not, or raise `NotFound`."""
    model = session.scalars(select(ModelPolicy).where(ModelPolicy.id == model_id)).one_or_none()
    if model is None:
        raise NotFound
    shown = PublishedModel(
        model.id,
        model.model,
        model.version,
        model.title,
        model.note,
        model.published_at,
        model.withdrawn_at,
    )
    return shown, read_policy(model.document)


def model_to_consider(session: ScopedSession) -> PublishedModel | None:
    """Return the newest model that the council has neither adopted from nor answered, or None.

    Whoever dealt with a version of a model is not asked about an earlier one of it.
    """
    later = aliased(ModelPolicy)
    has_later = exists(later.id).where(
        later.association_id == ModelPolicy.association_id,
        later.model == ModelPolicy.model,
        later.version > ModelPolicy.version,
        later.withdrawn_at.is_(None),
    )
    dealt_with = aliased(ModelPolicy)
    is_settled = exists(dealt_with.id).where(
        dealt_with.association_id == ModelPolicy.association_id,
        dealt_with.model == ModelPolicy.model,
        dealt_with.version >= ModelPolicy.version,
        or_(
            exists(AdoptedPolicy.id).where(AdoptedPolicy.model_id == dealt_with.id),
            exists(ModelAnswer.id).where(ModelAnswer.model_id == dealt_with.id),
        ),
    )
    newest = _offered().where(~has_later, ~is_settled)
    row = session.execute(
        newest.order_by(ModelPolicy.published_at.desc(), ModelPolicy.id).limit(1)
    ).first()
    return PublishedModel(*row) if row else None


def answer_model(session: ScopedSession, *, model_id: UUID, by: Member, now: datetime) -> None:
    """Record that the council keeps its own policy beside a published model.

    Raises `NotFound` for a model of another association, `AlreadyDone` when that was answered.
    """
    get_model(session, model_id=model_id)
    answer_id = session.scalar(
        insert(ModelAnswer)
        .values(
            council_id=session.council_id,
            model_id=model_id,
            answered_by_id=by.membership_id,
            answered_at=now,
        )
        .on_conflict_do_nothing()
        .returning(ModelAnswer.id)
    )
    if answer_id is None:
        message = "The council has answered this already."
        raise AlreadyDone(message)
    audit.record(session, Event.MODEL_DECLINED, by=by, at=now, changes={"model": str(model_id)})


_Listed = Select[UUID, str, int, str, str, datetime, datetime | None]


def _offered() -> _Listed:
    return select(
        ModelPolicy.id,
        ModelPolicy.model,
        ModelPolicy.version,
        ModelPolicy.title,
        ModelPolicy.note,
        ModelPolicy.published_at,
        ModelPolicy.withdrawn_at,
    ).where(ModelPolicy.withdrawn_at.is_(None))
