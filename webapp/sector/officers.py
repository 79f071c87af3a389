"""Who asks for an association's page, as its services want to be told."""

from typing import TypedDict
from uuid import UUID

from flask_login import current_user

from webapp.scope import officer_scope


class Asking(TypedDict):
    """The association and its officer; every service answers an officer only."""

    association_id: UUID
    officer_id: UUID


def asking() -> Asking:
    """Return who asks."""
    return Asking(
        association_id=officer_scope.place.association_id, officer_id=current_user.person_id
    )
