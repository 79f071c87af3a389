"""Deciding whom to tell (the policy's step 4), and changing the start of the clock."""

from dataclasses import replace
from datetime import datetime

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.assessments import latest_assessment, policy_for, source_of
from tenants.breaches.choices import method_words, needs_exception, refuse_incomplete
from tenants.breaches.communications import Conversation, record_communication
from tenants.breaches.decisions import DO_NOT_TELL, RULES, Choice, count_breach, keep_decision
from tenants.breaches.duties import Due, people_due
from tenants.breaches.handlers import require_lead, require_lead_or_handler
from tenants.breaches.parties import (
    party_words,
    proposals,
    standing_decisions,
    undecided_others,
)
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import (
    About,
    cancel_deadline,
    deadlines_of,
    find_deadline,
    meet,
    meet_deadline,
    set_deadline,
)
from tenants.errors import AlreadyDone, NotAcceptable, NotYet
from tenants.models import (
    Breach,
    Decision,
    Direction,
    Event,
    ObligationId,
    Party,
    State,
    Subject,
)
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
    """Record whether somebody is told; for the regulator and the people the clock's alerts stop.

    Deciding to tell those two starts the alerts for doing it, until `done_at` is known; whatever
    was done also becomes a line of the communications log. Raises `NotYet` where the decision rests
    on a rating that is still to be made, `NotAcceptable` when something is missing or impossible.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    proposed = proposals(session, breach)[choice.subject].choice
    if not proposed:
        message = "Rate the breach first: the decision rests on it."
        raise NotYet(message)
    if choice.subject != Subject.OTHER:
        choice = replace(choice, party_name="")
    party = (choice.subject, choice.party_name.strip().casefold())
    before = standing_decisions(session, breach_id=breach.id).get(party)
    choice = _as_kept(choice, breach, before)
    refuse_incomplete(choice, proposed, breach, now)
    keep_decision(session, breach, choice, proposed=proposed, by=by, now=now)
    if choice.subject in _OBLIGATIONS:
        _move_deadlines(session, breach, choice, now)
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
            "exception": choice.exception,
            "done_at": choice.done_at.isoformat() if choice.done_at else None,
        },
    )
    count_breach(session, breach)
    if choice.done_at is not None and (before is None or before.done_at != choice.done_at):
        _log_telling(session, breach, choice, choice.done_at, by=by, now=now)
    return breach


def tell_nobody_else(
    session: ScopedSession, *, seen: Seen, reason: str, by: Member, now: datetime
) -> tuple[Subject, ...]:
    """Record, with one reason, that nobody of those still undecided is told; return who they are.

    The regulator and the people affected are never among them. Raises `NotAcceptable` without a
    reason, `AlreadyDone` where everybody has a decision.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    rest = undecided_others(session, breach)
    if not rest:
        message = "Everybody has a decision already."
        raise AlreadyDone(message)
    if not reason.strip():
        message = "Say in a sentence why nobody else needs to be told"
        raise NotAcceptable("reason", message)
    proposed = proposals(session, breach)
    for subject in rest:
        choice = Choice(subject=subject, decided=DO_NOT_TELL, reason=reason.strip())
        keep_decision(session, breach, choice, proposed=proposed[subject].choice, by=by, now=now)
    changes = {"subjects": list(rest), "decided": DO_NOT_TELL}
    leave_mark(session, Event.DECISION_RECORDED, breach, by=by, now=now, changes=changes)
    return rest


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


def _as_kept(choice: Choice, breach: Breach, before: Decision | None) -> Choice:
    """Return a choice with its party named as before, and an exception only where one counts."""
    counts = needs_exception(breach, choice.subject, choice.decided)
    return replace(
        choice,
        party_name=before.party_name if before else choice.party_name,
        exception=choice.exception if counts else None,
    )


def _log_telling(
    session: ScopedSession,
    breach: Breach,
    choice: Choice,
    told_at: datetime,
    *,
    by: Member,
    now: datetime,
) -> None:
    """Write a telling that was done into the communications log: nobody types it twice."""
    told = "In practice: nobody was told." if breach.is_drill else "Told, as decided."
    conversation = Conversation(
        direction=Direction.TOLD,
        party=Party(choice.subject),
        with_whom=party_words(choice.subject, choice.party_name),
        method=method_words(choice.method) or "Not written down",
        words="\n\n".join(filter(None, [told, choice.message])),
        told_at=told_at,
    )
    record_communication(session, conversation, breach_id=breach.id, by=by, now=now)


def _move_deadlines(session: ScopedSession, breach: Breach, choice: Choice, now: datetime) -> None:
    """Meet the deadline for deciding, and set, meet or drop the one for doing it."""
    policy = policy_for(session, latest_assessment(session, breach_id=breach.id))
    to_decide, to_do = _OBLIGATIONS[choice.subject]
    deciding = find_deadline(session, breach_id=breach.id, obligation=to_decide)
    meet_deadline(session, breach_id=breach.id, obligation=to_decide, now=now)
    if not choice.is_to_be_told:
        cancel_deadline(session, breach_id=breach.id, obligation=to_do, now=now)
        return
    due = _due_of(breach, choice.subject, policy, deciding.due_words if deciding else "")
    doing = set_deadline(
        session,
        About(breach_id=breach.id),
        obligation=to_do,
        due=(due.at, due.words),
        citation=due.citation,
        now=now,
    )
    if choice.done_at is not None:
        meet(session, doing, now=now)
    else:
        # What was put down as done by mistake is still to be done.
        doing.met_at = None
        session.flush()
        plan_clock_alerts(session, breach, now=now)


def _due_of(breach: Breach, subject: Subject, policy: Policy, words: str) -> Due:
    """Return by when somebody is told once that is decided: 72 hours, or the policy's own limit."""
    if subject == Subject.PEOPLE:
        return people_due(policy, breach)
    words = words or "72 hours after the council became aware"
    return Due(
        regulator_deadline(breach.aware_at), words, source_of(RULES[subject], policy, breach)
    )
