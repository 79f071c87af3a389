"""Deadlines: what is due when, who is asked, who is asked next, and who said "I have it".

`schedules` says when each kind of obligation is spoken of; `rows` keeps what is due; `alerts` plans
what will be said of it. Who stands on a ladder is told by whoever calls.
"""

from tenants.deadlines.alerts import Asking, have_it, plan_alerts, take_back_alerts
from tenants.deadlines.rows import (
    OUTLIVE_CLOSING,
    About,
    cancel,
    cancel_all,
    cancel_deadline,
    council_deadlines,
    deadlines_of,
    end_with_closing,
    find_about,
    find_deadline,
    meet,
    meet_deadline,
    reopen_deadline,
    set_deadline,
)
from tenants.deadlines.schedules import AGAIN_AFTER_HOURS, Schedule, schedule_of, steps_of

__all__ = [
    "AGAIN_AFTER_HOURS",
    "OUTLIVE_CLOSING",
    "About",
    "Asking",
    "Schedule",
    "cancel",
    "cancel_all",
    "cancel_deadline",
    "council_deadlines",
    "deadlines_of",
    "end_with_closing",
    "find_about",
    "find_deadline",
    "have_it",
    "meet",
    "meet_deadline",
    "plan_alerts",
    "reopen_deadline",
    "schedule_of",
    "set_deadline",
    "steps_of",
    "take_back_alerts",
]
