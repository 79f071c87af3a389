"""The conversation between a council and whoever reported a breach without an account."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from tenants.access import Member, Office, Permission
from tenants.breaches.beside import get_breach_beside, note_beside
from tenants.breaches.facts import OCCURRED
from tenants.breaches.handlers import declared_for, handlers_of
from tenants.breaches.receiving import possible_leads
from tenants.breaches.record import get_breach
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable, NotAllowed, NotFound, WasInvolved
from tenants.messages import Plan, plan_messages
from tenants.models import (
    AuditEntry,
    Breach,
    Event,
    File,
    MessageKind,
    Receipt,
    ReceiptMessage,
    State,
)
from tenants.people import holders_of

LONGEST: Final = 10_000
# Nobody who has something to say needs more; a machine that fills the record stops here.
MOST_MESSAGES: Final = 100


class Progress(StrEnum):
    """How far a report has come, as much of it as its reporter is told."""

    RECEIVED = "received"
    LOOKED_INTO = "looked_into"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A report with what both sides have written since, and the files that came with it.

    `is_time_theirs` is false once the council has put right when it happened.
    """

    breach: Breach
    receipt: Receipt
    messages: tuple[ReceiptMessage, ...]
    files: tuple[File, ...]
    is_time_theirs: bool

    @property
    def progress(self) -> Progress:
        """Return how far the report has come."""
        match State(self.breach.state):
            case State.REPORTED:
                return Progress.RECEIVED
            case State.CLOSED:
                return Progress.CLOSED
            case State.RECEIVED | State.INVESTIGATING | State.RATED | State.DECIDED:
                return Progress.LOOKED_INTO


def conversation_of_receipt(session: ScopedSession, *, receipt_id: UUID) -> Conversation:
    """Return what the holder of a receipt may see, or raise `NotFound`."""
    receipt = session.get(Receipt, (session.council_id, receipt_id))
    if receipt is None:
        raise NotFound
    return _conversation(session, receipt)


def conversation_about(
    session: ScopedSession, *, reference: str, by: Member
) -> Conversation | None:
    """Return a breach's conversation; None where its reporter has an account.

    Raises `NotFound`, `NotAllowed`, and `WasInvolved`: whoever writes to the council may be
    writing about them.
    """
    breach = get_breach(session, reference=reference)
    _refuse_involved(session, breach, by)
    receipt = _receipt_of(session, breach)
    return _conversation(session, receipt) if receipt else None


def add_words(
    session: ScopedSession, *, receipt_id: UUID, words: str, now: datetime
) -> ReceiptMessage:
    """Add to a report by its receipt, and write to whoever deals with it.

    Raises `NotFound`, `NotAcceptable` for nothing, too much, or too often, and what
    `get_breach_beside` raises.
    """
    receipt, breach = open_to_add(session, receipt_id=receipt_id)
    said = select(func.count()).select_from(ReceiptMessage)
    number = session.scalar(said.where(ReceiptMessage.receipt_id == receipt.id)) or 0
    if number >= MOST_MESSAGES:
        message = "There is no room for more here. Telephone the council, or write to its clerk"
        raise NotAcceptable("words", message)
    added = _message(session, receipt, words, by=None, now=now)
    changes = {"message": str(added.id)}
    note_beside(session, Event.REPORTER_WROTE, breach, by=None, now=now, changes=changes)
    tell_handlers(session, breach, now=now)
    return added


def answer_reporter(
    session: ScopedSession, *, breach_id: UUID, words: str, by: Member, now: datetime
) -> ReceiptMessage:
    """Answer whoever reported a breach; they read it when they come back with their receipt.

    Raises `NotFound` where the reporter has an account, `NotAcceptable` for nothing or too much,
    `WasInvolved`, and what `get_breach_beside` raises.
    """
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    _refuse_involved(session, breach, by)
    receipt = _receipt_of(session, breach)
    if receipt is None:
        raise NotFound
    answer = _message(session, receipt, words, by=by, now=now)
    changes = {"message": str(answer.id)}
    note_beside(session, Event.REPORTER_ANSWERED, breach, by=by, now=now, changes=changes)
    return answer


