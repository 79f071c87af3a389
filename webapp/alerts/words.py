"""What alerts are called on a page: what each says, by which way, and what became of it. Pure."""

from collections.abc import Mapping
from typing import Final

from tenants.alerts import Told
from tenants.messages.wording.sentences import TO_DO
from tenants.models import Deadline, Message, MessageChannel, MessageKind, ObligationId

KINDS: Final[Mapping[str, str]] = {
    MessageKind.REPORT_RECEIVED: "A breach was reported",
    MessageKind.REPORT_WAITING: "The report still waits for its first assessment",
    MessageKind.ROUTED_TO_YOU: "It was passed on to you",
    MessageKind.LEAD_APPOINTED: "You lead the investigation",
    MessageKind.LEAD_WANTED: "A lead investigator is wanted",
    MessageKind.COUNCIL_TOLD: "Every councillor is told of it",
    MessageKind.CLOCK_ALERT: "The clock is running",
    MessageKind.PROMPT: "From the council's calendar",
    MessageKind.REPORTER_WROTE: "Whoever reported it has written",
    MessageKind.REPORT_FINISHED: "The report for the council is finished",
    MessageKind.STALE_BREACH: "Nothing has happened on it for a while",
    MessageKind.WEEKLY_DIGEST: "The weekly summary of what is open",
    MessageKind.INVITATION: "Your place in the register",
    MessageKind.PASSWORD_RESET: "How to choose a new password",
}
MUTABLE: Final[Mapping[str, str]] = {
    MessageKind.PROMPT: "Reminders from the council's calendar, such as a policy review",
    MessageKind.STALE_BREACH: "Reminders that nothing has happened on a breach for a while",
    MessageKind.WEEKLY_DIGEST: "The weekly summary of what is open",
}
CHANNELS: Final[Mapping[str, str]] = {
    MessageChannel.EMAIL: "email",
    MessageChannel.TEXT: "text",
}
_DAYS_FROM = 4 * 24


def what(told: Told) -> str:
    """Return what a message says: "24 hours left: decide whether the regulator must be told"."""
    kind, hours = told.message.kind, told.message.hours_before
    if told.deadline is None or hours is None or kind == MessageKind.REPORT_RECEIVED:
        return KINDS[kind]
    return f"{when_said(told.deadline, hours)}: {to_do(told.deadline)}"


def to_do(deadline: Deadline) -> str:
    """Return what a deadline asks of the council, "decide whether the regulator must be told"."""
    return TO_DO[ObligationId(deadline.obligation)]


def when_said(deadline: Deadline, hours: int) -> str:
    """Return "24 hours left", "when the time is up", "3 days late", or "after 3 days"."""
    if hours > 0:
        return f"{length(hours)} left"
    if deadline.due_at is None:
        return f"After {length(-hours)}" if hours else "At once"
    if hours == 0 and deadline.obligation == ObligationId.RECEIVE_REPORT:
        return "At once"
    return f"{length(-hours)} late" if hours else "When the time is up"


def length(hours: int) -> str:
    """Return "6 hours", or days from four days on."""
    number, noun = (hours // 24, "day") if hours >= _DAYS_FROM else (hours, "hour")
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def outcome(message: Message) -> tuple[str, str]:
    """Return what became of a message and the colour that repeats it."""
    if message.failed_at is not None:
        return ("Came back", "red") if message.sent_at else ("Could not be delivered", "red")
    if message.sent_at is not None:
        return "Sent", "green"
    return ("Trying again", "yellow") if message.tries else ("Planned", "grey")
