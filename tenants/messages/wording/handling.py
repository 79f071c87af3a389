"""What is said of a breach while it is handled: its reporter wrote, its report is finished."""

from tenants.messages.subject import Subject
from tenants.messages.wording.sentences import breach_path, reference
from tenants.messages.wording.shape import Wording


def reporter_wrote(subject: Subject) -> Wording:
    """Say that whoever reported it without an account has added to their report."""
    return Wording(
        f"{subject.label}: the person who reported it has written",
        (
            (
                f"Whoever reported breach {reference(subject)} has no account here. They came back"
                " with their receipt and added to their report."
            ),
            (
                "Sign in to read it and to answer. What they wrote may change how serious it is:"
                " if it does, rate the breach again."
            ),
        ),
        "Read what they wrote",
        f"{breach_path(subject)}/conversation",
    )


def report_finished(subject: Subject) -> Wording:
    """Tell a councillor that a breach has been dealt with and its report can be read."""
    council = subject.council.name
    return Wording(
        f"{subject.label}: the report for the council is finished",
        (
            (
                f"Breach {reference(subject)} has been dealt with and closed. In {council} every"
                " finished report goes to the full council."
            ),
            (
                "Sign in to read it: one page, which takes about five minutes. When you have, press"
                " the button that says so. Please do not discuss it by e-mail."
            ),
        ),
        "Read the report",
        f"{breach_path(subject)}/council-paper",
    )
