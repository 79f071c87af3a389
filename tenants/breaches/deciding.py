"""Deciding whom to tell (the policy's step 4), and changing the start of the clock."""

from datetime import datetime

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.assessments import latest_assessment, source_of
from tenants.breaches.decisions import (
    DO_NOT_TELL,
    RULES,
    TELL,
    Choice,
    count_breach,
    keep_decision,
    proposed_choice,
)
from tenants.breaches.duties import Due, people_due
from tenants.breaches.handlers import require_lead, require_lead_or_handler
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import (
    About,
    cancel_deadline,
    deadlines_of,
    find_deadline,
    meet_deadline,
    set_deadline,
)
from tenants.errors import NotAcceptable, NotYet
from tenants.models import Breach, Event, ObligationId, State, Subject
from tenants.policies import policy_of
from tenants.policy import Policy, regulator_deadline
from tenants.times import when

_OBLIGATIONS = {
    Subject.REGULATOR: (ObligationId.DECIDE_REGULATOR, ObligationId.NOTIFY_REGULATOR),
    Subject.PEOPLE: (ObligationId.DECIDE_PEOPLE, ObligationId.TELL_PEOPLE),
}
DECIDING = {subject: pair[0] for subject, pair in _OBLIGATIONS.items()}


def record_decision(
    session: ScopedSession,
    choice: Choice,
    *,
    seen: Seen,
    by: Member,
    now: datetime,
) -> Breach:
    """Record whether the regulator, or the people affected, are told; the clock's alerts stop.

    Deciding to tell starts the alerts for doing it, until `done_at` is known. Raises `NotYet`
    before the breach is rated, `NotAcceptable` when a reason is missing or a time impossible.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    rating = latest_assessment(session, breach_id=breach.id)
    if rating is None:
        message = "Rate the breach first: the decision rests on it."
        raise NotYet(message)
    policy = policy_of(session, rating)
    proposed = proposed_choice(policy, breach, choice.subject)
    _refuse_unexplained(choice, proposed, breach, now)
    keep_decision(session, breach, choice, proposed=proposed, by=by, now=now)
    _move_deadlines(session, breach, choice, policy, now)
    breach.state = State.DECIDED if not undecided(session, breach) else State.RATED
    leave_mark(
        session,
        Event.DECISION_RECORDED,
        breach,
        by=by,
        now=now,
        changes={
            "subject": choice.subject,
            "proposed": proposed,
            "decided": choice.decided,
            "done_at": choice.done_at.isoformat() if choice.done_at else None,
        },
    )
    count_breach(session, breach)
    return breach


def undecided(session: ScopedSession, breach: Breach) -> list[Subject]:
    """Return what still needs a decision: the regulator, and the people where risk is high."""
    open_obligations = {
        deadline.obligation
        for deadline in deadlines_of(session, breach_id=breach.id)
        if deadline.met_at is None
    }
    return [subject for subject, deciding in DECIDING.items() if deciding in open_obligations]


def change_aware_at(
    session: ScopedSession,
    *,
    seen: Seen,
    aware_at: datetime,
    reason: str,
    by: Member,
    now: datetime,
) -> Breach:
    """Move the start of the 72 hours, with the reason, and plan the alerts again.

    `aware_at` is when the council was reasonably certain: aware, UTC, not in the future. The lead
    investigator may do this, and whoever receives the breach.
    """
    breach = get_breach_to_change(session, seen)
    require_lead_or_handler(session, breach, by)
    _refuse_impossible_start(breach, aware_at, reason, now)
    before, breach.aware_at, breach.aware_reason = breach.aware_at, aware_at, reason
    for obligation in (ObligationId.DECIDE_REGULATOR, ObligationId.NOTIFY_REGULATOR):
        deadline = find_deadline(session, breach_id=breach.id, obligation=obligation)
        if deadline is not None:
            deadline.due_at = regulator_deadline(aware_at)
    rating = latest_assessment(session, breach_id=breach.id)
    if rating is not None:
        move_people_deadlines(session, breach, policy_of(session, rating))
    leave_mark(
        session,
        Event.TIMES_CHANGED,
        breach,
        by=by,
        now=now,
        changes={"aware_at": [before.isoformat(), aware_at.isoformat()]},
    )
    plan_clock_alerts(session, breach, now=now)
    count_breach(session, breach)
    return breach


def move_people_deadlines(session: ScopedSession, breach: Breach, policy: Policy) -> None:
    """Bring what is due towards the people into line with the policy's limit and its start."""
    due = people_due(policy, breach)
    for obligation in (ObligationId.DECIDE_PEOPLE, ObligationId.TELL_PEOPLE):
        deadline = find_deadline(session, breach_id=breach.id, obligation=obligation)
        if deadline is not None and deadline.met_at is None:
            deadline.due_at, deadline.due_words = due.at, due.words
            deadline.citation = due.citation
    session.flush()


