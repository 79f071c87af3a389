"""Whether a page is about practice: asked by the base template, so that no page can forget it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from flask import request
from jinja2 import pass_context
from jinja2.runtime import Context

from tenants.breaches.steps import StepId
from tenants.models import Breach
from webapp.breaches.wording import BUTTONS

_PRACTICE: Final = re.compile(r"[0-9]{4}-D[0-9]{2,6}")
# The parts of an address that can hold a breach's number.
_PARTS: Final = ("reference", "drill")
# What a page can be given that holds a breach.
_HOLDERS: Final = ("page", "hold", "receipt")
_PRETENDED: Final = "Record what you would have done"
_BUTTONS: Final[Mapping[str, tuple[str, str]]] = {
    StepId.NOTIFY_REGULATOR: (
        _PRETENDED,
        "Do not tell the regulator: this is practice. Write down when you would have, and stop.",
    ),
    StepId.TELL_PEOPLE: (
        _PRETENDED,
        "Do not tell anybody: this is practice. Write down when you would have, and stop.",
    ),
}


@pass_context
def practice_number(context: Context) -> str:
    """Return the number of the practice breach that a page is about, or nothing.

    It is read from the address, and from the breach that the page was given, by whatever name.
    """
    about = (context.get("breach"), *(_breach_of(context.get(name)) for name in _HOLDERS))
    return _in_address() or next(filter(None, map(_number_of, about)), "")


def button_of(step: StepId, breach: Breach) -> tuple[str, str]:
    """Return what the green button of a step says and the sentence above it; in practice, nobody
    is told.
    """
    return _BUTTONS.get(step, BUTTONS[step]) if breach.is_drill else BUTTONS[step]


def _in_address() -> str:
    arguments = request.view_args or {}
    numbers = (str(arguments.get(part, "")) for part in _PARTS)
    return next((number for number in numbers if _PRACTICE.fullmatch(number)), "")


def _breach_of(page: Any) -> Any:
    return getattr(page, "breach", None)


def _number_of(breach: Any) -> str:
    return breach.reference if isinstance(breach, Breach) and breach.is_drill else ""
