"""The steps that a breach can be waiting for: what each is called, who has it, where it is done.

Which of them is next is the first of what is left (`tenants.breaches.left`), never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tenants.access import Member
from tenants.breaches.handlers import Handlers
from tenants.models import Breach


class StepId(StrEnum):
    """The steps that a breach can be waiting for."""

    RECEIVE = "receive"
    APPOINT_LEAD = "appoint_lead"
    RATE = "rate"
    REASSESS = "reassess"
    DECIDE_REGULATOR = "decide_regulator"
    DECIDE_PEOPLE = "decide_people"
    NOTIFY_REGULATOR = "notify_regulator"
    TELL_PEOPLE = "tell_people"
    FOLLOW_UP = "follow_up"
    WEIGH_CONSEQUENCES = "weigh_consequences"
    DECIDE_OTHERS = "decide_others"
    TELL_OTHERS = "tell_others"
    CONFIRM_LETTER = "confirm_letter"
    GIVE_ACTION = "give_action"
    REVIEW = "review"
    CLOSE = "close"
    ACKNOWLEDGE_COMPLAINT = "acknowledge_complaint"
    ANSWER_REPORTER = "answer_reporter"
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


_WORDS: Final[Mapping[StepId, tuple[str, Holder]]] = {
    StepId.RECEIVE: ("Make the first assessment", Holder.HANDLERS),
    StepId.APPOINT_LEAD: ("Appoint a lead investigator", Holder.HANDLERS),
    StepId.RATE: ("Rate how serious it is", Holder.LEAD),
    StepId.REASSESS: ("Rate it again, because what is known has changed", Holder.LEAD),
    StepId.DECIDE_REGULATOR: ("Decide whether to tell the regulator", Holder.LEAD),
    StepId.DECIDE_PEOPLE: ("Decide whether to tell the people affected", Holder.LEAD),
    StepId.NOTIFY_REGULATOR: ("Tell the regulator and record it", Holder.LEAD),
    StepId.TELL_PEOPLE: ("Tell the people affected and record it", Holder.LEAD),
    StepId.FOLLOW_UP: ("Send the regulator what was promised", Holder.LEAD),
    StepId.WEIGH_CONSEQUENCES: ("Write down what could follow from it", Holder.LEAD),
    StepId.DECIDE_OTHERS: ("Decide who else is told", Holder.LEAD),
    StepId.TELL_OTHERS: ("Tell the others, as decided, and record it", Holder.LEAD),
    StepId.CONFIRM_LETTER: ("Check what was found in the regulator's letter", Holder.HANDLERS),
    StepId.GIVE_ACTION: ("Give an action to somebody who can do it", Holder.HANDLERS),
    StepId.REVIEW: ("Look back and write down what was learned", Holder.LEAD),
    StepId.CLOSE: ("Close it", Holder.LEAD),
    StepId.ACKNOWLEDGE_COMPLAINT: ("Acknowledge the complaint", Holder.HANDLERS),
    StepId.ANSWER_REPORTER: ("Read what the person who reported it wrote", Holder.HANDLERS),
    StepId.REPORT_TO_COUNCIL: ("Bring it to the full council", Holder.HANDLERS),
    StepId.DO_ACTION: ("Carry out an action", Holder.HANDLERS),
    StepId.NOTHING: ("Nothing more to do", Holder.NOBODY),
}
# Nobody outside the council hears of practice.
_IN_PRACTICE: Final[Mapping[StepId, str]] = {
    StepId.NOTIFY_REGULATOR: "Record how you would have told the regulator",
    StepId.TELL_PEOPLE: "Record how you would have told the people affected",
    StepId.TELL_OTHERS: "Record how you would have told the others",
}
# The last part of the address, under the breach's own, of the page on which a step is done.
FORMS: Final[Mapping[StepId, str]] = {
    StepId.RECEIVE: "initial-assessment",
    StepId.APPOINT_LEAD: "lead-investigator",
    StepId.RATE: "rating/what-happened",
    StepId.REASSESS: "rating/what-happened",
    StepId.DECIDE_REGULATOR: "decisions/regulator",
    StepId.DECIDE_PEOPLE: "decisions/people",
    StepId.NOTIFY_REGULATOR: "decisions/regulator",
    StepId.TELL_PEOPLE: "decisions/people",
    StepId.FOLLOW_UP: "actions",
    StepId.WEIGH_CONSEQUENCES: "consequences",
    StepId.DECIDE_OTHERS: "decisions",
    StepId.TELL_OTHERS: "decisions",
    StepId.CONFIRM_LETTER: "letters",
    StepId.GIVE_ACTION: "actions",
    StepId.REVIEW: "review",
    StepId.CLOSE: "close",
    StepId.ACKNOWLEDGE_COMPLAINT: "complaints",
    StepId.ANSWER_REPORTER: "conversation",
    StepId.REPORT_TO_COUNCIL: "council-report",
    StepId.DO_ACTION: "actions",
}


def holder_of(step: StepId) -> Holder:
    """Return who has a step."""
    return _WORDS[step][1]


def step_of(breach: Breach, step: StepId) -> NextStep:
    """Return a step of this breach in words; in practice nobody outside the council is told."""
    words, holder = _WORDS[step]
    if breach.is_drill:
        words = _IN_PRACTICE.get(step, words)
    return NextStep(step, words, holder)


def is_waiting_for(step: NextStep, breach: Breach, member: Member, handlers: Handlers) -> bool:
    """Whether the next step is this member's: as lead investigator, or as one who handles it."""
    match step.holder:
        case Holder.HANDLERS:
            return member.membership_id in handlers.ids
        case Holder.LEAD:
            return breach.lead_id == member.membership_id
        case Holder.NOBODY:
            return False
