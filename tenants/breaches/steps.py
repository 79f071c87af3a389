"""What comes next on a breach, and who has it: worked out from where it stands, never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tenants.access import Member
from tenants.breaches.handlers import Handlers
from tenants.models import Breach, ObligationId, State


class StepId(StrEnum):
    """The steps that a breach can be waiting for."""

    RECEIVE = "receive"
    APPOINT_LEAD = "appoint_lead"
    RATE = "rate"
    DECIDE_REGULATOR = "decide_regulator"
    DECIDE_PEOPLE = "decide_people"
    NOTIFY_REGULATOR = "notify_regulator"
    TELL_PEOPLE = "tell_people"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    ACKNOWLEDGE_COMPLAINT = "acknowledge_complaint"
    REPORT_TO_COUNCIL = "report_to_council"
    DO_ACTION = "do_action"
    NOTHING = "nothing"


class Holder(StrEnum):
    """Who has the next step."""

    HANDLERS = "handlers"
    LEAD = "lead"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next: words for a button, and who has it."""

    id: StepId
    words: str
    holder: Holder


_WORDS = {
    StepId.RECEIVE: ("Make the first assessment", Holder.HANDLERS),
    StepId.APPOINT_LEAD: ("Appoint a lead investigator", Holder.HANDLERS),
    StepId.RATE: ("Rate how serious it is", Holder.LEAD),
    StepId.DECIDE_REGULATOR: ("Decide whether to tell the regulator", Holder.LEAD),
    StepId.DECIDE_PEOPLE: ("Decide whether to tell the people affected", Holder.LEAD),
    StepId.NOTIFY_REGULATOR: ("Tell the regulator and record it", Holder.LEAD),
    StepId.TELL_PEOPLE: ("Tell the people affected and record it", Holder.LEAD),
    StepId.FOLLOW_UP: ("Send the regulator what was promised", Holder.LEAD),
    StepId.CLOSE: ("Write down what was learned and close", Holder.LEAD),
    StepId.ACKNOWLEDGE_COMPLAINT: ("Acknowledge the complaint", Holder.HANDLERS),
    StepId.REPORT_TO_COUNCIL: ("Bring it to the full council", Holder.HANDLERS),
    StepId.DO_ACTION: ("Carry out an action", Holder.HANDLERS),
    StepId.NOTHING: ("Nothing more to do", Holder.NOBODY),
}
# What is still to do once a breach is closed; the law's part comes first.
_AFTERWARDS = (
    (ObligationId.ACKNOWLEDGE_COMPLAINT, StepId.ACKNOWLEDGE_COMPLAINT),
    (ObligationId.REPORT_TO_COUNCIL, StepId.REPORT_TO_COUNCIL),
    (ObligationId.DO_ACTION, StepId.DO_ACTION),
)
# Nobody outside the council hears of practice.
_IN_PRACTICE = {
    StepId.NOTIFY_REGULATOR: "Record how you would have told the regulator",
    StepId.TELL_PEOPLE: "Record how you would have told the people affected",
}
_IN_ORDER = (
    (ObligationId.DECIDE_REGULATOR, StepId.DECIDE_REGULATOR),
    (ObligationId.NOTIFY_REGULATOR, StepId.NOTIFY_REGULATOR),
    (ObligationId.DECIDE_PEOPLE, StepId.DECIDE_PEOPLE),
    (ObligationId.TELL_PEOPLE, StepId.TELL_PEOPLE),
    (ObligationId.FOLLOW_UP, StepId.FOLLOW_UP),
)


def next_step(breach: Breach, open_obligations: Collection[str]) -> NextStep:
    """Return the one next step of a breach, given the obligations that still stand on it."""
    step_id = _next_id(breach, open_obligations)
    words, holder = _WORDS[step_id]
    if breach.is_drill:
        words = _IN_PRACTICE.get(step_id, words)
    return NextStep(step_id, words, holder)


def is_waiting_for(step: NextStep, breach: Breach, member: Member, handlers: Handlers) -> bool:
    """Whether the next step is this member's: as lead investigator, or as one who handles it."""
    match step.holder:
        case Holder.HANDLERS:
            return member.membership_id in handlers.ids
        case Holder.LEAD:
            return breach.lead_id == member.membership_id
        case Holder.NOBODY:
            return False


def _next_id(breach: Breach, open_obligations: Collection[str]) -> StepId:
    if breach.state == State.CLOSED:
        waiting = (step for obligation, step in _AFTERWARDS if obligation in open_obligations)
        return next(waiting, StepId.NOTHING)
    if breach.received_at is None:
        return StepId.RECEIVE
    if breach.lead_id is None:
        return StepId.APPOINT_LEAD
    if breach.risk is None:
        return StepId.RATE
    for obligation, step_id in _IN_ORDER:
        if obligation in open_obligations:
            return step_id
    return StepId.CLOSE
