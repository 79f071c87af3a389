"""What a policy document must agree on with itself: rungs, names and pages."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tenants.policy.duties import Told, Trigger
from tenants.policy.facts import FACT_NAMES
from tenants.policy.law import law
from tenants.policy.policy_format import PlainPolicy, PolicyRow, ScaleValue
from tenants.policy.questions import PAGES
from tenants.policy.table_reader import TableReader
from tenants.policy.vocabulary import NOT_YET_KNOWN, RiskToPeople

RECORD = "record"
MOST_ANSWERS: Final = 60
"""Answers of all judgements together: every pair of other answers is tried while a page is made."""

_SHORT_WORDS: Final = frozenset({"always", *RiskToPeople, *Told})


def check_scale(read: PlainPolicy, reader: TableReader) -> None:
    """Note every rung out of order and every rating that stands on no rung."""
    _check_rungs("scale", read.scale, reader)
    for axis in read.axes:
        _check_rungs(f"axes.{axis.id}.scale", axis.scale, reader)
        _check_ratings(f"axes.{axis.id}", axis.rows, axis.scale or read.scale, reader)
        if axis.scale and read.overall is None:
            instead = "an `[overall]` table that says what the axes come to, or leave it out"
            reader.problem(f"axes.{axis.id}.scale", "is a ladder of its own", instead)
    if read.overall is not None:
        _check_ratings("overall", read.overall.rows, read.scale, reader)
    for place, trigger in _triggers(read):
        _check_rating(place, trigger.rating, read.scale, reader)
    for name, trigger_of in read.thresholds:
        told = trigger_of.told if trigger_of is not None else ()
        # The full council's line is drawn last, so that it may rest on the other two.
        settled = {Told.REGULATOR, Told.PEOPLE} if name == Told.FULL_COUNCIL else set()
        if not settled.issuperset(told):
            wrong = "rests on who is told, which is what it has to settle"
            reader.problem(f"thresholds.{name}.told", wrong, "a rating, a risk or facts")


def check_names(read: PlainPolicy, reader: TableReader) -> None:
    """Note every id that stands twice, and every name that nothing else in the document has."""
    for place, ids in _ids(read):
        for name, times in Counter(ids).items():
            if times > 1:
                reader.problem(f"{place} ({name})", "has an id that another has", "its own id")
    _check_known(_parties_named(read), [party.id for party in read.parties], "party", reader)
    _check_known(_pages_named(read), [page.id for page in PAGES], "page", reader)
    if sum(len(judgement.answers) for judgement in read.judgements) > MOST_ANSWERS:
        wrong = f"have more than {MOST_ANSWERS} answers between them"
        reader.problem("judgements", wrong, "fewer questions, or fewer answers to each")
    if RECORD in {judgement.id for judgement in read.judgements}:
        reader.problem(f"judgements ({RECORD})", "means the breach's own record", "another id")
    answers = [*FACT_NAMES, *(judgement.id for judgement in read.judgements), RECORD]
    _check_known(_answers_named(read), answers, "fact or judgement", reader)


def check_duties(read: PlainPolicy, reader: TableReader) -> None:
    """Note every duty that takes the name of one of the law's, and each late ladder."""
    lawful = {rule.id for rule in law().rules}
    for index, duty in enumerate(read.obligations):
        if duty.id in lawful:
            instead = f'an id of its own, such as "policy-{duty.id}"'
            reader.problem(f"obligations[{index}] ({duty.id})", "has the id of a law's", instead)
    for ladder in read.ladders:
        hours = [rung.after_hours for rung in ladder.rungs]
        if hours[0] != 0 or hours != sorted(hours):
            wrong = "does not begin at 0 hours and go on from there"
            reader.problem(f"ladders.{ladder.id}.rungs", wrong, "the first at 0, later ones after")


def _check_known(
    named: Iterable[tuple[str, str]], known: Sequence[str], noun: str, reader: TableReader
) -> None:
    for place, name in named:
        if name not in known:
            words = f"one of: {', '.join(known)}" if known else f"a {noun} of that id first"
            reader.problem(place, f'"{name}" is no {noun} of the policy', words)


def _check_rungs(place: str, scale: Sequence[ScaleValue], reader: TableReader) -> None:
    values = [rung.value for rung in scale]
    if values != sorted(set(values)):
        reader.problem(place, "does not rise from row to row", "each value once, mildest first")
    names = [rung.name for rung in scale if rung.name]
    if len(names) != len(set(names)):
        reader.problem(place, "has one name twice", "each name once")
    for rung in scale:
        others = {str(value) for value in values} - {str(rung.value)}
        if rung.name in _SHORT_WORDS | others:
            wrong = f'calls a rung "{rung.name}", which means something else'
            reader.problem(place, wrong, "another name for it")


def _check_ratings(
    place: str, rows: Sequence[PolicyRow], scale: Sequence[ScaleValue], reader: TableReader
) -> None:
    for index, row in enumerate(rows):
        _check_rating(f"{place}.rows[{index}] ({row.id}).rating", row.rating, scale, reader)


def _check_rating(
    place: str, rating: int | str | None, scale: Sequence[ScaleValue], reader: TableReader
) -> None:
    allowed = [*(rung.value for rung in scale), *(rung.name for rung in scale if rung.name)]
    if rating is not None and rating not in allowed:
        words = ", ".join(map(_quoted, allowed)) or "a scale first"
        reader.problem(place, f"{_quoted(rating)} is not on the scale", words)


def _quoted(rating: object) -> str:
    """Write a rating as the document has to: a name in quotation marks, a number without."""
    return f'"{rating}"' if isinstance(rating, str) else str(rating)


def _triggers(read: PlainPolicy) -> Iterator[tuple[str, Trigger]]:
    for name, trigger in read.thresholds:
        if trigger is not None:
            yield f"thresholds.{name}", trigger
    for index, duty in enumerate(read.obligations):
        yield f"obligations[{index}] ({duty.id}).applies", duty.applies


def _ids(read: PlainPolicy) -> Iterator[tuple[str, Iterable[str]]]:
    for name in (
        "judgements", "axes", "parties", "ladders", "steps", "form", "obligations", "clauses",
        "retention", "notes",
    ):  # fmt: skip
        yield name, [each.id for each in getattr(read, name)]
    for judgement in read.judgements:
        values = [answer.value for answer in judgement.answers]
        yield f"judgements.{judgement.id}.answers", [*values, NOT_YET_KNOWN]
    for section in read.form:
        yield f"form.{section.id}", [question.id for question in section.questions]


def _parties_named(read: PlainPolicy) -> Iterator[tuple[str, str]]:
    for ladder in read.ladders:
        for rung in ladder.rungs:
            yield f"ladders.{ladder.id}.rungs", rung.to
    for each in read.responsibilities:
        for name in (*each.by, *each.advised_by, *each.instead):
            yield f"responsibilities.{each.act}", name
    for duty in read.obligations:
        if duty.by is not None:
            yield f"obligations.{duty.id}.by", duty.by


def _answers_named(read: PlainPolicy) -> Iterator[tuple[str, str]]:
    for section in read.form:
        for question in section.questions:
            if question.answered_by is not None:
                place = f"form.{section.id}.{question.id}.answered_by"
                yield place, question.answered_by


def _pages_named(read: PlainPolicy) -> Iterator[tuple[str, str]]:
    for judgement in read.judgements:
        yield f"judgements.{judgement.id}.page", judgement.page
    for section in read.form:
        for question in section.questions:
            yield f"form.{section.id}.{question.id}.page", question.page
