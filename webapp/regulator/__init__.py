"""Pages of the report to the regulator: a form that can be saved, checked, copied and followed up.

Knows no question of the form and no SQL: the questions are data, the services answer.
"""

from flask import Blueprint

from webapp.breaches.refusals import pages_about_a_breach

regulator = pages_about_a_breach(Blueprint("regulator", __name__, template_folder="templates"))

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.regulator import checking, copying, overview, sending, writing  # noqa: E402

__all__ = ["checking", "copying", "overview", "regulator", "sending", "writing"]
