"""Sentences that several letters share: the clock, why, who else has been told, what to do."""

from typing import Final

from tenants.access import Office
from tenants.messages.subject import Subject
from tenants.models import ObligationId
from tenants.policy import law
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
    ObligationId.DO_ACTION: "do what was undertaken",
    ObligationId.ERASE: "erase the personal data that is no longer needed",
    ObligationId.ACKNOWLEDGE_COMPLAINT: "acknowledge the complaint",
    ObligationId.REVIEW_POLICY: "look at its breach policy again",
    ObligationId.REFRESH_TRAINING: "refresh its data protection training",
    ObligationId.EVIDENCE_PACK: "put its evidence for the year together",
    ObligationId.ANNUAL_RETURN: "say how many breaches it had in the year",
}


def reference(subject: Subject) -> str:
    """Return the number of the breach, or nothing."""
    return subject.breach.reference if subject.breach else ""


def breach_path(subject: Subject) -> str:
    """Return where the breach's page is."""
    return f"/councils/{{council}}/breaches/{reference(subject)}"


def clock_in_short(subject: Subject) -> str:
    """Return "24 hours left, decide by Sunday 6:40 pm" for a subject line."""
    deadline = subject.deadline
    if deadline is None or deadline.due_at is None:
        return "no clock is running"
    due = when_nearby(deadline.due_at, subject.at)
    if deadline.due_at == subject.at:
        return f"the time is up, was due {due}"
    is_told = deadline.obligation == ObligationId.NOTIFY_REGULATOR
    verb = "tell the regulator" if is_told else "decide"
    by = "was due" if deadline.due_at < subject.at else f"{verb} by"
    return f"{time_left(deadline.due_at, subject.at)}, {by} {due}"


def clock_in_full(subject: Subject) -> str:
    """Say until when the council has, and how long that is."""
    deadline = subject.deadline
    if deadline is None or deadline.due_at is None:
        return "No clock is running on it at present."
    to_do = TO_DO[ObligationId(deadline.obligation)]
    left = time_left(deadline.due_at, subject.at)
    if deadline.due_at <= subject.at:
        return (
            f"The time to {to_do} ended on {when(deadline.due_at)} ({left}). It is late, not lost:"
            " do it now, and say why it is late."
        )
    return f"The council has until {when(deadline.due_at)} to {to_do}. That is {left}."


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


def why(subject: Subject) -> str:
    """Return the law's own sentence about the clock, as it stood when the council became aware."""
    aware_on = subject.breach.aware_at.date() if subject.breach else None
    source = subject.deadline.citation if subject.deadline else "the council's policy"
    return f"Why: {law().sentence_on('tell-regulator', aware_on)} Source: {source}."


def what_to_do_in_time(subject: Subject) -> str:
    """Return the recipient's own part: only whoever has the next step has a button to press."""
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
    deadline = subject.deadline
    if deadline and deadline.obligation == ObligationId.NOTIFY_REGULATOR:
        return "These alerts stop when it is recorded that the regulator was told."
    return "These alerts stop when the decision is recorded."
