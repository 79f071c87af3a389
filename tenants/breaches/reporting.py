"""Reporting a breach (the policy form's section 1): the moment at which everything starts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.assessments import keep_assessment
from tenants.breaches.decisions import count_breach
from tenants.breaches.drafts import finish_draft
from tenants.breaches.record import leave_mark
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.deadlines import About, set_deadline
from tenants.errors import ChangedMeanwhile, NotAcceptable
from tenants.models import (
    Breach,
    Event,
    ObligationId,
    Precision,
)
from tenants.policy import BreachFacts, law, regulator_deadline
from tenants.times import LONDON, day_of, when

FROM_OUTSIDE: Final = (
    "Whoever reported it does not work for the council. So the council became aware of it when the"
    " report came in."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the reporter said. Instants are aware; `found_at` is None when they do not know.

    `draft_version` is the version of the draft that this was read from, if it was. Whoever
    `is_from_outside` does not work for the council, which becomes aware when they tell it.
    """

    cause: str
    description: str
    whose: str
    people_words: str
    recoverable: str
    action_taken: str
    contact: str
    occurred_at: datetime | None
    occurred_precision: Precision
    found_at: datetime | None
    facts: BreachFacts
    draft_version: int | None = None
    is_from_outside: bool = False


def report_breach(
    session: ScopedSession,
    report: Report,
    *,
    by: Member | None,
    now: datetime,
    draft_id: UUID | None,
) -> Breach:
    """Enter a breach in the register, start its clock, and write to whoever receives it.

    `by` is None for somebody without an account, who has no draft either. The 72 hours run from
    when somebody of the council found the breach, or from now where that is not known. Raises
    `NotAcceptable` for impossible times, `AlreadyDone` when the draft has been sent before and
    `ChangedMeanwhile` when it was changed after it was read.
    """
    _refuse_impossible_times(report, now)
    draft = finish_draft(session, draft_id=draft_id, by=by, now=now) if draft_id and by else None
    if draft is not None and report.draft_version not in {None, draft.version}:
        message = "Answers were changed in another window just now."
        raise ChangedMeanwhile(message)
    breach = enter_breach(session, report, by=by, now=now)
    if draft is not None:
        draft.breach_id = breach.id
    changes = {"without_account": True} if by is None else {}
    leave_mark(session, Event.BREACH_REPORTED, breach, by=by, now=now, changes=changes)
    count_breach(session, breach)
    return breach


def enter_breach(
    session: ScopedSession,
    report: Report,
    *,
    by: Member | None,
    now: datetime,
    is_drill: bool = False,
) -> Breach:
    """Give a breach its number, set its clock and plan its letters.

    Practice breaches are numbered apart. Whoever calls leaves the mark that says what it was.
    """
    known_at = None if report.is_from_outside else report.found_at
    breach = Breach(
        council_id=session.council_id,
        cause=report.cause,
        description=report.description,
        whose=report.whose,
        people_words=report.people_words,
        recoverable=report.recoverable,
        action_taken=report.action_taken,
        contact=report.contact,
        occurred_at=report.occurred_at,
        occurred_precision=report.occurred_precision,
        suspected_at=report.found_at,
        aware_at=known_at or now,
        aware_reason=FROM_OUTSIDE if report.is_from_outside else "",
        reporter_id=by.membership_id if by else None,
        reported_at=now,
        changed_at=now,
        facts=report.facts.as_json(),
        is_drill=is_drill,
    )
    breach.year, breach.number = _next_number(session, now, is_drill=is_drill)
    session.add(breach)
    session.flush()
    keep_assessment(session, breach, report.facts, findings={}, by=by, now=now)
    _start_clock(session, breach, now)
    return breach


def _refuse_impossible_times(report: Report, now: datetime) -> None:
    if report.found_at is not None and report.found_at > now:
        message = "You cannot have found out in the future. Check the date and the time"
        raise NotAcceptable("found", message)
    if report.occurred_at is None:
        return
    if report.occurred_at > now:
        message = "It cannot have happened in the future. Check the date and the time"
        raise NotAcceptable("occurred", message)
    if report.found_at is not None and report.occurred_at > report.found_at:
        message = (
            f"You said that you found out on {when(report.found_at)}, which is before it happened."
            " Check both"
        )
        raise NotAcceptable("occurred", message)


def _next_number(session: ScopedSession, now: datetime, *, is_drill: bool) -> tuple[int, int]:
    """Return the year and the number after the council's last one in it, one report at a time."""
    take_turns(session)
    year = now.astimezone(LONDON).year
    alike = (Breach.year == year, Breach.is_drill.is_(is_drill))
    last = session.scalar(select(func.max(Breach.number)).where(*alike))
    return year, (last or 0) + 1


def _start_clock(session: ScopedSession, breach: Breach, now: datetime) -> None:
    """Set what is due from the first minute, and plan who is told and asked."""
    set_deadline(
        session,
        About(breach_id=breach.id),
        obligation=ObligationId.DECIDE_REGULATOR,
        due=(regulator_deadline(breach.aware_at), "72 hours after the council became aware"),
        citation=law().rule("tell-regulator").citation_on(day_of(breach.aware_at)),
        now=now,
    )
    set_deadline(
        session,
        About(breach_id=breach.id),
        obligation=ObligationId.RECEIVE_REPORT,
        due=(None, "at once"),
        citation="the council's policy",
        now=now,
    )
    plan_clock_alerts(session, breach, now=now)
