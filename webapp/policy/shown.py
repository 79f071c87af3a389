"""What stands beside a policy's own words: the law as it is on a day, and when it is reviewed."""

from dataclasses import dataclass
from datetime import date

from tenants.policy import Law, LawRule
from tenants.times import day


@dataclass(frozen=True, slots=True)
class LawInForce:
    """What the law adds on a day: a sentence, its source on that day, and what it lists."""

    sentence: str
    citation: str
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """When the council looks at its policy again, in words."""

    words: str
    is_overdue: bool


def law_on(law: Law, on: date) -> list[LawInForce]:
    """Return the rules that bind on a day, cited as they stood on it."""
    return [_stated(law, rule, on) for rule in law.rules if rule.is_in_force_on(on)]


def _stated(law: Law, rule: LawRule, on: date) -> LawInForce:
    return LawInForce(law.sentence_on(rule.id, on), rule.citation_on(on), rule.content)


def review_of(review_on: date, today: date) -> Review:
    """Return "Monday 8 November 2027, in 11 months" or that it is overdue, and by how much."""
    if review_on == today:
        return Review(f"{day(review_on)}, today", is_overdue=False)
    if review_on < today:
        return Review(f"{day(review_on)}, {_length(review_on, today)} ago", is_overdue=True)
    return Review(f"{day(review_on)}, in {_length(today, review_on)}", is_overdue=False)


def counted(number: int, noun: str) -> str:
    """Return "1 month", "2 months"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def months_in_words(months: int) -> str:
    """Return a span in whole years where it comes to whole years: "6 years", "18 months"."""
    years, rest = divmod(months, 12)
    return counted(months, "month") if rest or not years else counted(years, "year")


def _length(start: date, end: date) -> str:
    """Say a length in days up to two months, then in whole months, then in years."""
    days = (end - start).days
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if days < 61:
        return counted(days, "day")
    return counted(months, "month") if months < 24 else counted(months // 12, "year")
