"""The words of the demonstration's week: what is said at a moment, and what became of it. Pure."""

from typing import Final

from tenants.demonstration.week import Moment, Sent
from tenants.models import MessageKind

# For each state its words, and the colour of its tag.
STATES: Final = {
    Sent.SENT: ("Sent", "green"),
    Sent.ON_ITS_WAY: ("On its way", "blue"),
    Sent.AHEAD: ("Still to come", "grey"),
    Sent.TAKEN_BACK: ("Taken back", "yellow"),
    Sent.NOT_TAKEN: ("Not taken", "red"),
}
_NEWS: Final = {
    MessageKind.REPORT_RECEIVED: "A breach has been reported",
    MessageKind.REPORT_WAITING: "The report still waits for its first assessment",
    MessageKind.STALE_BREACH: "Nothing has been done on it for two weeks",
    MessageKind.ROUTED_TO_YOU: "The report has come to them",
    MessageKind.LEAD_APPOINTED: "They are the lead investigator",
    MessageKind.LEAD_WANTED: "A lead investigator is wanted",
    MessageKind.REPORTER_WROTE: "Whoever reported it has written",
    MessageKind.REPORT_FINISHED: "The report for the council is finished",
    MessageKind.COUNCIL_TOLD: "Every councillor is told",
}


def about(moment: Moment) -> str:
    """Return what is said, in a few words."""
    if moment.kind != MessageKind.CLOCK_ALERT or moment.hours_before is None:
        return _NEWS.get(MessageKind(moment.kind), "A letter")
    hours = moment.hours_before
    if hours == 0:
        return "The time is up"
    if hours > 0:
        return f"{hours} {'hour' if hours == 1 else 'hours'} left to decide"
    days, left = divmod(-hours, 24)
    if left:
        return f"{-hours} hours late, and not decided"
    return f"{days} {'day' if days == 1 else 'days'} late, and not decided"
