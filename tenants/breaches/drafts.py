"""Forms begun and not yet sent: every page is saved as it was typed, so that nothing is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select

from tenants.access import Member
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.models import Breach, Draft, DraftKind

JUDGED: Final = "judgement_"
"""What the name of a judgement's answer begins with, so that no fact can have the same."""


def start_draft(
    session: ScopedSession,
    *,
    kind: DraftKind,
    by: Member,
    now: datetime,
    breach_id: UUID | None = None,
) -> Draft:
    """Begin a form: a report, or the rating of a breach."""
    draft = Draft(
        council_id=session.council_id,
        kind=kind,
        membership_id=by.membership_id,
        breach_id=breach_id,
        answers={},
        saved_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def get_draft(session: ScopedSession, *, draft_id: UUID, by: Member) -> Draft:
    """Return this member's own draft, or raise `NotFound`."""
    draft = session.scalars(_own(draft_id, by)).one_or_none()
    if draft is None:
        raise NotFound
    return draft


def find_rating_draft(session: ScopedSession, *, breach_id: UUID, by: Member) -> Draft | None:
    """Return this member's unfinished rating of the breach, or None."""
    return session.scalars(
        select(Draft)
        .where(
            Draft.kind == DraftKind.RATING,
            Draft.breach_id == breach_id,
            Draft.membership_id == by.membership_id,
            Draft.finished_at.is_(None),
        )
        .order_by(Draft.saved_at.desc(), Draft.id)
        .limit(1)
    ).first()


def open_drafts_of(session: ScopedSession, *, by: Member) -> list[Draft]:
    """Return the reports that this member began and has not sent, the latest first."""
    return list(
        session.scalars(
            select(Draft)
            .where(
                Draft.kind == DraftKind.REPORT,
                Draft.membership_id == by.membership_id,
                Draft.finished_at.is_(None),
            )
            .order_by(Draft.saved_at.desc(), Draft.id)
            .limit(10)
        )
    )


def save_page(
    session: ScopedSession,
    *,
    draft: Draft,
    page: str,
    answers: Mapping[str, object],
    version: int,
    now: datetime,
) -> None:
    """Save one page as typed.

    Raises `ChangedMeanwhile` when the draft was saved elsewhere since this page was shown,
    `AlreadyDone` when it has been sent, `NotFound` when it was thrown away.
    """
    # Of two windows that save at once, the second waits here and then sees what the first did.
    draft = _lock(session, select(Draft).where(Draft.id == draft.id))
    if draft.finished_at is not None:
        message = "This form has been sent already."
        raise AlreadyDone(message)
    if draft.version != version:
        message = "This form was changed in another window since this page was opened."
        raise ChangedMeanwhile(message)
    draft.answers = {**draft.answers, page: dict(answers)}
    draft.saved_at = now
    session.flush()


def finish_draft(session: ScopedSession, *, draft_id: UUID, by: Member, now: datetime) -> Draft:
    """Close a draft, once: locked until the transaction ends, so that a double press waits.

    Raises `AlreadyDone` when it has been sent, `NotFound` when it is not this member's.
    """
    draft = _lock(session, _own(draft_id, by))
    if draft.finished_at is not None:
        message = "This form has been sent already."
        raise AlreadyDone(message)
    draft.finished_at = now
    return draft


def discard_draft(session: ScopedSession, *, draft_id: UUID, by: Member) -> None:
    """Throw away a report that was begun and will not be sent."""
    draft = _lock(session, _own(draft_id, by))
    if draft.finished_at is None:
        session.delete(draft)
        session.flush()


def get_report_of(session: ScopedSession, *, draft: Draft) -> Breach:
    """Return the breach that a draft was sent as, or raise `NotFound`."""
    breach = session.scalars(select(Breach).where(Breach.id == draft.breach_id)).one_or_none()
    if breach is None:
        raise NotFound
    return breach


def _lock(session: ScopedSession, wanted: Select[Draft]) -> Draft:
    """Return the draft as it is now, not as this session read it, locked until it commits."""
    newest = wanted.with_for_update().execution_options(populate_existing=True)
    draft = session.scalars(newest).one_or_none()
    if draft is None:
        raise NotFound
    return draft


def _own(draft_id: UUID, by: Member) -> Select[Draft]:
    return select(Draft).where(Draft.id == draft_id, Draft.membership_id == by.membership_id)
