"""Whether a page is about practice: asked by the base template, so that no page can forget it."""

import re
from typing import Any, Final

from flask import Flask, request
from jinja2 import pass_context
from jinja2.runtime import Context

from tenants.models import Breach

_PRACTICE: Final = re.compile(r"[0-9]{4}-D[0-9]{2,6}")
# The parts of an address that can hold a breach's number.
_PARTS: Final = ("reference", "drill")


def register(app: Flask) -> None:
    """Let the base template ask."""
    app.jinja_env.globals["practice_number"] = practice_number


@pass_context
def practice_number(context: Context) -> str:
    """Return the number of the practice breach that a page is about, or nothing.

    It is read from the address, and from the breach that the page was given.
    """
    return _in_address() or _of(context.get("breach")) or _of(_breach_of(context.get("page")))


def _in_address() -> str:
    arguments = request.view_args or {}
    numbers = (str(arguments.get(part, "")) for part in _PARTS)
    return next((number for number in numbers if _PRACTICE.fullmatch(number)), "")


def _breach_of(page: Any) -> Any:
    return getattr(page, "breach", None)


def _of(breach: Any) -> str:
    return breach.reference if isinstance(breach, Breach) and breach.is_drill else ""
