"""Sentences that several letters share: the clock, why, who else has been told, what to do."""

from datetime import datetime, timedelta
from typing import Final

from tenants.access import Office
from tenants.messages.subject import Subject
from tenants.messages.wording.duties import duty_words
from tenants.models import ObligationId
from tenants.times import time_left, when, when_nearby

_IN_OFFICE: Final = {Office.CLERK: "the clerk", Office.CHAIR: "the chair"}
TO_DO: Final = {
    ObligationId.DECIDE_REGULATOR: "decide whether the regulator must be told",
    ObligationId.NOTIFY_REGULATOR: "tell the regulator",
    ObligationId.DECIDE_PEOPLE: "decide whether the people affected must be told",
    ObligationId.TELL_PEOPLE: "tell the people affected",
    ObligationId.REPORT_TO_COUNCIL: "report to the full council",
    ObligationId.RECEIVE_REPORT: "make the first assessment",
    ObligationId.FOLLOW_UP: "send the regulator what was promised",
    ObligationId.DO_ACTION: "carry out an action",
    ObligationId.ERASE: "erase the personal data that is no longer needed",
    ObligationId.ACKNOWLEDGE_COMPLAINT: "acknowledge the complaint",
    ObligationId.REASSESS: "rate it again, because what is known has changed",
    ObligationId.REVIEW_POLICY: "look at its breach policy again",
    ObligationId.REFRESH_TRAINING: "refresh data protection training",
    ObligationId.EVIDENCE_PACK: "put its evidence for the year together",
    ObligationId.ANNUAL_RETURN: "say how many breaches it had in the year",
}

# What the law itself wants without undue delay.
_WITHIN_HOURS: Final = frozenset({ObligationId.DECIDE_REGULATOR, ObligationId.NOTIFY_REGULATOR})
_NOW_AND_WHY: Final = "do it now, and say why it is late."
_WITHOUT_DELAY: Final = frozenset({ObligationId.DECIDE_PEOPLE, ObligationId.TELL_PEOPLE})


def reference(subject: Subject) -> str:
    """Return the number of the breach, or nothing."""
    return subject.breach.reference if subject.breach else ""


def breach_path(subject: Subject) -> str:
    """Return where the breach's page is; of what is to be erased, where it is listed."""
    home = f"/councils/{{council}}/breaches/{reference(subject)}"
    is_of_erasing = subject.deadline and subject.deadline.obligation == ObligationId.ERASE
    return f"{home}/erasing" if is_of_erasing else home


def clock_in_short(subject: Subject) -> str:
    """Return "24 hours left, decide by Sunday 6:40 pm" for a subject line.

    Where no time is set, it says for how long it has been asked for.
    """
    deadline = subject.deadline
    if deadline is None:
        return "no clock is running"
    duty = duty_words(subject)
    if deadline.due_at is None:
        if subject.message.deadline_id is None:
            return "no clock is running"
        return f"{_since(deadline.set_at, subject.at)} on, still to do: {duty.short}"
    due = when_nearby(deadline.due_at, subject.at)
    if deadline.due_at == subject.at:
        return f"the time is up, was due {due}"
    by = "was due" if deadline.due_at < subject.at else f"{duty.short} {duty.at}"
    return f"{time_left(deadline.due_at, subject.at)}, {by} {due}"


def clock_in_full(subject: Subject) -> str:
    """Say until when the council has, and how long that is; or since when it has been asked."""
    deadline = subject.deadline
    if deadline is None or (deadline.due_at is None and subject.message.deadline_id is None):
        return "No clock is running on it at present."
    to_do = TO_DO[ObligationId(deadline.obligation)]
    if deadline.due_at is None:
        since = f"{when(deadline.set_at)}. That is {_since(deadline.set_at, subject.at)} ago."
        if deadline.obligation in _WITHOUT_DELAY:
            return (
                f"The law sets no hours to {to_do}: it must be done without undue delay. It has"
                f" been due since {since}"
            )
        return f"No day is set to {to_do}. It has been asked for since {since}"
    left = time_left(deadline.due_at, subject.at)
    if deadline.due_at <= subject.at:
        return (
            f"The time to {to_do} ended on {when(deadline.due_at)} ({left}). It is late, not lost:"
            f" {_NOW_AND_WHY if deadline.obligation in _WITHIN_HOURS else 'do it now.'}"
        )
    return f"The council has until {when(deadline.due_at)} to {to_do}. That is {left}."


def _since(start: datetime, at: datetime) -> str:
    """Return for how long something has been asked for: "3 days", or hours on the first day."""
    days = (at - start) // timedelta(days=1)
    if days:
        return f"{days:,} day" if days == 1 else f"{days:,} days"
    hours = max(1, (at - start) // timedelta(hours=1))
    return "1 hour" if hours == 1 else f"{hours} hours"


def told_too(subject: Subject) -> str:
    """Say who else has been told, by what they are."""
    if not subject.others:
        return "Nobody else has been told of this by this message."
    lead_id = subject.breach.lead_id if subject.breach else None
    names = [
        "the lead investigator"
        if member.id == lead_id
        else _IN_OFFICE[Office(member.office)]
        if member.office
        else "another member"
        for member in subject.others
    ]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"Told too: {listed}."


def what_to_do_in_time(subject: Subject) -> str:
    """Return the recipient's own part: only whoever has the next step has a button to press."""
    own = duty_words(subject).what_to_do
    if own is not None:
        return own(subject)
    lead_id = subject.breach.lead_id if subject.breach else None
    if lead_id is None:
        return (
            "open the breach and press the green button. If you cannot, ask one of the others to,"
            " today."
        )
    if subject.recipient.id == lead_id:
        return (
            "open the breach and press the green button. If you cannot do it in time, ask the clerk"
            " or the chair today to appoint somebody else."
        )
    return (
        "the lead investigator has it, so ask them today whether it will be done. If they cannot do"
        " it, somebody who was not involved must be appointed instead, on the breach's page."
    )


def until_when(subject: Subject) -> str:
    """Say when these alerts stop."""
    return f"These alerts stop when {duty_words(subject).until}."
