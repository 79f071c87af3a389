"""Where each step and each form of a breach has its page."""

from flask import url_for

from tenants.breaches.steps import FORMS, StepId


def breach_address(council: str, reference: str) -> str:
    """Return the address of a breach's own page."""
    return url_for("breaches.page", council=council, reference=reference)


def form_address(council: str, reference: str, form: str) -> str:
    """Return the address of one of a breach's forms, such as `close`."""
    return f"{breach_address(council, reference)}/{form}"


def step_address(council: str, reference: str, step: StepId) -> str:
    """Return the page on which a next step is done; the breach's own where nothing is left."""
    form = FORMS.get(step)
    return form_address(council, reference, form) if form else breach_address(council, reference)
