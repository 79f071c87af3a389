"""Saying what became of a message that was tried, and what follows for its recipient."""

import logging
from datetime import datetime, timedelta

from jobs.notify import AccountRefused
from jobs.office import Ended
from jobs.refusals import TAKEN_OR_NOT, LetterRefused
from jobs.undelivered import see_to
from tenants import messages, notify_accounts
from tenants.breaches.alerts import pass_on
from tenants.db import ScopedSession
from tenants.models import Message, MessageChannel

logger = logging.getLogger(__name__)

EMAIL = "email"
# The sign that the mail server has taken a letter lately; looked after once a minute.
TAKEN = "email taken"
_SIGN_LASTS = timedelta(minutes=1)
_LATELY = timedelta(hours=1)


def mark(session: ScopedSession, ended: Ended, now: datetime) -> None:
    """Record what became of a message; when it is given up, somebody else is told."""
    message = messages.get_claimed(session, message_id=ended.claimed.message_id)
    if message.trying_until != ended.claimed.until:
        _mark_overtaken(session, message, ended, now)
    elif ended.refused is None:
        _mark_sent(session, message, ended, now)
    else:
        _mark_refused(session, message, ended, ended.refused, now)


def is_hopeless(session: ScopedSession, message: Message, *, now: datetime) -> bool:
    """Whether a message left doubt so often that it is not tried again.

    Where the mail server says nothing at its end, that is the letter's fault only if the server
    has lately taken others.
    """
    if message.doubts < messages.MOST_DOUBTS:
        return False
    if message.problem != TAKEN_OR_NOT:
        return True
    taken_at = messages.last_tick_at(session, name=TAKEN)
    return taken_at is not None and taken_at > now - _LATELY


def _mark_sent(session: ScopedSession, message: Message, ended: Ended, now: datetime) -> None:
    messages.mark_sent(session, message, now=now, their_id=ended.their_id)
    if ended.claimed.by_notify is not None:
        session.flush()
        notify_accounts.plan_receipt_check(session, now=now)
    else:
        _leave_sign(session, now)
    if ended.claimed.is_probe:
        messages.end_outage(session, channel=EMAIL)
    _log("message_sent", message)


def _mark_overtaken(session: ScopedSession, message: Message, ended: Ended, now: datetime) -> None:
    """Say of a message that is another's by now that it was taken, and nothing else.

    Who was held up for longer than the claim must not end the claim of who came after.
    """
    if ended.refused is None and message.sent_at is None:
        _mark_sent(session, message, ended, now)
    _log("claim_overtaken", message)


def _leave_sign(session: ScopedSession, now: datetime) -> None:
    """Say that the mail server takes letters; one row for all councils, so not for every letter."""
    known = messages.last_tick_at(session, name=TAKEN)
    if known is None or not now - _SIGN_LASTS < known <= now:
        messages.record_tick(session, now=now, name=TAKEN)


def _mark_refused(
    session: ScopedSession, message: Message, ended: Ended, refused: LetterRefused, now: datetime
) -> None:
    if refused.is_doubtful:
        messages.mark_doubted(message)
    if refused.is_for_all:
        messages.mark_untried(message, problem=refused.problem)
        messages.record_outage(session, channel=EMAIL, problem=refused.problem, now=now)
    elif isinstance(refused, AccountRefused):
        _mark_account(session, message, refused, now)
    else:
        _mark_its_own(session, message, ended, refused, now)
    _log("message_refused", message, problem=refused.problem)


def _mark_account(
    session: ScopedSession, message: Message, refused: LetterRefused, now: datetime
) -> None:
    """Keep the problem on the account: e-mails leave by our own server, texts become e-mails."""
    notify_accounts.record_problem(session, refused.problem.removeprefix("notify "))
    if message.channel == MessageChannel.EMAIL:
        messages.mark_untried(message, problem=refused.problem)
    elif messages.mark_refused(session, message, problem=refused.problem, is_final=True, now=now):
        see_to(session, message, now=now)


def _mark_its_own(
    session: ScopedSession, message: Message, ended: Ended, refused: LetterRefused, now: datetime
) -> None:
    """Try again later, or give up; while a way out is being tried nobody is given up for it.

    Whoever is next is told at the first no that is said for good, whether or not it is believed.
    """
    was_email_by_notify = (
        ended.claimed.by_notify is not None and not ended.claimed.by_notify.is_text
    )
    is_final = refused.is_final and not ended.claimed.is_probe and not was_email_by_notify
    is_stubborn = refused.is_stubborn or (refused.is_final and ended.claimed.is_probe)
    if messages.mark_refused(session, message, problem=refused.problem, is_final=is_final, now=now):
        is_address_bad = refused.problem.startswith("refused") and not refused.is_stubborn
        see_to(session, message, now=now, is_address_bad=is_address_bad)
    elif is_stubborn:
        pass_on(session, message, now=now)


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
