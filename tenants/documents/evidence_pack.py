"""The evidence of a council's year in one document: it supports what the council answers, no more.

It says what the record holds. What an auditor must see, and whether the council may answer yes, it
does not say: nobody has written down the one, and the other is the council's own to judge.
"""

from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select

from tenants.audit import Broken, Verified, verify_chain
from tenants.breaches.drill_results import DrillResult, Milestone
from tenants.breaches.register import real_breaches
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.documents.register_lines import EXTRACT, extract_lines
from tenants.documents.shape import Block, Document, Facts, Heading, Note, Paragraph, Table
from tenants.models import Action, ActionKind, AdoptedPolicy, Breach, Complaint, Training
from tenants.prompts.days import bounds_of, year_ends, year_starts
from tenants.prompts.evidence import Evidence, evidence_of
from tenants.times import day, day_of, day_short

MOST_LINES: Final = 300
_KINDS: Final = {
    ActionKind.CONTAINMENT: "Stopping or limiting a breach",
    ActionKind.FOLLOW_UP: "Something promised to the regulator",
    ActionKind.RECOMMENDATION: "A recommendation",
    ActionKind.LESSON: "A lesson",
}
_SUPPORTS: Final = (
    "This pack supports your evidence of how the council looks after personal data, for example for"
    " Assertion 10 of the Annual Governance Statement. It shows what is in the record of the"
    " council, and nothing else. It does not say what an auditor must see, and it answers"
    " nothing for the council."
)


def evidence_pack(session: ScopedSession, *, year: int, now: datetime) -> Document:
    """Return the pack for a year to 31 March; raise `NotFound` for one not spent here.

    Names nobody and tells no breach in words: it may be shown.
    """
    found = evidence_of(session, year=year, now=now)
    council = get_own_council(session)
    blocks: list[Block] = [
        Paragraph(_SUPPORTS),
        *_register(session, found),
        *_policy(session, found),
        *_training(session, found),
        *_complaints(session, found),
        *_actions(session, found, today=day_of(now)),
        *_practice(found),
        *_record(session),
    ]
    return Document(
        title=f"Evidence for the year to 31 March {year}",
        council=council.name,
        reference=f"{day_short(year_starts(year))} to {day_short(found.until)}",
        blocks=tuple(blocks),
        made_at=now,
    )


def _register(session: ScopedSession, found: Evidence) -> list[Block]:
    since, until = bounds_of(found.year)
    lines = list(extract_lines(session, since=since, until=until))
    counts = found.counts
    so_far = " so far" if found.until < year_ends(found.year) else ""
    apart = _number(counts.near_misses, "near miss or false alarm", "near misses or false alarms")
    nil = f"The council recorded no personal data breach in this year{so_far}, and {apart}."
    some = f"The council recorded {_number(counts.breaches, 'breach', 'breaches')}, and {apart}."
    blocks: list[Block] = [
        Heading("Breach register"),
        Paragraph(nil if counts.is_nil else some),
        Facts((("Yearly return", _answer(found)),)),
    ]
    if counts.is_nil and found.answer is not None and found.answer.breaches == 0:
        blocks.append(Note("This is a nil return: the council said so itself, as dated above."))
    if lines:
        rows = tuple(
            tuple(cell if isinstance(cell, str) else day_short(cell) for cell in line)
            for line in lines[:MOST_LINES]
        )
        blocks.append(Table("What was reported in the year, the latest first", EXTRACT, rows))
    if len(lines) > MOST_LINES:
        blocks.append(Note(f"These are the latest {MOST_LINES} of {len(lines)}."))
    return blocks


def _answer(found: Evidence) -> str:
    answer = found.answer
    if answer is None:
        return "Not made yet"
    breaches = _number(answer.breaches, "breach", "breaches")
    return f"Made on {day(answer.made_at)}: {breaches}"


def _policy(session: ScopedSession, found: Evidence) -> list[Block]:
    adopted = session.execute(
        select(AdoptedPolicy.adopted_on, AdoptedPolicy.minute, AdoptedPolicy.review_on)
        .where(AdoptedPolicy.adopted_on <= found.until)
        .order_by(AdoptedPolicy.adopted_on.desc(), AdoptedPolicy.number.desc())
        .limit(MOST_LINES)
    ).all()
    blocks: list[Block] = [Heading("Breach policy")]
    if not adopted:
        return [*blocks, Note("The council had adopted no breach policy of its own by then.")]
    rows = tuple(
        (day(on), minute, day(review) if review else "Not set")
        for on, minute, review in adopted
        if on is not None
    )
    return [*blocks, Table("When it was adopted", ("Adopted on", "Minute", "Look again by"), rows)]


