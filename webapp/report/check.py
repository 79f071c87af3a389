"""The rows of "check your answers", each beside the page on which it can be changed."""

from dataclasses import dataclass
from typing import Final

from tenants.policy import NOT_YET_KNOWN
from webapp.report.answers import Answers
from webapp.report.forms import CATEGORIES, RECOVERABLE
from webapp.report.kinds import cause_of, kind_words
from webapp.report.moments import in_words

_EXCERPT: Final = 300
CHANGED_BEFORE_SENDING: Final = (
    "Some answers were changed in another window after you opened this page. Read them again, then"
    " press “Send the report”"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer: what it is called, what it says, and a note on how it was understood."""

    field: str
    name: str
    page: str
    answer: str = ""
    note: str = ""
    fault: str = ""
    is_typed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show but that it is not known."""
        return not self.answer


def rows(answers: Answers) -> list[Row]:
    """Return every answer in the order of the pages."""
    return [
        _typed(answers, "description", "What happened", "what-happened"),
        _kind(answers),
        _moment(answers, "found", "You found out"),
        _moment(answers, "occurred", "It happened"),
        _typed(answers, "whose", "Whose information", "whose-information"),
        _people(answers),
        _categories(answers),
        _recoverable(answers),
        _typed(answers, "action_taken", "What has been done so far", "recovery"),
        _typed(answers, "contact", "How to reach you", "contact"),
    ]


def _typed(answers: Answers, field: str, name: str, page: str) -> Row:
    fault = answers.faults.get(field, "")
    answer = answers.value(field) or answers.words.get(field, "").strip()[:_EXCERPT]
    return Row(field=field, name=name, page=page, answer=answer, fault=fault, is_typed=True)


def _kind(answers: Answers) -> Row:
    cause = answers.value("cause")
    return Row(
        field="cause",
        name="Nearest kind",
        page="what-happened",
        answer=kind_words(cause_of(cause)) if cause else "",
        fault=answers.faults.get("cause", ""),
    )


def _moment(answers: Answers, field: str, name: str) -> Row:
    moment = answers.moment(field)
    typed = answers.words.get(field, "").strip()
    if moment is None:
        fault = answers.faults.get(field, "")
        answer = typed[:_EXCERPT] if fault else ""
        return Row(field=field, name=name, page="when", answer=answer, fault=fault, is_typed=True)
    answer = in_words(moment)
    note = "" if typed == answer else typed
    return Row(field=field, name=name, page="when", answer=answer, note=note)


def _people(answers: Answers) -> Row:
    count = answers.value("people")
    fault = answers.faults.get("people", "")
    typed = answers.words.get("people", "").strip()[:_EXCERPT]
    answer = f"{count:,}" if count else (typed if fault else "")
    return Row(
        field="people",
        name="How many people",
        page="whose-information",
        answer=answer,
        note=typed if count and typed != answer else "",
        fault=fault,
        is_typed=bool(fault),
    )


def _categories(answers: Answers) -> Row:
    picked = answers.value("categories") or ()
    return Row(
        field="categories",
        name="What kind of information",
        page="whose-information",
        answer="\n".join(CATEGORIES[name] for name in picked if name != NOT_YET_KNOWN),
        fault=answers.faults.get("categories", ""),
    )


def _recoverable(answers: Answers) -> Row:
    picked = answers.value("recoverable")
    return Row(
        field="recoverable",
        name="Can it be got back",
        page="recovery",
        answer=RECOVERABLE[picked] if picked and picked != NOT_YET_KNOWN else "",
        fault=answers.faults.get("recoverable", ""),
    )