def open_to_add(session: ScopedSession, *, receipt_id: UUID) -> tuple[Receipt, Breach]:
    """Return a receipt and its breach, to which nobody else adds until the transaction ends.

    Raises `NotFound`, and what `get_breach_beside` raises.
    """
    receipt = session.get(Receipt, (session.council_id, receipt_id))
    if receipt is None:
        raise NotFound
    return receipt, get_breach_beside(session, breach_id=receipt.breach_id, by=None)


def tell_handlers(session: ScopedSession, breach: Breach, *, now: datetime) -> None:
    """Write to whoever deals with a breach that its reporter has added something."""
    plans = [
        Plan(
            kind=MessageKind.REPORTER_WROTE,
            recipient_id=who,
            due_at=now,
            breach_id=breach.id,
            position=position,
        )
        for position, who in enumerate(_dealing_with(session, breach))
    ]
    plan_messages(session, plans, now=now)


def _dealing_with(session: ScopedSession, breach: Breach) -> list[UUID]:
    """Return the lead investigator, if they still may be it, else the handlers.

    A closed breach keeps the lead that it had, also when they have left. Where everybody was
    involved it is the offices: they cannot read it, but they give somebody else a place who can.
    """
    leads = [one.id for one in possible_leads(session, breach) if one.id == breach.lead_id]
    if leads:
        return leads
    ids = list(handlers_of(session, breach).ids)
    return ids or [member.id for member in holders_of(session, offices=tuple(Office))]


def _message(
    session: ScopedSession, receipt: Receipt, words: str, *, by: Member | None, now: datetime
) -> ReceiptMessage:
    tidy = words.strip()
    if not tidy:
        message = "Write something first"
        raise NotAcceptable("words", message)
    if len(tidy) > LONGEST:
        message = f"Shorten it to {LONGEST:,} characters or fewer"
        raise NotAcceptable("words", message)
    added = ReceiptMessage(
        council_id=session.council_id,
        breach_id=receipt.breach_id,
        receipt_id=receipt.id,
        words=tidy,
        written_by_id=by.membership_id if by else None,
        written_at=now,
    )
    session.add(added)
    session.flush()
    return added


def _conversation(session: ScopedSession, receipt: Receipt) -> Conversation:
    messages = session.scalars(
        select(ReceiptMessage)
        .where(ReceiptMessage.receipt_id == receipt.id)
        .order_by(ReceiptMessage.written_at, ReceiptMessage.id)
    ).all()
    files = session.scalars(
        select(File)
        .where(File.receipt_id == receipt.id, File.removed_at.is_(None))
        .order_by(File.added_at, File.id)
    ).all()
    breach = session.get_one(Breach, (session.council_id, receipt.breach_id))
    is_time_theirs = not _was_time_corrected(session, breach)
    return Conversation(breach, receipt, tuple(messages), tuple(files), is_time_theirs)


def _was_time_corrected(session: ScopedSession, breach: Breach) -> bool:
    corrected = select(AuditEntry.id).where(
        AuditEntry.breach_id == breach.id,
        AuditEntry.event == Event.FACTS_CHANGED,
        AuditEntry.changes["facts"].contains([OCCURRED]),
    )
    return session.scalars(corrected.limit(1)).first() is not None


def _receipt_of(session: ScopedSession, breach: Breach) -> Receipt | None:
    return session.scalars(select(Receipt).where(Receipt.breach_id == breach.id)).one_or_none()


def _refuse_involved(session: ScopedSession, breach: Breach, by: Member) -> None:
    if not by.can(Permission.HANDLE_BREACH):
        message = "Only the clerk, the chair and lead investigators handle breaches."
        raise NotAllowed(message)
    if by.membership_id in declared_for(session, breach_id=breach.id).involved:
        message = (
            "You said that you were, or may have been, involved, so somebody else reads what the"
            " person who reported it writes, and answers."
        )
        raise WasInvolved(message)