def _training(session: ScopedSession, found: Evidence) -> list[Block]:
    starts = year_starts(found.year)
    rows = session.execute(
        select(Training.trained_on, Training.what, func.count())
        .where(Training.trained_on.between(starts, found.until))
        .group_by(Training.trained_on, Training.what)
        .order_by(Training.trained_on, Training.what)
        .limit(MOST_LINES)
    ).all()
    people = _number(found.people, "person", "people")
    blocks: list[Block] = [
        Heading("Training"),
        Paragraph(
            f"Of {people} with a place in the council now, {found.trained} had training in data"
            f" protection in the two years to {day(found.until)}."
        ),
    ]
    if rows:
        said = tuple((day(on), what, str(number)) for on, what, number in rows)
        blocks.append(Table("Training in the year", ("On", "What it was", "People"), said))
    return blocks


def _complaints(session: ScopedSession, found: Evidence) -> list[Block]:
    within: tuple[ColumnElement[bool], ...] = (
        Complaint.received_on >= year_starts(found.year),
        Complaint.received_on <= found.until,
        real_breaches(),
    )
    received, acknowledged = session.execute(
        select(func.count(), func.count(Complaint.acknowledged_on))
        .select_from(Complaint)
        .join(Breach, Breach.id == Complaint.breach_id)
        .where(*within)
    ).one()
    return [
        Heading("Complaints about breaches"),
        Facts((("Received in the year", str(received)), ("Acknowledged", str(acknowledged)))),
    ]


def _actions(session: ScopedSession, found: Evidence, *, today: date) -> list[Block]:
    rows = session.execute(
        select(Breach, Action)
        .join(Action, Action.breach_id == Breach.id)
        .where(real_breaches(), Action.done_on.is_(None), Action.dropped_at.is_(None))
        .order_by(Action.due_on.nulls_last(), Action.set_at, Action.id)
        .limit(MOST_LINES)
    ).all()
    blocks: list[Block] = [
        Heading("Open actions"),
        Paragraph(
            f"On {day(today)}: {_number(found.open_actions, 'action is', 'actions are')} open,"
            f" {found.overdue_actions} past the day."
        ),
    ]
    if rows:
        said = tuple(
            (
                breach.reference,
                _KINDS[ActionKind(one.kind)],
                day(one.due_on) if one.due_on else "Not set",
            )
            for breach, one in rows
        )
        blocks.append(Table("What is still to be done", ("Breach", "What it is", "By"), said))
    return blocks


def _practice(found: Evidence) -> list[Block]:
    blocks: list[Block] = [
        Heading("Practice"),
        Paragraph(f"{_number(found.drills, 'practice breach', 'practice breaches')} in the year."),
    ]
    if found.practices:
        rows = tuple(
            (one.drill.reference, day(one.drill.reported_at), _first(one))
            for one in found.practices
        )
        blocks.append(Table("Practices", ("Number", "Started on", "First answer"), rows))
    return blocks


def _first(result: DrillResult) -> str:
    after = result.moment(Milestone.ANSWERED).after
    if after is None:
        return "Nobody answered"
    minutes = int(after.total_seconds() // 60)
    return f"After {minutes // 60} h {minutes % 60:02d} min"


def _record(session: ScopedSession) -> list[Block]:
    """Say whether the record is whole, and what to write down so that anybody can ask again."""
    blocks: list[Block] = [Heading("The record behind this pack")]
    match verify_chain(session):
        case Verified() as whole:
            entries = _number(whole.entries, "entry", "entries")
            return [
                *blocks,
                Paragraph(
                    "Every change leaves an entry, and each entry is bound to the one before it."
                    f" When this pack was made the record was whole: {entries}. Whoever keeps this"
                    " page can have it checked later that none of them was changed or taken out."
                ),
                Facts(
                    (("Number of the last entry", str(whole.entries)), ("Fingerprint", whole.head))
                ),
            ]
        case Broken() as broken:
            words = f"The record is not whole: at number {broken.sequence}, {broken.why}."
            return [*blocks, Note(f"{words} Tell whoever runs the service.")]


def _number(number: int, one: str, many: str) -> str:
    return f"{'no' if number == 0 else f'{number:,}'} {one if number == 1 else many}"
