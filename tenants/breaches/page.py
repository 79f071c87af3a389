"""Everything that a breach's own page shows, as the member who reads it may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from tenants import audit
from tenants.access import Member, Office, Permission, Role
from tenants.breaches.assessments import assessments_of, conclusion_of, policy_for
from tenants.breaches.decisions import decisions_of
from tenants.breaches.grounds import Grounds, grounds_of
from tenants.breaches.handlers import Declared, Handlers, choose_handlers, declared_for
from tenants.breaches.left import Left, blocking, left_of, next_step
from tenants.breaches.record import get_breach
from tenants.breaches.steps import NextStep, is_waiting_for
from tenants.db import ScopedSession
from tenants.deadlines import deadlines_of
from tenants.errors import NotFound
from tenants.messages import messages_of
from tenants.models import (
    AssessmentRow,
    AuditEntry,
    Breach,
    Deadline,
    Decision,
    Event,
    InitialAssessment,
    Membership,
    Message,
    ObligationId,
)
from tenants.people import holders_of
from tenants.policy import Assessment, Policy

WITHOUT_ACCOUNT: Final = "somebody without an account"


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """Who did what when; the name is None where the reader may not know it, or nobody did it."""

    at: datetime
    event: Event
    actor: str | None
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachPage:
    """A breach as one member may see it; `policy` is the one that it is judged by."""

    breach: Breach
    policy: Policy
    step: NextStep
    is_yours: bool
    is_lead: bool
    sees_reporter: bool
    names: Mapping[UUID, str]
    handlers: Handlers
    declared: Declared
    first_look: InitialAssessment | None
    assessments: tuple[AssessmentRow, ...]
    conclusion: Assessment | None
    decisions: tuple[Decision, ...]
    deadlines: tuple[Deadline, ...]
    left: tuple[Left, ...]
    grounds: Grounds
    messages: tuple[Message, ...]
    timeline: tuple[TimelineLine, ...]

    @property
    def clock(self) -> Deadline | None:
        """Return the open deadline that ends first, the one whose clock the page shows.

        The day on which something kept is to go lies years ahead, and is no clock.
        """
        timed = (row for row in self.deadlines if row.due_at and not row.met_at)
        return next((row for row in timed if row.obligation != ObligationId.ERASE), None)

    @property
    def blocking(self) -> tuple[Left, ...]:
        """Return what stands between the breach and its closing."""
        return tuple(blocking(self.left))

    @property
    def reporter_name(self) -> str:
        """Return who reported it; who has no account is not known by name."""
        reporter_id = self.breach.reporter_id
        return self.name_of(reporter_id) if reporter_id else WITHOUT_ACCOUNT

    def name_of(self, membership_id: UUID | None) -> str:
        """Return a member's name, or what stands for nobody."""
        return self.names.get(membership_id, "nobody yet") if membership_id else "nobody yet"


def get_breach_page(session: ScopedSession, *, reference: str, member: Member) -> BreachPage:
    """Return a breach with all that belongs to it, or raise `NotFound`.

    A councillor does not learn who reported it. Takes a fixed number of queries.
    """
    breach = get_breach(session, reference=reference)
    sees_reporter = member.can(Permission.SEE_REPORTER)
    names = {row.id: row.name for row in session.scalars(select(Membership))}
    declared = declared_for(session, breach_id=breach.id)
    deadlines = deadlines_of(session, breach_id=breach.id)
    assessments = assessments_of(session, breach_id=breach.id)
    rated = next((row for row in reversed(assessments) if row.sequence > 0), None)
    members = holders_of(session, offices=tuple(Office), roles=(Role.LEAD_INVESTIGATOR,))
    grounds = grounds_of(session, [breach], owners=members)[breach.id]
    left = left_of(breach, grounds)
    step = next_step(breach, left)
    handlers = choose_handlers(members, declared.involved)
    return BreachPage(
        breach=breach,
        step=step,
        is_yours=is_waiting_for(step, breach, member, handlers),
        is_lead=breach.lead_id == member.membership_id,
        sees_reporter=sees_reporter,
        names=names,
        handlers=handlers,
        declared=declared,
        first_look=_first_look_of(session, breach),
        assessments=tuple(assessments),
        policy=policy_for(session, rated),
        conclusion=conclusion_of(rated) if rated else None,
        decisions=tuple(decisions_of(session, breach_id=breach.id)),
        deadlines=tuple(deadlines),
        left=tuple(left),
        grounds=grounds,
        messages=tuple(messages_of(session, breach_id=breach.id)),
        timeline=timeline_of(session, breach, names=names, sees_reporter=sees_reporter),
    )


def get_own_report(session: ScopedSession, *, reference: str, member: Member) -> Breach:
    """Return a breach to the person who reported it, or to whoever may know who did.

    Raises `NotFound` for anybody else.
    """
    breach = get_breach(session, reference=reference)
    is_theirs = breach.reporter_id == member.membership_id
    if not is_theirs and not member.can(Permission.SEE_REPORTER):
        raise NotFound
    return breach


def timeline_of(
    session: ScopedSession, breach: Breach, *, names: Mapping[UUID, str], sees_reporter: bool
) -> tuple[TimelineLine, ...]:
    """Return who did what when, the latest first."""
    entries = audit.entries_of(session, breach_id=breach.id)
    return tuple(_line(entry, names, sees_reporter=sees_reporter) for entry in reversed(entries))


def changed_since(
    session: ScopedSession, *, reference: str, version: int, member: Member
) -> tuple[TimelineLine, ...]:
    """Return what was done to a breach after the version that a person had before them."""
    breach = get_breach(session, reference=reference)
    names = {row.id: row.name for row in session.scalars(select(Membership))}
    lines = timeline_of(
        session, breach, names=names, sees_reporter=member.can(Permission.SEE_REPORTER)
    )
    return tuple(line for line in lines if int(line.changes.get("version", 0)) > version)


def _line(entry: AuditEntry, names: Mapping[UUID, str], *, sees_reporter: bool) -> TimelineLine:
    event = Event(entry.event)
    is_hidden = event == Event.BREACH_REPORTED and not sees_reporter
    actor = names.get(entry.actor_id) if entry.actor_id and not is_hidden else None
    return TimelineLine(entry.at, event, actor, entry.changes)


def _first_look_of(session: ScopedSession, breach: Breach) -> InitialAssessment | None:
    return session.scalars(
        select(InitialAssessment)
        .where(InitialAssessment.breach_id == breach.id)
        .order_by(InitialAssessment.made_at.desc(), InitialAssessment.id)
        .limit(1)
    ).first()
