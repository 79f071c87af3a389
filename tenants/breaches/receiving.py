"""Receiving a report (the policy's step 1): who was involved, the first look, who investigates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.access import Member, Office, Permission, Role
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.decisions import count_breach
from tenants.breaches.handlers import (
    choose_handlers,
    declared_for,
    handlers_of,
    require_handler,
)
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.breaches.retention import set_retention
from tenants.db import ScopedSession
from tenants.deadlines import cancel_all, meet_deadline
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed, NotYet
from tenants.messages import Plan, cancel_unsent, plan_message
from tenants.models import (
    Breach,
    Event,
    InitialAssessment,
    Involvement,
    Membership,
    MessageKind,
    Nature,
    ObligationId,
    State,
)
from tenants.people import holders_of

# What asks somebody to act on a breach, and must not reach who may not.
_ASKING = (
    MessageKind.REPORT_RECEIVED,
    MessageKind.ROUTED_TO_YOU,
    MessageKind.LEAD_APPOINTED,
    MessageKind.LEAD_WANTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """The six things that the policy's step 1 establishes, in the assessor's own words.

    `reason` says why it is a near miss or no breach, where it is.
    """

    nature: Nature
    what_data: str
    cause: str
    extent: str
    harm: str
    containment: str
    reason: str = ""


def declare_involvement(
    session: ScopedSession,
    *,
    seen: Seen,
    was_involved: bool,
    by: Member,
    now: datetime,
) -> Breach:
    """Record whether this member was involved in causing the breach, and route past them if so.

    A no may become a yes later; a yes stays. A lead investigator who was involved stands down.
    """
    breach = get_breach_to_change(session, seen)
    if not by.can(Permission.HANDLE_BREACH):
        message = "Only the clerk, the chair and lead investigators handle breaches."
        raise NotAllowed(message)
    if by.membership_id in declared_for(session, breach_id=breach.id).involved:
        message = "You have said already that you were involved. That stays on the record."
        raise AlreadyDone(message)
    session.add(
        Involvement(
            council_id=session.council_id,
            breach_id=breach.id,
            membership_id=by.membership_id,
            was_involved=was_involved,
            declared_at=now,
        )
    )
    leave_mark(
        session,
        Event.INVOLVEMENT_DECLARED,
        breach,
        by=by,
        now=now,
        changes={"was_involved": was_involved},
    )
    if was_involved:
        _route_past(session, breach, by, now)
    return breach


def record_initial_assessment(
    session: ScopedSession,
    look: FirstLook,
    *,
    seen: Seen,
    by: Member,
    now: datetime,
) -> Breach:
    """Keep the first look at a report.

    What turns out to be a near miss or no breach is closed: it stays in the register, apart, and
    its clock stops. Raises `NotAcceptable` when that is done without a reason, and what
    `require_handler` raises.
    """
    breach = get_breach_to_change(session, seen)
    require_handler(session, breach, by)
    if breach.received_at is not None:
        message = "The first assessment has been made already."
        raise AlreadyDone(message)
    is_closing = look.nature in {Nature.NEAR_MISS, Nature.NOT_A_BREACH}
    if is_closing and not look.reason.strip():
        message = "Say in a sentence why it is not a breach. The clock stops because of it"
        raise NotAcceptable("reason", message)
    session.add(
        InitialAssessment(
            council_id=session.council_id,
            breach_id=breach.id,
            made_by_id=by.membership_id,
            made_at=now,
            nature=look.nature,
            what_data=look.what_data,
            cause=look.cause,
            extent=look.extent,
            harm=look.harm,
            containment=look.containment,
            reason=look.reason if is_closing else "",
        )
    )
    breach.received_at = now
    breach.received_by_id = by.membership_id
    breach.nature = look.nature
    breach.state = State.RECEIVED
    meet_deadline(session, breach_id=breach.id, obligation=ObligationId.RECEIVE_REPORT, now=now)
    if is_closing:
        breach.state = State.CLOSED
        breach.closed_at = now
        cancel_all(session, breach_id=breach.id, now=now)
        set_retention(session, breach, now=now)
    leave_mark(
        session,
        Event.INITIALLY_ASSESSED,
        breach,
        by=by,
        now=now,
        changes={"nature": look.nature},
    )
    count_breach(session, breach)
    return breach


def possible_leads(session: ScopedSession, breach: Breach) -> list[Membership]:
    """Return who may be appointed: holders of an office or the role, without those involved."""
    involved = declared_for(session, breach_id=breach.id).involved
    return [member for member in investigators(session) if member.id not in involved]


def appoint_lead_investigator(
    session: ScopedSession,
    *,
    seen: Seen,
    lead_id: UUID,
    by: Member,
    now: datetime,
) -> Breach:
    """Put a breach into somebody's hands; the clock's alerts go to them from here on.

    Raises `NotYet` before the first assessment, `NotAcceptable` for somebody who cannot be lead,
    and what `require_handler` raises.
    """
    breach = get_breach_to_change(session, seen)
    require_handler(session, breach, by)
    if breach.received_at is None:
        message = "Make the first assessment before you appoint a lead investigator."
        raise NotYet(message)
    if lead_id not in {member.id for member in possible_leads(session, breach)}:
        message = "Choose somebody who may investigate and was not involved"
        raise NotAcceptable("lead", message)
    breach.lead_id = lead_id
    if breach.state == State.RECEIVED:
        breach.state = State.INVESTIGATING
    cancel_unsent(session, breach_id=breach.id, kind=MessageKind.LEAD_WANTED, now=now)
    leave_mark(
        session, Event.LEAD_APPOINTED, breach, by=by, now=now, changes={"lead": str(lead_id)}
    )
    plan = Plan(
        kind=MessageKind.LEAD_APPOINTED, recipient_id=lead_id, due_at=now, breach_id=breach.id
    )
    plan_message(session, plan, now=now)
    plan_clock_alerts(session, breach, now=now)
    return breach


def investigators(session: ScopedSession) -> list[Membership]:
    """Return the present members who may investigate: by their office or by the role."""
    present = holders_of(session, offices=(), roles=tuple(Role))
    return [member for member in present if member.office or Role.LEAD_INVESTIGATOR in member.roles]


def _route_past(session: ScopedSession, breach: Breach, by: Member, now: datetime) -> None:
    """Hand the breach on from somebody who was involved, and tell whoever has it now."""
    was_theirs = _handled_by(session, breach, by)
    for kind in _ASKING:
        cancel_unsent(
            session, breach_id=breach.id, kind=kind, recipient_id=by.membership_id, now=now
        )
    if breach.lead_id == by.membership_id:
        stand_down(session, breach, by=by, now=now)
    elif was_theirs and breach.lead_id is None:
        is_new = breach.received_at is None
        kind = MessageKind.ROUTED_TO_YOU if is_new else MessageKind.LEAD_WANTED
        _ask_handlers(session, breach, kind, now=now)
    plan_clock_alerts(session, breach, now=now)


def stand_down(session: ScopedSession, breach: Breach, *, by: Member | None, now: datetime) -> None:
    """Take a breach out of its lead investigator's hands and ask for another."""
    breach.lead_id = None
    if breach.state == State.INVESTIGATING:
        breach.state = State.RECEIVED
    leave_mark(session, Event.LEAD_STOOD_DOWN, breach, by=by, now=now)
    _ask_handlers(session, breach, MessageKind.LEAD_WANTED, now=now)


def _handled_by(session: ScopedSession, breach: Breach, by: Member) -> bool:
    """Whether this breach was this member's to handle before they said that they were involved."""
    involved = declared_for(session, breach_id=breach.id).involved - {by.membership_id}
    members = holders_of(session, offices=tuple(Office), roles=(Role.LEAD_INVESTIGATOR,))
    return by.membership_id in choose_handlers(members, involved).ids


def _ask_handlers(
    session: ScopedSession, breach: Breach, kind: MessageKind, *, now: datetime
) -> None:
    """Ask whoever handles the breach now, in place of what was asked before and not yet sent."""
    cancel_unsent(session, breach_id=breach.id, kind=kind, now=now)
    for position, recipient_id in enumerate(handlers_of(session, breach).ids):
        plan = Plan(
            kind=kind,
            recipient_id=recipient_id,
            due_at=now,
            breach_id=breach.id,
            position=position,
        )
        plan_message(session, plan, now=now)
