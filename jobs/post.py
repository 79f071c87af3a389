"""Sending what is due: claim a message, send it, say what became of it; then the next."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jobs import runtime
from jobs.mailer import LetterRefused, Mailer, conversation
from tenants import messages, prompts
from tenants.breaches.alerts import pass_on
from tenants.clock import Clock
from tenants.db import Database, ScopedSession
from tenants.messages import Letter
from tenants.models import Message
from tenants.settings import Settings

logger = logging.getLogger(__name__)

# More than any council has at once; the next tick takes what is left.
MOST_AT_ONCE = 500
EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Office:
    """What sending needs: the database, a way out, the settings, and the time."""

    database: Database
    mailer: Mailer
    settings: Settings
    clock: Clock


def send_round(council_ids: Sequence[str]) -> int:
    """Look after these councils' calendars, send their due messages; return how many were sent."""
    runtime.silence_bells(council_ids)
    settings = runtime.settings()
    with conversation(settings) as mailer:
        office = Office(runtime.database(), mailer, settings, runtime.clock())
        return sum(send_all(office, UUID(council_id)) for council_id in council_ids)


def send_all(office: Office, council_id: UUID) -> int:
    """Send what is due for one council; one bad address stops no other.

    Each message is claimed in one transaction, sent in none, and marked in the next, which claims
    the one after it. A crash between the server's yes and the mark sends that one message again,
    with the same Message-ID; it loses none.
    """
    _keep_up(office, council_id)
    sent = 0
    claimed = _next(office, council_id, None)
    while claimed is not None and sent < MOST_AT_ONCE:
        ended = _try(office, claimed)
        sent += ended.is_sent
        claimed = _next(office, council_id, ended)
    return sent


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours for a while, and what it says; no letter where it has no words.

    A probe is sent to see whether a way out that was shut is open again.
    """

    message_id: UUID
    letter: Letter | None
    problem: str = ""
    is_probe: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a claimed message."""

    message_id: UUID
    refused: LetterRefused | None
    was_probe: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether the server took it."""
        return self.refused is None


def _keep_up(office: Office, council_id: UUID) -> None:
    now = office.clock.now()
    with office.database.session(council_id) as session:
        if prompts.claim_upkeep(session, now=now):
            prompts.keep_up(session, now=now)
            session.commit()


def _next(office: Office, council_id: UUID, ended: Ended | None) -> Claimed | None:
    """Say what became of the last message and claim the next; None when the round is over."""
    now = office.clock.now()
    with office.database.session(council_id) as session:
        if ended is not None:
            _mark(session, ended, now)
            if ended.refused is not None and ended.refused.is_for_all:
                session.commit()
                return None
        claimed = _claim(session, office, now)
        session.commit()
        return claimed


def _claim(session: ScopedSession, office: Office, now: datetime) -> Claimed | None:
    outage = messages.find_outage(session, channel=EMAIL)
    if messages.is_shut(outage, now=now):
        return None
    message = messages.claim_due_message(session, now=now)
    if message is None:
        return None
    if message.doubts >= messages.MOST_DOUBTS:
        return Claimed(message.id, None, "ended its worker")
    try:
        # What a letter's writing spoils is undone, and the claim on its message kept.
        with session.begin_nested():
            letter = messages.write_letter(session, message, settings=office.settings, now=now)
    except Exception as error:  # noqa: BLE001 - one message that cannot be written stops no other
        return Claimed(message.id, None, f"not written: {type(error).__name__}")
    return Claimed(message.id, letter, is_probe=outage is not None)


def _try(office: Office, claimed: Claimed) -> Ended:
    if claimed.letter is None:
        is_final = not claimed.problem.startswith("not written")
        return Ended(claimed.message_id, LetterRefused(claimed.problem, is_final=is_final))
    try:
        office.mailer.send(claimed.letter, now=office.clock.now())
    except LetterRefused as refused:
        return Ended(claimed.message_id, refused)
    return Ended(claimed.message_id, None, was_probe=claimed.is_probe)


def _mark(session: ScopedSession, ended: Ended, now: datetime) -> None:
    message = messages.get_claimed(session, message_id=ended.message_id)
    refused = ended.refused
    if refused is None:
        messages.mark_sent(session, message, now=now)
        if ended.was_probe:
            messages.end_outage(session, channel=EMAIL)
        _log("message_sent", message)
        return
    if refused.is_for_all:
        messages.mark_untried(message, problem=refused.problem)
        messages.record_outage(session, channel=EMAIL, problem=refused.problem, now=now)
    elif messages.mark_refused(
        session, message, problem=refused.problem, is_final=refused.is_final, now=now
    ):
        pass_on(session, message, now=now)
    _log("message_refused", message, problem=refused.problem)


def _log(event: str, message: Message, **more: str) -> None:
    logger.info(
        event,
        extra={
            "council": str(message.council_id),
            "message_row": str(message.id),
            "kind": message.kind,
            **more,
        },
    )


def in_rounds(council_ids: Sequence[UUID], size: int) -> Iterator[list[str]]:
    """Deal councils out into rounds of this many."""
    for start in range(0, len(council_ids), size):
        yield [str(council_id) for council_id in council_ids[start : start + size]]
