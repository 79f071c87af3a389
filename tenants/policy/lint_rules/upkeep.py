"""Whether the policy is looked at again, what it keeps and for how long, and who hears of it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final

from tenants.policy.duties import Told
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, entry, table
from tenants.policy.lint_rules.tellings import duties_towards
from tenants.policy.policy_format import Review

_VAGUE: Final = (
    r"(?:the|all|any|our|its|and|of|other|data|records?|information|everything|documents?|files?"
    r"|it|things?|\W)+"
)


def findings(reading: Reading) -> Iterator[Finding]:
    """Find a review that is overdue or has no day, and what the policy keeps or tells nobody."""
    yield from _review(reading)
    yield from _retention(reading)
    yield from _full_council(reading)


def _due_on(review: Review) -> date | None:
    """Give the day of the next review: as it is written, or so many months after the last."""
    last = review.last_on or review.adopted_on
    if review.next_on is not None or last is None or review.months is None:
        return review.next_on
    years, month = divmod(last.month - 1 + review.months, 12)
    year, month = last.year + years, month + 1
    return last.replace(year=year, month=month, day=min(last.day, monthrange(year, month)[1]))


def _review(reading: Reading) -> Iterator[Finding]:
    review = reading.policy.review
    due = _due_on(review)
    next_on = _a_year_on(reading.on) if reading.on else date(2027, 5, 6)
    mend = f"Write the day of the next review.\n{table('review', months=12, next_on=next_on)}"
    if due is None:
        reason = "No day is written on which the council looks at the policy again."
        weight = Weight.ADVICE if review.at else Weight.FAULT
        yield Finding("no-review-date", "review", reason, mend, weight)
    elif reading.on is not None and due < reading.on:
        reason = f"The policy was to be looked at again by {_day(due)}, and that day has gone."
        words = "Look at it at the next meeting, and write the day of the review after that."
        mend = f"{words}\n{table('review', last_on=reading.on, next_on=next_on)}"
        place = "review.next_on" if review.next_on else "review"
        yield Finding("review-overdue", place, reason, mend, Weight.FAULT)
    last = review.last_on or review.adopted_on
    if last is not None and review.next_on is not None and review.next_on <= last:
        reason = f"The next review, {_day(review.next_on)}, is not after the last, {_day(last)}."
        yield Finding("review-before-last", "review.next_on", reason, mend, Weight.FAULT)


def _a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _retention(reading: Reading) -> Iterator[Finding]:
    shown = entry("retention", id="register", what="The breach register and its files", months=72)
    if not reading.policy.retention:
        reason = "Nothing says how long the register of breaches and its papers are kept."
        mend = f"Write how long the council means to keep them; six years are an example.\n{shown}"
        yield Finding("no-retention", "retention", reason, mend, Weight.ADVICE)
    for each in reading.policy.retention:
        if re.fullmatch(_VAGUE, each.what, re.IGNORECASE):
            reason = f"“{each.what}” does not say what is kept, so nobody can know what to destroy."
            mend = f"Name it.\n{shown}"
            yield Finding(
                "retention-of-nothing", f"retention.{each.id}.what", reason, mend, Weight.FAULT
            )


def _full_council(reading: Reading) -> Iterator[Finding]:
    policy = reading.policy
    duties = duties_towards(policy, Told.FULL_COUNCIL, reading.law)
    if policy.thresholds.full_council is None and not duties:
        reason = "The full council never hears of a breach, though it answers for every one."
        rung = policy.scale[len(policy.scale) // 2].value if policy.scale else "regulator"
        mend = f"Write from where on it is told.\n{table('thresholds', full_council=rung)}"
        yield Finding(
            "full-council-never-told", "thresholds.full_council", reason, mend, Weight.ADVICE
        )