def _refuse_unexplained(choice: Choice, proposed: str, breach: Breach, now: datetime) -> None:
    if choice.decided not in {TELL, DO_NOT_TELL}:
        message = "Choose whether to tell them or not"
        raise NotAcceptable("decided", message)
    if choice.decided != proposed and not choice.reason.strip():
        message = "Say in a sentence why you decide differently from the policy and the law"
        raise NotAcceptable("reason", message)
    if choice.decided == DO_NOT_TELL and not choice.reason.strip():
        message = "Say in a sentence why they need not be told. The register must show it"
        raise NotAcceptable("reason", message)
    if choice.done_at is None:
        return
    if choice.done_at > now:
        message = "You cannot have told them in the future. Leave this empty until it is done"
        raise NotAcceptable("done", message)
    if choice.done_at < breach.aware_at:
        message = f"The council became aware on {when(breach.aware_at)}. This must be after that"
        raise NotAcceptable("done", message)
    is_late = choice.done_at > regulator_deadline(breach.aware_at)
    if choice.subject == Subject.REGULATOR and is_late and not choice.reason.strip():
        message = "This was after the 72 hours. The law asks for the reasons for the delay"
        raise NotAcceptable("reason", message)


def _refuse_impossible_start(
    breach: Breach, aware_at: datetime, reason: str, now: datetime
) -> None:
    if aware_at > now:
        message = "The council cannot have become aware in the future"
        raise NotAcceptable("aware", message)
    if breach.occurred_at is not None and aware_at < breach.occurred_at:
        message = f"It happened on {when(breach.occurred_at)}. The council became aware after that"
        raise NotAcceptable("aware", message)
    if not reason.strip():
        message = "Say why the council became aware at this time and not another"
        raise NotAcceptable("reason", message)


def _move_deadlines(
    session: ScopedSession, breach: Breach, choice: Choice, policy: Policy, now: datetime
) -> None:
    """Meet the deadline for deciding, and set, meet or drop the one for doing it."""
    to_decide, to_do = _OBLIGATIONS[choice.subject]
    deciding = find_deadline(session, breach_id=breach.id, obligation=to_decide)
    meet_deadline(session, breach_id=breach.id, obligation=to_decide, now=now)
    if choice.decided == DO_NOT_TELL:
        cancel_deadline(session, breach_id=breach.id, obligation=to_do, now=now)
        return
    due = _due_of(breach, choice.subject, policy, deciding.due_words if deciding else "")
    set_deadline(
        session,
        About(breach_id=breach.id),
        obligation=to_do,
        due=(due.at, due.words),
        citation=due.citation,
        now=now,
    )
    if choice.done_at is not None:
        meet_deadline(session, breach_id=breach.id, obligation=to_do, now=now)
    else:
        plan_clock_alerts(session, breach, now=now)


def _due_of(breach: Breach, subject: Subject, policy: Policy, words: str) -> Due:
    """Return by when somebody is told once that is decided: 72 hours, or the policy's own limit."""
    if subject == Subject.PEOPLE:
        return people_due(policy, breach)
    words = words or "72 hours after the council became aware"
    return Due(
        regulator_deadline(breach.aware_at), words, source_of(RULES[subject], policy, breach)
    )
