"""What the law and the policy require after an assessment, of whom and by when."""

from dataclasses import dataclass
from datetime import timedelta

from tenants.policy.assessment import Assessment
from tenants.policy.council_policy import Applies, PlainDue, Policy
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.times import Due, DueKind, Times, regulator_deadline
from tenants.policy.vocabulary import RiskToPeople


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty with its due time, its source and the least that it must contain."""

    id: str
    to_whom: str
    sentence: str
    due: Due
    citation: str
    minimum_content: tuple[str, ...] = ()


def obligations(
    policy: Policy, assessment: Assessment, times: Times, law: Law | None = None
) -> tuple[Obligation, ...]:
    """List the law's duties, then the policy's; only the register is always among them."""
    law = law or law_in_force()
    listed: list[Obligation] = []
    if assessment.notify_regulator:
        due = Due(DueKind.WITHOUT_UNDUE_DELAY)
        if times.aware_at is not None:
            due = Due(DueKind.AT, at=regulator_deadline(times.aware_at, law))
        listed.append(
            _by_law(law, times, "tell-regulator", "regulator", due, content="regulator-content")
        )
    if assessment.tell_people:
        due = Due(DueKind.WITHOUT_UNDUE_DELAY)
        listed.append(_by_law(law, times, "tell-people", "people", due, content="people-content"))
    listed.append(
        _by_law(law, times, "register", "register", Due(DueKind.AT_ONCE), content="register")
    )
    listed += [
        Obligation(
            id=duty.id,
            to_whom=duty.to_whom,
            sentence=duty.sentence,
            due=_due(duty.due, times),
            citation=f"{policy.title}, {duty.section}",
            minimum_content=duty.minimum_content,
        )
        for duty in policy.obligations
        if _applies(duty.applies, assessment)
    ]
    return tuple(listed)


def _by_law(
    law: Law, times: Times, rule_id: str, to_whom: str, due: Due, *, content: str
) -> Obligation:
    rule, told = law.rule(rule_id), law.rule(content)
    known_at = times.aware_at or times.suspected_at
    day = known_at.date() if known_at else None
    citations = dict.fromkeys(r.citation_on(day) if day else r.citation for r in (rule, told))
    sentence = law.sentence_on(rule_id, day)
    return Obligation(rule.id, to_whom, sentence, due, "; ".join(citations), told.content)


def _applies(applies: Applies, assessment: Assessment) -> bool:
    match applies:
        case Applies.ALWAYS:
            return True
        case Applies.FULL_COUNCIL:
            return assessment.tell_full_council
        case Applies.RISK:
            return assessment.risk_to_people is not RiskToPeople.UNLIKELY
        case Applies.HIGH_RISK:
            return assessment.risk_to_people is RiskToPeople.HIGH_RISK


def _due(plain: PlainDue, times: Times) -> Due:
    """Turn a policy's words into a due time; hours count from becoming aware."""
    match plain.kind:
        case "within":
            if times.aware_at is None or plain.hours is None:
                return Due(DueKind.WITHOUT_UNDUE_DELAY)
            return Due(DueKind.AT, at=times.aware_at + timedelta(hours=plain.hours))
        case "next_meeting":
            return Due(DueKind.NEXT_MEETING, on=times.next_meeting_on)
        case "at_once":
            return Due(DueKind.AT_ONCE)
        case "without_undue_delay":
            return Due(DueKind.WITHOUT_UNDUE_DELAY)
