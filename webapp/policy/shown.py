"""A policy laid out for a page: its table by rating, its duties in words, its review in words."""

from dataclasses import dataclass
from datetime import date

from tenants.policy import Law, LawRule, Policy
from tenants.policy.reasons import trigger_words
from tenants.times import day


@dataclass(frozen=True, slots=True)
class Rung:
    """One rating, with what puts a breach there: for each axis, any one of these sentences."""

    value: int
    cells: tuple[tuple[str, ...], ...]
    is_for_full_council: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that the policy asks for, in which case and by when."""

    sentence: str
    applies: str
    due: str
    section: str
    content: tuple[str, ...]


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


def rungs_of(policy: Policy) -> list[Rung]:
    """Return the policy's table, the mildest rating first."""
    line = policy.lines.get("thresholds.full_council")
    lowest = line.rating if line else None
    return [
        Rung(
            step.value,
            tuple(
                tuple(row.sentence for row in axis.table.rows if row.result == step.value)
                for axis in policy.axes
            ),
            lowest is not None and step.value >= lowest,
        )
        for step in policy.scale
    ]


def duties_of(policy: Policy) -> list[Duty]:
    """Return what the policy itself asks for, in the document's order."""
    return [
        Duty(
            duty.sentence,
            _sentence_case(trigger_words(duty.applies, policy)),
            _sentence_case(duty.due.words),
            duty.section,
            duty.minimum_content,
        )
        for duty in policy.obligations
    ]


def law_on(law: Law, on: date) -> list[LawInForce]:
    """Return the rules that bind on a day, cited as they stood on it."""
    return [_stated(law, rule, on) for rule in law.rules if rule.is_in_force_on(on)]


def _stated(law: Law, rule: LawRule, on: date) -> LawInForce:
    return LawInForce(law.sentence_on(rule.id, on), rule.citation_on(on), rule.content)


def stand_ins(policy: Policy) -> str:
    """Return who hears of a report, in order, under the policy's own names."""
    parties = dict.fromkeys(rung.to for ladder in policy.ladders for rung in ladder.rungs)
    return ", then ".join(policy.party(party) for party in parties)


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def review_of(review_on: date, today: date) -> Review:
    """Return "Monday 8 November 2027, in 11 months" or that it is overdue, and by how much."""
    if review_on == today:
        return Review(f"{day(review_on)}, today", is_overdue=False)
    if review_on < today:
        return Review(f"{day(review_on)}, {_length(review_on, today)} ago", is_overdue=True)
    return Review(f"{day(review_on)}, in {_length(today, review_on)}", is_overdue=False)


def _length(start: date, end: date) -> str:
    """Say a length in days up to two months, then in whole months, then in years."""
    days = (end - start).days
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    if days < 61:
        return _counted(days, "day")
    return _counted(months, "month") if months < 24 else _counted(months // 12, "year")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
