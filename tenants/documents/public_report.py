"""The report to the full council that may be read by anybody: what happened, and nobody in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tenants.db import ScopedSession
from tenants.documents.case import Case, case_of
from tenants.documents.held_back import screen
from tenants.documents.meeting import minute_wording
from tenants.documents.shape import Block, Bullets, Document, Facts, Heading, Note, Paragraph
from tenants.documents.wording import (
    NOT_YET,
    answer_words,
    cause_words,
    fact_words,
    lower_first,
    occurred_words,
    risk_words,
    told_words,
)
from tenants.models import Breach, Nature, Subject
from tenants.policy import law
from tenants.times import day, day_of, when

TITLE: Final = "Report to the full council: a personal data breach"
_TITLES: Final[Mapping[str, str]] = {
    Nature.NEAR_MISS: "Report to the full council: a near miss",
    Nature.NOT_A_BREACH: "Report to the full council: no breach of personal data",
}
_APART: Final[Mapping[str, str]] = {
    Nature.NEAR_MISS: "It turned out to be a near miss, so there was nothing to rate.",
    Nature.NOT_A_BREACH: "It turned out to be no breach of personal data, so it is not rated.",
}
# So few people can be recognised from what kind of information it was, in a small place.
FEW: Final = 5


def public_report(session: ScopedSession, breach: Breach, *, now: datetime) -> Document:
    """Return the report of a breach without personal data, as it may be read out and published."""
    return public_report_of(case_of(session, breach, now=now))


def public_report_of(case: Case) -> Document:
    """Return the report: closed words and figures, and what was written that names nobody."""
    screened = screen(case)
    blocks: list[Block] = [
        Paragraph(_in_short(case)),
        Heading("What happened"),
        Facts(_what_happened(case)),
        Heading("How serious it is"),
        *_how_serious(case),
        Heading("What was done"),
        Facts(_who_was_told(case)),
    ]
    if screened.done:
        blocks += [Paragraph("This was done:"), Bullets(screened.done)]
    if screened.planned:
        blocks += [Paragraph("This is to be done:"), Bullets(screened.planned)]
    blocks += [Heading("What was learned"), Paragraph(screened.learned or _not_yet_learned(case))]
    if screened.held_back:
        blocks.append(Note("More is in the restricted annex, because it could point to somebody."))
    blocks += [Heading("What the council is asked to do"), *minute_wording(case)]
    return case.document(_TITLES.get(case.breach.nature, TITLE), blocks, is_public=True)


def people_for_the_public(breach: Breach) -> str:
    """Return how many people it is about; a number so small that it points at them is not said."""
    number = breach.facts.get("people_affected")
    if number is None:
        return NOT_YET
    return f"{int(number):,}" if number == 0 or number >= FEW else f"Fewer than {FEW}"


def _is_few(breach: Breach) -> bool:
    number = breach.facts.get("people_affected")
    return number is None or 0 < number < FEW


def _in_short(case: Case) -> str:
    words = cause_words(case.breach)
    said = "What went wrong is not yet known" if words == NOT_YET else words
    asked = "This report names nobody. What could point to somebody is in a restricted annex."
    risk = f" {risk_words(case.breach)}." if case.breach.risk else ""
    return f"{said}.{risk} {asked}"


def _what_happened(case: Case) -> tuple[tuple[str, str], ...]:
    breach = case.breach
    apart = "Not said here: so few people are affected that they could be recognised"
    kinds = apart if _is_few(breach) else fact_words(breach, "categories")
    whose = apart if _is_few(breach) else fact_words(breach, "data_subjects")
    return (
        ("What went wrong", cause_words(breach)),
        ("When it happened", occurred_words(breach)),
        ("When the council became aware", when(breach.aware_at)),
        ("How many people it is about", people_for_the_public(breach)),
        ("Whose information", whose),
        ("What kind of information", kinds),
    )


def _how_serious(case: Case) -> list[Block]:
    if case.breach.nature in _APART:
        return [Paragraph(_APART[case.breach.nature])]
    if case.conclusion is None:
        return [Paragraph("It has not been rated yet.")]
    rung = next((one for one in case.policy.scale if one.value == case.breach.rating), None)
    rows = [
        ("Risk to people", risk_words(case.breach)),
        ("By which policy", f"{case.policy.title}, version {case.policy.version}"),
    ]
    if rung is not None:
        meaning = lower_first(rung.meaning).rstrip(".")
        rows.insert(0, ("Rating", f"{rung.word} ({meaning})"))
    return [Facts(tuple(rows))]


def _who_was_told(case: Case) -> tuple[tuple[str, str], ...]:
    regulator = law().regulator_on(day_of(case.now))
    asked = (
        (f"The {regulator.name} ({regulator.short_name})", Subject.REGULATOR),
        ("The people affected", Subject.PEOPLE),
        ("The police", Subject.POLICE),
        ("The insurers", Subject.INSURERS),
        ("The bank or card company", Subject.BANK),
    )
    decided = (
        (words, case.decision(subject))
        for words, subject in asked
        if subject in (Subject.REGULATOR, Subject.PEOPLE) or case.decision(subject)
    )
    told = ((words, told_words(row, with_reason=False)) for words, row in decided)
    answered = (
        (f"What the {regulator.short_name} answered", answer_words(one)) for one in case.answers
    )
    return (*told, *answered)


def _not_yet_learned(case: Case) -> str:
    if case.breach.closed_at is None:
        return "The council is still looking into it."
    return f"It was closed on {day(case.breach.closed_at)}."
