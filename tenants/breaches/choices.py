"""What a decision about telling somebody must say before it is recorded. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tenants.breaches.decisions import DO_NOT_TELL, RULES, TELL, Choice
from tenants.errors import NotAcceptable
from tenants.models import Breach, PeopleException, Subject
from tenants.policy import RiskToPeople, law, regulator_deadline
from tenants.times import when

# By which way somebody is told; any other words are kept as they were typed.
METHODS: Final[Mapping[str, str]] = {
    "letter": "Letter",
    "email": "Email",
    "telephone": "Telephone",
    "in_person": "In person",
    "online_form": "Official online form",
    "website_notice": "Notice on the website",
}


def method_words(method: str) -> str:
    """Return the way in which somebody is told, as people read it."""
    return METHODS.get(method, method)


def needs_exception(breach: Breach, subject: str, decided: str) -> bool:
    """Whether the law lets the people stay untold only for one of its exceptions (Art. 34(3))."""
    if subject != Subject.PEOPLE or decided != DO_NOT_TELL or breach.risk is None:
        return False
    return law().asks_for(RULES[Subject.PEOPLE], RiskToPeople(breach.risk))


def refuse_incomplete(choice: Choice, proposed: str, breach: Breach, now: datetime) -> None:
    """Raise `NotAcceptable` where a reason or an exception is missing, or a time cannot be."""
    if choice.decided not in {TELL, DO_NOT_TELL}:
        message = "Choose whether to tell them or not"
        raise NotAcceptable("decided", message)
    if choice.subject == Subject.OTHER and not choice.party_name.strip():
        message = "Say who it is"
        raise NotAcceptable("party_name", message)
    _refuse_without_reason(choice, proposed)
    _refuse_without_exception(choice, breach)
    if choice.done_at is not None:
        _refuse_impossible_time(choice, choice.done_at, breach, now)
    _refuse_unexplained_delay(choice, breach, now)


def _refuse_without_reason(choice: Choice, proposed: str) -> None:
    if choice.reason.strip():
        return
    if choice.decided != proposed:
        is_by_law = choice.subject in RULES
        from_what = "the policy and the law" if is_by_law else "what the facts point to"
        message = f"Say in a sentence why you decide differently from {from_what}"
        raise NotAcceptable("reason", message)
    if choice.decided == DO_NOT_TELL:
        message = "Say in a sentence why they need not be told. The register must show it"
        raise NotAcceptable("reason", message)


def _refuse_without_exception(choice: Choice, breach: Breach) -> None:
    if not needs_exception(breach, choice.subject, choice.decided):
        return
    if choice.exception is None:
        message = (
            "The risk is high, so choose which of the law's three exceptions is true. If none is,"
            " the people must be told"
        )
        raise NotAcceptable("exception", message)
    if choice.exception == PeopleException.DISPROPORTIONATE and not choice.method.strip():
        message = "Choose by which way the public notice reaches them"
        raise NotAcceptable("method", message)


def _refuse_impossible_time(
    choice: Choice, done_at: datetime, breach: Breach, now: datetime
) -> None:
    if not choice.is_to_be_told:
        message = "You decide not to tell them. Leave this empty, or choose to tell them"
        raise NotAcceptable("done", message)
    if done_at > now:
        message = "You cannot have told them in the future. Leave this empty until it is done"
        raise NotAcceptable("done", message)
    # The police may be asked for help while a breach is no more than suspected.
    if choice.subject in RULES and done_at < breach.aware_at:
        message = f"The council became aware on {when(breach.aware_at)}. This must be after that"
        raise NotAcceptable("done", message)


def _refuse_unexplained_delay(choice: Choice, breach: Breach, now: datetime) -> None:
    if choice.subject != Subject.REGULATOR or choice.decided != TELL or choice.reason.strip():
        return
    due_at = regulator_deadline(breach.aware_at)
    if choice.done_at is not None and choice.done_at > due_at:
        message = "This was after the 72 hours. The law asks for the reasons for the delay"
        raise NotAcceptable("reason", message)
    if choice.done_at is None and now > due_at:
        message = "The 72 hours are over. The law asks for the reasons for the delay"
        raise NotAcceptable("reason", message)
