"""Pages about a council's breaches: the register, one breach, and the forms that move it on.

Knows no rule of any policy and no SQL: it asks the services and shows what they answer.
"""

from flask import Blueprint

breaches = Blueprint("breaches", __name__, template_folder="templates")

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.breaches import (  # noqa: E402
    closing,
    council_paper,
    deciding,
    deciding_parties,
    erasing,
    facts,
    outcomes,
    page,
    rating,
    rating_why,
    receiving,
    register,
    taking_away,
    undertakings,
)

__all__ = [
    "breaches",
    "closing",
    "council_paper",
    "deciding",
    "deciding_parties",
    "erasing",
    "facts",
    "outcomes",
    "page",
    "rating",
    "rating_why",
    "receiving",
    "register",
    "taking_away",
    "undertakings",
]
