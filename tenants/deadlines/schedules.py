"""When each kind of obligation is spoken of: hours before its due time, and hours after it. Pure.

Where no time is set ("without undue delay") the hours after are counted from when it was set.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tenants.models import MessageKind, ObligationId
from tenants.policy import Policy
from tenants.policy.ladder_format import LadderAbout
from tenants.policy.ladders import LAST_HOURS, Step, Urgency, out_of_quiet

DAY: Final = 24
# After the due time an alert is said again, so that silence is never taken for an answer.
AGAIN_AFTER_HOURS: Final = (DAY, 3 * DAY, 7 * DAY)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hours before the due time (None: the policy's own), and hours after, at which to ask.

    `first` is what is said at once, where that is something else than what is said later.
    """

    urgency: Urgency
    before: tuple[int, ...] | None
    after: tuple[int, ...] = AGAIN_AFTER_HOURS
    about: LadderAbout = LadderAbout.DEADLINES
    kind: MessageKind = MessageKind.CLOCK_ALERT
    first: MessageKind | None = None

    def kind_of(self, step: int) -> MessageKind:
        """Return which letter a step is."""
        return self.first if step == 0 and self.first else self.kind

    def last_hours(self, *, has_due_time: bool) -> int | None:
        """Return from how many hours before the end on nobody waits for anybody, if there is."""
        if not has_due_time:
            return None
        return LAST_HOURS if self.urgency == Urgency.CANNOT_WAIT else 0


def _by_the_hour(before: tuple[int, ...] | None = None) -> Schedule:
    return Schedule(Urgency.CANNOT_WAIT, before)


def _by_the_day(*days: int, after: tuple[int, ...] = (7, 14, 28)) -> Schedule:
    return Schedule(
        Urgency.CAN_WAIT,
        tuple(day * DAY for day in days),
        tuple(day * DAY for day in after),
    )


def _prompt(*days: int, after: tuple[int, ...]) -> Schedule:
    """A council's own calendar: said before the day, on it, and after it until it is done."""
    return Schedule(
        Urgency.CAN_WAIT,
        tuple(day * DAY for day in days),
        tuple(day * DAY for day in after),
        kind=MessageKind.PROMPT,
    )


_SCHEDULES: Final = {
    ObligationId.DECIDE_REGULATOR: _by_the_hour(),
    ObligationId.NOTIFY_REGULATOR: _by_the_hour(),
    # The law has no hours for these; without a limit of the council's own they are asked daily.
    ObligationId.DECIDE_PEOPLE: Schedule(
        Urgency.CANNOT_WAIT, None, tuple(DAY * day for day in (1, 2, 3, 4, 5, 6, 7, 14))
    ),
    ObligationId.TELL_PEOPLE: Schedule(
        Urgency.CANNOT_WAIT, None, tuple(DAY * day for day in (1, 2, 3, 4, 5, 6, 7, 14))
    ),
    ObligationId.RECEIVE_REPORT: Schedule(
        Urgency.CAN_WAIT,
        (),
        (2, 8, 20),
        about=LadderAbout.REPORTS,
        kind=MessageKind.REPORT_WAITING,
        first=MessageKind.REPORT_RECEIVED,
    ),
    ObligationId.REPORT_TO_COUNCIL: _by_the_day(10, 4, 1, after=(1, 7, 28)),
    ObligationId.FOLLOW_UP: _by_the_hour((72, 24, 6)),
    ObligationId.DO_ACTION: _by_the_day(7, 1),
    ObligationId.ERASE: _by_the_day(30, 7),
    ObligationId.ACKNOWLEDGE_COMPLAINT: _by_the_hour((14 * DAY, 7 * DAY, 3 * DAY, DAY, 6)),
    ObligationId.REASSESS: Schedule(
        Urgency.CANNOT_WAIT, None, tuple(DAY * day for day in (1, 2, 3, 4, 5, 6, 7, 14))
    ),
    ObligationId.REVIEW_POLICY: _prompt(60, 14, after=(14, 30, 60, 90, 180)),
    ObligationId.REFRESH_TRAINING: _prompt(30, after=(30, 90)),
    ObligationId.EVIDENCE_PACK: _prompt(30, 7, after=(14, 30)),
    ObligationId.ANNUAL_RETURN: _prompt(29, 7, after=(7, 30, 60)),
}


def schedule_of(obligation: str) -> Schedule:
    """Return when an obligation is spoken of."""
    return _SCHEDULES[ObligationId(obligation)]


def steps_of(
    obligation: str, *, policy: Policy, due_at: datetime | None, set_at: datetime
) -> tuple[Step, ...]:
    """List the times to ask, each with the hours then left; below nought it is hours after.

    What can wait is moved out of the policy's quiet hours; what cannot wait never is.
    """
    schedule = schedule_of(obligation)
    base = due_at or set_at
    after = tuple(-hours for hours in schedule.after)
    before = policy.alert_hours if schedule.before is None else schedule.before
    hours = (*before, 0, *after) if due_at is not None or schedule.first else after
    quiet = policy.quiet_hours if schedule.urgency == Urgency.CAN_WAIT else None

    def at(left: int) -> datetime:
        is_news = left == 0 and schedule.first is not None
        return out_of_quiet(None if is_news else quiet, base - timedelta(hours=left))

    return tuple((left, at(left)) for left in hours)
