"""The form of the council's own policy, filled in from the record.

Where the policy has none, the three sections of Scotton's form stand in (its Appendix 1).
"""

from collections.abc import Callable, Mapping
from typing import Final

from tenants.documents.case import Case
from tenants.documents.shape import Block, Document, Facts, Heading, Paragraph
from tenants.documents.wording import (
    NOT_YET,
    cause_words,
    fact_words,
    joined,
    known,
    occurred_words,
    people_words,
    risk_words,
    told_words,
)
from tenants.models import ActionKind, Communication, Direction, Party, Subject
from tenants.policy import shipped_policy
from tenants.policy.policy_format import FormQuestion, FormSection
from tenants.times import day, when

TITLE: Final = "Breach report form"
_OUTSIDE: Final = (Subject.INSURERS, Subject.BANK, Subject.LEGAL_ADVISERS, Subject.PRESS)
_NAMES: Final[Mapping[Subject, str]] = {
    Subject.INSURERS: "Insurers",
    Subject.BANK: "Bank or card company",
    Subject.LEGAL_ADVISERS: "Legal advisers",
    Subject.PRESS: "The press",
}


def report_form(case: Case) -> Document:
    """Return the form's sections with every answer that the record has."""
    blocks: list[Block] = []
    for number, section in enumerate(_sections(case), start=1):
        blocks.append(Heading(f"Section {number}: {section.title}"))
        blocks.append(Paragraph(f"Filled in by: {section.completed_by}"))
        blocks.append(
            Facts(tuple((question.text, _answer(case, question)) for question in section.questions))
        )
    return case.document(TITLE, blocks)


def _sections(case: Case) -> tuple[FormSection, ...]:
    return case.policy.form or shipped_policy("scotton").form


def _answer(case: Case, question: FormQuestion) -> str:
    """Return what was written for it, else the record's answer, else the fact behind it."""
    findings = case.rating.findings if case.rating else {}
    if written := str(findings.get(question.id) or "").strip():
        return written
    if question.id in _ANSWERS:
        return known(_ANSWERS[question.id](case))
    if question.answered_by and question.answered_by != "record":
        return fact_words(case.breach, question.answered_by)
    return NOT_YET


def _reporter(case: Case) -> str:
    reporter_id = case.breach.reporter_id
    return case.name_of(reporter_id) if reporter_id else "Somebody without an account"


def _received(case: Case) -> str:
    at = case.breach.received_at
    return f"{case.name_of(case.breach.received_by_id)}, {when(at)}" if at else "Nobody yet"


def _forwarded(case: Case) -> str:
    lead_id = case.breach.lead_id
    return case.name_of(lead_id) if lead_id else "Nobody yet"


def _at_risk(case: Case) -> str:
    return joined([case.breach.whose, _if_known(fact_words(case.breach, "categories"))])


def _if_known(words: str) -> str:
    return "" if words == NOT_YET else words


def _rating(case: Case) -> str:
    if case.rating is None:
        return "Not rated yet"
    rated = case.policy.word(case.breach.rating)
    words = f"{rated}, on {when(case.rating.made_at)}, by {case.name_of(case.rating.made_by_id)}"
    return joined([words, risk_words(case.breach)])


def _councillors_told(case: Case) -> str:
    if case.breach.council_told_rating is None and not case.breach.council_told_word:
        return "Not told of it by the service yet"
    return "As soon as it was rated"


def _reported_to_council(case: Case) -> str:
    on, minute = case.breach.reported_to_council_on, case.breach.council_minute
    return f"{day(on)}, minute {minute}" if on else "Not yet"


def _actions(case: Case, *kinds: ActionKind) -> str:
    return "\n".join(f"- {row.words}" for row in case.actions if row.kind in kinds)


def _did(case: Case) -> str:
    look = case.first_look
    found = [look.containment if look else "", _actions(case, ActionKind.CONTAINMENT)]
    return joined([case.breach.action_taken, *found])


def _follow_up(case: Case) -> str:
    return _actions(case, ActionKind.FOLLOW_UP, ActionKind.RECOMMENDATION, ActionKind.LESSON)


def _inside(case: Case) -> str:
    return _told_by_log(case, Party.COUNCILLORS) or "Nothing is recorded"


def _others(case: Case) -> str:
    rows = ((_NAMES[subject], case.decision(subject)) for subject in _OUTSIDE)
    lines = [f"{name}: {told_words(row)}" for name, row in rows if row is not None]
    named = [row for (subject, name), row in case.decisions.items() if name]
    lines += [f"{row.party_name}: {told_words(row)}" for row in named]
    return "\n".join(lines) or "Nobody, as far as is recorded"


def _told_by_log(case: Case, party: Party) -> str:
    lines = (row for row in case.communications if row.party == party)
    return "\n".join(_line(row) for row in lines if row.direction == Direction.TOLD)


def _line(row: Communication) -> str:
    return f"{row.with_whom or 'Somebody'}, {when(row.told_at)}, {row.method}"


_ANSWERS: Final[Mapping[str, Callable[[Case], str]]] = {
    "discovered_at": lambda case: when(case.breach.suspected_at or case.breach.aware_at),
    "occurred": lambda case: occurred_words(case.breach),
    "reporter_name": _reporter,
    "reporter_contact": lambda case: case.breach.contact,
    "description": lambda case: case.breach.description,
    "people_affected": lambda case: people_words(case.breach),
    "at_risk": _at_risk,
    "first_action": lambda case: case.breach.action_taken,
    "received_by": _received,
    "forwarded_to": _forwarded,
    "systems": lambda case: cause_words(case.breach),
    "rating": _rating,
    "councillors_told_on": _councillors_told,
    "reference": lambda case: f"{case.breach.marker}{case.breach.reference}",
    "action_taken": _did,
    "police": lambda case: told_words(case.decision(Subject.POLICE)),
    "follow_up": _follow_up,
    "council_told_on": _reported_to_council,
    "others_inside": _inside,
    "regulator": lambda case: told_words(case.decision(Subject.REGULATOR)),
    "people": lambda case: told_words(case.decision(Subject.PEOPLE)),
    "others_outside": _others,
}
