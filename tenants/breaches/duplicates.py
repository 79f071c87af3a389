"""Two reports of one breach: the one that is not needed is closed, and no clock is lost.

The 72 hours run from when the council became aware (UK GDPR Art. 33(1)). Where the report that is
closed shows that this was earlier, the clock of the breach that stays goes back to it first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.deciding import change_aware_at
from tenants.breaches.decisions import count_breach, decisions_of
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.keeping import is_apart
from tenants.breaches.links import keep_link, links_of, lock_both, other_breach
from tenants.breaches.record import Seen, get_breach, get_breach_to_change, leave_mark
from tenants.breaches.retention import set_retention
from tenants.db import ScopedSession
from tenants.deadlines import (
    cancel_all,
    cancel_deadline,
    deadlines_of,
    end_with_closing,
    meet_deadline,
)
from tenants.errors import (
    InvolvementNotDeclared,
    NotAcceptable,
    NotAllowed,
    WasInvolved,
)
from tenants.messages import cancel_unsent
from tenants.models import (
    Breach,
    BreachLink,
    Event,
    InitialAssessment,
    LinkKind,
    MessageKind,
    Nature,
    ObligationId,
    State,
)
from tenants.times import when

_ASKING: Final = (
    MessageKind.ROUTED_TO_YOU,
    MessageKind.REPORT_WAITING,
    MessageKind.LEAD_APPOINTED,
    MessageKind.LEAD_WANTED,
)
# What was promised or begun about this very report, and would be forgotten with it.
_ITS_OWN: Final = frozenset(
    {ObligationId.FOLLOW_UP, ObligationId.NOTIFY_REGULATOR, ObligationId.TELL_PEOPLE}
)


@dataclass(frozen=True, slots=True)
class Same:
    """The number of the breach that stays, and why the two are one."""

    number: str
    why: str


def close_as_same(
    session: ScopedSession, same: Same, *, seen: Seen, by: Member, now: datetime
) -> BreachLink:
    """Close a report because another breach in the register is the same, and link it to that.

    Where the council knew of it earlier by this report, the other's clock moves back to then. What
    outlives closing, such as a complaint about it, stays due. Raises `NotAcceptable` where a clock
    or a decision would be lost, `NotFound`, `ChangedMeanwhile`, `AlreadyDone`, and what
    `require_lead_or_handler` raises.
    """
    lock_both(session, get_breach(session, reference=seen.reference), same.number)
    breach = get_breach_to_change(session, seen)
    require_lead_or_handler(session, breach, by)
    _refuse_begun(session, breach)
    kept = other_breach(session, breach, same.number)
    session.refresh(kept)
    _refuse_unfit(session, kept)
    link = keep_link(
        session, (breach, kept), kind=LinkKind.DUPLICATE_OF, why=same.why, by=by, now=now
    )
    if breach.aware_at < kept.aware_at:
        _move_clock_back(session, breach, kept, by=by, now=now)
    _close(session, breach, f"The same as {kept.reference}: {link.why}", by=by, now=now)
    return link


def _refuse_begun(session: ScopedSession, breach: Breach) -> None:
    decided = breach.risk is not None or decisions_of(session, breach_id=breach.id)
    own = [
        row
        for row in deadlines_of(session, breach_id=breach.id)
        if row.met_at is None and row.obligation in _ITS_OWN
    ]
    if decided or own:
        message = (
            f"{breach.reference} has been rated or decided on already, or something was promised"
            " about it, so it cannot be closed as the same. Link it as related, or open the other"
            " one and say there that it is the same as this one"
        )
        raise NotAcceptable("kind", message)


def _refuse_unfit(session: ScopedSession, kept: Breach) -> None:
    same_as = next(
        (one for one in links_of(session, breach_id=kept.id) if one.is_duplicate_here), None
    )
    if same_as is not None:
        message = f"{kept.reference} is itself the same as {same_as.other.reference}. Enter that"
        raise NotAcceptable("other", message)
    if is_apart(kept):
        message = (
            f"{kept.reference} was found to be no breach, so no clock runs there. Make the first"
            " assessment of this one by itself"
        )
        raise NotAcceptable("other", message)
    if kept.erased_at is not None:
        message = f"The personal data of {kept.reference} has been erased. Link this as related"
        raise NotAcceptable("other", message)


def _move_clock_back(
    session: ScopedSession, breach: Breach, kept: Breach, *, by: Member, now: datetime
) -> None:
    """Let the kept breach's 72 hours begin when the council knew of it by the other report."""
    known = f"By this report the council knew of it on {when(breach.aware_at)}"
    if kept.state == State.CLOSED:
        message = (
            f"{known}, earlier than {kept.reference} says, and that is closed. Open"
            f" {kept.reference} again first, so that its clock can be put right"
        )
        raise NotAcceptable("other", message)
    if kept.occurred_at is not None and kept.occurred_at > breach.aware_at:
        message = (
            f"{known}, but {kept.reference} says that it happened on {when(kept.occurred_at)}."
            " Put right there when it happened, or link the two as related"
        )
        raise NotAcceptable("other", message)
    earlier = f" Before, it said: {kept.aware_reason}" if kept.aware_reason.strip() else ""
    try:
        change_aware_at(
            session,
            seen=Seen(kept.reference, kept.version),
            aware_at=breach.aware_at,
            reason=f"{breach.reference}, the same breach, was known then.{earlier}",
            by=by,
            now=now,
        )
    except InvolvementNotDeclared as undeclared:
        message = (
            f"{known}, so the clock of {kept.reference} goes back to then. Say first, on the page"
            f" of {kept.reference}, whether you were involved in it"
        )
        raise NotAcceptable("other", message) from undeclared
    except (WasInvolved, NotAllowed) as refused:
        message = (
            f"{known}, so the clock of {kept.reference} goes back to then, which you cannot do:"
            f" {refused}"
        )
        raise NotAcceptable("other", message) from refused


