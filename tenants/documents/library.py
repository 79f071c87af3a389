"""Every document that can be made of a breach: for whom it is, what is in it, and what it lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from tenants.db import ScopedSession
from tenants.documents import people_letter, public_report, restricted_annex
from tenants.documents.case import Case
from tenants.documents.decision_memo import decision_memo
from tenants.documents.incident_report import incident_report
from tenants.documents.notices import NOTICES, notice
from tenants.documents.regulator_pack import regulator_pack
from tenants.documents.regulator_report import regulator_report_document
from tenants.documents.report_form import report_form
from tenants.documents.shape import Document
from tenants.errors import NotFound
from tenants.models import Subject

PUBLIC: Final = "public-report"
PEOPLE: Final = "letter-to-people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document. `missing` says what its text still lacks, a short line each.

    `is_there` says whether there is anything yet to make it of.
    """

    id: str
    title: str
    for_whom: str
    holds: str
    is_public: bool = False
    make: Callable[[ScopedSession, Case], Document]
    missing: Callable[[Case], tuple[str, ...]]
    is_there: Callable[[Case], bool] = lambda _case: True


def kind_of(kind_id: str) -> Kind:
    """Return the kind that an address names, or raise `NotFound`."""
    found = next((kind for kind in KINDS if kind.id == kind_id), None)
    if found is None:
        raise NotFound
    return found


def kinds_for(case: Case) -> tuple[Kind, ...]:
    """Return the kinds that can be made of a breach as it is now."""
    return tuple(kind for kind in KINDS if kind.is_there(case))


def made(session: ScopedSession, case: Case, kind: Kind) -> Document:
    """Return the document, or raise `NotFound` where there is nothing to make it of yet."""
    if not kind.is_there(case):
        raise NotFound
    return kind.make(session, case)


def file_name(document: Document, kind: Kind, ending: str) -> str:
    """Return what a download is called: never a practice one like a real one, and nobody's name."""
    practice = "PRACTICE-" if document.marker else ""
    return f"{practice}{document.reference}-{kind.id}.{ending}"


def missing_in_the_record(case: Case) -> tuple[str, ...]:
    """Return what reports would say if somebody wrote it down; until then "not yet known"."""
    asked = (
        ("the rating", case.rating is not None),
        ("what could follow from it", case.risks is not None),
        ("the decision about the regulator", case.decision(Subject.REGULATOR) is not None),
        ("the decision about the people affected", case.decision(Subject.PEOPLE) is not None),
        ("the look back, with what was learned", case.review is not None),
    )
    return tuple(words for words, is_there in asked if not is_there)


def _for_the_council(case: Case) -> tuple[str, ...]:
    return tuple(
        words for words in missing_in_the_record(case) if words != "what could follow from it"
    )


def _for_people(case: Case) -> tuple[str, ...]:
    gaps = len(people_letter.gaps_in(people_letter.drafted_words(case)))
    return (f"{gaps} gaps to fill" if gaps > 1 else "one gap to fill",) if gaps else ()


def _for_notice(subject: Subject, case: Case) -> tuple[str, ...]:
    decision = case.decision(subject)
    is_told = decision is not None and decision.decided == "tell"
    return ("the address", *(() if is_told else ("a decision to tell them",)))


def _notice(subject: Subject, _session: ScopedSession, case: Case) -> Document:
    return notice(case, subject)


def _nothing(_case: Case) -> tuple[str, ...]:
    return ()


def _is_decided(subject: Subject, case: Case) -> bool:
    return case.decision(subject) is not None


def _why(subject: Subject, session: ScopedSession, case: Case) -> Document:
    return decision_memo(session, case, subject)


def _latest_report(session: ScopedSession, case: Case) -> Document:
    return regulator_report_document(session, case.breach, case.reports[-1])


def _letter(_session: ScopedSession, case: Case) -> Document:
    return people_letter.letters(case, people_letter.drafted_words(case))


_TOLD: Final = {
    Subject.POLICE: ("the police", "How and when it happened, and what we ask of them."),
    Subject.INSURERS: ("the insurers", "Notice of what could become a claim, and what we ask."),
    Subject.BANK: ("the bank or card company", "Which accounts to watch, and what we ask."),
}
KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        id="incident-report",
        title="Incident report",
        for_whom="The full council, and the regulator if it asks",
        holds="Everything that is known, under the policy's ten headings.",
        make=lambda _session, case: incident_report(case),
        missing=missing_in_the_record,
    ),
    Kind(
        id="report-form",
        title="Breach report form",
        for_whom="The council's file",
        holds="The form of the policy, each section filled in from the record.",
        make=lambda _session, case: report_form(case),
        missing=missing_in_the_record,
    ),
    Kind(
        id=PUBLIC,
        title="Report to the council, for the public part",
        for_whom="Councillors and anybody who reads the agenda",
        holds="What happened and what was done, with nobody in it, and words for the minutes.",
        is_public=True,
        make=lambda _session, case: public_report.public_report_of(case),
        missing=_for_the_council,
    ),
    Kind(
        id="restricted-annex",
        title="Restricted annex",
        for_whom="Councillors, on paper, after the public has left",
        holds="Names, details and reasons, and the resolution that the council needs first.",
        make=lambda _session, case: restricted_annex.restricted_annex(case),
        missing=_for_the_council,
    ),
    Kind(
        id=PEOPLE,
        title="Letter to the people affected",
        for_whom="Each person whose information it is",
        holds="What happened, what could come of it, what they can do, and how to complain.",
        make=_letter,
        missing=_for_people,
    ),
    *(
        Kind(
            id=f"notice-{subject}",
            title=f"Notice to {_TOLD[subject][0]}",
            for_whom=f"{_TOLD[subject][0][0].upper()}{_TOLD[subject][0][1:]}",
            holds=_TOLD[subject][1],
            make=partial(_notice, subject),
            missing=partial(_for_notice, subject),
        )
        for subject in NOTICES
    ),
    *(
        Kind(
            id=f"why-{subject}",
            title=f"Decision about telling {words}",
            for_whom="The council's file, and the regulator if it asks",
            holds="One page: the facts, the rules and their version, who decided, why and when.",
            make=partial(_why, subject),
            missing=_nothing,
            is_there=partial(_is_decided, subject),
        )
        for subject, words in (
            (Subject.REGULATOR, "the regulator"),
            (Subject.PEOPLE, "the people affected"),
        )
    ),
    Kind(
        id="regulator-report",
        title="Report to the regulator",
        for_whom="Whoever fills in the regulator's form",
        holds="The latest report, sent or not: each question of the form with its answer.",
        make=_latest_report,
        missing=_nothing,
        is_there=lambda case: bool(case.reports),
    ),
    Kind(
        id="regulator-pack",
        title="Pack for the regulator",
        for_whom="The regulator, if it asks for the record",
        holds="What was sent, what happened when, what was decided and why, what was done.",
        make=regulator_pack,
        missing=missing_in_the_record,
    ),
)
