"""Pages on which a breach is thought through: what could follow, what stops it, how it went.

Knows no rule of any policy and no SQL: it asks the services and shows what they answer.
"""

from flask import Blueprint

from webapp.breaches.refusals import pages_about_a_breach

review = pages_about_a_breach(Blueprint("review", __name__, template_folder="templates"))

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.review import consequences, containment, lessons, looking_back  # noqa: E402

__all__ = ["consequences", "containment", "lessons", "looking_back", "review"]
