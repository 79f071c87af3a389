"""Rating a breach (the policy form's section 2): the engine proposes, a named person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import load_only

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.assessments import (
    conclusion_of,
    keep_assessment,
    latest_assessment,
    what_stands,
)
from tenants.breaches.council_report import ask_for_report
from tenants.breaches.councillors import write_to_councillors
from tenants.breaches.deciding import DECIDING, move_people_deadlines, undecided
from tenants.breaches.decisions import (
    Choice,
    count_breach,
    decisions_of,
    keep_decision,
    proposed_choice,
)
from tenants.breaches.duties import people_due
from tenants.breaches.facts import open_reassessment
from tenants.breaches.handlers import require_lead
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import (
    About,
    cancel_deadline,
    find_deadline,
    meet,
    reopen_deadline,
    set_deadline,
)
from tenants.errors import NotAcceptable, NotYet
from tenants.models import (
    AdoptedPolicy,
    AssessmentRow,
    Breach,
    Decision,
    Event,
    MessageKind,
    ObligationId,
    State,
    Subject,
)
from tenants.policies import policy_in_force, policy_of
from tenants.policies.versions import read_policy
from tenants.policy import BreachFacts, FactsError, Policy, RiskToPeople
from tenants.policy.explanation import require_judgements


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """The lead investigator's answers: closed facts for the engine, and findings in words."""

    facts: BreachFacts
    findings: Mapping[str, str]


def rate_breach(
    session: ScopedSession,
    rating: Rating,
    *,
    seen: Seen,
    by: Member,
    now: datetime,
) -> Breach:
    """Assess the breach by the policy in force and keep the conclusion beside the earlier ones.

    The conclusion stands until the lead investigator decides differently. Where the policy's
    threshold is reached every councillor is told. Raises `NotYet` before the first assessment,
    `NotAcceptable` for a judgement that the policy does not ask for, and what `require_lead`
    raises.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    if breach.received_at is None:
        message = "The first assessment comes before the rating."
        raise NotYet(message)
    _require_judgements(session, rating.facts)
    row = keep_assessment(session, breach, rating.facts, findings=rating.findings, by=by, now=now)
    conclusion, policy = conclusion_of(row), policy_of(session, row)
    breach.facts = rating.facts.as_json()
    breach.rating = conclusion.overall
    breach.risk = conclusion.risk_to_people
    _meet_reassessment(session, breach, now)
    _open_decisions_again(session, breach, policy, now)
    leave_mark(
        session,
        Event.BREACH_RATED,
        breach,
        by=by,
        now=now,
        changes={"rating": conclusion.overall, "risk": conclusion.risk_to_people},
    )
    _tell_of_the_rating(session, breach, policy, now)
    return breach


def override_rating(
    session: ScopedSession, own_view: Choice, *, seen: Seen, by: Member, now: datetime
) -> Breach:
    """Put the lead investigator's own view in place of the engine's; both stay in the record.

    Raises `NotYet` before there is a rating, `NotAcceptable` without a reason or for a value
    that the policy does not have.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    latest = latest_assessment(session, breach_id=breach.id)
    if latest is None:
        message = "Rate the breach before you decide differently."
        raise NotYet(message)
    policy = policy_of(session, latest)
    proposed = _proposed(latest, own_view.subject)
    allowed = (
        {str(rung.value) for rung in policy.scale}
        if own_view.subject == Subject.RATING
        else {str(level) for level in RiskToPeople}
    )
    if own_view.decided not in allowed:
        message = "Choose one of the ratings that the policy has"
        raise NotAcceptable("decided", message)
    if not own_view.reason.strip():
        message = "Say in a sentence why you decide differently"
        raise NotAcceptable("reason", message)
    keep_decision(session, breach, own_view, proposed=proposed, by=by, now=now)
    if own_view.subject == Subject.RATING:
        breach.rating = int(own_view.decided)
    else:
        breach.risk = own_view.decided
    _open_decisions_again(session, breach, policy, now)
    leave_mark(
        session,
        Event.DECISION_RECORDED,
        breach,
        by=by,
        now=now,
        changes={"subject": own_view.subject, "proposed": proposed, "decided": own_view.decided},
    )
    _tell_of_the_rating(session, breach, policy, now)
    return breach


def policies_behind(
    session: ScopedSession, assessments: Sequence[AssessmentRow]
) -> dict[UUID, Policy]:
    """Return the policies that these were made under, by the id that each names; one query."""
    ids = {row.policy_id for row in assessments}
    adopted = session.scalars(select(AdoptedPolicy).where(AdoptedPolicy.id.in_(ids)))
    return {row.id: read_policy(row.document) for row in adopted}


