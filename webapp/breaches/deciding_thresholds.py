"""The law's two questions, answered: must the regulator be told, must the people be told?

Two thresholds, never one: a risk to people asks for the regulator (UK GDPR Art. 33(1)), a high risk
for the people too (Art. 34(1)). Pure.
"""

from dataclasses import dataclass
from typing import Final

from tenants.breaches.decisions import RULES, TELL, proposed_choice
from tenants.breaches.page import BreachPage
from tenants.models import Breach, Subject
from tenants.policy import Assessment, Because, Regulator, law

_QUESTIONS: Final = {
    Subject.REGULATOR: "Must the regulator be told?",
    Subject.PEOPLE: "Must the people affected be told?",
}
_CONTENTS: Final = {Subject.REGULATOR: "regulator-content", Subject.PEOPLE: "people-content"}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One question with the answer that stands, the engine's own, and the reasons for it."""

    subject: Subject
    question: str
    is_yes: bool
    is_yes_for_engine: bool
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class WhatToSay:
    """The least that must be said, with its source."""

    sentence: str
    content: tuple[str, ...]
    citation: str


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
    return Threshold(
        subject,
        _QUESTIONS[subject],
        proposed_choice(page.policy, page.breach, subject) == TELL,
        for_engine,
        _reasons(conclusion, subject, is_yes=for_engine),
    )


def what_to_say(subject: Subject) -> WhatToSay:
    """Return what the regulator, or the people, must at least be told."""
    rules = law()
    rule = _CONTENTS[subject]
    return WhatToSay(rules.sentence_on(rule), rules.rule(rule).content, rules.rule(rule).citation)


def exceptions() -> WhatToSay:
    """Return when the people need not be told one by one, whatever the risk (Art. 34(3))."""
    rule = law().rule("people-exceptions")
    return WhatToSay(rule.sentence, rule.content, rule.citation)


def regulator(breach: Breach) -> Regulator:
    """Return who the regulator is on the day on which the council became aware."""
    return law().regulator_on(breach.aware_at.date())


def _reasons(conclusion: Assessment, subject: Subject, *, is_yes: bool) -> tuple[Because, ...]:
    """Return the engine's reasons: first what was found of this breach, then the rule."""
    rule_id = RULES[subject]
    found = conclusion.risk_because[-1]
    if is_yes:
        rules = tuple(item for item in conclusion.because if rule_id in item.rule)
        return (found, *rules)
    rule = law().rule(rule_id)
    sentence = (
        "The law asks for this only where a risk to people is not unlikely."
        if subject == Subject.REGULATOR
        else "The law asks for this only where the risk to people is likely to be high."
    )
    return (found, Because(rule_id, sentence, rule.citation))
