"""Asking GOV.UK Notify what became of the texts that it took."""

from datetime import datetime

from jobs.undelivered import see_to
from tenants import messages, notify_accounts
from tenants.db import ScopedSession
from tenants.notify_accounts import Account


def account_to_ask(session: ScopedSession, *, secret_key: str, now: datetime) -> Account | None:
    """Return the account whose texts are to be looked at now; None for most councils always."""
    if notify_accounts.get_state(session) is None:
        return None
    if not notify_accounts.is_receipt_check_due(session, now=now):
        return None
    return notify_accounts.find_account(session, secret_key=secret_key)


def take_in(session: ScopedSession, failures: dict[str, str], *, now: datetime) -> None:
    """Treat what reached nobody as come back."""
    for message in notify_accounts.failed_messages(session, failures, now=now):
        problem = f"notify {failures[message.letter_id]}"
        if messages.mark_bounced(session, message, problem=problem, now=now):
            see_to(session, message, now=now)
