"""What each duty is called in a letter: by when, why, what to do about it, and when it stops."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tenants.messages.subject import Subject
from tenants.models import Deadline, ObligationId
from tenants.policy import law
from tenants.times import day_of

_BY_LAW: Final = "UK GDPR"


@dataclass(frozen=True, slots=True)
class DutyWords:
    """One duty: `short` stands before "by" in a subject line, `until` after "stop when".

    `rule` is the law's rule behind it, where the law asks for it; `because` says it otherwise.
    """

    short: str
    until: str
    rule: str = ""
    because: str = "The council's own policy asks for this."
    at: str = "by"
    what_to_do: Callable[[Subject], str] | None = None


def duty_words(subject: Subject) -> DutyWords:
    """Return the words for what a letter's deadline is about."""
    obligation = subject.deadline.obligation if subject.deadline else ObligationId.DECIDE_REGULATOR
    return _DUTIES.get(ObligationId(obligation), _ANY)


def why(subject: Subject) -> str:
    """Return the law's own sentence, as it stood when the council became aware, or the policy's."""
    deadline = subject.deadline
    duty = duty_words(subject)
    source = deadline.citation if deadline else "the council's policy"
    aware_on = day_of(subject.breach.aware_at) if subject.breach else None
    reason = duty.because
    if duty.rule and (deadline is None or _is_by_law(deadline, duty.rule)):
        reason = law().sentence_on(duty.rule, aware_on)
    limit = ""
    if deadline is not None and deadline.due_at is not None and deadline.obligation in _OWN_LIMITS:
        limit = f" The council's own policy sets the limit: {deadline.due_words}."
    return f"Why: {reason}{limit} Source: {source}."


def _is_by_law(deadline: Deadline, rule: str) -> bool:
    """Whether the law itself asks for it; a policy may ask for more, and is then the source."""
    if deadline.obligation not in _OWN_LIMITS:
        return True
    return deadline.due_at is not None or deadline.citation == law().rule(rule).citation


def _bring_it(subject: Subject) -> str:
    deadline = subject.deadline
    if deadline is not None and deadline.due_at is None:
        return (
            "set the day of the full council's next meeting on the Policy page, and put this breach"
            " on the agenda. Afterwards record the meeting and the minute on the breach's page."
        )
    return (
        "put it on the agenda. The council's copy, on the breach's page, is one page to print or to"
        " read out. After the meeting record its day and the minute there."
    )


def _acknowledge(_subject: Subject) -> str:
    return (
        "write to whoever complained and say that the complaint has arrived. Then open the breach"
        " and record on which day you did."
    )


def _do_it(subject: Subject) -> str:
    if subject.deadline is not None and subject.deadline.due_at is None:
        return (
            "open the breach's list of actions. Do it and say what shows it, name a day for it, or"
            " say why it will not be done."
        )
    return (
        "open the breach's list of actions. Do it and say what shows it. If you cannot do it by"
        " then, give it to somebody else or name another day."
    )


def _send_it(_subject: Subject) -> str:
    return (
        "send the regulator what was promised, also if not all of it is known yet. Then open the"
        " breach's list of actions and record when you did."
    )


def _let_it_go(_subject: Subject) -> str:
    return (
        "read the list of what will go. It goes by itself on the morning of that day. If it must be"
        " kept longer, record until when, and why. Let go then, too, of what is kept about this"
        " breach outside this register."
    )


_OWN_LIMITS: Final = frozenset({ObligationId.DECIDE_PEOPLE, ObligationId.TELL_PEOPLE})
_ANY: Final = DutyWords("do it", "it is done")
_DUTIES: Final[Mapping[ObligationId, DutyWords]] = {
    ObligationId.DECIDE_REGULATOR: DutyWords(
        "decide", "the decision is recorded", "tell-regulator"
    ),
    ObligationId.NOTIFY_REGULATOR: DutyWords(
        "tell the regulator", "it is recorded that the regulator was told", "tell-regulator"
    ),
    ObligationId.DECIDE_PEOPLE: DutyWords("decide", "the decision is recorded", "tell-people"),
    ObligationId.TELL_PEOPLE: DutyWords(
        "tell the people affected", "it is recorded that the people were told", "tell-people"
    ),
    ObligationId.RECEIVE_REPORT: DutyWords(
        "make the first assessment", "the first assessment is made"
    ),
    ObligationId.REPORT_TO_COUNCIL: DutyWords(
        "report to the council",
        "the meeting and its minute are recorded",
        because="The council's own policy wants the full council to hear of this breach.",
        at="on",
        what_to_do=_bring_it,
    ),
    ObligationId.FOLLOW_UP: DutyWords(
        "send the regulator more",
        "it is recorded that it was sent",
        "in-phases",
        what_to_do=_send_it,
    ),
    ObligationId.DO_ACTION: DutyWords(
        "carry out an action",
        "it is recorded as done, or as not to be done",
        because="The council undertook to do this because of the breach.",
        what_to_do=_do_it,
    ),
    ObligationId.ERASE: DutyWords(
        "erase what is kept",
        "it is erased, or it is recorded that it is kept longer",
        because="The council's own policy says how long what is kept about a breach stays.",
        what_to_do=_let_it_go,
    ),
    ObligationId.REASSESS: DutyWords(
        "rate it again",
        "it has been rated again",
        because="What is known about it has changed since it was rated, and may change who must"
        " be told.",
    ),
    ObligationId.ACKNOWLEDGE_COMPLAINT: DutyWords(
        "acknowledge the complaint",
        "it is recorded that the complaint was acknowledged",
        "complaints",
        what_to_do=_acknowledge,
    ),
}
