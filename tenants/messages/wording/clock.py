"""A clock that runs: what is due, by when, and why."""

from tenants.messages.subject import Subject
from tenants.messages.wording.duties import why
from tenants.messages.wording.sentences import (
    TO_DO,
    breach_path,
    clock_in_full,
    clock_in_short,
    reference,
    told_too,
    until_when,
    what_to_do_in_time,
)
from tenants.messages.wording.shape import Wording
from tenants.models import ObligationId


def clock_alert(subject: Subject) -> Wording:
    """Say what is due of a breach, by when, why, and what to do."""
    deadline = subject.deadline
    to_do = TO_DO[ObligationId(deadline.obligation)] if deadline else "act"
    return Wording(
        f"{subject.label}, {clock_in_short(subject)}",
        (
            f"Breach {reference(subject)} {_how_it_stands(subject)}: the council has to {to_do}.",
            clock_in_full(subject),
            why(subject),
            f"What to do now: {what_to_do_in_time(subject)} {until_when(subject)}",
            told_too(subject),
        ),
        "Open the breach",
        breach_path(subject),
    )


def _how_it_stands(subject: Subject) -> str:
    """Say whether a clock runs on it, it ran out, or it waits without one."""
    deadline = subject.deadline
    if deadline is None or deadline.due_at is None:
        return "is waiting"
    return "is late" if deadline.due_at <= subject.at else "has a clock running"
