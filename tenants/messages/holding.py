"""The link in an alert with which its recipient says "I have it", without signing in.

It names a council and a message and nothing else, so that a link that is read over a shoulder says
nothing; what it opens is looked up by those two. Whoever holds it can say so and do no more.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from itsdangerous import BadSignature, Signer

from tenants.errors import TenantsError

# The last alert of a late breach comes a week after its time; a month covers its answer.
LINK_LASTS: Final = timedelta(days=30)
_ID = 16
_TIME = 5


class HoldLinkRefused(TenantsError):
    """The link is broken or too old; `is_too_old` tells which."""

    def __init__(self, message: str, *, is_too_old: bool) -> None:
        super().__init__(message)
        self.is_too_old = is_too_old


@dataclass(frozen=True, slots=True)
class HoldLink:
    """Which message, of which council, a link answers."""

    council_id: UUID
    message_id: UUID


def make_hold_link(secret_key: str, link: HoldLink, *, now: datetime) -> str:
    """Return the signed part of a link that works for `LINK_LASTS`: 76 characters."""
    ends = int((now + LINK_LASTS).timestamp())
    content = link.council_id.bytes + link.message_id.bytes + ends.to_bytes(_TIME)
    kept = urlsafe_b64encode(content).rstrip(b"=")
    return _signer(secret_key).sign(kept).decode()


def read_hold_link(secret_key: str, token: str, *, now: datetime) -> HoldLink:
    """Return what a link answers, or raise `HoldLinkRefused` saying what to do."""
    try:
        kept = _signer(secret_key).unsign(token.encode())
        content = urlsafe_b64decode(kept + b"=" * (-len(kept) % 4))
    except (BadSignature, NotBase64, UnicodeEncodeError) as error:
        message = "This link is not complete. Copy the whole address from the alert."
        raise HoldLinkRefused(message, is_too_old=False) from error
    if datetime.fromtimestamp(int.from_bytes(content[2 * _ID :]), UTC) < now:
        message = "This link is more than a month old. Sign in to see what is due now."
        raise HoldLinkRefused(message, is_too_old=True)
    return HoldLink(UUID(bytes=content[:_ID]), UUID(bytes=content[_ID : 2 * _ID]))


def _signer(secret_key: str) -> Signer:
    return Signer(secret_key, salt="have-it-link")
