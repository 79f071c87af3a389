"""What the closed words of the tables are called on a page."""

from collections.abc import Mapping
from typing import Any, Final

from tenants.breaches.decisions import TELL
from tenants.breaches.parties import party_words
from tenants.breaches.steps import StepId
from tenants.documents import register_lines
from tenants.models import Breach, MessageKind, Nature, ObligationId, State, Subject
from tenants.policy import NOT_YET_KNOWN, RiskToPeople, fact

NATURES: Final = register_lines.NATURES
STATES: Final = register_lines.STATES
RISKS: Final[Mapping[str, str]] = {
    RiskToPeople.UNLIKELY: "A risk to people is unlikely",
    RiskToPeople.RISK: "A risk to people",
    RiskToPeople.HIGH_RISK: "A high risk to people",
}
DUTIES: Final[Mapping[str, str]] = {
    ObligationId.DECIDE_REGULATOR: "Decide whether to tell the regulator",
    ObligationId.NOTIFY_REGULATOR: "Tell the regulator",
    ObligationId.DECIDE_PEOPLE: "Decide whether to tell the people affected",
    ObligationId.TELL_PEOPLE: "Tell the people affected",
    ObligationId.RECEIVE_REPORT: "Make the first assessment",
    ObligationId.FOLLOW_UP: "Send the regulator what was promised",
    ObligationId.ACKNOWLEDGE_COMPLAINT: "Acknowledge the complaint",
    ObligationId.REPORT_TO_COUNCIL: "Report to the full council",
    ObligationId.DO_ACTION: "Carry out an action",
    ObligationId.REASSESS: "Rate it again",
    ObligationId.ERASE: "Erase what is no longer needed",
    ObligationId.REVIEW_POLICY: "Look at the policy again",
    ObligationId.REFRESH_TRAINING: "Refresh the training",
    ObligationId.EVIDENCE_PACK: "Put the year's evidence together",
    ObligationId.ANNUAL_RETURN: "Make the yearly return",
}
LETTERS: Final[Mapping[str, str]] = {
    MessageKind.REPORT_RECEIVED: "that a breach was reported",
    MessageKind.ROUTED_TO_YOU: "that it was passed on to them",
    MessageKind.LEAD_APPOINTED: "that they lead the investigation",
    MessageKind.LEAD_WANTED: "that a lead investigator is wanted",
    MessageKind.COUNCIL_TOLD: "that it concerns the whole council",
    MessageKind.CLOCK_ALERT: "that the clock is running",
    MessageKind.REPORT_WAITING: "that it waits for its first assessment",
    MessageKind.REPORTER_WROTE: "that whoever reported it has written",
    MessageKind.REPORT_FINISHED: "that the report for the council is finished",
    MessageKind.STALE_BREACH: "that nothing has been done for some time",
    MessageKind.PROMPT: "about the council's year",
    MessageKind.WEEKLY_DIGEST: "what is open in the week",
    MessageKind.INVITATION: "that they have a place here",
    MessageKind.PASSWORD_RESET: "how to choose a new password",
}
# What the green button of a next step says, and the sentence above it.
BUTTONS: Final[Mapping[str, tuple[str, str]]] = {
    StepId.RECEIVE: (
        "Start the first assessment",
        "Six short answers about what happened. What you do not know yet can wait.",
    ),
    StepId.APPOINT_LEAD: (
        "Choose a lead investigator",
        "Somebody who was not involved. From then on the alerts go to them first.",
    ),
    StepId.RATE: (
        "Start rating",
        "Five short pages, about ten minutes. You can stop and come back.",
    ),
    StepId.DECIDE_REGULATOR: (
        "Record the decision",
        "You see what the law and the policy point to, and why, before you decide.",
    ),
    StepId.DECIDE_PEOPLE: (
        "Record the decision",
        "Where the risk to people is high, they must hear of it so that they can act.",
    ),
    StepId.NOTIFY_REGULATOR: (
        "Record that they were told",
        "Tell the regulator in the way it asks for, then write down when, and its reference.",
    ),
    StepId.TELL_PEOPLE: (
        "Record that they were told",
        "Tell them in plain words what happened and what they can do, then write down when.",
    ),
    StepId.REASSESS: (
        "Rate it again",
        "Your earlier answers are filled in. The breach's page says which of them changed.",
    ),
    StepId.WEIGH_CONSEQUENCES: (
        "Write down what could follow",
        "What could happen to people and to the council, how serious, and how likely.",
    ),
    StepId.DECIDE_OTHERS: (
        "Decide who else is told",
        "Police, insurers, bank, lawyers, the press: a yes or a no for each.",
    ),
    StepId.TELL_OTHERS: (
        "Record that they were told",
        "Tell them in the way that you decided, then write down when.",
    ),
    StepId.CONFIRM_LETTER: (
        "Check the letter",
        "We have looked for what it asks. Somebody must say whether that is right.",
    ),
    StepId.GIVE_ACTION: (
        "Give it to somebody",
        "Whoever had it has left or may not do it any more.",
    ),
    StepId.REVIEW: (
        "Start looking back",
        "A few questions about how it went. What would make another one less likely?",
    ),
    StepId.ANSWER_REPORTER: (
        "Read and answer",
        "They have no account, and read your answer with their receipt.",
    ),
    StepId.CLOSE: (
        "Close it",
        "Everything that had to be decided is decided, and done.",
    ),
    StepId.FOLLOW_UP: (
        "Record that it was sent",
        "Send what was promised in the way the regulator asks for, then write down when.",
    ),
    StepId.ACKNOWLEDGE_COMPLAINT: (
        "Record that it was acknowledged",
        "Tell whoever complained that it has arrived, then write down when.",
    ),
    StepId.REPORT_TO_COUNCIL: (
        "Record the meeting and the minute",
        "The council's copy, on the breach's page, is one page to print or to read out.",
    ),
    StepId.DO_ACTION: (
        "Record what was done",
        "The breach is closed. What was undertaken because of it is still asked for.",
    ),
}
_RECOVERABLE: Final[Mapping[str, str]] = {
    "yes": "Yes",
    "partly": "Some of it",
    "no": "No",
    "not_known": "Not yet known",
    NOT_YET_KNOWN: "Not yet known",
}
_WHERE_IT_STANDS: Final[Mapping[str, str]] = {
    State.REPORTED: "It waits for its first assessment",
    State.RECEIVED: "It waits for a lead investigator",
    State.INVESTIGATING: "It is being investigated",
    State.RATED: "It is rated, and decisions are still to come",
    State.DECIDED: "It is decided what the law and the policy ask for",
    State.CLOSED: "It is closed",
}
_APART: Final[Mapping[str, str]] = {
    Nature.NEAR_MISS: "It turned out to be a near miss",
    Nature.NOT_A_BREACH: "It turned out to be no breach of personal data",
}


