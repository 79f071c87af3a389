"""The breach-policy engine: from the facts of a breach to ratings, risk, duties and their reasons.

Pure and the same for every council: it knows no framework, no database, no clock and no
environment, and reads only the documents that come with it. Policies and the law are data.
"""

from tenants.policy.advice import EXAMPLES, Example, containment_advice
from tenants.policy.assessment import Assessment, AxisRating, assess
from tenants.policy.changes import Change, unanswered, what_would_change
from tenants.policy.compare import CaseDifference, Comparison, Difference, compare
from tenants.policy.contradictions import Contradiction, contradictions
from tenants.policy.council_policy import (
    Policy,
    load_policy,
    policy_from,
    problems_of,
    scotton,
    shipped_policy,
)
from tenants.policy.errors import (
    FactsError,
    NaiveTimeError,
    PolicyDocumentError,
    PolicyEngineError,
    Problem,
)
from tenants.policy.facts import BreachFacts
from tenants.policy.law import Law, LawRule, Regulator, law, load_law
from tenants.policy.lint import Finding, Weight, lint
from tenants.policy.obligations import Obligation, obligations
from tenants.policy.other_answers import OtherAnswer
from tenants.policy.outcomes import Becomes
from tenants.policy.questions import FACTS, PAGES, Fact, FactKind, Page, Value, fact
from tenants.policy.reasons import Because
from tenants.policy.replay import Replay, Replayed, replay
from tenants.policy.times import Due, DueKind, Times, alert_times, regulator_deadline
from tenants.policy.vocabulary import (
    NOT_YET_KNOWN,
    Answer,
    Category,
    Cause,
    Credentials,
    DataSubject,
    ExposureEvidence,
    Intent,
    Kind,
    Liability,
    MediaInterest,
    Particular,
    Protection,
    Recipient,
    ReputationHarm,
    Restoration,
    Revealing,
    RiskToPeople,
    ServiceEffect,
)

__all__ = [
    "EXAMPLES",
    "FACTS",
    "NOT_YET_KNOWN",
    "PAGES",
    "Answer",
    "Assessment",
    "AxisRating",
    "Because",
    "Becomes",
    "BreachFacts",
    "CaseDifference",
    "Category",
    "Cause",
    "Change",
    "Comparison",
    "Contradiction",
    "Credentials",
    "DataSubject",
    "Difference",
    "Due",
    "DueKind",
    "Example",
    "ExposureEvidence",
    "Fact",
    "FactKind",
    "FactsError",
    "Finding",
    "Intent",
    "Kind",
    "Law",
    "LawRule",
    "Liability",
    "MediaInterest",
    "NaiveTimeError",
    "Obligation",
    "OtherAnswer",
    "Page",
    "Particular",
    "Policy",
    "PolicyDocumentError",
    "PolicyEngineError",
    "Problem",
    "Protection",
    "Recipient",
    "Regulator",
    "Replay",
    "Replayed",
    "ReputationHarm",
    "Restoration",
    "Revealing",
    "RiskToPeople",
    "ServiceEffect",
    "Times",
    "Value",
    "Weight",
    "alert_times",
    "assess",
    "compare",
    "containment_advice",
    "contradictions",
    "fact",
    "law",
    "lint",
    "load_law",
    "load_policy",
    "obligations",
    "policy_from",
    "problems_of",
    "regulator_deadline",
    "replay",
    "scotton",
    "shipped_policy",
    "unanswered",
    "what_would_change",
]
