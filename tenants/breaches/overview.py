"""How much there is of everything beside a breach, in one query."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from tenants.db import ScopedSession
from tenants.models import (
    Acknowledgement,
    Action,
    BreachLink,
    Comment,
    Communication,
    Complaint,
    File,
    LegalHold,
    Receipt,
    ReceiptMessage,
    RegulatorLetter,
    RegulatorReport,
    Review,
    RiskAssessment,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How many rows of each kind stand beside a breach; what was taken back is not counted."""

    files: int
    communications: int
    comments: int
    links: int
    holds: int
    receipts: int
    receipt_messages: int
    actions: int
    actions_open: int
    complaints: int
    consequences: int
    reviews: int
    reports_saved: int
    reports_sent: int
    letters: int
    letters_unread: int
    readers_of_paper: int


def overview_of(session: ScopedSession, *, breach_id: UUID) -> Overview:
    """Return how much there is of everything beside a breach."""
    action_open = Action.done_on.is_(None) & Action.dropped_at.is_(None)
    counted = {
        "files": _rows(File, breach_id, File.removed_at.is_(None)),
        "communications": _rows(Communication, breach_id),
        "comments": _rows(Comment, breach_id),
        "links": select(func.count())
        .where(
            or_(BreachLink.breach_id == breach_id, BreachLink.other_id == breach_id),
            BreachLink.ended_at.is_(None),
        )
        .scalar_subquery(),
        "holds": _rows(LegalHold, breach_id, LegalHold.lifted_at.is_(None)),
        "receipts": _rows(Receipt, breach_id),
        "receipt_messages": _rows(ReceiptMessage, breach_id),
        "actions": _rows(Action, breach_id),
        "actions_open": _rows(Action, breach_id, action_open),
        "complaints": _rows(Complaint, breach_id),
        "consequences": _rows(RiskAssessment, breach_id),
        "reviews": _rows(Review, breach_id),
        "reports_saved": _rows(RegulatorReport, breach_id, RegulatorReport.sent_at.is_(None)),
        "reports_sent": _rows(RegulatorReport, breach_id, RegulatorReport.sent_at.is_not(None)),
        "letters": _rows(RegulatorLetter, breach_id),
        "letters_unread": _rows(RegulatorLetter, breach_id, RegulatorLetter.confirmed_at.is_(None)),
        "readers_of_paper": select(func.count(func.distinct(Acknowledgement.membership_id)))
        .where(Acknowledgement.breach_id == breach_id)
        .scalar_subquery(),
    }
    asked = select(*(query.label(name) for name, query in counted.items()))
    return Overview(**session.execute(asked).mappings().one())


def _rows(table: type, breach_id: UUID, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    of_breach = table.breach_id == breach_id  # type: ignore[attr-defined]  # each of them has one
    return select(func.count()).where(of_breach, *conditions).select_from(table).scalar_subquery()
