"""What each kind of message says: subject, a few plain paragraphs, and where its one link goes."""

from collections.abc import Callable
from dataclasses import dataclass

from tenants.access import Office
from tenants.messages.subject import Subject
from tenants.models import MessageKind, ObligationId
from tenants.policy import law
from tenants.times import time_left, when, when_nearby

_IN_OFFICE = {Office.CLERK: "the clerk", Office.CHAIR: "the chair"}
_TO_DO = {
    ObligationId.DECIDE_REGULATOR: "decide whether the regulator must be told",
    ObligationId.NOTIFY_REGULATOR: "tell the regulator",
    ObligationId.DECIDE_PEOPLE: "decide whether the people affected must be told",
    ObligationId.TELL_PEOPLE: "tell the people affected",
    ObligationId.REPORT_TO_COUNCIL: "report to the full council",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter's words; `path` may hold {council} and {token}."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    path: str


def words_for(subject: Subject) -> Wording:
    """Return the words for a message of this kind."""
    return _WORDS[MessageKind(subject.message.kind)](subject)


def _report_received(subject: Subject) -> Wording:
    return Wording(
        f"{subject.label} reported, {_clock_in_short(subject)}",
        (
            (
                f"A possible personal data breach was reported to {subject.council.name}."
                f" Its number is {_reference(subject)}."
            ),
            _clock_in_full(subject),
            _what_to_do_with_a_report(subject),
            _told_too(subject),
        ),
        "Open the report",
        _breach_path(subject),
    )


def _what_to_do_with_a_report(subject: Subject) -> str:
    if subject.breach and subject.breach.received_at:
        return "The first assessment has been made since. Open it to read what was found."
    return (
        "What to do now: open it, say whether you were involved, and make the first assessment."
        " Then appoint a lead investigator. The clerk or the chair can do it."
    )


def _routed_to_you(subject: Subject) -> Wording:
    return Wording(
        f"{subject.label} needs you, {_clock_in_short(subject)}",
        (
            f"Breach {_reference(subject)} needs its first assessment, and it has come to you.",
            (
                "Whoever was involved in causing a breach cannot assess it. That is why it was"
                " passed on. It says nothing about blame."
            ),
            _clock_in_full(subject),
            (
                "What to do now: open it, say whether you were involved, and make the first"
                " assessment."
            ),
            _told_too(subject),
        ),
        "Open the breach",
        _breach_path(subject),
    )


def _lead_appointed(subject: Subject) -> Wording:
    return Wording(
        f"{subject.label}, you are the lead investigator, {_clock_in_short(subject)}",
        (
            f"You are now the lead investigator of breach {_reference(subject)}.",
            _clock_in_full(subject),
            (
                "What to do now: open it and rate how serious it is. The questions take about ten"
                " minutes, and 'not yet known' is always an answer."
            ),
        ),
        "Open the breach",
        _breach_path(subject),
    )


def _lead_wanted(subject: Subject) -> Wording:
    return Wording(
        f"{subject.label} needs a lead investigator, {_clock_in_short(subject)}",
        (
            (
                f"Breach {_reference(subject)} has no lead investigator. Whoever was involved in"
                " causing a breach, or has left, cannot see it through."
            ),
            _clock_in_full(subject),
            "What to do now: open it and appoint somebody who was not involved.",
            _told_too(subject),
        ),
        "Appoint a lead investigator",
        _breach_path(subject),
    )


def _council_told(subject: Subject) -> Wording:
    reference, council = _reference(subject), subject.council.name
    title = f"{subject.label} is for every councillor to know"
    news = (
        f"A personal data breach, number {reference}, has been looked into. Under {council}'s"
        " policy every councillor is told of such a breach at once."
    )
    # The rating that they are told of: it may have been corrected since.
    if word := subject.breach.council_told_word if subject.breach else "":
        title = f"{subject.label} is rated {word}"
        news = (
            f"A personal data breach, number {reference}, has been rated {word}."
            f" Under {council}'s policy every councillor is told of a breach with this rating at"
            " once."
        )
    return Wording(
        title,
        (
            news,
            (
                "You do not have to do anything now. Please do not discuss it by e-mail. Sign in to"
                " read what may be known about it."
            ),
            "Every councillor has been told.",
        ),
        "Read about the breach",
        _breach_path(subject),
    )


def _clock_alert(subject: Subject) -> Wording:
    deadline = subject.deadline
    to_do = _TO_DO[ObligationId(deadline.obligation)] if deadline else "act"
    return Wording(
        f"{subject.label}, {_clock_in_short(subject)}",
        (
            f"Breach {_reference(subject)} has a clock running: the council has to {to_do}.",
            _clock_in_full(subject),
            _why(subject),
            f"What to do now: {_what_to_do_in_time(subject)} {_until_when(subject)}",
            _told_too(subject),
        ),
        "Open the breach",
        _breach_path(subject),
    )


def _invitation(subject: Subject) -> Wording:
    has_password = subject.recipient.person.password_hash is not None
    if has_password:
        how = "Sign in with the e-mail address and password that you use already."
        link, path = "Sign in", "/councils/{council}/sign-in"
    else:
        how = "Choose a password with the link below. It works once, for three days."
        link, path = "Choose a password", "/password/{token}"
    return Wording(
        f"{subject.short_name}: your place in the breach register",
        (
            (
                f"You have been given a place in {subject.council.name}'s breach register, where"
                " the council records and deals with personal data breaches."
            ),
            how,
        ),
        link,
        path,
    )


def _password_reset(subject: Subject) -> Wording:
    return Wording(
        f"{subject.short_name}: choose a new password",
        (
            "Somebody, probably you, asked to set a new password for the breach register.",
            (
                "The link below works once, for three days. If it was not you, do nothing: your"
                " password stays as it is."
            ),
        ),
        "Choose a new password",
        "/password/{token}",
    )


_WORDS: dict[MessageKind, Callable[[Subject], Wording]] = {
    MessageKind.REPORT_RECEIVED: _report_received,
    MessageKind.ROUTED_TO_YOU: _routed_to_you,
    MessageKind.LEAD_APPOINTED: _lead_appointed,
    MessageKind.LEAD_WANTED: _lead_wanted,
    MessageKind.COUNCIL_TOLD: _council_told,
    MessageKind.CLOCK_ALERT: _clock_alert,
    MessageKind.INVITATION: _invitation,
    MessageKind.PASSWORD_RESET: _password_reset,
}


def _reference(subject: Subject) -> str:
    return subject.breach.reference if subject.breach else ""


def _breach_path(subject: Subject) -> str:
    return f"/councils/{{council}}/breaches/{_reference(subject)}"


def _clock_in_short(subject: Subject) -> str:
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


def _clock_in_full(subject: Subject) -> str:
    deadline = subject.deadline
    if deadline is None or deadline.due_at is None:
        return "No clock is running on it at present."
    to_do = _TO_DO[ObligationId(deadline.obligation)]
    left = time_left(deadline.due_at, subject.at)
    if deadline.due_at <= subject.at:
        return (
            f"The time to {to_do} ended on {when(deadline.due_at)} ({left}). It is late, not lost:"
            " do it now, and say why it is late."
        )
    return f"The council has until {when(deadline.due_at)} to {to_do}. That is {left}."


def _what_to_do_in_time(subject: Subject) -> str:
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


def _until_when(subject: Subject) -> str:
    deadline = subject.deadline
    if deadline and deadline.obligation == ObligationId.NOTIFY_REGULATOR:
        return "These alerts stop when it is recorded that the regulator was told."
    return "These alerts stop when the decision is recorded."


def _why(subject: Subject) -> str:
    """Return the law's own sentence about the clock, as it stood when the council became aware."""
    aware_on = subject.breach.aware_at.date() if subject.breach else None
    source = subject.deadline.citation if subject.deadline else "the council's policy"
    return f"Why: {law().sentence_on('tell-regulator', aware_on)} Source: {source}."


def _told_too(subject: Subject) -> str:
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
