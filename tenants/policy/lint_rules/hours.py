"""Whether the hours of a policy and the ladders that are climbed in them fit together."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from tenants.policy.ladder_format import (
    OFFICE_HOURS,
    QUIET_HOURS,
    WEEKDAYS,
    DailyHours,
    Ladder,
    LadderAbout,
    LadderHours,
)
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, key, table

_TOLD_APART: Final = (LadderHours.OFFICE, LadderHours.OUT_OF_HOURS)
_WORDS: Final = {
    LadderHours.ALWAYS: "at all hours",
    LadderHours.OFFICE: "in office hours",
    LadderHours.OUT_OF_HOURS: "out of office hours",
}
_MATTERS: Final = {
    LadderAbout.ALL: "everything",
    LadderAbout.REPORTS: "reports",
    LadderAbout.DEADLINES: "what is due",
}


def findings(reading: Reading) -> Iterator[Finding]:
    """Find hours without a ladder, two ladders for one hour, and quiet that never ends."""
    ladders = reading.policy.ladders
    yield from _same(ladders)
    yield from _gaps(ladders)
    yield from _never_heard(reading)


def _same(ladders: tuple[Ladder, ...]) -> Iterator[Finding]:
    for first, second in combinations(ladders, 2):
        if (first.about, first.hours) == (second.about, second.hours):
            what = f"{_MATTERS[second.about]} {_WORDS[second.hours]}"
            reason = f"“{first.id}” is for {what} too, so nobody ever climbs this one."
            mend = (
                "Say what each is for, in `about` and `hours`, or make one of the two.\n"
                f"{key('hours', str(_other(second.hours)))}"
            )
            yield Finding(
                "same-ladder-twice", f"ladders.{second.id}.hours", reason, mend, Weight.FAULT
            )


def _gaps(ladders: tuple[Ladder, ...]) -> Iterator[Finding]:
    """Find a ladder for some hours whose matter has none for the others."""
    for ladder in ladders:
        if ladder.hours not in _TOLD_APART:
            continue
        fitting = [each for each in ladders if each.about in {ladder.about, LadderAbout.ALL}]
        if {each.hours for each in fitting} - {ladder.hours}:
            continue
        other = _other(ladder.hours)
        reason = f"It is climbed {_WORDS[ladder.hours]}; no ladder says who hears {_WORDS[other]}."
        mend = (
            f"Write one for those hours too, or let this one hold at all hours.\n"
            f"{key('hours', str(LadderHours.ALWAYS))}"
        )
        yield Finding(
            "hours-without-ladder", f"ladders.{ladder.id}.hours", reason, mend, Weight.ADVICE
        )


def _never_heard(reading: Reading) -> Iterator[Finding]:
    policy = reading.policy
    shown = table("quiet_hours", start=QUIET_HOURS.start, until=QUIET_HOURS.until)
    if policy.quiet_hours is not None and _is_always(policy.quiet_hours):
        reason = "All day on every day is quiet, so that what can wait would wait for ever."
        mend = f"Write hours that end, or leave them out. The service now moves nothing.\n{shown}"
        yield Finding("quiet-for-ever", "quiet_hours", reason, mend, Weight.FAULT)
    is_told_apart = any(ladder.hours in _TOLD_APART for ladder in policy.ladders)
    if is_told_apart and _is_always(policy.office_hours):
        reason = "The office is never closed, so no ladder for other hours is ever climbed."
        shown = table("office_hours", start=OFFICE_HOURS.start, until=OFFICE_HOURS.until)
        mend = f"Write when somebody is there.\n{shown}"
        yield Finding("office-never-closed", "office_hours", reason, mend, Weight.FAULT)


def _is_always(hours: DailyHours) -> bool:
    return hours.start == hours.until and set(hours.days) == set(WEEKDAYS)


def _other(hours: LadderHours) -> LadderHours:
    return LadderHours.OFFICE if hours == LadderHours.OUT_OF_HOURS else LadderHours.OUT_OF_HOURS
