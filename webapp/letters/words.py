"""What a letter's outcome is called, and what it means for the council. Pure."""

from collections.abc import Mapping
from typing import Final

from tenants.models import LetterOutcome

OUTCOMES: Final[Mapping[LetterOutcome, str]] = {
    LetterOutcome.NO_ACTION: "No action",
    LetterOutcome.NO_ACTION_WITH_RECOMMENDATIONS: "No action, with recommendations",
    LetterOutcome.REPRIMAND: "Reprimand",
    LetterOutcome.PENALTY: "Penalty",
    LetterOutcome.ENFORCEMENT_NOTICE: "Enforcement notice",
    LetterOutcome.UNDERTAKING: "Undertaking",
    LetterOutcome.COMPLAINT_OUTCOME: "Outcome of a complaint",
    LetterOutcome.FURTHER_ENQUIRIES: "Questions to answer",
    LetterOutcome.DOES_NOT_MEET_THRESHOLD: "Did not need to be reported",
    LetterOutcome.UNKNOWN: "We cannot tell, or something else",
}
LATE: Final = {
    "yes": "Yes, it says that the report came late",
    "no": "No, it says nothing of the kind",
    "unknown": "We cannot tell",
}
CLOSED: Final = {"yes": "Yes", "no": "No, or it does not say"}


LATE_WORDS: Final = {True: "yes", False: "no", None: "unknown"}