def _close(
    session: ScopedSession, breach: Breach, reason: str, *, by: Member, now: datetime
) -> None:
    """Close a report as no separate breach, as the first assessment closes a near miss."""
    _keep_look(session, breach, reason, by=by, now=now)
    if breach.received_at is None:
        breach.received_at, breach.received_by_id = now, by.membership_id
        meet_deadline(session, breach_id=breach.id, obligation=ObligationId.RECEIVE_REPORT, now=now)
    breach.nature = Nature.NOT_A_BREACH
    breach.state, breach.closed_at = State.CLOSED, now
    cancel_deadline(
        session, breach_id=breach.id, obligation=ObligationId.REPORT_TO_COUNCIL, now=now
    )
    end_with_closing(session, breach_id=breach.id, now=now)
    if breach.is_drill:
        cancel_all(session, breach_id=breach.id, now=now)
    for kind in _ASKING:
        cancel_unsent(session, breach_id=breach.id, kind=kind, now=now)
    set_retention(session, breach, now=now)
    changes = {"nature": breach.nature}
    leave_mark(session, Event.INITIALLY_ASSESSED, breach, by=by, now=now, changes=changes)
    count_breach(session, breach)


def _keep_look(
    session: ScopedSession, breach: Breach, reason: str, *, by: Member, now: datetime
) -> None:
    """Add a first look that says why, with what an earlier one had found out."""
    before = session.scalars(
        select(InitialAssessment)
        .where(InitialAssessment.breach_id == breach.id)
        .order_by(InitialAssessment.made_at.desc(), InitialAssessment.id)
        .limit(1)
    ).first()
    session.add(
        InitialAssessment(
            council_id=session.council_id,
            breach_id=breach.id,
            made_by_id=by.membership_id,
            made_at=now,
            nature=Nature.NOT_A_BREACH,
            what_data=before.what_data if before else "",
            cause=before.cause if before else "",
            extent=before.extent if before else "",
            harm=before.harm if before else "",
            containment=before.containment if before else "",
            reason=reason,
        )
    )
