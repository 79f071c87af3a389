"""What each person will be told, how they are reached, and where they say "I have it".

Shows what the outbox holds and nothing that it does not; plans nothing itself.
"""

from flask import Blueprint

alerts = Blueprint("alerts", __name__, template_folder="templates")

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.alerts import breach, calendar, have_it, mine, reached  # noqa: E402

__all__ = ["alerts", "breach", "calendar", "have_it", "mine", "reached"]
