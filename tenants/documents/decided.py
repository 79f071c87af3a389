"""What was decided about telling others, as rows of a table."""

from collections.abc import Mapping
from typing import Final

from tenants.documents.case import Case
from tenants.documents.wording import told_words
from tenants.models import Decision, Subject
from tenants.times import when_short

NAMES: Final[Mapping[Subject, str]] = {
    Subject.REGULATOR: "The regulator",
    Subject.PEOPLE: "The people affected",
    Subject.POLICE: "The police",
    Subject.INSURERS: "The insurers",
    Subject.BANK: "The bank or card company",
    Subject.LEGAL_ADVISERS: "The legal advisers",
    Subject.PRESS: "The press",
    Subject.OTHER: "Somebody else",
}


def decision_rows(case: Case) -> tuple[tuple[str, ...], ...]:
    """Return each standing decision about telling somebody: who, what, why, and whose it is."""
    rows = [(subject, row) for (subject, _), row in case.decisions.items() if subject in NAMES]
    order = list(NAMES)
    rows.sort(key=lambda pair: (order.index(pair[0]), pair[1].party_name.casefold()))
    return tuple(_row(case, subject, row) for subject, row in rows)


def _row(case: Case, subject: Subject, row: Decision) -> tuple[str, ...]:
    by = f"{case.name_of(row.decided_by_id)}, {when_short(row.decided_at)}"
    who = row.party_name or NAMES[subject]
    return who, told_words(row, with_reason=False), row.reason or "As proposed", by
