"""An association's pages: counts over all its councils, never a case, and its model policies."""

from flask import Blueprint

sector = Blueprint("sector", __name__, template_folder="templates")

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.sector import models, publishing, routes  # noqa: E402

__all__ = ["models", "publishing", "routes", "sector"]