def rated_as(session: ScopedSession, breaches: Sequence[Breach]) -> dict[UUID, str]:
    """Return what the rating of each rated breach is called by the policy that it is judged by.

    Takes two queries, or none where no breach is rated.
    """
    ratings = {breach.id: breach.rating for breach in breaches if breach.rating is not None}
    if not ratings:
        return {}
    latest = session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.breach_id.in_(ratings), AssessmentRow.sequence > 0)
        .options(load_only(AssessmentRow.breach_id, AssessmentRow.policy_id))
        .ext(distinct_on(AssessmentRow.breach_id))
        .order_by(AssessmentRow.breach_id, AssessmentRow.sequence.desc())
    ).all()
    policies = policies_behind(session, latest)
    return {row.breach_id: policies[row.policy_id].word(ratings[row.breach_id]) for row in latest}


def _require_judgements(session: ScopedSession, facts: BreachFacts) -> None:
    """Refuse a judgement, or an answer to one, that the policy in force does not have."""
    _, policy = policy_in_force(session)
    try:
        require_judgements(policy, facts)
    except FactsError as error:
        raise NotAcceptable(error.field, str(error)) from error


def _meet_reassessment(session: ScopedSession, breach: Breach, now: datetime) -> None:
    """Record that a breach of which more became known is rated on that."""
    deadline = open_reassessment(session, breach)
    if deadline is not None:
        meet(session, deadline, now=now)
    breach.reassess_since, breach.reassess_why = None, ""


def _tell_of_the_rating(
    session: ScopedSession, breach: Breach, policy: Policy, now: datetime
) -> None:
    """Bring messages and figures into line with the rating and risk that now stand."""
    if what_stands(policy, breach).tell_full_council:
        _tell_council(session, breach, policy, now)
    count_breach(session, breach)


def _open_decisions_again(
    session: ScopedSession, breach: Breach, policy: Policy, now: datetime
) -> None:
    """Ask again for a decision that may be overturned now; drop one that no longer arises."""
    people = find_deadline(session, breach_id=breach.id, obligation=ObligationId.DECIDE_PEOPLE)
    if not what_stands(policy, breach).tell_people:
        cancel_deadline(
            session, breach_id=breach.id, obligation=ObligationId.DECIDE_PEOPLE, now=now
        )
    elif people is None:
        due = people_due(policy, breach)
        set_deadline(
            session,
            About(breach_id=breach.id),
            obligation=ObligationId.DECIDE_PEOPLE,
            due=(due.at, due.words),
            citation=due.citation,
            now=now,
        )
    oldest_first = reversed(decisions_of(session, breach_id=breach.id))
    latest = {decision.subject: decision for decision in oldest_first}
    for subject, obligation in DECIDING.items():
        decision = latest.get(subject)
        proposed = proposed_choice(policy, breach, subject)
        if decision is not None and _may_be_overturned(decision, proposed):
            reopen_deadline(session, breach_id=breach.id, obligation=obligation)
    move_people_deadlines(session, breach, policy)
    ask_for_report(session, breach, policy, now)
    breach.state = State.RATED if undecided(session, breach) else State.DECIDED
    plan_clock_alerts(session, breach, now=now)


def _may_be_overturned(decision: Decision, proposed: str) -> bool:
    """Whether a decision rests on a risk that has changed, and could still turn out otherwise.

    Who has been told has been told, and who decided so before it was proposed need not do it again.
    """
    is_done = decision.done_at is not None
    return not is_done and proposed not in {decision.proposed, decision.decided}


def _tell_council(session: ScopedSession, breach: Breach, policy: Policy, now: datetime) -> None:
    """Write to every councillor, once for each time the rating, or without one the risk, rises.

    The rating is told in the word that the policy has for it; a policy without ratings has none.
    """
    level = breach.rating
    if level is None:
        level = RiskToPeople(breach.risk).rank if breach.risk else 0
    if breach.council_told_rating is not None and level <= breach.council_told_rating:
        return
    breach.council_told_rating = level
    breach.council_told_word = "" if breach.rating is None else policy.word(breach.rating)
    councillors = write_to_councillors(session, breach, kind=MessageKind.COUNCIL_TOLD, now=now)
    leave_mark(
        session,
        Event.COUNCIL_TOLD,
        breach,
        by=None,
        now=now,
        changes={"rating": breach.rating, "councillors": councillors},
    )


def _proposed(latest: AssessmentRow, subject: Subject) -> str:
    conclusion = conclusion_of(latest)
    match subject:
        case Subject.RATING:
            return str(conclusion.overall)
        case Subject.RISK:
            return str(conclusion.risk_to_people)
        case _:
            message = "Only the rating and the risk are the engine's to propose here."
            raise NotAcceptable("subject", message)
