"""Whether the policy's lines for telling somebody are at least the law's, and two lines not one."""

import re
from collections.abc import Iterator
from typing import Final

from tenants.policy.duties import ShownBy, Told, Trigger
from tenants.policy.lint_rules.example_cases import example_case
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, table
from tenants.policy.lint_rules.tellings import RULES, duties_towards
from tenants.policy.policy_format import ClauseKind
from tenants.policy.reasons import trigger_words
from tenants.policy.vocabulary import RiskToPeople

_EVERY: Final = r"\b(?:every|each|all|any)\b"
_WHO: Final = {Told.REGULATOR: "the regulator", Told.PEOPLE: "the people"}
_BY_CHOICE: Final = r"\bchoos\w+|\bchose\b|\bchoice\b|\bmore\s+than\s+the\s+law\b"


def findings(reading: Reading) -> Iterator[Finding]:
    """Find lines that come later than the law's, and one line drawn for two."""
    for told in (Told.REGULATOR, Told.PEOPLE):
        yield from _weaker(reading, told)
    yield from _conflated(reading)
    yield from _register(reading)


def _lines(reading: Reading, told: Told) -> list[tuple[str, Trigger]]:
    """Give the lines that the policy draws itself for telling somebody, with their places."""
    threshold = getattr(reading.policy.thresholds, told)
    own = [] if threshold is None else [(f"thresholds.{told}", threshold)]
    duties = duties_towards(reading.policy, told, reading.law)
    return [*own, *((f"obligations.{duty.id}.applies", duty.applies) for duty in duties)]


def _covers(reading: Reading, trigger: Trigger, told: Told) -> bool:
    """Say whether a line is reached wherever the law's is, by what it says alone."""
    line = reading.law.duty(RULES[told]).from_risk or RiskToPeople.UNLIKELY
    scale = reading.policy.scale
    lowest = (scale[0].value, scale[0].name) if scale and reading.policy.axes else ()
    return (
        trigger.always
        or (trigger.risk is not None and trigger.risk.rank <= line.rank)
        or (trigger.rating is not None and trigger.rating in lowest)
        or not {Told.REGULATOR, told}.isdisjoint(trigger.told)
    )


def _weaker(reading: Reading, told: Told) -> Iterator[Finding]:
    """Find the policy's lines for telling somebody that leave out what the law asks for."""
    lines = _lines(reading, told)
    if not lines or any(_covers(reading, trigger, told) for _, trigger in lines):
        return
    place, trigger = next((each for each in lines if not each[1].told), lines[0])
    line = trigger_words(trigger, reading.policy)
    rule = RULES[told]
    risk = reading.law.duty(rule).from_risk
    mend = "Draw the law's own line, or none, for then the law's holds.\n" + _shown(
        place, str(risk)
    )
    found = example_case(reading.policy, reading.law, told)
    if found is None:
        reason = (
            f"This tells {_WHO[told]} {line}. The law looks at the risk to people instead. No case "
            "was found in which the policy would tell them too late, but the two are not the same."
        )
        yield Finding(f"{told}-line-by-rating", place, reason, mend, Weight.ADVICE)
        return
    reason = (
        f"This tells {_WHO[told]} {line}, which is later than the law. {reading.sentence(rule)} "
        f"({reading.citation(rule)}) Take {found.in_words(reading.policy)}: the law wants "
        f"{_WHO[told]} told, and this policy does not."
    )
    yield Finding(f"{told}-line-weaker", place, reason, mend, Weight.WEAKER_THAN_LAW)


def _shown(place: str, line: str) -> str:
    """Show a line in the policy format, at the place where it is drawn."""
    part, _, rest = place.partition(".")
    return table(part, **{rest: line}) if part == "thresholds" else f'applies = "{line}"'


def _conflated(reading: Reading) -> Iterator[Finding]:
    """Find the people's line where it is the regulator's, or plain risk, without saying why."""
    texts = [each.text for each in reading.statements]
    if any(
        re.search(_BY_CHOICE, text, re.IGNORECASE) and "high risk" in text.lower() for text in texts
    ):
        return
    regulators = [trigger for _, trigger in _lines(reading, Told.REGULATOR)]
    from_risk = reading.law.duty(RULES[Told.REGULATOR]).from_risk
    for place, trigger in _lines(reading, Told.PEOPLE):
        is_same = trigger in regulators and not trigger.always and not trigger.told
        if is_same or trigger.risk is from_risk or Told.REGULATOR in trigger.told:
            yield _two_lines(reading, place, trigger)
            return


def _two_lines(reading: Reading, place: str, trigger: Trigger) -> Finding:
    reason = (
        f"This tells the people {trigger_words(trigger, reading.policy)}, by the line that is the "
        "regulator's. The law draws two: the regulator is told of a risk "
        f"({reading.citation(RULES[Told.REGULATOR])}), the people of a high risk "
        f"({reading.citation(RULES[Told.PEOPLE])}). A council may do more than the law asks, but "
        "here it reads as if the two were one."
    )
    words = (
        "Draw the people's own line. Or, if the council means to tell them earlier, say so in a "
        "clause: “The law asks us to tell people at a high risk; we choose to tell them at any "
        "risk.”"
    )
    high = str(reading.law.duty(RULES[Told.PEOPLE]).from_risk)
    return Finding(
        "two-lines-as-one", place, reason, f"{words}\n{_shown(place, high)}", Weight.FAULT
    )


def _register(reading: Reading) -> Iterator[Finding]:
    """Find a register that is not for every breach."""
    duties = [
        (f"obligations.{duty.id}.applies", duty.applies)
        for duty in reading.policy.obligations
        if duty.shown_by is ShownBy.REGISTERED or duty.to_whom == "register"
    ]
    clauses = [c for c in reading.policy.clauses if c.kind is ClauseKind.REGISTER]
    is_said = any(re.search(_EVERY, clause.sentence, re.IGNORECASE) for clause in clauses)
    if is_said or not duties or any(trigger.always for _, trigger in duties):
        return
    place, trigger = duties[0]
    reason = (
        f"This writes a breach down {trigger_words(trigger, reading.policy)}, and no other. "
        f"{reading.sentence('register')} ({reading.citation('register')})"
    )
    mend = 'Write every breach down.\napplies = "always"'
    yield Finding("register-not-of-every-breach", place, reason, mend, Weight.WEAKER_THAN_LAW)
