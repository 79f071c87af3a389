"""A breach of which the law wants somebody told and a policy does not: found, not imagined."""

from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from typing import Final

from tenants.policy.conclusion import Conclusion, conclude
from tenants.policy.council_policy import Policy
from tenants.policy.criteria import answer_words, question_words
from tenants.policy.duties import Told
from tenants.policy.facts import NONE_OF_THESE, FactValue, PlainValue
from tenants.policy.law import Law
from tenants.policy.lint_rules.tellings import RULES, duties_towards
from tenants.policy.other_answers import survey_of
from tenants.policy.questions import FACTS
from tenants.policy.risk import risk_tables
from tenants.policy.vocabulary import Answer
from tenants.policy.worked_cases import SourceStatus, WorkedCase, worked_cases

PATIENCE: Final = 3_000
"""How many breaches are tried; past that, no example is found."""

Answers = tuple[tuple[str, PlainValue], ...]


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """A published case, with other answers where it took some to find the gap."""

    case: WorkedCase
    answers: Answers
    conclusion: Conclusion

    def in_words(self, policy: Policy) -> str:
        """Tell the case, and what the policy makes of it."""
        told = f"the published case “{self.case.title}” ({self.case.source})"
        if self.answers:
            said = [
                f"“{question_words(name, policy)}” answered {answer_words(name, value, policy)}"
                for name, value in self.answers
            ]
            told = f"{told}, but with {' and '.join(said)}"
        overall = self.conclusion.overall
        return (
            f"{told}"
            if overall is None
            else f"{told}, which the policy rates {policy.word(overall)}"
        )


def example_case(policy: Policy, law: Law, told: Told) -> ExampleCase | None:
    """Find a breach that reaches the law's line for somebody and not the policy's own.

    The published cases come first, as they are, and among them those whose outcome is confirmed;
    then other answers to them are tried, one after the other, where the policy rates them lowest.
    """
    confirmed = SourceStatus.CONFIRMED
    cases = sorted(worked_cases().cases, key=lambda case: case.outcome_status is not confirmed)
    search = _Search(policy, law, told)
    judged: Answers = tuple((each.id, each.answers[0].value) for each in policy.judgements)
    for answers in (judged, (*judged, *_mild())):
        for case in cases:
            if search.shows_gap(case, answers):
                return search.fewest(case, answers)
    return search.further()


@cache
def _mild() -> Answers:
    """Give the mildest answer to each question that the risk to people does not rest on."""
    tables = risk_tables()
    asked = {*tables.table.facts, *(n for level in tables.levels for n in level.table.facts)}
    found: list[tuple[str, PlainValue]] = []
    for fact in FACTS:
        if fact.name in asked or not fact.order:
            continue
        if NONE_OF_THESE in fact.order:
            found.append((fact.name, (NONE_OF_THESE,)))
        elif fact.ordered or Answer.NO in fact.order:
            found.append((fact.name, fact.order[0] if fact.ordered else str(Answer.NO)))
    return tuple(found)


class _Search:
    """Walks from case to case, always where the law's line is still reached."""

    def __init__(self, policy: Policy, law: Law, told: Told) -> None:
        self._policy, self._law, self._told = policy, law, told
        self._duties = {duty.id for duty in duties_towards(policy, told, law)}
        self._waiting: list[tuple[int, int, int, WorkedCase, Answers]] = []
        self._seen: set[frozenset[tuple[str, FactValue]]] = set()

    def shows_gap(self, case: WorkedCase, answers: Answers) -> bool:
        """Conclude a case with some answers changed; keep it for later where it shows no gap."""
        values = values_of(case, answers)
        key = frozenset(values.items())
        if key in self._seen:
            return False
        self._seen.add(key)
        then = conclude(self._policy, values, self._law)
        if not self._law.asks_for(RULES[self._told], then.risk_to_people):
            return False
        if self._is_gap(then):
            return True
        rank = (then.overall or 0, sum(then.ratings), len(self._seen))
        heappush(self._waiting, (*rank, case, answers))
        return False

    def further(self) -> ExampleCase | None:
        """Try other answers, one more at a time."""
        while self._waiting and len(self._seen) < PATIENCE:
            *_, case, answers = heappop(self._waiting)
            known = dict(answers)
            for others in survey_of(self._policy).other_answers(values_of(case, answers)):
                for other in others:
                    more: Answers = tuple({**known, other.fact: other.after}.items())
                    if self.shows_gap(case, more):
                        return self.fewest(case, more)
        return None

    def fewest(self, case: WorkedCase, answers: Answers) -> ExampleCase:
        """Leave out every changed answer without which the gap is there all the same."""
        for each in answers:
            fewer = tuple(other for other in answers if other != each)
            then = conclude(self._policy, values_of(case, fewer), self._law)
            if self._law.asks_for(RULES[self._told], then.risk_to_people) and self._is_gap(then):
                answers = fewer
        return ExampleCase(
            case, answers, conclude(self._policy, values_of(case, answers), self._law)
        )

    def _is_gap(self, then: Conclusion) -> bool:
        return self._told not in then.asked_by_policy and self._duties.isdisjoint(then.duties)


def values_of(case: WorkedCase, answers: Answers) -> dict[str, FactValue]:
    """Give the facts of a case, as the tables read them, with other answers in their place."""
    made = {n: frozenset(v) if isinstance(v, tuple) else v for n, v in answers}
    return {**case.facts.values(), **made}
