"""The annex to the council's report that stays out of the public part: names, details, reasons."""

from typing import Final

from tenants.documents.case import Case
from tenants.documents.decided import decision_rows
from tenants.documents.measures import action_rows, actions_table
from tenants.documents.meeting import resolution_wording
from tenants.documents.public_report import TITLE as REPORT
from tenants.documents.shape import Block, Document, Facts, Heading, Paragraph, Table
from tenants.documents.wording import fact_words, joined, known, occurred_words, people_words
from tenants.models import ActionKind
from tenants.times import when

TITLE: Final = "Restricted annex"


def restricted_annex(case: Case) -> Document:
    """Return what councillors may know and the public may not, with the resolution it needs."""
    breach, look = case.breach, case.first_look
    rows = action_rows(case, kinds=frozenset(ActionKind))
    blocks: list[Block] = [
        Paragraph(f"This belongs to the paper “{REPORT}”, number {breach.reference}."),
        Heading("Before the council takes this"),
        *resolution_wording(case),
        Heading("What happened"),
        Paragraph(known(breach.description)),
        Facts(
            (
                ("When it happened", occurred_words(breach)),
                ("When the council became aware", when(breach.aware_at)),
                ("How many people", people_words(breach)),
                ("Whose information", joined([breach.whose])),
                ("What kind of information", fact_words(breach, "categories")),
                ("Who has it now, or could have it", fact_words(breach, "recipient")),
                ("Lead investigator", case.name_of(breach.lead_id)),
            )
        ),
        Heading("What was done at once"),
        Paragraph(joined([breach.action_taken, look.containment if look else ""])),
        Heading("What was decided, and why"),
        decisions_table(case),
    ]
    if rows:
        blocks += [Heading("What was undertaken"), actions_table("Actions", rows)]
    if breach.learned:
        blocks += [Heading("What was learned"), Paragraph(breach.learned)]
    return case.document(TITLE, blocks)


def decisions_table(case: Case) -> Block:
    """Return who is told, with the reasons; a sentence where nothing is decided yet."""
    rows = decision_rows(case)
    if not rows:
        return Paragraph("Nothing has been decided yet.")
    return Table("Who is told", ("Who", "Decision", "Why", "Decided by"), rows)
