"""What somebody undertook to do about a breach, and what the council promised the regulator.

An action outlives the closing of its breach; a promise to the regulator comes before it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.handlers import declared_for
from tenants.breaches.keeping import (
    END_OF_WORK,
    NOON,
    get_breach_to_add_to,
    is_apart,
    refuse_days_to_come,
)
from tenants.breaches.receiving import investigators
from tenants.breaches.record import Seen, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import About, cancel, find_about, meet, set_deadline
from tenants.errors import AlreadyDone, NotAcceptable, NotFound, NotYet, WasInvolved
from tenants.models import (
    Action,
    ActionKind,
    Breach,
    Deadline,
    Event,
    Membership,
    ObligationId,
    State,
)
from tenants.policy import law
from tenants.times import at_clock, day, day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """What is to be done, by whom and by which day (London), if one was named.

    `letter_id` is the regulator's letter that asked for it, if one did.
    """

    kind: ActionKind
    words: str
    owner_id: UUID
    due_on: date | None
    letter_id: UUID | None = None


def set_action(
    session: ScopedSession, undertaking: Undertaking, *, seen: Seen, by: Member, now: datetime
) -> Action:
    """Add an action to a breach, and ask its owner for it.

    A promise to the regulator needs its day, and an open breach. Raises `NotAcceptable` for what is
    missing, `NotYet` where there is nothing to promise, `AlreadyDone` where the breach's personal
    data has been erased, and what `get_breach_to_add_to` raises.
    """
    breach = get_breach_to_add_to(session, seen, by=by)
    _refuse_erased(breach)
    _refuse_closed_promises(breach, undertaking)
    if not undertaking.words.strip():
        message = "Say in a few words what is to be done"
        raise NotAcceptable("words", message)
    _refuse_owner(session, undertaking.owner_id)
    _refuse_past(undertaking.due_on, now)
    action = Action(
        council_id=session.council_id,
        breach_id=breach.id,
        kind=undertaking.kind,
        words=undertaking.words.strip(),
        owner_id=undertaking.owner_id,
        due_on=undertaking.due_on,
        set_by_id=by.membership_id,
        set_at=now,
        letter_id=undertaking.letter_id,
    )
    session.add(action)
    session.flush()
    _mark(session, Event.ACTION_SET, breach, action, by=by, now=now)
    _ask(session, breach, action, now)
    return action


def change_action(
    session: ScopedSession,
    *,
    seen: Seen,
    action_id: UUID,
    to: tuple[UUID, date | None],
    by: Member,
    now: datetime,
) -> Action:
    """Give an open action another owner, another day, or both, and ask again.

    Raises `NotFound`, `AlreadyDone`, `NotAcceptable`, and what `get_breach_to_add_to` raises.
    """
    breach, action = _open_action(session, seen, action_id, by)
    owner_id, due_on = to
    if owner_id != action.owner_id:
        _refuse_owner(session, owner_id)
    if due_on != action.due_on:
        _refuse_past(due_on, now)
    if due_on is None and action.kind == ActionKind.FOLLOW_UP:
        message = "The regulator was promised a day. Enter it"
        raise NotAcceptable("due_on", message)
    action.owner_id, action.due_on = owner_id, due_on
    _mark(session, Event.ACTION_SET, breach, action, by=by, now=now)
    _ask(session, breach, action, now)
    return action


def complete_action(
    session: ScopedSession,
    *,
    seen: Seen,
    action_id: UUID,
    done: tuple[date, str],
    by: Member,
    now: datetime,
) -> Action:
    """Record on which day an action was done and what shows it.

    Raises `NotFound`, `AlreadyDone`, `NotAcceptable` for a day to come or without evidence, and
    what `get_breach_to_add_to` raises.
    """
    breach, action = _open_action(session, seen, action_id, by)
    done_on, evidence = done
    refuse_days_to_come("done_on", done_on, now)
    if not evidence.strip():
        message = "Say what shows that it was done, and where it is kept"
        raise NotAcceptable("evidence", message)
    action.done_on, action.evidence = done_on, evidence.strip()
    deadline = _deadline_of(session, action)
    if deadline is not None:
        meet(session, deadline, now=now, at=at_clock(done_on, NOON))
    _mark(session, Event.ACTION_DONE, breach, action, by=by, now=now)
    return action


def drop_action(
    session: ScopedSession, *, seen: Seen, action_id: UUID, why: str, by: Member, now: datetime
) -> Action:
    """Record that an action will not be done, and why.

    Raises `NotFound`, `AlreadyDone`, `NotAcceptable` without a reason, `WasInvolved` for whoever
    was involved in the breach, and what `get_breach_to_add_to` raises.
    """
    breach, action = _open_action(session, seen, action_id, by)
    if by.membership_id in declared_for(session, breach_id=breach.id).involved:
        message = "You said that you were involved, so somebody else decides what is not done."
        raise WasInvolved(message)
    if not why.strip():
        message = "Say in a sentence why it will not be done"
        raise NotAcceptable("why", message)
    action.dropped_at, action.dropped_why = now, why.strip()
    deadline = _deadline_of(session, action)
    if deadline is not None:
        cancel(session, deadline, now=now)
    _mark(session, Event.ACTION_DROPPED, breach, action, by=by, now=now)
    return action


def get_action(session: ScopedSession, breach: Breach, *, action_id: UUID) -> Action:
    """Return one action of this breach, or raise `NotFound`."""
    found = session.get(Action, (session.council_id, action_id))
    if found is None or found.breach_id != breach.id:
        raise NotFound
    return found


def actions_of(session: ScopedSession, *, breach_id: UUID) -> list[Action]:
    """Return a breach's actions, open ones first, each lot by its day."""
    is_settled = Action.done_on.is_not(None) | Action.dropped_at.is_not(None)
    return list(
        session.scalars(
            select(Action)
            .where(Action.breach_id == breach_id)
            .order_by(is_settled, Action.due_on.nulls_last(), Action.set_at, Action.id)
        )
    )


