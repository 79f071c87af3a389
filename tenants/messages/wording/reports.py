"""News of a report, and who is asked to take a breach on."""

from tenants.messages.subject import Subject
from tenants.messages.wording.sentences import (
    breach_path,
    clock_in_full,
    clock_in_short,
    reference,
    told_too,
)
from tenants.messages.wording.shape import Wording


def report_received(subject: Subject) -> Wording:
    """Tell that a breach was reported, and what to do."""
    return Wording(
        f"{subject.label} reported, {clock_in_short(subject)}",
        (
            (
                f"A possible personal data breach was reported to {subject.council.name}."
                f" Its number is {reference(subject)}."
            ),
            clock_in_full(subject),
            _what_to_do_with_a_report(subject),
            told_too(subject),
        ),
        "Open the report",
        breach_path(subject),
    )


def _what_to_do_with_a_report(subject: Subject) -> str:
    if subject.breach and subject.breach.received_at:
        return "The first assessment has been made since. Open it to read what was found."
    return (
        "What to do now: open it, say whether you were involved, and make the first assessment."
        " Then appoint a lead investigator. The clerk or the chair can do it."
    )


def routed_to_you(subject: Subject) -> Wording:
    """Say that a report has come to somebody past who was involved."""
    return Wording(
        f"{subject.label} needs you, {clock_in_short(subject)}",
        (
            f"Breach {reference(subject)} needs its first assessment, and it has come to you.",
            (
                "Whoever was involved in causing a breach cannot assess it. That is why it was"
                " passed on. It says nothing about blame."
            ),
            clock_in_full(subject),
            (
                "What to do now: open it, say whether you were involved, and make the first"
                " assessment."
            ),
            told_too(subject),
        ),
        "Open the breach",
        breach_path(subject),
    )


def lead_appointed(subject: Subject) -> Wording:
    """Tell somebody that they lead."""
    return Wording(
        f"{subject.label}, you are the lead investigator, {clock_in_short(subject)}",
        (
            f"You are now the lead investigator of breach {reference(subject)}.",
            clock_in_full(subject),
            (
                "What to do now: open it and rate how serious it is. The questions take about ten"
                " minutes, and 'not yet known' is always an answer."
            ),
        ),
        "Open the breach",
        breach_path(subject),
    )


def lead_wanted(subject: Subject) -> Wording:
    """Ask for a lead investigator."""
    return Wording(
        f"{subject.label} needs a lead investigator, {clock_in_short(subject)}",
        (
            (
                f"Breach {reference(subject)} has no lead investigator. Whoever was involved in"
                " causing a breach, or has left, cannot see it through."
            ),
            clock_in_full(subject),
            "What to do now: open it and appoint somebody who was not involved.",
            told_too(subject),
        ),
        "Appoint a lead investigator",
        breach_path(subject),
    )


def report_waiting(subject: Subject) -> Wording:
    """Say that a report still waits for its first assessment."""
    return Wording(
        f"{subject.label} is still waiting, {clock_in_short(subject)}",
        (
            f"Nobody has made the first assessment of breach {reference(subject)} yet.",
            clock_in_full(subject),
            (
                "What to do now: open it, say whether you were involved, and make the first"
                " assessment."
            ),
            told_too(subject),
        ),
        "Open the report",
        breach_path(subject),
    )
