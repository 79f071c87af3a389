"""What the council is asked to resolve, and how its minutes can say so.

Parish councils exclude the public by a resolution that states its reason (Public Bodies (Admission
to Meetings) Act 1960, s. 1(2)).
"""

from typing import Final

from tenants.documents.case import Case
from tenants.documents.shape import Block, Bullets, Note, Paragraph

RESOLUTION: Final = (
    "That under section 1(2) of the Public Bodies (Admission to Meetings) Act 1960 the press and"
    " the public be excluded while the restricted annex is discussed, because it holds confidential"
    " information about people and publicity would be against the public interest."
)


def minute_wording(case: Case) -> list[Block]:
    """Return what may stand in the minutes, which anybody can read: no person and no detail."""
    number = f"{case.breach.marker}{case.breach.reference}"
    return [
        Paragraph("The council is asked to note this report. These words could go in the minutes:"),
        Bullets(
            (
                f"The council received the report on personal data breach {number}.",
                "It noted who had been told, and what is done so that it does not happen again.",
            ),
            numbered=True,
        ),
        Note(
            "Keep names and details out of the minutes and out of the papers published with them."
        ),
    ]


def resolution_wording(case: Case) -> list[Block]:
    """Return the resolution to exclude press and public, and the minute that follows it."""
    number = f"{case.breach.marker}{case.breach.reference}"
    return [
        Paragraph(
            "Take this part without press and public only if the council resolves so first. It is"
            " about the whole public, not about one person. Proposed words:"
        ),
        Note(RESOLUTION),
        Paragraph("And for the minutes, once the public is back:"),
        Bullets(
            (
                f"The council considered the restricted annex on personal data breach {number}.",
                "[The decision, in words that name nobody.]",
            ),
            numbered=True,
        ),
    ]
