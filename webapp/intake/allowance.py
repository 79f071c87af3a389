"""How much one place, and one council's page, may send; and what is said when it was enough.

Only what was really sent counts, and only wrong codes: a page may be mended as often as need be.
Codes have no limit over all places together: none can be guessed, and it would shut the door on
those who have one.
"""

from typing import Any, Final, cast

from flask import request

from webapp.access import View
from webapp.limits import by_place, is_refused, limiter

REPORTS_OF_PLACE: Final = "10 per hour; 30 per day"
REPORTS_OF_COUNCIL: Final = "60 per hour; 200 per day"
WRONG_CODES: Final = "5 per 15 minutes; 20 per day"
ADDITIONS: Final = "20 per hour; 60 per day"


def by_council() -> str:
    """Return a key for the council that the address names, whoever asks."""
    return f"council:{(request.view_args or {}).get('council', '')}"


def limit_reports(view: View) -> View:
    """Limit the reports of one place, and those that one council takes."""
    limited: Any = view
    for limit, key in ((REPORTS_OF_PLACE, by_place), (REPORTS_OF_COUNCIL, by_council)):
        limited = _limited(limited, limit, "public reports", key)
    return cast("View", limited)


def limit_codes(view: View) -> View:
    """Limit the wrong codes that are tried from one place, at all councils together."""
    return _limited(view, WRONG_CODES, "receipt codes", by_place)


def limit_additions(view: View) -> View:
    """Limit what is added to reports from one place."""
    return _limited(view, ADDITIONS, "receipt additions", by_place)


def _limited(view: View, limit: str, shared: str, key: Any) -> View:
    decorate = limiter.shared_limit(
        limit, shared, key_func=key, methods=["POST"], deduct_when=is_refused
    )
    return cast("View", decorate(view))
