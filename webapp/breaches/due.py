"""All that is due on a breach: by when, where that is written, who has it, and where it is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tenants.breaches.page import BreachPage
from tenants.models import Action, Complaint, Deadline, ObligationId
from tenants.times import day
from webapp.breaches.addresses import form_address
from webapp.breaches.holders import handler_names
from webapp.breaches.wording import DUTIES

_OF_THE_LEAD: Final = frozenset(
    {
        ObligationId.DECIDE_REGULATOR,
        ObligationId.NOTIFY_REGULATOR,
        ObligationId.DECIDE_PEOPLE,
        ObligationId.TELL_PEOPLE,
        ObligationId.REASSESS,
    }
)
_JUDGED: Final = _OF_THE_LEAD | {ObligationId.RECEIVE_REPORT}
OUTCOMES: Final = "outcomes"
_FORMS: Final[Mapping[str, tuple[str, str]]] = {
    ObligationId.RECEIVE_REPORT: ("initial-assessment", "Make the first assessment"),
    ObligationId.REASSESS: ("rating/what-happened", "Rate it again"),
    ObligationId.DECIDE_REGULATOR: ("decisions/regulator", "Decide about the regulator"),
    ObligationId.NOTIFY_REGULATOR: ("decisions/regulator", "Record that they were told"),
    ObligationId.DECIDE_PEOPLE: ("decisions/people", "Decide about the people affected"),
    ObligationId.TELL_PEOPLE: ("decisions/people", "Record that they were told"),
    ObligationId.REPORT_TO_COUNCIL: ("council-report", "Record the meeting and the minute"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One thing that is or was due; `typed` is what somebody wrote, for those who may read it.

    `due_at` and `met_at` are in UTC; `words` stand for a time where there is none.
    """

    title: str
    typed: str
    due_at: datetime | None
    words: str
    citation: str
    met_at: datetime | None
    who: str
    has_said_so: bool
    href: str
    button: str

    @property
    def is_late(self) -> bool:
        """Whether it was met after its time."""
        return self.due_at is not None and self.met_at is not None and self.met_at > self.due_at


@dataclass(frozen=True, slots=True)
class Beside:
    """What a breach's duties are about besides: its actions and complaints, by id."""

    actions: Mapping[UUID, Action]
    complaints: Mapping[UUID, Complaint]


def due_lines(
    page: BreachPage, beside: Beside, *, council: str, open_forms: Collection[str]
) -> list[DueLine]:
    """Return a line for each thing due on a breach, timed ones first.

    `open_forms` are the forms of the breach that are open to the reader, so that nobody is sent to
    one that is shut; `OUTCOMES` stands for those that record what came of it.
    """
    return [_line(row, page, beside, council, open_forms) for row in page.deadlines]


def _line(
    row: Deadline, page: BreachPage, beside: Beside, council: str, open_forms: Collection[str]
) -> DueLine:
    action = beside.actions.get(row.action_id) if row.action_id else None
    complaint = beside.complaints.get(row.complaint_id) if row.complaint_id else None
    title = DUTIES[row.obligation]
    if complaint is not None:
        title = f"{title} that came on {day(complaint.received_on)}"
    form, button = _form(row)
    of_judgement = row.obligation in _JUDGED
    is_open = bool(form) and (form if of_judgement else OUTCOMES) in open_forms
    return DueLine(
        title=title,
        typed=action.words if action else _kept(row),
        due_at=row.due_at,
        words=row.due_words,
        citation=row.citation,
        met_at=row.met_at,
        who="" if row.met_at else _who(row, page, action),
        has_said_so=row.held_by_id is not None,
        href=form_address(council, page.breach.reference, form)
        if is_open and row.met_at is None
        else "",
        button=button,
    )


def _kept(row: Deadline) -> str:
    return row.due_words if row.obligation == ObligationId.ERASE else ""


def _form(row: Deadline) -> tuple[str, str]:
    if row.action_id is not None:
        return f"actions/{row.action_id}/done", "Record what was done"
    if row.complaint_id is not None:
        return f"complaints/{row.complaint_id}", "Record that it was acknowledged"
    if row.obligation == ObligationId.ERASE:
        return "erasing", "See what goes, and what stays"
    return _FORMS.get(row.obligation, ("", ""))


def _who(row: Deadline, page: BreachPage, action: Action | None) -> str:
    """Return who said that they have it, else whose it is."""
    if row.held_by_id is not None:
        return page.name_of(row.held_by_id)
    if action is not None:
        return page.name_of(action.owner_id)
    if row.obligation in _OF_THE_LEAD and page.breach.lead_id is not None:
        return page.name_of(page.breach.lead_id)
    return handler_names(page.handlers)
