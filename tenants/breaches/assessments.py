"""Assessments: what the engine concluded of a breach, kept one beside the other, and what stands.

A breach is judged by the policy that its latest rating was made under, whatever came into force
since; before it is rated, by the policy in force.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from tenants.access import Member
from tenants.db import ScopedSession
from tenants.models import AssessmentRow, Breach
from tenants.policies import policy_in_force, policy_of
from tenants.policy import Assessment, BreachFacts, Policy, RiskToPeople, assess, law
from tenants.policy.conclusion import Conclusion, standing
from tenants.policy.reasons import duty_reasons
from tenants.times import day_of


def keep_assessment(
    session: ScopedSession,
    breach: Breach,
    facts: BreachFacts,
    *,
    findings: Mapping[str, str],
    by: Member | None,
    now: datetime,
) -> AssessmentRow:
    """Assess the facts by the policy in force and keep what the engine concludes.

    The first one, number 0, is of the report alone: nobody has rated the breach by it. Only that
    one may have been made by nobody: whoever reported it has no account.
    """
    adopted, policy = policy_in_force(session)
    last = session.scalar(
        select(func.max(AssessmentRow.sequence)).where(AssessmentRow.breach_id == breach.id)
    )
    row = AssessmentRow(
        council_id=session.council_id,
        breach_id=breach.id,
        sequence=0 if last is None else last + 1,
        policy_id=adopted.id,
        made_by_id=by.membership_id if by else None,
        made_at=now,
        facts=facts.as_json(),
        findings=dict(findings),
        conclusion=assess(policy, facts).as_json(),
    )
    session.add(row)
    session.flush()
    return row


def assessments_of(session: ScopedSession, *, breach_id: UUID) -> list[AssessmentRow]:
    """Return a breach's assessments, the earliest first: the first look, then the ratings."""
    return list(
        session.scalars(
            select(AssessmentRow)
            .where(AssessmentRow.breach_id == breach_id)
            .order_by(AssessmentRow.sequence)
        )
    )


def latest_assessment(session: ScopedSession, *, breach_id: UUID) -> AssessmentRow | None:
    """Return the latest assessment that a lead investigator made, or None; not the first look."""
    return session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.breach_id == breach_id, AssessmentRow.sequence > 0)
        .order_by(AssessmentRow.sequence.desc())
        .limit(1)
    ).first()


def conclusion_of(row: AssessmentRow) -> Assessment:
    """Return what the engine concluded, as it was kept."""
    return Assessment.from_json(row.conclusion)


def policy_for(session: ScopedSession, rating: AssessmentRow | None) -> Policy:
    """Return the policy that a breach with this latest rating, or with none yet, is judged by."""
    if rating is not None:
        return policy_of(session, rating)
    _, policy = policy_in_force(session)
    return policy


def what_stands(policy: Policy, breach: Breach) -> Conclusion:
    """Return the rating and risk that stand, a person's own view included, and who must be told.

    The law's two lines hold whatever the policy says (UK GDPR Art. 33(1) and 34(1)).
    """
    facts = BreachFacts.from_json(breach.facts)
    risk = RiskToPeople(breach.risk or RiskToPeople.UNLIKELY)
    return standing(policy, facts, breach.rating, risk, law())


def source_of(rule_id: str, policy: Policy, breach: Breach) -> str:
    """Return where a duty to tell comes from: the law's article, else the policy that asks more."""
    rules = law()
    reasons = duty_reasons(policy, what_stands(policy, breach), rules)
    asked = (reason.citation for reason in reasons if rule_id in reason.rule)
    return next(asked, rules.rule(rule_id).citation_on(day_of(breach.aware_at)))
