"""What each member will be told, how they are reached, and how they say "I have it".

Stands over breaches and the council's calendar, because an alert may be of either. What is shown as
planned is read from the outbox's rows, never worked out a second time.
"""

from tenants.alerts.absences import absence_warnings
from tenants.alerts.breach_alerts import BreachAlerts, ClockAlerts, get_breach_alerts
from tenants.alerts.coming import MOST, Told, coming_for, passed_on_to, told_lately
from tenants.alerts.holding import Asked, Hold, HoldState, find_hold, have_it_here, say_have_it
from tenants.alerts.reaching import (
    Reach,
    change_absence,
    change_entry,
    get_reach,
    possible_deputies,
)
from tenants.alerts.reasons import is_for_everybody, why_told

__all__ = [
    "MOST",
    "Asked",
    "BreachAlerts",
    "ClockAlerts",
    "Hold",
    "HoldState",
    "Reach",
    "Told",
    "absence_warnings",
    "change_absence",
    "change_entry",
    "coming_for",
    "find_hold",
    "get_breach_alerts",
    "get_reach",
    "have_it_here",
    "is_for_everybody",
    "passed_on_to",
    "possible_deputies",
    "say_have_it",
    "told_lately",
    "why_told",
]
