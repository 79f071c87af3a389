"""The law's two questions, answered: must the regulator be told, must the people be told?

Two thresholds, never one: a risk to people asks for the regulator (UK GDPR Art. 33(1)), a high risk
for the people too (Art. 34(1)). Pure.
"""

from dataclasses import dataclass
from typing import Final

from tenants.breaches.decisions import EXCEPTION_RULES, RULES, TELL, proposed_choice
from tenants.breaches.page import BreachPage
from tenants.models import Breach, Subject
from tenants.policy import Assessment, Because, Regulator, law
from tenants.times import day_of

_QUESTIONS: Final = {
    Subject.REGULATOR: "Must the regulator be told?",
    Subject.PEOPLE: "Must the people affected be told?",
}
_CONTENTS: Final = {Subject.REGULATOR: "regulator-content", Subject.PEOPLE: "people-content"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One question with the answer that stands, the engine's own, and the reasons for it.

    The first reason is the risk that was found; the others, `of_duty`, say what follows from it.
    `floor` says that the policy would not ask for it, and the law comes first; else it is None.
    `is_policy_alone` where the policy asks for it and the law would not.
    """

    subject: Subject
    question: str
    is_yes: bool
    is_yes_for_engine: bool
    because: tuple[Because, ...]
    floor: Because | None = None
    is_policy_alone: bool = False

    @property
    def of_duty(self) -> tuple[Because, ...]:
        """Return what the law and the policy make of the risk that was found, but the floor."""
        return tuple(each for each in self.because[1:] if each is not self.floor)


@dataclass(frozen=True, slots=True)
class WhatToSay:
    """The least that must be said, with its source."""

    sentence: str
    content: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Exceptions:
    """When the law lets people go untold: a sentence, then each case with its source."""

    sentence: str
    cases: tuple[tuple[str, str], ...]


def thresholds(page: BreachPage, conclusion: Assessment) -> tuple[Threshold, Threshold]:
    """Return both questions for a rated breach."""
    return (
        threshold(page, conclusion, Subject.REGULATOR),
        threshold(page, conclusion, Subject.PEOPLE),
    )


def threshold(page: BreachPage, conclusion: Assessment, subject: Subject) -> Threshold:
    """Return one question; where a person put their own view, its answer is the one that stands."""
    for_engine = (
        conclusion.notify_regulator if subject == Subject.REGULATOR else conclusion.tell_people
    )
    rule = RULES[subject]
    may_ask = (rule, _floor(rule), f"{conclusion.policy_id}-{rule}")
    asked = [reason for reason in _duty_reasons(page, conclusion) if reason.rule in may_ask]
    rules = {reason.rule for reason in asked}
    return Threshold(
        subject,
        _QUESTIONS[subject],
        is_yes=proposed_choice(page.policy, page.breach, subject) == TELL,
        is_yes_for_engine=for_engine,
        because=(conclusion.risk_because[-1], *(asked if for_engine else (_not_asked(subject),))),
        floor=next((reason for reason in asked if reason.rule == _floor(rule)), None),
        is_policy_alone=for_engine and rule not in rules,
    )


def what_to_say(subject: Subject) -> WhatToSay:
    """Return what the regulator, or the people, must at least be told."""
    rules = law()
    rule = _CONTENTS[subject]
    return WhatToSay(rules.sentence_on(rule), rules.rule(rule).content, rules.rule(rule).citation)


def exceptions() -> Exceptions:
    """Return when the people need not be told one by one, whatever the risk (Art. 34(3))."""
    rules = law()
    each = (rules.rule(rule) for rule in EXCEPTION_RULES.values())
    return Exceptions(
        rules.sentence_on("people-exceptions"),
        tuple((rule.sentence, rule.citation) for rule in each),
    )


def regulator(breach: Breach) -> Regulator:
    """Return who the regulator is on the day on which the council became aware."""
    return law().regulator_on(day_of(breach.aware_at))


def overall_reason(page: BreachPage, conclusion: Assessment) -> Because | None:
    """Return how the axes came to one rating, where the policy has a table for that."""
    return conclusion.because[len(page.policy.axes)] if page.policy.overall is not None else None


def council_reasons(page: BreachPage, conclusion: Assessment) -> tuple[Because, ...]:
    """Return the reason for telling the full council; nothing where it need not be told."""
    rule = f"{conclusion.policy_id}-tell-full-council"
    return tuple(each for each in _duty_reasons(page, conclusion) if each.rule == rule)


def _duty_reasons(page: BreachPage, conclusion: Assessment) -> tuple[Because, ...]:
    """Return the reasons for who must be told; those for the ratings come before them."""
    of_rating = len(page.policy.axes) + (page.policy.overall is not None)
    return conclusion.because[of_rating:]


def _floor(rule: str) -> str:
    return f"{rule}-floor"


def _not_asked(subject: Subject) -> Because:
    rule = law().rule(RULES[subject])
    sentence = (
        "The law asks for this only where a risk to people is not unlikely."
        if subject == Subject.REGULATOR
        else "The law asks for this only where the risk to people is likely to be high."
    )
    return Because(rule.id, sentence, rule.citation)
