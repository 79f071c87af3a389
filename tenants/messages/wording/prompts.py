"""The council's own calendar: what it asks at its times of the year, and what lies still."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import object_session

from tenants.db import ScopedSession
from tenants.messages.digest import Digest, DueLine, digest_of
from tenants.messages.subject import Subject
from tenants.messages.wording.sentences import TO_DO, breach_path, reference
from tenants.messages.wording.shape import Wording
from tenants.models import ObligationId
from tenants.times import day, day_of, when

# More lines than anybody reads; what is left out is counted.
MOST_LINES: Final = 12
_YEAR: Final = "/councils/{council}/year"
_COUNCILS_OWN: Final = {
    ObligationId.REVIEW_POLICY: "Review the policy",
    ObligationId.REFRESH_TRAINING: "Refresh data protection training",
    ObligationId.EVIDENCE_PACK: "Put the year's evidence together",
    ObligationId.ANNUAL_RETURN: "Make the yearly return",
}


def prompt(subject: Subject) -> Wording:
    """Ask for what the council's calendar holds: the review, training, evidence or the return."""
    obligation = subject.deadline.obligation if subject.deadline else None
    match obligation:
        case ObligationId.REVIEW_POLICY:
            return _review(subject)
        case ObligationId.REFRESH_TRAINING:
            return _training(subject)
        case ObligationId.EVIDENCE_PACK:
            return _evidence(subject)
        case ObligationId.ANNUAL_RETURN:
            return _return(subject)
        case _:
            return Wording(
                f"{subject.short_name}: something in the council's year",
                ("Something in the council's year asks for you.",),
                "See the council's year",
                _YEAR,
            )


def _review(subject: Subject) -> Wording:
    return Wording(
        f"{subject.short_name}: policy review {_due(subject)}",
        (
            (
                "The council's policy on personal data breaches sets a day on which the council"
                f" looks at it again. The review {_due(subject)}."
            ),
            (
                "What to do now: put it on the agenda of a meeting. When the meeting has adopted"
                " the policy, changed or as it is, record the adoption and the day of the next"
                " review."
            ),
            (
                "The clerk is asked first, and the chair too from the day on. These letters stop"
                " when the adoption is recorded."
            ),
        ),
        "Open the policy",
        "/councils/{council}/policy",
    )


def _training(subject: Subject) -> Wording:
    deadline = subject.deadline
    is_own = deadline is not None and deadline.member_id == subject.recipient.id
    whose = "your training" if is_own else "a member's training"
    asked = (
        "What to do now: take a short course, or read through the council's policy with the clerk."
        " Then tell the clerk the day and what it was, so that it can be recorded."
        if is_own
        else "What to do now: ask them, or offer a course. Then record the day on the training"
        " page, for several people at once if they were trained together."
    )
    return Wording(
        f"{subject.short_name}: {whose} in data protection {_due(subject)}",
        (
            (
                "Everybody with a place in the breach register is asked to refresh their training"
                f" in data protection once a year. For {'you' if is_own else 'one member'} it"
                f" {_due(subject)}."
            ),
            asked,
            (
                "Why: when a breach is reported to the regulator, the council is asked whether"
                " whoever was involved had training in the last two years."
            ),
        ),
        "See the training page",
        f"{_YEAR}/training",
    )


def _evidence(subject: Subject) -> Wording:
    return Wording(
        f"{subject.short_name}: the year's evidence {_due(subject)}",
        (
            (
                f"The year to 31 March {_year(subject)} ends, and with it the time to put together"
                " what shows how the council deals with personal data breaches. It"
                f" {_due(subject)}."
            ),
            (
                "What to do now: open the page, look whether each part is there, and say that you"
                " have prepared it. It supports your evidence; it decides nothing."
            ),
        ),
        "See what belongs in it",
        f"{_YEAR}/evidence",
    )


