"""What is left to do on a breach, at every moment, and why: the one source for every page.

What the law counts in hours comes first, then the policy's steps in their order, then what outlives
the closing. The next step of a breach is the first of what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenants.breaches.grounds import Grounds, grounds_of
from tenants.breaches.keeping import is_apart
from tenants.breaches.parties import party_words
from tenants.breaches.steps import FORMS, Holder, NextStep, StepId, holder_of, step_of
from tenants.db import ScopedSession
from tenants.models import Breach, ObligationId, State, Subject
from tenants.policy import law
from tenants.times import day_of


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is left to do, why, and on which of the breach's pages it is done.

    `words` go on after "still to do:"; `form` is the last part of the address. A breach is not
    closed before what `blocks_closing`.
    """

    id: StepId
    words: str
    why: str
    form: str
    blocks_closing: bool

    @property
    def holder(self) -> Holder:
        """Return who has it: the lead investigator, or whoever handles the breach."""
        return holder_of(self.id)


def what_is_left(session: ScopedSession, breach: Breach) -> list[Left]:
    """Return all that is left to do on a breach, what comes next first; a fixed few queries."""
    return left_of(breach, grounds_of(session, [breach])[breach.id])


def blocking(left: Sequence[Left]) -> list[Left]:
    """Return what stands between a breach and its closing."""
    return [one for one in left if one.blocks_closing]


def next_step(breach: Breach, left: Sequence[Left]) -> NextStep:
    """Return the one next step of a breach: the first of what is left."""
    return step_of(breach, left[0].id if left else StepId.NOTHING)


def left_of(breach: Breach, grounds: Grounds) -> list[Left]:
    """Return what is left to do on a breach of which the record shows this. Pure.

    A practice asks for the decisions alone and, once it has ended, for nothing.
    """
    if breach.state == State.CLOSED:
        return [] if breach.is_drill else list(_outliving(breach, grounds))
    before = [*_of_the_start(breach), *_of_the_law(breach, grounds)]
    if not breach.is_drill:
        before += _of_the_policy(grounds)
    why = "Closing it says that the council has done with it. It can be opened again."
    return [*before, _left(StepId.CLOSE, why, blocks=False), *_outliving(breach, grounds)]


def _of_the_start(breach: Breach) -> Iterator[Left]:
    if breach.received_at is None:
        yield _left(StepId.RECEIVE, "Until somebody has looked at it, nobody knows what it is.")
    if breach.lead_id is None:
        why = "One person by name answers for the rating and for every decision."
        yield _left(StepId.APPOINT_LEAD, why)
    if breach.risk is None:
        yield _left(StepId.RATE, "Who must be told follows from how serious it is.")


def _of_the_law(breach: Breach, grounds: Grounds) -> Iterator[Left]:
    if grounds.duty(ObligationId.REASSESS) is not None:
        why = "What is known has changed, and the rating that stands no longer fits it."
        yield _left(StepId.REASSESS, why)
    for obligation, rule in _RULES.items():
        duty = grounds.duty(obligation)
        if duty is not None:
            sentence = law().sentence_on(rule, day_of(breach.aware_at))
            yield _left(StepId(obligation), f"{sentence} ({duty.citation})")


def _of_the_policy(grounds: Grounds) -> Iterator[Left]:
    if not grounds.has_consequences:
        why = "Whoever reads the decisions later must see what harm was thought of."
        yield _left(StepId.WEIGH_CONSEQUENCES, why)
    if grounds.undecided:
        why = (
            "Insurers, the bank and the police can only help if they hear of it in time. Each gets"
            " a yes or a no."
        )
        yield _left(StepId.DECIDE_OTHERS, why, words=_about(grounds.undecided))
    if grounds.untold:
        yield _left(StepId.TELL_OTHERS, "It was decided to tell them, and it is not done yet.")
    if grounds.letters_unread:
        why = "What it asks the council to do counts once a person has checked it."
        yield _left(StepId.CONFIRM_LETTER, why)
    if grounds.actions_without_owner:
        yield _left(StepId.GIVE_ACTION, _NO_OWNER)
    if not grounds.has_review:
        why = "The policy's last step is to learn from it: that makes the next one less likely."
        yield _left(StepId.REVIEW, why)


