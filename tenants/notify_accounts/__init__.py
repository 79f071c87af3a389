"""A council's own GOV.UK Notify service: its key, sealed, its templates, and what is sent by it.

The key pays for texts and opens what was sent: it is never shown again and never logged. Knows no
breach: what follows from a text that nobody got is decided above.
"""

from tenants.notify_accounts.accounts import (
    Account,
    NotifyDraft,
    find_account,
    get_state,
    record_problem,
    save_account,
    stop_using,
)
from tenants.notify_accounts.receipts import (
    failed_messages,
    is_receipt_check_due,
    plan_receipt_check,
    say_by_email,
)
from tenants.notify_accounts.trying import send_test_text
from tenants.notify_accounts.wire import NotifyRefused, NotifyService, Parcel

__all__ = [
    "Account",
    "NotifyDraft",
    "NotifyRefused",
    "NotifyService",
    "Parcel",
    "failed_messages",
    "find_account",
    "get_state",
    "is_receipt_check_due",
    "plan_receipt_check",
    "record_problem",
    "save_account",
    "say_by_email",
    "send_test_text",
    "stop_using",
]
