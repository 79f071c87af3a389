"""The memo of a decision about telling: what was known, which rules, who decided, why and when.

A council that tells nobody must still be able to show why (UK GDPR Art. 33(5)). Everything in it is
a closed word, a count or a time, but for the reason that the decider wrote and the policy's title.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import select

from tenants.breaches.assessments import conclusion_of
from tenants.breaches.consequences import HARM_WORDS, Harm, consequences_in, latest_risks
from tenants.breaches.decisions import EXCEPTION_RULES, RULES, TELL
from tenants.breaches.parties import OF_THE_LAW, party_words
from tenants.breaches.undertakings import actions_of
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.errors import NotFound
from tenants.models import (
    AdoptedPolicy,
    AssessmentRow,
    Breach,
    Decision,
    Membership,
    PeopleException,
    Precision,
    Subject,
)
from tenants.policies import policy_of
from tenants.policy import (
    Assessment,
    Because,
    BreachFacts,
    Policy,
    RiskToPeople,
    fact,
    law,
    what_would_change,
)
from tenants.policy.facts import FACT_NAMES, PlainValue
from tenants.times import day, day_of, when

_CHANGES: Final = 3
_SHOWN: Final = (
    ("What went wrong", "cause"),
    ("Was it on purpose", "intent"),
    ("Whose information", "data_subjects"),
    ("What kind of information", "categories"),
    ("Who has it, or could have", "recipient"),
    ("How it was protected", "protection"),
    ("Was it deleted where it went", "deletion_confirmed"),
    ("Was it put right", "restoration"),
)
_RISKS: Final = {
    RiskToPeople.UNLIKELY: "A risk to people is unlikely",
    RiskToPeople.RISK: "A risk to people",
    RiskToPeople.HIGH_RISK: "A high risk to people",
}
_NOT_KNOWN: Final = "Not yet known"
_OWN_VIEW: Final = (
    "The lead investigator put their own view of the risk in place of what the answers alone give:"
    " {}. Without that view the answers would decide."
)


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule that the decision rests on: its sentence and where that is written."""

    sentence: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMemo:
    """One decision about telling the regulator or the people, as it was taken.

    `facts` are names and answers as they were rated, with what was undertaken since; `because` is
    how the engine came to what it proposed; `public_notice` is what people hear where they are not
    told one by one; `would_change` is empty where no single answer would. Times are aware, UTC.
    """

    subject: Subject
    title: str
    council: str
    reference: str
    marker: str
    facts: tuple[tuple[str, str], ...]
    risk: str
    proposed: str
    decided: str
    because: tuple[AppliedRule, ...]
    rules: tuple[AppliedRule, ...]
    policy: str
    law_version: str
    exception: AppliedRule | None
    reason: str
    public_notice: str
    method: str
    who: str
    decided_at: datetime
    done_at: datetime | None
    would_change: tuple[str, ...]


def decision_memo(session: ScopedSession, breach: Breach, decision: Decision) -> DecisionMemo:
    """Return the memo of a decision about the regulator or the people.

    By the rating that stood when it was taken. Raises `NotFound` for any other decision, or one
    that is not of this breach.
    """
    subject = Subject(decision.subject)
    rating = _rating_at(session, breach, decision.decided_at)
    if subject not in OF_THE_LAW or decision.breach_id != breach.id or rating is None:
        raise NotFound
    policy = policy_of(session, rating)
    conclusion = conclusion_of(rating)
    facts = BreachFacts.from_json(rating.facts)
    risk = _risk_at(session, rating, decision.decided_at, conclusion)
    decider = session.get_one(Membership, (session.council_id, decision.decided_by_id))
    return DecisionMemo(
        subject=subject,
        title=f"Why {party_words(subject)} {_were_told(decision)}",
        council=get_own_council(session).name,
        reference=breach.reference,
        marker=breach.marker,
        facts=(*_times(breach), *_answers(facts), *_since(session, breach)),
        risk=_RISKS[risk],
        proposed=_choice_words(decision.proposed, subject),
        decided=_choice_words(decision.decided, subject),
        because=_because(conclusion, subject),
        rules=_rules(subject, decision.decided_at),
        policy=_policy_words(session, rating, policy),
        law_version=conclusion.law_version,
        exception=_exception(decision),
        reason=decision.reason,
        public_notice=decision.message if _is_by_notice(decision) else "",
        method=decision.method,
        who=decider.name,
        decided_at=decision.decided_at,
        done_at=decision.done_at,
        would_change=(
            _would_change(policy, facts, subject)
            if risk == conclusion.risk_to_people
            else (_OWN_VIEW.format(_RISKS[conclusion.risk_to_people].lower()),)
        ),
    )


def _rating_at(session: ScopedSession, breach: Breach, at: datetime) -> AssessmentRow | None:
    return session.scalars(
        select(AssessmentRow)
        .where(
            AssessmentRow.breach_id == breach.id,
            AssessmentRow.sequence > 0,
            AssessmentRow.made_at <= at,
        )
        .order_by(AssessmentRow.sequence.desc())
        .limit(1)
    ).first()


