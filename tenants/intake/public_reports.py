"""Entering what somebody without an account reported, once, and giving them a receipt for it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from tenants.breaches.reporting import Report, report_breach
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.intake.codes import hash_of
from tenants.models import Receipt

# For as long after sending, the page that shows the code can be loaded again.
SHOWN_AGAIN_FOR: Final = timedelta(minutes=30)


def report_without_account(
    session: ScopedSession, report: Report, *, code: str, now: datetime
) -> Receipt:
    """Enter a breach that somebody without an account reports, with all that follows from it.

    Whoever sends the same form again, with the same code, gets the receipt of the first time.
    Raises `NotAcceptable` for impossible times.
    """
    # Of two presses at once, the second waits here and then sees what the first did.
    take_turns(session)
    sent = find_receipt(session, code=code)
    if sent is not None:
        return sent
    breach = report_breach(session, report, by=None, now=now, draft_id=None)
    receipt = Receipt(
        council_id=session.council_id, breach_id=breach.id, code_hash=hash_of(code), made_at=now
    )
    session.add(receipt)
    session.flush()
    return receipt


def find_receipt(session: ScopedSession, *, code: str) -> Receipt | None:
    """Return the receipt of this code in the session's council, or None."""
    return session.scalars(select(Receipt).where(Receipt.code_hash == hash_of(code))).one_or_none()


def is_shown_again(receipt: Receipt, *, now: datetime) -> bool:
    """Whether the code may still be shown to the browser that sent the report."""
    return now - receipt.made_at <= SHOWN_AGAIN_FOR