def is_apart(breach: Breach) -> bool:
    """Whether the report turned out to be a near miss or no breach at all."""
    return breach.nature in _APART


def cause_words(breach: Breach) -> str:
    """Return what went wrong as the answer that was picked reads: the rating's, else the report's.

    A word that the vocabulary does not have is shown as it stands, for people.
    """
    rated = str(breach.facts.get("cause") or NOT_YET_KNOWN)
    cause = breach.cause if rated == NOT_YET_KNOWN else rated
    if cause == NOT_YET_KNOWN:
        return "What went wrong is not yet known"
    return label_of("cause", cause)


def label_of(name: str, value: str) -> str:
    """Return the words of one answer to one of the engine's questions."""
    try:
        return fact(name).label(value)
    except KeyError:
        return value.replace("_", " ").capitalize()


def people_count(breach: Breach) -> str:
    """Return how many people it is about, as far as that is known as a number."""
    number = breach.facts.get("people_affected")
    if number is None:
        return "how many people it is about is not yet known"
    if number == 0:
        return "nobody is affected"
    return "one person is affected" if number == 1 else f"{number:,} people are affected"


def standing(breach: Breach) -> str:
    """Return where a breach has come to, as a sentence without its full stop."""
    return _APART.get(breach.nature, _WHERE_IT_STANDS[breach.state])


def in_one_sentence(breach: Breach) -> str:
    """Return what it is: what went wrong, for how many, and where it stands."""
    return f"{cause_words(breach)}; {people_count(breach)}. {standing(breach)}."


def recoverable_words(breach: Breach) -> str:
    """Return whether it can be got back, as the reporter answered."""
    said = breach.recoverable
    return _RECOVERABLE.get(said, said.replace("_", " ").capitalize()) or "Not yet known"


def proposal_words(subject: str, value: str) -> str:
    """Return what was proposed or decided on a subject, in words; a rating as it is called."""
    match subject:
        case Subject.RATING:
            return f"rating {value}"
        case Subject.RISK:
            return RISKS.get(value, value).lower()
        case Subject.PEOPLE if value != TELL:
            return "do not tell them"
        case _:
            return f"{'tell' if value == TELL else 'do not tell'} {party_words(subject)}"


def data_subject_words(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds of people whose information it is, as far as they are known."""
    return tuple(label_of("data_subjects", value) for value in facts.get("data_subjects") or ())


def category_words(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds of information, as far as they are known."""
    return tuple(label_of("categories", value) for value in facts.get("categories") or ())
