"""The pages of the regulator's letters: a list, adding one, and saying what it says.

Knows no pattern of any letter and no SQL: it asks the services and shows what they answer.
"""

from flask import Blueprint

from webapp.breaches.refusals import pages_about_a_breach

letters = pages_about_a_breach(Blueprint("letters", __name__, template_folder="templates"))

# The views hang themselves on the blueprint, so they are read after it exists.
from webapp.letters import adding, confirming  # noqa: E402

__all__ = ["adding", "confirming", "letters"]
