"""Whether the regulator and the people are told as soon as the law asks, in the policy's duties."""

from collections.abc import Iterator, Sequence
from typing import Final

from tenants.policy.duties import DueRule, Duty, Told
from tenants.policy.lint_rules.finding import Finding, Reading, Weight
from tenants.policy.lint_rules.tellings import RULES, duties_towards

HOURS_A_MONTH: Final = 28 * 24
"""The fewest hours of any month: even so, a month is later than the law."""


def findings(reading: Reading) -> Iterator[Finding]:
    """Find duties whose time is later than the law's."""
    yield from _regulator(reading)
    yield from _people(reading)


def longest_hours(due: DueRule) -> int | None:
    """Give the most hours that a span can take, weekends and all; None where it is no span.

    Of working days, a weekend can come between any two, and before the first.
    """
    if due.working_days is not None:
        weekends = -(-due.working_days // 5)
        return 24 * (due.working_days + 2 * weekends)
    if due.months is not None:
        return due.months * HOURS_A_MONTH
    return due.hours if due.days is None else 24 * due.days


def _is_late(due: DueRule, hours: int) -> bool:
    span = longest_hours(due)
    return due.kind == "next_meeting" or (span is not None and span > hours)


def _regulator(reading: Reading) -> Iterator[Finding]:
    hours = reading.law.regulator_hours
    duties = duties_towards(reading.policy, Told.REGULATOR, reading.law)
    late = [duty for duty in duties if _is_late(duty.due, hours)]
    for duty in _first_told(late, duties, Told.REGULATOR):
        weekend = ", which a weekend makes longer" if duty.due.working_days else ""
        mend = f"Write the law's own time, or less.\ndue = {{ hours = {hours} }}"
        said = f"This tells the regulator {duty.due.words}{weekend}."
        yield _finding(reading, duty, Told.REGULATOR, said, mend)


def _people(reading: Reading) -> Iterator[Finding]:
    """The law gives no hours here; more than the regulator's, weekends apart, counts as delay."""
    hours = reading.law.regulator_hours
    duties = duties_towards(reading.policy, Told.PEOPLE, reading.law)
    late = [duty for duty in duties if _is_late(_weekends_apart(duty.due), hours)]
    for duty in _first_told(late, duties, Told.PEOPLE):
        mend = 'Write it as the law does.\ndue = "without undue delay"'
        said = f"This tells the people {duty.due.words}; until then they cannot protect themselves."
        yield _finding(reading, duty, Told.PEOPLE, said, mend)


def _weekends_apart(due: DueRule) -> DueRule:
    return DueRule(kind="within", days=due.working_days) if due.working_days else due


def _first_told(late: Sequence[Duty], duties: Sequence[Duty], told: Told) -> Iterator[Duty]:
    """Leave out late duties that only follow up: another has told them in time by then."""
    timely = [duty.applies for duty in duties if duty not in late]
    for duty in late:
        if not any(t == duty.applies or t.always or told in t.told for t in timely):
            yield duty


def _finding(reading: Reading, duty: Duty, told: Told, said: str, mend: str) -> Finding:
    rule = RULES[told]
    reason = f"{said} {reading.sentence(rule)} ({reading.citation(rule)})"
    place = f"obligations.{duty.id}.due"
    return Finding(f"{told}-told-late", place, reason, mend, Weight.WEAKER_THAN_LAW)
