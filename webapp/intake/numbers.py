"""The number that each public form is given out with, signed: it makes two presses one report."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

# Nobody reads the questions and answers them sooner; a machine does.
SOONEST: Final = timedelta(seconds=4)


@dataclass(frozen=True, slots=True)
class Number:
    """A form's number, and when the form was first opened (UTC)."""

    value: str
    given_at: datetime

    def is_too_soon(self, now: datetime) -> bool:
        """Whether the form was opened so short a time ago that no person can have filled it in."""
        return now - self.given_at < SOONEST


def give_number(secret_key: str, *, council_id: UUID, now: datetime) -> str:
    """Return a new number for a form of this council, signed."""
    return _signer(secret_key).dumps([str(council_id), token_hex(16), now.isoformat()])


def read_number(secret_key: str, signed: str | None, *, council_id: UUID) -> Number | None:
    """Return the number in a form; None where it is not ours, or another council's."""
    try:
        whose, value, given_at = _signer(secret_key).loads(signed or "")
    except BadData:
        return None
    return Number(value, datetime.fromisoformat(given_at)) if whose == str(council_id) else None


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="public-report")
