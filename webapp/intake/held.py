"""What this browser holds of a report for a while: the one just sent, or a receipt that is open.

It stands in the signed cookie of the session, which no script can read and which ends with the
browser. The code itself is not in it: a form's number leads to it only with the service's secret.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from flask import session

_SENT: Final = "sent_report"
_SAME: Final = "same_report"
_OPEN: Final = "open_receipt"
# For as long a receipt stays open while nothing is done with it.
OPEN_FOR: Final = timedelta(minutes=30)


def keep_sent(slug: str, number: str, words: str) -> None:
    """Remember that this browser has just sent the form with this number, and a hash of it."""
    session[_SENT] = [slug, number]
    session[_SAME] = [slug, _digest(words)]


def has_sent(slug: str) -> bool:
    """Whether this browser has had its answer to a report to this council, open or finished."""
    held: Any = session.get(_SAME)
    return bool(held) and held[0] == slug


def was_sent(slug: str, words: str) -> bool:
    """Whether this browser has sent these very words already, on a form with another number.

    So it is when somebody goes back to the empty form and their browser fills it in again.
    """
    return session.get(_SAME) == [slug, _digest(words)]


def find_sent(slug: str) -> str | None:
    """Return the number of the form that was sent to this council from here, or None."""
    held = session.get(_SENT)
    return held[1] if held and held[0] == slug else None


def open_receipt(slug: str, receipt_id: UUID, now: datetime) -> None:
    """Keep a receipt of this council open from now on."""
    session[_OPEN] = [slug, str(receipt_id), now.isoformat()]


def find_open_receipt(slug: str, now: datetime) -> UUID | None:
    """Return the receipt of this council that is open here, and keep it open; else None."""
    held: Any = session.get(_OPEN)
    if not held or held[0] != slug:
        return None
    if now - datetime.fromisoformat(held[2]) > OPEN_FOR:
        session.pop(_OPEN)
        return None
    receipt_id = UUID(held[1])
    open_receipt(slug, receipt_id, now)
    return receipt_id


def forget_all() -> None:
    """Forget the report that was sent and the receipt that is open; its hash alone stays."""
    session.pop(_SENT, None)
    session.pop(_OPEN, None)


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()
