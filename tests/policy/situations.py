"""Breaches told in a line: a usual situation, and the answers in which this one differs."""

import re
from typing import Any, Final, NamedTuple

from tenants.policy import FACTS, BreachFacts, RiskToPeople

SET_NAMES: Final = frozenset(fact.name for fact in FACTS if fact.kind == "set")
ANSWERS: Final = {
    "unlikely": (RiskToPeople.UNLIKELY,),
    "risk": (RiskToPeople.RISK,),
    "risk_or_worse": (RiskToPeople.RISK, RiskToPeople.HIGH_RISK),
    "high_risk": (RiskToPeople.HIGH_RISK,),
}


class Case(NamedTuple):
    """One breach: where it comes from and what happened, the right answers, and the facts."""

    story: str
    answers: tuple[RiskToPeople, ...]
    facts: BreachFacts


MISTAKE: Final[dict[str, Any]] = {
    "kinds": ["confidentiality"],
    "cause": "emailed_to_wrong_recipient",
    "intent": "accident",
    "people_affected": 1,
    "data_subjects": ["customers"],
    "categories": ["basic_identifiers"],
    "revealing": "nothing_more",
    "particulars": ["none_of_these"],
    "credentials": "none",
    "identifiable_locally": "yes",
    "recipient": "known_person",
    "deletion_confirmed": "no",
    "exposure_evidence": "shown",
    "protection": "none",
    "restoration": "not_lost",
    "service_effect": "none",
}
ONLINE: Final = {
    **MISTAKE,
    "cause": "failure_to_redact",
    "recipient": "public",
    "exposure_evidence": "no_evidence",
}
LOST: Final = {
    **MISTAKE,
    "kinds": ["confidentiality", "availability"],
    "cause": "lost_or_stolen_paperwork",
    "recipient": "unknown_person",
    "exposure_evidence": "no_evidence",
    "restoration": "within_a_day",
}
OUTAGE: Final = {
    **MISTAKE,
    "kinds": ["availability"],
    "cause": "other_cyber",
    "people_affected": 300,
    "recipient": "nobody",
    "exposure_evidence": "logs_show_nobody",
    "restoration": "within_a_day",
    "service_effect": "minor",
}
CRIME: Final = {"intent": "deliberate", "recipient": "criminal"}
SITUATIONS: Final[dict[str, dict[str, Any]]] = {
    "mistake": MISTAKE,
    "copied": {**MISTAKE, "cause": "failure_to_use_bcc", "data_subjects": ["subscribers"]},
    "online": ONLINE,
    "lost": LOST,
    "stolen": {**LOST, **CRIME},
    "attack": {**MISTAKE, **CRIME, "cause": "unauthorised_access"},
    "outage": OUTAGE,
    "locked": {**OUTAGE, **CRIME, "cause": "ransomware"},
}


def told(line: str) -> BreachFacts:
    """Read a situation's name, then a number of people and answers by their values alone.

    What is not yet known stands as "?fact", a value that several facts share as "fact=value".
    Kinds of information are added to the situation's; every other answer takes its place.
    """
    name, *words = line.split()
    facts: dict[str, Any] = dict(SITUATIONS[name])
    sets: dict[str, list[str]] = {"categories": list(facts["categories"])}
    for word in words:
        fact, value = _answer(word)
        if value is not None and fact in SET_NAMES:
            sets.setdefault(fact, []).append(value)
        else:
            facts[fact] = value
            sets.pop(fact, None)
    return BreachFacts.from_json({**facts, **sets})


def cases(text: str) -> list[Case]:
    """Read cases: a line with the story; below it, indented, the answer and the telling of it."""
    found = []
    for block in re.split(r"\n+(?=\S)", text.strip()):
        story, telling = block.split("\n", 1)
        answer, facts = telling.split(maxsplit=1)
        found.append(Case(story, ANSWERS[answer], told(facts)))
    return found


def _answer(word: str) -> tuple[str, Any]:
    if word.isdigit():
        return "people_affected", int(word)
    if word.startswith("?"):
        return word[1:], None
    if "=" in word:
        fact, value = word.split("=")
        return fact, value
    (fact,) = (fact.name for fact in FACTS if word in fact.order)
    return fact, word
