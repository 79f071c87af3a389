"""When this service speaks of what is due under a policy, and to whom, in words, as it acts now."""

from dataclasses import dataclass
from typing import Final

from tenants.deadlines import schedule_of
from tenants.models import ObligationId
from tenants.policy import Policy
from tenants.policy.ladders import LAST_HOURS, Urgency
from tenants.policy.part_words import hours_words
from webapp.policy.shown import counted
from webapp.policy.wording import listed

_WHAT: Final = {
    ObligationId.RECEIVE_REPORT: "A report that nobody has received",
    ObligationId.DECIDE_REGULATOR: "Deciding whether the regulator is told",
    ObligationId.NOTIFY_REGULATOR: "Telling the regulator",
    ObligationId.DECIDE_PEOPLE: "Deciding whether the people affected are told",
    ObligationId.TELL_PEOPLE: "Telling the people affected",
    ObligationId.FOLLOW_UP: "What was promised to the regulator",
    ObligationId.ACKNOWLEDGE_COMPLAINT: "Acknowledging a complaint",
    ObligationId.REPORT_TO_COUNCIL: "Reporting to the full council",
    ObligationId.DO_ACTION: "What somebody undertook to do",
    ObligationId.REASSESS: "Rating a breach again, because what is known has changed",
    ObligationId.ERASE: "Looking at what was kept long enough",
    ObligationId.REVIEW_POLICY: "The review of this policy",
    ObligationId.REFRESH_TRAINING: "Training",
    ObligationId.EVIDENCE_PACK: "The yearly evidence",
    ObligationId.ANNUAL_RETURN: "The yearly return",
}
_DAY: Final = 24
_SHORT: Final = 2 * _DAY


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is due: when people are written to about it, and whether that may wait."""

    what: str
    when: str
    may_wait: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """When a council's people are asked: the policy's hours, the last hours, and what is due."""

    office: str
    quiet: str
    last_hours: int
    asked: tuple[Asked, ...]


def asking_of(policy: Policy) -> Asking:
    """Return in words when each thing is spoken of under this policy."""
    return Asking(
        office=hours_words(policy.office_hours),
        quiet=hours_words(policy.quiet_hours) if policy.quiet_hours else "",
        last_hours=LAST_HOURS,
        asked=tuple(_asked(obligation, policy) for obligation in _WHAT),
    )


def _asked(obligation: ObligationId, policy: Policy) -> Asked:
    schedule = schedule_of(obligation)
    hours = policy.alert_hours if schedule.before is None else schedule.before
    before = f"{_spans(hours)} before" if hours else ""
    on_time = "at once" if schedule.first else "when the time is up"
    again = f"again {_spans(schedule.after)} after" if schedule.after else ""
    said = ", ".join(filter(None, (before, on_time, again)))
    return Asked(
        what=_WHAT[obligation],
        when=said[:1].upper() + said[1:],
        may_wait=schedule.urgency == Urgency.CAN_WAIT,
    )


def _spans(hours: tuple[int, ...]) -> str:
    """Return "14 days, 3 days and 6 hours"; up to two days are said in hours."""
    return listed([_span(each) for each in hours])


def _span(hours: int) -> str:
    is_long = hours > _SHORT and not hours % _DAY
    return counted(hours // _DAY, "day") if is_long else counted(hours, "hour")
