"""Publishing model policies, in the session of an association's officer.

That session reads no table: it calls functions that give an officer their own association's models
and nobody else anything.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.policies.documents import read_upload
from tenants.policies.model_policies import MOST_SHOWN, PublishedModel
from tenants.policies.versions import read_policy
from tenants.policy import Policy, policy_from

_MODELS = "from association_models(:association, :person)"
_SHOWN = "id, model, version, title, note, published_at, withdrawn_at"


def models_published(
    session: Session, *, association_id: UUID, officer_id: UUID
) -> list[PublishedModel]:
    """Return all that the association published, withdrawn or not, the latest first.

    Nothing comes back to a person who is not an officer of the association.
    """
    rows = session.execute(
        text(f"select {_SHOWN} {_MODELS} order by published_at desc, id limit :most"),
        {"association": association_id, "person": officer_id, "most": MOST_SHOWN},
    )
    return [PublishedModel(*row) for row in rows]


def get_published(
    session: Session, *, association_id: UUID, officer_id: UUID, model_id: UUID
) -> tuple[PublishedModel, Policy]:
    """Return one of the association's models, or raise `NotFound`."""
    row = session.execute(
        text(f"select {_SHOWN}, document {_MODELS} where id = :model"),
        {"association": association_id, "person": officer_id, "model": model_id},
    ).one_or_none()
    if row is None:
        raise NotFound
    return PublishedModel(*row[:-1]), read_policy(row.document)


def publish_model(
    session: Session,
    *,
    association_id: UUID,
    officer_id: UUID,
    document: str,
    note: str,
    now: datetime,
) -> PublishedModel:
    """Publish a document (TOML or JSON) as the next version of the model that its id names.

    Raises `PolicyDocumentError` for a document that cannot be used, `AlreadyDone` when the latest
    version says the same, `ChangedMeanwhile` when another officer published at this moment,
    `NotFound` for somebody who is not an officer of the association.
    """
    policy = read_upload(document)
    asked = {"association": association_id, "person": officer_id, "model": policy.id}
    latest = session.execute(
        text(
            f"select version, document, withdrawn_at {_MODELS} where model = :model"
            " order by version desc limit 1"
        ),
        asked,
    ).one_or_none()
    version = latest.version if latest else 0
    if latest and not latest.withdrawn_at and latest.document == _numbered(policy, version):
        message = "The latest version of this model says the same already."
        raise AlreadyDone(message)
    values = {
        **asked,
        "version": version + 1,
        "title": policy.title,
        "document": _numbered(policy, version + 1),
        "note": note.strip(),
        "now": now,
    }
    return PublishedModel(
        _keep(session, values), policy.id, version + 1, policy.title, note.strip(), now, None
    )


def withdraw_model(
    session: Session, *, association_id: UUID, officer_id: UUID, model_id: UUID, now: datetime
) -> None:
    """Offer a model to councils no more; who adopted from it keeps what they have.

    Raises `AlreadyDone` when it was withdrawn, `NotFound` when it is not the association's.
    """
    asked = {"association_id": association_id, "officer_id": officer_id, "model_id": model_id}
    withdrawn = session.scalar(
        text("select withdraw_model(:association_id, :officer_id, :model_id, :now)"),
        {**asked, "now": now},
    )
    if withdrawn is None:
        model, _ = get_published(session, **asked)
        message = f"Version {model.version} was withdrawn already."
        raise AlreadyDone(message)


def _numbered(policy: Policy, version: int) -> str:
    """Give the words of a model with the association's own number."""
    return policy_from({**policy.document, "version": str(version)}).as_text()


def _keep(session: Session, values: dict[str, object]) -> UUID:
    """Write the model; of two officers who publish at once, the second is told."""
    try:
        with session.begin_nested():
            model_id: UUID | None = session.scalar(
                text(
                    "select publish_model(:association, :person, :model, :version, :title,"
                    " :document, :note, :now)"
                ),
                values,
            )
    except IntegrityError as error:
        if "uq_model_policy_association_id_model_version" not in str(error.orig):
            raise
        message = "Another officer published a version of this model at this moment."
        raise ChangedMeanwhile(message) from error
    if model_id is None:
        raise NotFound
    return model_id