def _outliving(breach: Breach, grounds: Grounds) -> Iterator[Left]:
    """Yield what does not stand in the way of closing, and is still asked once it is closed."""
    is_closed = breach.state == State.CLOSED
    complaint = grounds.duty(ObligationId.ACKNOWLEDGE_COMPLAINT)
    if complaint is not None:
        why = f"{law().sentence_on('complaints')} ({complaint.citation})"
        yield _left(StepId.ACKNOWLEDGE_COMPLAINT, why, blocks=False)
    if grounds.reporter_waits:
        why = "Whoever reported it without an account wrote last, and has had no answer."
        yield _left(StepId.ANSWER_REPORTER, why, blocks=False)
    if is_closed and grounds.letters_unread and not is_apart(breach):
        why = "What it asks the council to do counts once a person has checked it."
        yield _left(StepId.CONFIRM_LETTER, why, blocks=False)
    meeting = grounds.duty(ObligationId.REPORT_TO_COUNCIL)
    if meeting is not None:
        why = f"The full council hears of it {meeting.due_words} ({meeting.citation})"
        yield _left(StepId.REPORT_TO_COUNCIL, why, blocks=False)
    if is_closed and grounds.actions_without_owner:
        yield _left(StepId.GIVE_ACTION, _NO_OWNER, blocks=False)
    if grounds.duty(ObligationId.DO_ACTION) is not None:
        yield _left(StepId.DO_ACTION, "Somebody undertook to do it.", blocks=False)


_NO_OWNER: Final = "Whoever had it has left or may not do it. Give it to somebody, or say why not."
_RULES: Final[Mapping[ObligationId, str]] = {
    ObligationId.DECIDE_REGULATOR: "tell-regulator",
    ObligationId.NOTIFY_REGULATOR: "tell-regulator",
    ObligationId.DECIDE_PEOPLE: "tell-people",
    ObligationId.TELL_PEOPLE: "tell-people",
    ObligationId.FOLLOW_UP: "in-phases",
}
_PHRASES: Final[Mapping[StepId, str]] = {
    StepId.RECEIVE: "make the first assessment",
    StepId.APPOINT_LEAD: "appoint a lead investigator",
    StepId.RATE: "rate the breach",
    StepId.REASSESS: "rate the breach again",
    StepId.DECIDE_REGULATOR: "decide whether the regulator must be told",
    StepId.DECIDE_PEOPLE: "decide whether the people affected must be told",
    StepId.NOTIFY_REGULATOR: "tell the regulator, as decided",
    StepId.TELL_PEOPLE: "tell the people affected, as decided",
    StepId.FOLLOW_UP: "send the regulator what was promised",
    StepId.WEIGH_CONSEQUENCES: "write down what could follow for people and for the council",
    StepId.DECIDE_OTHERS: "decide who else is told",
    StepId.TELL_OTHERS: "tell the others, as decided",
    StepId.CONFIRM_LETTER: "check what was found in the regulator's letter",
    StepId.GIVE_ACTION: "give every open action to somebody who can do it",
    StepId.REVIEW: "look back and write down what was learned",
    StepId.CLOSE: "close it",
    StepId.ACKNOWLEDGE_COMPLAINT: "acknowledge the complaint",
    StepId.ANSWER_REPORTER: "answer the person who reported it",
    StepId.REPORT_TO_COUNCIL: "bring it to the full council",
    StepId.DO_ACTION: "carry out what was undertaken",
}


def _left(step: StepId, why: str, *, words: str = "", blocks: bool = True) -> Left:
    return Left(step, words or _PHRASES[step], why, FORMS[step], blocks)


def _about(parties: Sequence[Subject]) -> str:
    *most, last = (party_words(party) for party in parties)
    return f"decide whether to tell {' or '.join(filter(None, (', '.join(most), last)))}"
