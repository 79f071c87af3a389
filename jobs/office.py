"""What is in a worker's hands while it sends: the ways out, a message that is its own, its end."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from jobs.mailer import Mailer
from jobs.notify import ByNotify, Texter
from jobs.refusals import LetterRefused
from tenants.clock import Clock
from tenants.db import Database
from tenants.messages import Letter
from tenants.settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """What sending needs: the database, the ways out, the settings, and the time."""

    database: Database
    mailer: Mailer
    settings: Settings
    clock: Clock
    texter: Texter = field(default_factory=Texter)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours `until` then, and what it says; no letter where it has no words.

    What is hopeless is given up. A probe is sent to see whether a way out that was shut is open
    again.
    """

    message_id: UUID
    until: datetime | None
    letter: Letter | None
    problem: str = ""
    is_hopeless: bool = False
    is_probe: bool = False
    by_notify: ByNotify | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a claimed message; `their_id` is what Notify calls it."""

    claimed: Claimed
    refused: LetterRefused | None
    their_id: str = ""
