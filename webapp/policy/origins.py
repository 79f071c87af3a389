"""Where a council's policy or draft comes from, in words."""

from typing import Protocol

from tenants.models import Origin


class Taken(Protocol):
    """What says where a document was taken from."""

    @property
    def origin(self) -> str:
        """Return the kind of its source."""

    @property
    def based_on(self) -> int | None:
        """Return the number of the council's own earlier version, if it was taken from one."""


def origin_words(taken: Taken, model: tuple[str, int] | None = None) -> str:
    """Say where a document comes from; `model` is the association's model and its version."""
    match Origin(taken.origin):
        case Origin.SHIPPED_MODEL:
            return "The model that comes with this service"
        case Origin.PUBLISHED_MODEL if model:
            return f"The association's model “{model[0]}”, version {model[1]}"
        case Origin.PUBLISHED_MODEL:
            return "A model of the association"
        case Origin.VERSION_IN_FORCE:
            return f"Version {taken.based_on}" if taken.based_on else "The model in force"
        case Origin.DOCUMENT:
            return "A document that the council brought"
