"""What was done to handle a breach to its end, in words for its timeline. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from tenants.models import Event
from webapp.breaches.duty_events import Names, Words


def _always(words: str) -> Words:
    return lambda _changes, _names: words


def _report_saved(changes: Mapping[str, Any], _names: Names) -> str:
    kind = "a follow-up for" if changes.get("kind") == "follow_up" else "the report to"
    return f"Saved {kind} the regulator"


def _report_sent(changes: Mapping[str, Any], _names: Names) -> str:
    kind = "a follow-up" if changes.get("kind") == "follow_up" else "the report"
    return f"Recorded that {kind} was sent to the regulator"


def _linked(changes: Mapping[str, Any], _names: Names) -> str:
    is_same = changes.get("kind") == "duplicate_of"
    return "Recorded that it is the same as another breach" if is_same else "Linked another breach"


def _facts_changed(changes: Mapping[str, Any], _names: Names) -> str:
    again = ", so it is rated again" if changes.get("rate_again") else ""
    return f"Changed what is known{again}"


def _erased(changes: Mapping[str, Any], _names: Names) -> str:
    took = {
        "papers": "Erased files, letters and comments, as the policy asks",
        "line": "Erased what people wrote in the record, as the policy asks",
        "outside": "Recorded that something kept outside this register is gone",
    }
    return took.get(str(changes.get("took")), "Erased the personal data, as the policy asks")


HANDLING_WORDS: Final[Mapping[Event, Words]] = {
    Event.REPORT_ACKNOWLEDGED: _always("Read the report to the council"),
    Event.INTAKE_CHANGED: _always("Changed whether anybody may report without an account"),
    Event.REPORTER_WROTE: _always("Whoever reported it added to their report"),
    Event.REPORTER_ANSWERED: _always("Answered whoever reported it"),
    Event.FILE_ADDED: _always("Added a file"),
    Event.FILE_REMOVED: _always("Removed a file, and said why"),
    Event.COMMUNICATION_RECORDED: _always("Recorded a conversation"),
    Event.COMMENT_WRITTEN: _always("Wrote a comment"),
    Event.BREACH_LINKED: _linked,
    Event.BREACH_UNLINKED: _always("Took a link to another breach away"),
    Event.HOLD_SET: _always("Put a legal hold on it: nothing is erased"),
    Event.HOLD_LIFTED: _always("Lifted the legal hold"),
    Event.RISKS_ASSESSED: _always("Wrote down what could follow from it"),
    Event.FACTS_CHANGED: _facts_changed,
    Event.REGULATOR_REPORT_SAVED: _report_saved,
    Event.REGULATOR_REPORT_SENT: _report_sent,
    Event.LETTER_ADDED: _always("Added a letter from the regulator"),
    Event.LETTER_CONFIRMED: _always("Confirmed what the regulator's letter says"),
    Event.REVIEWED: _always("Wrote down how it went"),
    Event.LESSON_SHARED: _always("Shared a lesson with the association"),
    Event.LESSON_WITHDRAWN: _always("Took back a lesson shared with the association"),
    Event.BREACH_REOPENED: _always("Opened it again, and said why"),
    Event.DOCUMENT_MADE: _always("Made a document"),
    Event.REGISTER_EXPORTED: _always("Exported the register"),
    Event.DATA_ERASED: _erased,
}
