"""Made-up values that show each component of our own in each of its states."""

from datetime import datetime, timedelta
from typing import Any


def samples(now: datetime) -> dict[str, Any]:
    """Return due times around now, and rows for lists."""
    hours = {"calm": 52, "soon": 22, "urgent": 4, "overdue": -3}
    return {
        "clocks": [(state, now + timedelta(hours=ahead)) for state, ahead in hours.items()],
        "rungs": [
            "No real effect on anybody",
            "A small effect on one person, soon over",
            "An inconvenience to a few people",
            "Distress or cost to several people",
            "Serious distress, cost or loss of standing",
            "Lasting harm to one person or more",
            "Danger to someone's life or safety",
        ],
        "events": [
            {"at": now - timedelta(hours=20), "who": "Sam Example", "what": "Reported the breach"},
            {
                "at": now - timedelta(hours=18),
                "who": "Alex Sample",
                "what": "Made the initial assessment",
            },
            {"at": now - timedelta(hours=2), "who": "", "what": "Wrote to the lead investigator"},
        ],
    }
