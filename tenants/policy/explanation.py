"""Everything that the engine says about one breach, put together for whoever asks for all of it."""

from dataclasses import dataclass
from typing import Any

from tenants.policy.assessment import Assessment, assess
from tenants.policy.changes import Change, unanswered, what_would_change
from tenants.policy.contradictions import Contradiction, contradictions
from tenants.policy.council_policy import Policy
from tenants.policy.errors import FactsError
from tenants.policy.facts import JUDGEMENTS, BreachFacts
from tenants.policy.law import law
from tenants.policy.nearest_case import NearestCase, nearest_case
from tenants.policy.obligations import Obligation, obligations
from tenants.policy.second_opinion import SecondOpinion, second_opinion
from tenants.policy.times import Times
from tenants.policy.vocabulary import NOT_YET_KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An assessment with what it asks for, what is like it, and what would change it."""

    policy: Policy
    assessment: Assessment
    obligations: tuple[Obligation, ...]
    would_change: tuple[Change, ...]
    unanswered: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    nearest_case: NearestCase
    second_opinion: SecondOpinion

    def as_json(self) -> dict[str, Any]:
        """Give all of it as JSON can hold it; ratings are the values of the policy's scale."""
        found = self.assessment
        ratings: dict[str, int | None] = {each.axis: each.rating for each in found.ratings}
        words = {each.id: each.word(ratings[each.id] or 0) for each in self.policy.axes}
        reasons = (*found.because, *found.risk_because)
        return {
            "policy": {
                "id": self.policy.id,
                "title": self.policy.title,
                "version": self.policy.version,
            },
            "law": found.law_version,
            "ratings": {**ratings, "overall": found.overall},
            "rating_words": {**words, "overall": self.policy.word(found.overall)},
            "risk_to_people": str(found.risk_to_people),
            "notify_regulator": found.notify_regulator,
            "tell_people": found.tell_people,
            "tell_full_council": found.tell_full_council,
            "obligations": [each.as_json() for each in self.obligations],
            "because": [each.as_json() for each in reasons],
            "would_change": [each.as_json() for each in self.would_change],
            "unanswered": list(self.unanswered),
            "contradictions": [
                {"sentence": each.sentence, "facts": list(each.facts)}
                for each in self.contradictions
            ],
            "nearest_case": self.nearest_case.as_json(),
            "second_opinion": self.second_opinion.as_json(),
        }


def explain(policy: Policy, facts: BreachFacts, times: Times) -> Explanation:
    """Assess a breach and say everything about it.

    Raises `FactsError` for a judgement that the policy does not ask for.
    """
    require_judgements(policy, facts)
    assessment = assess(policy, facts)
    return Explanation(
        policy=policy,
        assessment=assessment,
        obligations=obligations(policy, assessment, times, law()),
        would_change=what_would_change(policy, facts),
        unanswered=unanswered(policy, facts),
        contradictions=contradictions(facts),
        nearest_case=nearest_case(facts, assessment.risk_to_people),
        second_opinion=second_opinion(facts, assessment.risk_to_people),
    )


def require_judgements(policy: Policy, facts: BreachFacts) -> None:
    """Refuse a judgement, or an answer to one, that the policy does not have: `FactsError`."""
    asked = {each.id: each for each in policy.judgements}
    for question, answer in facts.judgements:
        if question not in asked:
            problem = f"{policy.title} asks for no such judgement"
            raise FactsError(f"{JUDGEMENTS}.{question}", problem, tuple(asked))
        allowed = (*(each.value for each in asked[question].answers), NOT_YET_KNOWN)
        if answer not in allowed:
            field = f"{JUDGEMENTS}.{question}"
            raise FactsError(field, f"{answer!r} is not an answer to it", allowed)
