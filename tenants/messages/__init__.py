"""The outbox: what will be said to whom and when, as rows, and the letters made of them.

Knows no mail server and no queue: `jobs` claims a message, sends the letter and marks the row.
"""

from tenants.messages.letters import Letter, write_letter
from tenants.messages.outbox import (
    Plan,
    cancel_unsent,
    claim_due_message,
    councils_with_due_messages,
    last_tick_at,
    mark_refused,
    mark_sent,
    messages_of,
    plan_message,
    plan_messages,
    record_tick,
    undelivered_since,
)

__all__ = [
    "Letter",
    "Plan",
    "cancel_unsent",
    "claim_due_message",
    "councils_with_due_messages",
    "last_tick_at",
    "mark_refused",
    "mark_sent",
    "messages_of",
    "plan_message",
    "plan_messages",
    "record_tick",
    "undelivered_since",
    "write_letter",
]
