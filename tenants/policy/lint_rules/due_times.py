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
    law = reading.law
    hours = law.regulator_hours
    duties = duties_towards(reading.policy, Told.REGULATOR, law)
    timely = [duty for duty in duties if not _is_late(duty.due, hours)]
    for duty in duties:
        if _is_late(duty.due, hours) and not _follows_up(duty, timely):
            rule = RULES[Told.REGULATOR]
            weekend = ", which a weekend makes longer" if duty.due.working_days else ""
            reason = (
                f"This tells the regulator {duty.due.words}{weekend}. {reading.sentence(rule)} "
                f"({reading.citation(rule)})"
            )
            mend = f"Write the law's own time, or less.\ndue = {{ hours = {hours} }}"
            place = f"obligations.{duty.id}.due"
            yield Finding("regulator-told-late", place, reason, mend, Weight.WEAKER_THAN_LAW)


def _follows_up(duty: Duty, timely: Sequence[Duty]) -> bool:
    """Say whether another duty has told the regulator in time wherever this one arises."""
    return any(
        other.applies == duty.applies
        or other.applies.always
        or Told.REGULATOR in other.applies.told
        for other in timely
    )


def _people(reading: Reading) -> Iterator[Finding]:
    """The law gives no hours here; more than the regulator's, weekends apart, counts as delay."""
    hours = reading.law.regulator_hours
    for duty in duties_towards(reading.policy, Told.PEOPLE, reading.law):
        due = duty.due
        span = 24 * due.working_days if due.working_days else longest_hours(due) or 0
        if due.kind == "next_meeting" or span > hours:
            rule = RULES[Told.PEOPLE]
            reason = (
                f"This tells the people {due.words}. {reading.sentence(rule)} "
                f"({reading.citation(rule)}) They cannot protect themselves until they know."
            )
            mend = 'Write it as the law does.\ndue = "without undue delay"'
            place = f"obligations.{duty.id}.due"
            yield Finding("people-told-late", place, reason, mend, Weight.WEAKER_THAN_LAW)