def _return(subject: Subject) -> Wording:
    return Wording(
        f"{subject.short_name}: yearly return {_due(subject)}",
        (
            (
                "Every council is asked once a year how many personal data breaches it had. The"
                f" return for the year to 31 March {_year(subject)} {_due(subject)}."
            ),
            (
                "What to do now: look at the numbers from the register and confirm them. If there"
                " was none, say so: silence is not taken for an answer."
            ),
            (
                "It takes a minute. Your association sees whether you answered, and counts over"
                " all councils; it sees no breach."
            ),
        ),
        "Make the return",
        f"{_YEAR}/return",
    )


def stale_breach(subject: Subject) -> Wording:
    """Say of an open breach that nobody has changed anything for two weeks or more."""
    since = subject.breach.changed_at if subject.breach else subject.now
    days = max((subject.now - since).days, 0)
    return Wording(
        f"{subject.label}, nothing has changed for {days} days",
        (
            f"Breach {reference(subject)} is open, and nothing has changed since {day(since)}.",
            (
                "What to do now: open it and take its next step. If everything is done, close it."
                " If it waits for somebody else, ask them today."
            ),
            "This comes every two weeks until something changes.",
        ),
        "Open the breach",
        breach_path(subject),
    )


def weekly_digest(subject: Subject) -> Wording:
    """Say once a week what is open, late, due this week, and asked by the council's calendar."""
    session = object_session(subject.message)
    if not isinstance(session, ScopedSession):
        message = "A weekly letter is written in the session that holds its message."
        raise TypeError(message)
    digest = digest_of(session, now=subject.now)
    return Wording(
        f"{subject.short_name}: your week, {_in_short(digest)}",
        (
            _how_many(digest),
            *_listed("Late:", digest.late),
            *_listed("Due this week:", digest.this_week),
            *_listed("Without undue delay:", digest.without_delay),
            *_listed("Coming in the council's year:", digest.calendar),
            (
                "This letter comes on Mondays, when something is open. What is urgent comes at"
                " once, in a letter of its own."
            ),
        ),
        "See what needs you",
        "/councils/{council}/",
    )


def _in_short(digest: Digest) -> str:
    parts = (
        (len(digest.late), "late"),
        (len(digest.this_week), "due"),
        (digest.open_breaches, "open"),
    )
    said = [f"{number} {words}" for number, words in parts if number]
    return ", ".join(said) or "nothing is open"


def _how_many(digest: Digest) -> str:
    if digest.is_empty:
        return "Nothing is open now: all that was open this morning has been dealt with."
    match digest.open_breaches:
        case 0:
            return "No breach is open."
        case 1:
            return "One breach is open."
        case number:
            return f"{number} breaches are open."


def _listed(heading: str, lines: Sequence[DueLine]) -> tuple[str, ...]:
    if not lines:
        return ()
    said = [_line(line) for line in lines[:MOST_LINES]]
    more = len(lines) - MOST_LINES
    rest = [f"and {more} more"] if more > 0 else []
    return ("\n".join([heading, *(f"\u2022 {one}" for one in (*said, *rest))]),)


def _line(line: DueLine) -> str:
    if line.reference is not None:
        by = f", by {when(line.due_at)}" if line.due_at else ""
        return f"breach {line.reference}, {TO_DO[line.obligation]}{by}"
    what = _COUNCILS_OWN.get(line.obligation, TO_DO[line.obligation])
    people = f" ({line.times} people)" if line.times > 1 else ""
    on = f", {day(line.due_at)}" if line.due_at else ""
    return f"{what[0].lower()}{what[1:]}{people}{on}"


def _due(subject: Subject) -> str:
    """Return "is due on Monday 1 March", "is due today" or "was due on Monday 1 March"."""
    deadline = subject.deadline
    if deadline is None or deadline.due_at is None:
        return "is due"
    due_on, today = day_of(deadline.due_at), day_of(subject.now)
    if due_on == today:
        return "is due today"
    return f"{'was' if due_on < today else 'is'} due on {due_on:%A} {due_on.day} {due_on:%B}"


def _year(subject: Subject) -> str:
    return subject.deadline.occasion if subject.deadline else ""
