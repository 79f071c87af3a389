"""Where each step and each form of a breach has its page."""

from typing import Final

from flask import url_for

from tenants.breaches.steps import StepId

_FORMS: Final = {
    StepId.RECEIVE: "initial-assessment",
    StepId.APPOINT_LEAD: "lead-investigator",
    StepId.RATE: "rating/what-happened",
    StepId.DECIDE_REGULATOR: "decisions/regulator",
    StepId.DECIDE_PEOPLE: "decisions/people",
    StepId.NOTIFY_REGULATOR: "decisions/regulator",
    StepId.TELL_PEOPLE: "decisions/people",
    StepId.FOLLOW_UP: "actions",
    StepId.CLOSE: "close",
    StepId.ACKNOWLEDGE_COMPLAINT: "complaints",
    StepId.REPORT_TO_COUNCIL: "council-report",
    StepId.DO_ACTION: "actions",
}


def breach_address(council: str, reference: str) -> str:
    """Return the address of a breach's own page."""
    return url_for("breaches.page", council=council, reference=reference)


def form_address(council: str, reference: str, form: str) -> str:
    """Return the address of one of a breach's forms, such as `close`."""
    return f"{breach_address(council, reference)}/{form}"


def step_address(council: str, reference: str, step: StepId) -> str:
    """Return the page on which a next step is done; the breach's own where nothing is left."""
    form = _FORMS.get(step)
    return form_address(council, reference, form) if form else breach_address(council, reference)
