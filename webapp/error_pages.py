"""What a person reads when something cannot be done: what happened, why, and what to do next.

None of these pages asks the database for anything, so that they stand when it does not.
"""

import logging
import traceback
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from flask import Flask, current_app, render_template, request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException, InternalServerError

from tenants.db import DATABASE_AWAY
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAllowed, NotFound, NotYet, TenantsError
from tenants.files import MOST_BYTES
from webapp.scope import PermissionMissing
from webapp.security import TokenRefused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """An error page's heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


_SAFE = "Nothing was changed."
_CANNOT_WAIT = (
    "If a breach cannot wait, write down what happened and the time now, and telephone your clerk."
    " The 72 hours run on meanwhile."
)
WORDS = {
    400: Words(
        "We could not understand that request",
        (
            "Your browser sent something that this service does not know how to read.",
            _SAFE + " Go back, reload the page and try again.",
        ),
    ),
    403: Words(
        "This page is not part of your role",
        (
            "You belong to this council, but your role here does not include this page.",
            "If you need it, ask the clerk or the chair to change your role.",
        ),
    ),
    404: Words(
        "Page not found",
        (
            "There is nothing at this address that you can see.",
            "A link may have been cut short, or the page may belong to another council.",
            "Check the address, or start again from the front page.",
        ),
    ),
    405: Words(
        "That cannot be done from here",
        (
            "This address only answers when a button on one of our pages is pressed.",
            _SAFE + " Go to the front page and open the page that you need from there.",
        ),
    ),
    409: Words(
        "Something has changed since you opened that page",
        (
            "Somebody else, or you in another window, saved something first.",
            "Nothing of yours was saved. Open the page again to see how things stand now.",
        ),
    ),
    413: Words(
        "That is too much to send at once",
        (
            "What you sent is larger than 4 megabytes, so we could not read it.",
            "Go back in your browser: what you typed should still be there.",
            "Shorten it and send it again. A few sentences are enough.",
        ),
    ),
    429: Words(
        "Too many attempts",
        (
            "To keep guessers out, we stop sign-ins for a while after several wrong ones.",
            "Your account is safe. If you have forgotten your password, you can set a new one.",
        ),
    ),
    500: Words(
        "Sorry, something went wrong on our side",
        (
            "This is our fault, not yours, and it has been recorded.",
            "Go back and try again.",
            _CANNOT_WAIT,
        ),
    ),
    503: Words(
        "The service is not available just now",
        (
            "We cannot reach our records at the moment.",
            "Try again in a few minutes.",
            _CANNOT_WAIT,
        ),
    ),
}
TOO_LARGE_A_FILE = Words(
    "This file is too large",
    (
        f"The most for one file is {MOST_BYTES // 1024**2} megabytes. Nothing was read or saved.",
        "Go back in your browser: what you typed should still be there.",
        "Then choose a smaller copy: a photograph in a smaller size, a long document in parts.",
    ),
)
STALE = Words(
    "Press the button again",
    (
        "The page had been open for so long that we could not be sure the request came from you.",
        _SAFE + " Go back, reload the page and press the button again.",
    ),
)


def register(app: Flask) -> None:
    """Answer every error with a page in plain words."""
    app.log_exception = _record  # type: ignore[method-assign]  # Flask's own writes the error's text
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(TokenRefused, _stale)
    app.register_error_handler(RateLimitExceeded, _limited)
    app.register_error_handler(TenantsError, _situation)
    app.register_error_handler(InternalServerError, _fault)


def page(status: int, words: Words | None = None) -> tuple[str, int]:
    """Render an error page; a status without words of its own borrows those of its family."""
    chosen = words or WORDS.get(status) or WORDS[400 if status < 500 else 500]
    return render_template("error.html", words=chosen, status=status), status


def _http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if isinstance(error, PermissionMissing):
        logger.info("permission_missing", extra={"permission": error.permission.value})
    body, status = page(code, TOO_LARGE_A_FILE if code == 413 and _is_sent_files() else None)
    headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if code == 405 else {}  # type: ignore[attr-defined]  # 405 carries them
    return body, status, headers


def _is_sent_files() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "takes_file", False))


def _stale(_error: TokenRefused) -> Any:
    return page(400, STALE)


def _limited(_error: RateLimitExceeded) -> Any:
    words = WORDS[429]
    wait = "Wait 15 minutes from your first wrong attempt, then try again."
    body, status = page(429, Words(words.heading, (words.sentences[0], wait, words.sentences[1])))
    return body, status, {"Retry-After": "900"}


def _situation(error: TenantsError) -> Any:
    """Say a service's refusal in its own words, or in ours where it has none."""
    status = _status_of(error)
    said = str(error).strip()
    if not said:
        return page(status)
    return page(
        status, Words(WORDS[status].heading, (_sentence(said), WORDS[status].sentences[-1]))
    )


def _status_of(error: TenantsError) -> int:
    match error:
        case NotFound():
            return 404
        case NotAllowed():
            return 403
        case ChangedMeanwhile() | AlreadyDone() | NotYet():
            return 409
        case _:
            return 400


def _fault(error: InternalServerError) -> Any:
    return page(503 if isinstance(error.original_exception, DATABASE_AWAY) else 500)


def _record(
    exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
) -> None:
    """Record a fault by its kind and places, never by its text, which may hold what was typed."""
    kind, _, trace = exc_info
    name = kind.__name__ if kind else "unknown"
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
    logger.error(
        "request_failed",
        extra={"kind": name, "endpoint": request.endpoint, "places": places[-8:]},
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