def _risk_at(
    session: ScopedSession, rating: AssessmentRow, at: datetime, conclusion: Assessment
) -> RiskToPeople:
    """Return the risk that stood: the engine's, or the view that a person put in its place."""
    own_view = session.scalars(
        select(Decision)
        .where(
            Decision.breach_id == rating.breach_id,
            Decision.subject == Subject.RISK,
            Decision.decided_at.between(rating.made_at, at),
        )
        .order_by(Decision.decided_at.desc(), Decision.id)
        .limit(1)
    ).first()
    return RiskToPeople(own_view.decided) if own_view else conclusion.risk_to_people


def _times(breach: Breach) -> tuple[tuple[str, str], ...]:
    happened = (
        when(breach.occurred_at, Precision(breach.occurred_precision))
        if breach.occurred_at
        else _NOT_KNOWN
    )
    return (
        ("It happened", happened),
        ("The council became aware", when(breach.aware_at)),
    )


def _answers(facts: BreachFacts) -> tuple[tuple[str, str], ...]:
    """Return what was answered, a row each, and in one last row what nobody knew yet."""
    people = facts.people_affected
    known = [(title, name) for title, name in _SHOWN if facts.is_known(name)]
    unknown = [title for title, name in _SHOWN if not facts.is_known(name)]
    return (
        ("How many people", _NOT_KNOWN if people is None else f"{people:,}"),
        *((title, _in_words(name, facts.plain(name))) for title, name in known),
        *((("Not yet known then", "; ".join(unknown)),) if unknown else ()),
    )


def _since(session: ScopedSession, breach: Breach) -> tuple[tuple[str, str], ...]:
    """Return what could follow for people and what was undertaken, in closed words and counts."""
    for_people, _ = consequences_in(latest_risks(session, breach_id=breach.id))
    harms = dict.fromkeys(HARM_WORDS[Harm(each.what)] for each in for_people)
    actions = actions_of(session, breach_id=breach.id)
    done = sum(action.done_on is not None for action in actions)
    return (
        ("What could follow for people", "; ".join(harms) or _NOT_KNOWN),
        ("What was undertaken", f"{done} of {len(actions)} done" if actions else "Nothing yet"),
    )


def _in_words(name: str, value: PlainValue) -> str:
    asked = fact(name)
    values = value if isinstance(value, tuple) else (str(value),)
    return "; ".join(asked.label(each) for each in values) or _NOT_KNOWN


def _because(conclusion: Assessment, subject: Subject) -> tuple[AppliedRule, ...]:
    """Return how the risk was found, and what in the policy or the law follows from it."""
    rule = RULES[subject]
    asked = [each for each in conclusion.because if rule in each.rule]
    return tuple(_applied(each) for each in (*conclusion.risk_because[-1:], *asked))


def _applied(because: Because) -> AppliedRule:
    return AppliedRule(because.sentence, because.citation)


def _rules(subject: Subject, at: datetime) -> tuple[AppliedRule, ...]:
    """Return the law's rules as they stood on the day of the decision."""
    on, rules = day_of(at), law()
    return tuple(
        AppliedRule(rules.sentence_on(rule, on), rules.rule(rule).citation_on(on))
        for rule in (RULES[subject], "register")
    )


def _exception(decision: Decision) -> AppliedRule | None:
    if decision.exception is None:
        return None
    rule = law().rule(EXCEPTION_RULES[PeopleException(decision.exception)])
    return AppliedRule(rule.sentence, rule.citation_on(day_of(decision.decided_at)))


def _is_by_notice(decision: Decision) -> bool:
    return decision.exception == PeopleException.DISPROPORTIONATE


def _policy_words(session: ScopedSession, rating: AssessmentRow, policy: Policy) -> str:
    adopted = session.get_one(AdoptedPolicy, (session.council_id, rating.policy_id))
    if adopted.adopted_on is None:
        return f"{policy.title}, the model that the council was given"
    minute = f", minute {adopted.minute}" if adopted.minute else ""
    return f"{policy.title}, version {adopted.number}, adopted {day(adopted.adopted_on)}{minute}"


def _would_change(policy: Policy, facts: BreachFacts, subject: Subject) -> tuple[str, ...]:
    """Return the nearest single answers with which something else would have been proposed."""
    what = "notify_regulator" if subject == Subject.REGULATOR else "tell_people"
    lines = (
        f"If “{fact(answer.fact).question}” were answered"
        f" {_answered(answer.fact, answer.after)}: {each.sentence}"
        for change in what_would_change(policy, facts)
        if len(change.answers) == 1
        for answer in change.answers
        if answer.fact in FACT_NAMES
        for each in change.becomes
        if each.what == what
    )
    return tuple(islice(lines, _CHANGES))


def _answered(name: str, value: PlainValue) -> str:
    return f"“{value:,}”" if isinstance(value, int) else f"“{_in_words(name, value)}”"


def _choice_words(choice: str, subject: Subject) -> str:
    return f"{'Tell' if choice == TELL else 'Do not tell'} {party_words(subject)}"


def _were_told(decision: Decision) -> str:
    is_one = decision.subject == Subject.REGULATOR
    if decision.decided == TELL:
        return "is told" if is_one else "are told"
    return "is not told" if is_one else "are not told"
