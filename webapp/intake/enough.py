"""What is said when as much was sent as may be: plainly, with what was typed and another way."""

from typing import Any, Final

from flask import request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import NotFound

from webapp import error_pages
from webapp.intake.blueprint import council_of_receipts, council_taking_reports, intake
from webapp.intake.forms import AddForm, CodeForm, TellUsForm
from webapp.intake.receipts import ask_for_code
from webapp.intake.tell_us import show

OTHERWISE: Final = (
    "If it cannot wait, telephone the council or e-mail its clerk. Its website says how"
)
REPORTS: Final = (
    "As many reports as we can take for now have come in, so yours was not sent. Nothing you typed"
    f" is lost: try again in an hour. {OTHERWISE}"
)
CODES: Final = f"Too many codes were wrong. Wait 15 minutes, then try again. {OTHERWISE}"
ADDITIONS: Final = (
    "As much as we can take from one place for now has come in, so this was not added. Nothing you"
    f" typed is lost: try again in an hour, with your code. {OTHERWISE}"
)
_RETRY: Final = {"Retry-After": "3600"}


@intake.errorhandler(RateLimitExceeded)
def say_enough(_situation: RateLimitExceeded) -> Any:
    """Show the page once more with everything typed, and say what to do instead."""
    council = str((request.view_args or {})["council"])
    try:
        body = _page(council)
    except NotFound:
        return error_pages.page(404)
    return body, 429, _RETRY


def _page(council: str) -> str:
    if request.endpoint == "intake.report":
        taking = council_taking_reports(council)
        report = TellUsForm()
        report.refuse("", REPORTS)
        return show(report, taking)[0]
    council_of_receipts(council)
    is_code = request.endpoint == "intake.receipt"
    typed = AddForm().words.data if request.endpoint == "intake.add" else ""
    form = CodeForm(formdata=None, words=typed)
    form.refuse("", CODES if is_code else ADDITIONS)
    return ask_for_code(form)[0]
