"""Sending what is due: claim one message, send it, mark it, commit; then the next."""

import logging
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from jobs import runtime
from jobs.mailer import LetterRefused, Mailer, conversation
from tenants import messages
from tenants.db import Database, ScopedSession
from tenants.models import Message
from tenants.settings import Settings

logger = logging.getLogger(__name__)

# More than any council has at once; the next tick takes what is left.
MOST_AT_ONCE = 500


def send_due_messages(council_id: str) -> int:
    """Send one council's due messages and return how many were sent."""
    settings = runtime.settings()
    with conversation(settings) as mailer:
        return send_all(
            runtime.database(), mailer, settings, UUID(council_id), now=runtime.clock().now()
        )


def send_all(
    database: Database, mailer: Mailer, settings: Settings, council_id: UUID, *, now: datetime
) -> int:
    """Send what is due at `now`, one message a transaction; one bad address stops no other.

    A crash between the server's yes and the commit sends that one letter again, with the same
    Message-ID; it loses none.
    """
    sent = 0
    for _ in range(MOST_AT_ONCE):
        with database.session(council_id) as session:
            outcome = _send_next(session, mailer, settings, now)
            session.commit()
        if outcome is Outcome.SENT:
            sent += 1
        elif outcome is not Outcome.REFUSED:
            break
    return sent


class Outcome(Enum):
    """What became of trying to send the next message."""

    SENT = auto()
    REFUSED = auto()
    NO_SERVER = auto()
    NOTHING_DUE = auto()


def _send_next(
    session: ScopedSession, mailer: Mailer, settings: Settings, now: datetime
) -> Outcome:
    message = messages.claim_due_message(session, now=now)
    if message is None:
        return Outcome.NOTHING_DUE
    try:
        # What a letter's writing spoils is undone, and the claim on its message kept.
        with session.begin_nested():
            letter = messages.write_letter(session, message, settings=settings, now=now)
        mailer.send(letter, now=now)
    except LetterRefused as refused:
        messages.mark_refused(
            session, message, problem=refused.problem, is_final=refused.is_final, now=now
        )
        _log("message_refused", message, problem=refused.problem)
        return Outcome.NO_SERVER if refused.is_for_all else Outcome.REFUSED
    except Exception as error:  # noqa: BLE001 - one message that cannot be written stops no other
        problem = f"not written: {type(error).__name__}"
        messages.mark_refused(session, message, problem=problem, is_final=False, now=now)
        _log("message_not_written", message, problem=problem)
        return Outcome.REFUSED
    messages.mark_sent(session, message, now=now)
    _log("message_sent", message)
    return Outcome.SENT


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
