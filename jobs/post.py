"""Sending what is due: claim a message, send it, say what became of it; then the next."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from jobs import receipts, runtime
from jobs.mailer import conversation
from jobs.marking import EMAIL, is_hopeless, mark
from jobs.notify import ByNotify, goes_by_notify
from jobs.office import Claimed, Ended, Office
from jobs.refusals import TAKEN_OR_NOT, LetterRefused
from tenants import messages, notify_accounts, prompts
from tenants.db import DATABASE_AWAY, ScopedSession
from tenants.models import Message, MessageChannel
from tenants.notify_accounts import Account

__all__ = ["EMAIL", "MOST_AT_ONCE", "Office", "in_rounds", "send_all", "send_round"]

logger = logging.getLogger(__name__)

# More than any council has at once; the next tick takes what is left.
MOST_AT_ONCE = 500


def send_round(council_ids: Sequence[str]) -> int:
    """Look after these councils' calendars, send their due messages; return how many were sent."""
    runtime.silence_bells(council_ids)
    settings = runtime.settings()
    with conversation(settings) as mailer:
        office = Office(runtime.database(), mailer, settings, runtime.clock())
        sent = sum(_send_for(office, UUID(council_id)) for council_id in council_ids)
        if sent:
            _leave_sign_of_life(office)
        return sent


def _send_for(office: Office, council_id: UUID) -> int:
    """Send for one council of a round: what goes wrong there stops none of the others."""
    try:
        return send_all(office, council_id)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # noqa: BLE001 - its rows stay due, and the others want theirs
        logger.warning(
            "council_failed", extra={"council": str(council_id), "problem": type(error).__name__}
        )
        return 0


def _leave_sign_of_life(office: Office) -> None:
    with office.database.session() as session:
        messages.record_tick(session, now=office.clock.now(), name=messages.Sign.POST)
        session.commit()


def send_all(office: Office, council_id: UUID) -> int:
    """Send what is due for one council; one bad address stops no other.

    Each message is claimed in one transaction, sent in none, and marked in the next, which claims
    the one after it. A crash between the server's yes and the mark sends that one message again,
    with the same Message-ID; it loses none. A mail server that takes nothing holds up no text.
    """
    account = _keep_up(office, council_id)
    sent = 0
    has_mail = True
    claimed = _next(office, council_id, None, has_mail=has_mail)
    while claimed is not None:
        ended = _try(office, claimed)
        sent += ended.refused is None
        has_mail = has_mail and not (ended.refused is not None and ended.refused.is_for_all)
        is_last = sent >= MOST_AT_ONCE
        claimed = _next(office, council_id, ended, has_mail=has_mail, is_last=is_last)
    if account is not None:
        _ask_for_receipts(office, council_id, account)
    return sent


def _keep_up(office: Office, council_id: UUID) -> Account | None:
    """Go through the council's calendar if it is time to; a fault in it stops no message.

    Returns the account by which to ask what became of the council's texts, if that is due.
    """
    try:
        return _go_through_calendar(office, council_id)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # noqa: BLE001 - its rows stay due, and what is to be sent is sent
        logger.warning(
            "upkeep_failed", extra={"council": str(council_id), "problem": type(error).__name__}
        )
        return None


def _go_through_calendar(office: Office, council_id: UUID) -> Account | None:
    now = office.clock.now()
    with office.database.session(council_id) as session:
        if not prompts.claim_upkeep(session, now=now):
            return None
        prompts.keep_up(session, now=now)
        secret_key = office.settings.secret_key
        account = receipts.account_to_ask(session, secret_key=secret_key, now=now)
        notify_accounts.plan_receipt_check(session, now=now)
        session.commit()
        return account


def _ask_for_receipts(office: Office, council_id: UUID, account: Account) -> None:
    """Ask what became of texts, when nothing that is due waits for the answer."""
    failures = office.texter.failures(account, office.settings)
    if failures:
        with office.database.session(council_id) as session:
            receipts.take_in(session, failures, now=office.clock.now())
            session.commit()


def _next(
    office: Office,
    council_id: UUID,
    ended: Ended | None,
    *,
    has_mail: bool,
    is_last: bool = False,
) -> Claimed | None:
    """Say what became of the last message and claim the next; None when the round is over.

    Nothing is claimed after the last: a claim that nobody ends leaves doubt.
    """
    now = office.clock.now()
    with office.database.session(council_id) as session:
        if ended is not None:
            mark(session, ended, now)
        claimed = None if is_last else _claim(session, office, now, has_mail=has_mail)
        session.commit()
        return claimed


def _claim(
    session: ScopedSession, office: Office, now: datetime, *, has_mail: bool
) -> Claimed | None:
    outage = messages.find_outage(session, channel=EMAIL)
    can_mail = has_mail and not messages.is_shut(outage, now=now)
    is_open = {MessageChannel.EMAIL: can_mail, MessageChannel.TEXT: not office.texter.is_away}
    channels = [channel for channel in MessageChannel if is_open[channel]]
    message = messages.claim_due_message(session, now=now, channels=channels)
    if message is None:
        return None
    if is_hopeless(session, message, now=now):
        return Claimed(
            message.id, message.trying_until, None, _why_hopeless(message), is_hopeless=True
        )
    by_notify = _by_notify(session, office, message)
    # The claim stands before a word is written: a letter that ends its worker is counted too.
    session.commit()
    try:
        # What a letter's writing spoils is undone, and the claim on its message kept.
        with session.begin_nested():
            letter = messages.write_letter(session, message, settings=office.settings, now=now)
    except Exception as error:  # noqa: BLE001 - one message that cannot be written stops no other
        problem = f"not written: {type(error).__name__}"
        # The words will not mend themselves: after some tries the next contact is told instead.
        has_failed_before = message.problem.startswith("not written")
        is_over = has_failed_before and message.tries >= messages.MOST_DOUBTS
        return Claimed(message.id, message.trying_until, None, problem, is_hopeless=is_over)
    is_probe = outage is not None and by_notify is None
    return Claimed(message.id, message.trying_until, letter, is_probe=is_probe, by_notify=by_notify)


def _why_hopeless(message: Message) -> str:
    is_known = message.problem == TAKEN_OR_NOT or message.problem.startswith("notify ")
    return message.problem if is_known else "ended its worker"


def _by_notify(session: ScopedSession, office: Office, message: Message) -> ByNotify | None:
    secret_key = office.settings.secret_key
    account = notify_accounts.find_account(session, secret_key=secret_key)
    if office.texter.is_away or not goes_by_notify(message, account):
        return None
    return ByNotify(
        account,
        is_text=message.channel == MessageChannel.TEXT,
        is_in_doubt=message.doubts > 0,
    )


def _try(office: Office, claimed: Claimed) -> Ended:
    if claimed.letter is None:
        return Ended(claimed, LetterRefused(claimed.problem, is_final=claimed.is_hopeless))
    by_notify = claimed.by_notify
    try:
        if by_notify is None:
            office.mailer.send(claimed.letter, now=office.clock.now())
            return Ended(claimed, None)
        their_id = office.texter.send(claimed.letter, by_notify, office.settings)
        return Ended(claimed, None, their_id)
    except LetterRefused as refused:
        return Ended(claimed, refused)


def in_rounds(council_ids: Sequence[UUID], size: int) -> Iterator[list[str]]:
    """Deal councils out into rounds of this many."""
    for start in range(0, len(council_ids), size):
        yield [str(council_id) for council_id in council_ids[start : start + size]]
