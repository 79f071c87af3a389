"""Pages of what is kept beside a breach: files, conversations, remarks, links, holds, who looked.

Knows no rule of any policy and no SQL: it asks the services and shows what they answer.
"""

from flask import Blueprint

from webapp.breaches.refusals import pages_about_a_breach

record = pages_about_a_breach(Blueprint("record", __name__, template_folder="templates"))

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.record import comments, communications, files, holds, links, readers  # noqa: E402

__all__ = ["comments", "communications", "files", "holds", "links", "readers", "record"]
