"""A council's policy: reading it, its versions, its draft, its adoption, and the next meeting.

Knows no rule of any policy: it lays out what the document and the law's data say.
"""

from flask import Blueprint

policy = Blueprint("policy", __name__, template_folder="templates")

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.policy import (  # noqa: E402
    adoption,
    checking,
    drafting,
    models,
    replaying,
    routes,
    versions,
)
from webapp.policy.amending import routes as amending  # noqa: E402

__all__ = [
    "adoption",
    "amending",
    "checking",
    "drafting",
    "models",
    "policy",
    "replaying",
    "routes",
    "versions",
]
