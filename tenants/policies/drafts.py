"""The draft of a council's next policy: one at a time, shared by whoever may amend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, assert_never
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from tenants import audit
from tenants.access import Member
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.models import Event, Origin, PolicyDraft
from tenants.policies.documents import draft_text, read_draft, read_upload
from tenants.policies.model_policies import get_model
from tenants.policies.versions import policy_in_force
from tenants.policy import Policy, Problem, policy_from, problems_of


@dataclass(frozen=True, slots=True)
class FromVersionInForce:
    """Begin with the policy in force."""


@dataclass(frozen=True, slots=True)
class FromModel:
    """Begin with a model that the association published."""

    model_id: UUID


@dataclass(frozen=True, slots=True)
class FromDocument:
    """Begin with a document that somebody brought, as TOML or JSON text."""

    text: str


Source = FromVersionInForce | FromModel | FromDocument


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """A draft as a person had it before them: which one, and the version that they saw."""

    id: UUID
    version: int


class Taken(TypedDict):
    """Where a document was taken from, as both tables of a council's policies keep it."""

    origin: Origin
    based_on: int | None
    model_id: UUID | None


def find_draft(session: ScopedSession) -> PolicyDraft | None:
    """Return the council's open draft, or None."""
    return session.scalars(
        select(PolicyDraft).where(PolicyDraft.finished_at.is_(None))
    ).one_or_none()


def document_of(draft: PolicyDraft) -> dict[str, Any]:
    """Return what a draft holds, to be changed and given to `save_draft` as a whole."""
    return read_draft(draft.document)


def problems_in(draft: PolicyDraft) -> tuple[Problem, ...]:
    """Return everything that has to be mended before a draft can be adopted."""
    return problems_of(document_of(draft))


def policy_in(draft: PolicyDraft) -> Policy:
    """Return the policy that a draft states; raises `PolicyDocumentError` while it has problems."""
    return policy_from(document_of(draft))


def start_draft(
    session: ScopedSession, *, source: Source, by: Member, now: datetime
) -> PolicyDraft:
    """Begin the council's next policy with the words of a source.

    Raises `AlreadyDone` when the council has an open draft, `NotFound` for a model that its
    association does not offer, `PolicyDocumentError` for a document that cannot be used.
    """
    # Nobody may put another version into force between the reading and the writing.
    take_turns(session)
    taken, document = _taken(session, source)
    draft = session.scalars(
        insert(PolicyDraft)
        .values(
            council_id=session.council_id,
            document=document,
            started_by_id=by.membership_id,
            started_at=now,
            saved_by_id=by.membership_id,
            saved_at=now,
            **taken,
        )
        .on_conflict_do_nothing(
            index_elements=[PolicyDraft.council_id], index_where=PolicyDraft.finished_at.is_(None)
        )
        .returning(PolicyDraft)
    ).one_or_none()
    if draft is None:
        message = "The council has a draft already. Go on with it, or throw it away first."
        raise AlreadyDone(message)
    _record(session, Event.POLICY_DRAFT_STARTED, draft, by=by, now=now)
    return draft


def save_draft(
    session: ScopedSession,
    document: Mapping[str, Any],
    *,
    seen: SeenDraft,
    by: Member,
    now: datetime,
) -> tuple[Problem, ...]:
    """Keep a whole document as the draft's new version; return what is yet to be mended in it.

    Raises `PolicyDocumentError` for a document that cannot be read at all, and then keeps nothing;
    otherwise as `lock_draft` does.
    """
    words = draft_text(document)
    draft = lock_draft(session, seen)
    draft.document = words
    draft.saved_by_id = by.membership_id
    draft.saved_at = now
    session.flush()
    _record(session, Event.POLICY_DRAFT_SAVED, draft, by=by, now=now)
    return problems_in(draft)


def discard_draft(session: ScopedSession, *, seen: SeenDraft, by: Member, now: datetime) -> None:
    """Throw the draft away; raises as `lock_draft` does."""
    draft = lock_draft(session, seen)
    session.delete(draft)
    session.flush()
    _record(session, Event.POLICY_DRAFT_DISCARDED, draft, by=by, now=now)


def lock_draft(session: ScopedSession, seen: SeenDraft) -> PolicyDraft:
    """Return the draft that a person saw, locked until the transaction ends.

    Raises `NotFound` when it was thrown away, `AlreadyDone` when it was adopted,
    `ChangedMeanwhile` when somebody saved it since.
    """
    # As it is now, not as this session may have read it before.
    draft = session.scalars(
        select(PolicyDraft)
        .where(PolicyDraft.id == seen.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if draft is None:
        raise NotFound
    if draft.finished_at is not None:
        message = "This draft was adopted already."
        raise AlreadyDone(message)
    if draft.version != seen.version:
        message = "Somebody else changed this draft while you were looking at it."
        raise ChangedMeanwhile(message)
    return draft


def _taken(session: ScopedSession, source: Source) -> tuple[Taken, str]:
    """Return where the words of a source come from, and the words."""
    match source:
        case FromVersionInForce():
            present, _ = policy_in_force(session)
            taken = Taken(
                origin=Origin.VERSION_IN_FORCE, based_on=present.number, model_id=present.model_id
            )
            return taken, present.document
        case FromModel(model_id):
            model, policy = get_model(session, model_id=model_id)
            if model.withdrawn_at is not None:
                raise NotFound
            taken = Taken(origin=Origin.PUBLISHED_MODEL, based_on=None, model_id=model.id)
            return taken, policy.as_text()
        case FromDocument(text):
            taken = Taken(origin=Origin.DOCUMENT, based_on=None, model_id=None)
            return taken, read_upload(text).as_text()
        case _:
            assert_never(source)


def _record(
    session: ScopedSession, event: Event, draft: PolicyDraft, *, by: Member, now: datetime
) -> None:
    changes = {"draft": str(draft.id), "draft_version": draft.version, "origin": draft.origin}
    audit.record(session, event, by=by, at=now, changes=changes)
