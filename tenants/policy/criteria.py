"""Criteria in words: what has to be so for a row to match or a line to be reached."""

from collections.abc import Mapping, Sequence
from typing import Final

from tenants.policy.council_policy import OVERALL, RISK, Policy
from tenants.policy.documents import PlainAlternative, PlainTest
from tenants.policy.facts import COUNTS, FACT_NAMES
from tenants.policy.questions import fact as question
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople

UNKNOWN: Final = "not yet known"
_RISKS: Final = {
    RiskToPeople.UNLIKELY: "unlikely",
    RiskToPeople.RISK: "a risk",
    RiskToPeople.HIGH_RISK: "a high risk",
}


def criteria_words(criteria: Sequence[PlainAlternative], policy: Policy) -> tuple[str, ...]:
    """Say for each way in which criteria are met which answers it takes."""
    return tuple(
        " and ".join(
            f"{_asked(name, policy)} {_answers(name, test, policy)}" for name, test in each.items()
        )
        for each in criteria
    )


def answer_words(name: str, value: object, policy: Policy) -> str:
    """Say one answer to a fact, or to one of the policy's judgements, in words."""
    if value in (None, NOT_YET_KNOWN):
        return UNKNOWN
    if isinstance(value, int):
        return f"{value:,}"
    labels = _labels(name, policy)
    values = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    return " or ".join(labels.get(str(each), str(each)) for each in values) or UNKNOWN


def question_words(name: str, policy: Policy) -> str:
    """Give the question behind a fact or a judgement, as people are asked it."""
    judged = {each.id: each.question for each in policy.judgements}
    if name in FACT_NAMES:
        return question(name).question
    return judged.get(name, name.replace("_", " "))


def _asked(name: str, policy: Policy) -> str:
    titles = {axis.id: f"“{axis.title}” is rated" for axis in policy.axes}
    titles |= {RISK: "the risk to people is", OVERALL: "the overall rating is"}
    if name in titles:
        return titles[name]
    return f"“{question_words(name, policy)}” is answered"


def _answers(name: str, test: PlainTest, policy: Policy) -> str:
    if isinstance(test, dict):
        return _bounds(test)
    words = [_answer(name, each, policy) for each in test]
    return " or ".join(words)


def _answer(name: str, value: str | int, policy: Policy) -> str:
    for axis in policy.axes:
        if axis.id == name and isinstance(value, int):
            return axis.word(value)
    if name == OVERALL:
        return policy.word(value)
    if name not in COUNTS and isinstance(value, int):
        return str(value)
    return answer_words(name, value, policy)


def _bounds(test: Mapping[str, int | bool]) -> str:
    low, high = test.get("at_least"), test.get("at_most")
    words = []
    if low is not None and high is not None:
        words.append(f"{low:,}" if low == high else f"{low:,} to {high:,}")
    elif low is not None:
        words.append(f"{low:,} or more")
    elif high is not None:
        words.append(f"{high:,} or fewer")
    if test.get("not_yet_known"):
        words.append(UNKNOWN)
    return " or ".join(words)


def _labels(name: str, policy: Policy) -> dict[str, str]:
    if name == RISK:
        return {str(risk): words for risk, words in _RISKS.items()}
    if name in FACT_NAMES:
        given = {each.value: each.label for each in question(name).values}
    else:
        judged = next((each for each in policy.judgements if each.id == name), None)
        given = {each.value: each.label for each in judged.answers} if judged else {}
    return {value: f"“{label}”" for value, label in given.items()} | {NOT_YET_KNOWN: UNKNOWN}