def marks_of(action: Action) -> dict[str, str]:
    """Return what the audit trail keeps of an action: ids and closed words, nothing of its own."""
    return {"action": str(action.id), "kind": action.kind, "owner": str(action.owner_id)}


def possible_owners(session: ScopedSession) -> list[Membership]:
    """Return who may be given an action: they must be able to open the breach, and tick it off."""
    return investigators(session)


def _open_action(
    session: ScopedSession, seen: Seen, action_id: UUID, by: Member
) -> tuple[Breach, Action]:
    breach = get_breach_to_add_to(session, seen, by=by)
    action = get_action(session, breach, action_id=action_id)
    if action.done_on is not None or action.dropped_at is not None:
        message = "This is settled already."
        raise AlreadyDone(message)
    return breach, action


def _ask(session: ScopedSession, breach: Breach, action: Action, now: datetime) -> None:
    is_promise = action.kind == ActionKind.FOLLOW_UP
    on = action.due_on
    set_deadline(
        session,
        About(breach_id=breach.id, action_id=action.id),
        obligation=_obligation(action),
        due=(
            at_clock(on, END_OF_WORK) if on else None,
            f"by {day(on)}" if on else "no day was set",
        ),
        citation=law().rule("in-phases").citation if is_promise else "what the council undertook",
        now=now,
    )
    plan_clock_alerts(session, breach, now=now)


def _deadline_of(session: ScopedSession, action: Action) -> Deadline | None:
    about = About(breach_id=action.breach_id, action_id=action.id)
    return find_about(session, about, obligation=_obligation(action))


def _obligation(action: Action) -> ObligationId:
    is_promise = action.kind == ActionKind.FOLLOW_UP
    return ObligationId.FOLLOW_UP if is_promise else ObligationId.DO_ACTION


def _mark(
    session: ScopedSession,
    event: Event,
    breach: Breach,
    action: Action,
    *,
    by: Member,
    now: datetime,
) -> None:
    leave_mark(session, event, breach, by=by, now=now, changes=marks_of(action))


def _refuse_erased(breach: Breach) -> None:
    """Raise where nothing would ever erase the words of another action."""
    if breach.erased_at is not None:
        message = "The personal data of this breach has been erased, so nothing is added to it."
        raise AlreadyDone(message)


def _refuse_closed_promises(breach: Breach, undertaking: Undertaking) -> None:
    if undertaking.kind != ActionKind.FOLLOW_UP:
        return
    if breach.state == State.CLOSED or is_apart(breach):
        message = "This breach is closed, so nothing more is promised to the regulator about it."
        raise NotYet(message)
    if undertaking.due_on is None:
        message = "Enter the day by which the regulator was promised it"
        raise NotAcceptable("due_on", message)


def _refuse_owner(session: ScopedSession, owner_id: UUID) -> None:
    if owner_id not in {member.id for member in possible_owners(session)}:
        message = "Choose somebody who may handle breaches"
        raise NotAcceptable("owner", message)


def _refuse_past(due_on: date | None, now: datetime) -> None:
    if due_on is not None and due_on < day_of(now):
        message = "Enter a day to come, or today"
        raise NotAcceptable("due_on", message)
