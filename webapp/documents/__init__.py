"""Pages of the documents of a breach: the list, previews, downloads, and the letter to people.

Knows no rule of any policy and no SQL: it asks `tenants.documents` and shows what it answers.
"""

from flask import Blueprint

from webapp.breaches.refusals import pages_about_a_breach

documents = pages_about_a_breach(Blueprint("documents", __name__, template_folder="templates"))

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.documents import letter, routes  # noqa: E402

__all__ = ["documents", "letter", "routes"]
