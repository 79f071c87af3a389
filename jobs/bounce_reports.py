"""Reading what came back: whether a delivery failed for good, and with which code.

Machine-readable reports (RFC 3464) are believed. Where there is none, a report in prose counts if
it comes from a mail system and holds a permanent code (RFC 3463). Delays and out-of-office replies
are no bounces: both come back to the same address, and far more often.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr

# Enhanced status codes, and no IP address or version number that looks like one.
_CODE = r"(?<![\d.])%s\.[0-7]\.\d{1,3}(?!\.?\d)"
_PERMANENT = re.compile(_CODE % "5")
_FOR_NOW = re.compile(_CODE % "4")
_ANY = re.compile(_CODE % "[245]")
_DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mailerdaemon"})
# What is quoted of the letter itself stands further down.
_MOST_PROSE = 20_000


@dataclass(frozen=True, slots=True)
class Report:
    """What came back means; `outcome` and `code` are closed words, never the report's own text.

    `recipient` is the address that failed, in lower case, where the report names it; never kept.
    """

    outcome: str
    has_failed: bool = False
    code: str = ""
    recipient: str = field(default="", repr=False)

    @property
    def problem(self) -> str:
        """Return "bounced 5.1.1" for a delivery that failed for good."""
        return f"bounced {self.code}".strip()

    @property
    def is_address_bad(self) -> bool:
        """Whether it was the address, rather than a rule about who may write to it."""
        return not self.code.startswith("5.7.")


def read_report(content: bytes) -> Report:
    """Return what a letter that came back says, whatever state it is in."""
    try:
        letter = message_from_bytes(content, policy=policy.default)
        blocks = list(_status_blocks(letter))
        return _from_blocks(blocks) if blocks else _from_prose(letter)
    except Exception:  # noqa: BLE001 - strangers write these letters, and nothing may stop the next
        return Report("unreadable")


def _status_blocks(letter: EmailMessage) -> Iterator[Message]:
    """Yield what a machine-readable report says of each recipient."""
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if isinstance(block, Message) and (block["Action"] or block["Status"]):
                    yield block
            return


def _from_blocks(blocks: list[Message]) -> Report:
    for block in blocks:
        action = str(block["Action"] or "").strip().lower()
        found = _ANY.search(str(block["Status"] or ""))
        code = found.group() if found else ""
        if action == "failed" or (not action and code.startswith("5")):
            named = str(block["Final-Recipient"] or "").rpartition(";")[2].strip().lower()
            return Report("failed", has_failed=True, code=code, recipient=named)
    return Report("delayed or delivered")


def _from_prose(letter: EmailMessage) -> Report:
    if not _is_from_a_mail_system(letter):
        return Report("a reply")
    body = letter.get_body(("plain", "html"))
    prose = str(body.get_content())[:_MOST_PROSE] if body is not None else ""
    found = _PERMANENT.search(prose)
    if found:
        return Report("failed", has_failed=True, code=found.group())
    return Report("delayed or delivered" if _FOR_NOW.search(prose) else "no code")


def _is_from_a_mail_system(letter: EmailMessage) -> bool:
    name = parseaddr(str(letter["From"] or ""))[1].partition("@")[0].lower()
    return name in _DAEMONS or letter.get_content_type() == "multipart/report"
