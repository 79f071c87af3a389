"""The outbox: what will be said to whom and when, as rows, and the letters made of them.

Knows no mail server and no queue: `jobs` claims a message, sends the letter and marks the row.
"""

from tenants.messages.letters import (
    Letter,
    write_letter,
)
from tenants.messages.outbox import (
    Plan,
    alike,
    cancel_unsent,
    messages_of,
    plan_message,
    plan_messages,
    undelivered_since,
)
from tenants.messages.pulse import (
    PostFigures,
    councils_with_work,
    end_outage,
    failures_since,
    find_outage,
    is_shut,
    last_tick_at,
    message_of_letter,
    post_figures,
    record_outage,
    record_tick,
)
from tenants.messages.sending import (
    MAY_BE_MUTED,
    MOST_DOUBTS,
    claim_due_message,
    get_claimed,
    mark_bounced,
    mark_refused,
    mark_sent,
    mark_untried,
)

__all__ = [
    "MAY_BE_MUTED",
    "MOST_DOUBTS",
    "Letter",
    "Plan",
    "PostFigures",
    "alike",
    "cancel_unsent",
    "claim_due_message",
    "councils_with_work",
    "end_outage",
    "failures_since",
    "find_outage",
    "get_claimed",
    "is_shut",
    "last_tick_at",
    "mark_bounced",
    "mark_refused",
    "mark_sent",
    "mark_untried",
    "message_of_letter",
    "messages_of",
    "plan_message",
    "plan_messages",
    "post_figures",
    "record_outage",
    "record_tick",
    "undelivered_since",
    "write_letter",
]
