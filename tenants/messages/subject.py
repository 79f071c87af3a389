"""What a letter is about, as it stands when the letter is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenants.models import Breach, Council, Deadline, Membership, Message, MessageKind

# An alert of 24 hours that leaves some seconds late still says 24 hours, not 23.
PUNCTUAL = timedelta(minutes=15)
_KIND_OF_COUNCIL = re.compile(r" (parish|town|community|city) council$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """All that a letter may speak of."""

    council: Council
    message: Message
    recipient: Membership
    breach: Breach | None
    deadline: Deadline | None
    others: Sequence[Membership]
    now: datetime

    @property
    def at(self) -> datetime:
        """Return the instant that the letter speaks from: an alert's own, if it leaves on time."""
        is_alert = self.message.kind == MessageKind.CLOCK_ALERT
        is_punctual = self.message.due_at <= self.now < self.message.due_at + PUNCTUAL
        return self.message.due_at if is_alert and is_punctual else self.now

    @property
    def short_name(self) -> str:
        """Return the council's name without its kind, for a subject line: Scotton."""
        return _KIND_OF_COUNCIL.sub("", self.council.name)

    @property
    def label(self) -> str:
        """Return the council and the breach's number, as every subject line begins.

        About a practice breach it says so first: "PRACTICE - Scotton: practice breach 2026-D01".
        """
        if self.breach is None:
            return f"{self.short_name}:"
        return f"{self.breach.marker}{self.short_name}: {self.breach.name}"
